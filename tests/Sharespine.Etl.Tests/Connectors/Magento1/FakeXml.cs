using System.Xml.Linq;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

/// <summary>A row as the shop holds it: texts, rows, and lists of rows or texts.</summary>
internal sealed class Row : Dictionary<string, object?>
{
    public string Text(string name) => TryGetValue(name, out var value) ? value as string ?? "" : "";

    public decimal Number(string name) => decimal.TryParse(Text(name), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;

    public List<Row> List(string name) => TryGetValue(name, out var value) && value is List<Row> rows ? rows : [];

    public Row Copy() => Of(this);

    public static Row Of(IEnumerable<KeyValuePair<string, object?>> fields)
    {
        var row = new Row();
        foreach (var (name, value) in fields)
        {
            row[name] = value switch
            {
                Row inner => inner.Copy(),
                List<Row> rows => rows.Select(inner => inner.Copy()).ToList(),
                _ => value,
            };
        }

        return row;
    }
}

/// <summary>Reads requests and writes answers in both of Magento's styles.</summary>
internal static class FakeXml
{
    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";
    private static readonly XNamespace Encoding = "http://schemas.xmlsoap.org/soap/encoding/";

    public static (string Operation, Row Parts) Request(string envelope)
    {
        var element = XDocument.Parse(envelope).Root!.Element(Soap + "Body")!.Elements().Single();
        var name = element.Name.LocalName;
        var operation = name.EndsWith("RequestParam", StringComparison.Ordinal) ? name[..^"RequestParam".Length] : name.EndsWith("Param", StringComparison.Ordinal) ? name[..^"Param".Length] : name;
        return (operation, Plain(operation, (Row)Value(element)!));
    }

    /// <summary>The same names in both styles.</summary>
    private static Row Plain(string operation, Row parts)
    {
        var names = new Dictionary<string, string> { ["store"] = "storeView", ["tierPrices"] = "tier_price" };
        if (operation != "catalogProductInfo")
        {
            names["productId"] = "product";
        }

        if (operation == "catalogInventoryStockItemList")
        {
            names["productIds"] = "products";
        }

        return Row.Of(parts.Select(part => KeyValuePair.Create(names.GetValueOrDefault(part.Key, part.Key), part.Value)));
    }

    public static string Fault(string code, string message) =>
        $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV=\"{Soap}\"><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>{code}</faultcode><faultstring>{message}</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>";

    public static string Answer(string space, bool literal, string operation, object? result)
    {
        XNamespace service = space;
        var response = new XElement(service + (operation + (literal ? "ResponseParam" : "Response")), Element("result", result, literal));
        var envelope = new XElement(Soap + "Envelope",
            new XAttribute(XNamespace.Xmlns + "SOAP-ENV", Soap), new XAttribute(XNamespace.Xmlns + "ns1", space), new XAttribute(XNamespace.Xmlns + "xsi", Instance), new XAttribute(XNamespace.Xmlns + "SOAP-ENC", Encoding),
            new XElement(Soap + "Body", response));
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + envelope.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>What is empty is left out, as PHP does.</summary>
    private static XElement? Element(string name, object? value, bool literal)
    {
        switch (value)
        {
            case null:
                return null;
            case Row row:
                return new XElement(name, row.Select(field => Element(field.Key, field.Value, literal)));
            case List<Row> rows:
                return List(name, [.. rows.Select(row => Element(literal ? "complexObjectArray" : "item", row, literal)!)], literal);
            case List<string> texts:
                return List(name, [.. texts.Select(text => new XElement(literal ? "complexObjectArray" : "item", text))], literal);
            default:
                return new XElement(name, value);
        }
    }

    private static XElement List(string name, List<XElement> items, bool literal)
    {
        var list = new XElement(name, items);
        if (!literal)
        {
            list.SetAttributeValue(Encoding + "arrayType", $"ns1:x[{items.Count}]");
        }

        return list;
    }

    private static object? Value(XElement element)
    {
        if ((string?)element.Attribute(Instance + "nil") == "true")
        {
            return null;
        }

        var children = element.Elements().ToList();
        if (children.Count == 0)
        {
            return element.Attribute(Encoding + "arrayType") is null ? element.Value : new List<Row>();
        }

        if (children.TrueForAll(child => child.Name.LocalName is "item" or "complexObjectArray"))
        {
            return children[0].HasElements ? children.Select(child => (Row)Value(child)!).ToList() : children.Select(child => child.Value).ToList();
        }

        return Row.Of(children.Select(child => KeyValuePair.Create(child.Name.LocalName, Value(child))));
    }
}

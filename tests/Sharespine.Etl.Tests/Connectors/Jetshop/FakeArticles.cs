using System.Globalization;
using System.Xml.Linq;

namespace Sharespine.Etl.Tests.Connectors.Jetshop;

/// <summary>The articles of an invented shop, one set of fields per culture, and its price lists.</summary>
public sealed class FakeArticles(TimeProvider time)
{
    public const string DefaultList = "7C7DFEC3-2312-4DC9-A74F-913F3DA0C686";
    public const string AgentList = "0036268D-6D49-4A21-B0A2-3C12AF44FB14";
    private static readonly XNamespace Space = FakeJetshop.Space;
    private readonly Dictionary<(string Article, string Culture), Dictionary<string, string>> _products = [];
    private readonly Dictionary<(string Article, string List), (decimal Price, decimal Discounted)> _prices = [];
    private int _lastId = 2000;

    /// <summary>A yes/no field that a document leaves out becomes "no", as in services that know no third word.</summary>
    public bool ResetsFlags { get; set; }

    /// <summary>Says that all went well, and keeps the old number.</summary>
    public bool IgnoresStock { get; set; }

    /// <summary>What the next rows are answered with instead of success.</summary>
    public string? RefusesWith { get; set; }

    public void Add(string article, string culture = "sv-SE", params (string Field, string Value)[] fields)
    {
        var product = New(article, culture);
        foreach (var (field, value) in fields)
        {
            product[field] = value;
        }
    }

    public string? this[string article, string field, string culture = "sv-SE"] => _products.GetValueOrDefault((article.ToUpperInvariant(), culture))?.GetValueOrDefault(field);

    /// <summary>Of the main culture, as they were first written.</summary>
    public IEnumerable<string> Numbers => _products.Where(product => product.Key.Culture == "sv-SE").Select(product => product.Value["ArticleNumber"]);

    public int Count => _products.Keys.Select(key => key.Article).Distinct().Count();

    public (decimal Price, decimal Discounted)? Price(string article, string list) => _prices.TryGetValue((article.ToUpperInvariant(), list.ToUpperInvariant()), out var price) ? price : null;

    public void Remove(string article)
    {
        foreach (var key in _products.Keys.Where(key => string.Equals(key.Article, article, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            _products.Remove(key);
        }
    }

    internal IEnumerable<XElement>? Answer(JetshopRequest request) => request.Operation switch
    {
        "Product_Get" => Get(request.Text("productOptions", "ArticleNumber")!, request.Text("productOptions", "Culture")!),
        "Product_AddUpdate" => [.. request.Body.Descendants(Space + "ProductData").Select(AddUpdate)],
        "Product_Delete" => Delete(request.Text("productDeleteRequest", "ArticleNumber")!),
        "ProductDynamicField_SaveProductDynamicFieldData" => [.. request.Body.Descendants(Space + "DynamicFieldOnProductInput").Select(SetField)],
        "PriceList_UpdateArticleIncVAT" => [.. request.Body.Descendants(Space + "ArticlePriceListIncVat").Select(SetPrice)],
        _ => null,
    };

    private Dictionary<string, string> New(string article, string culture) => _products[(article.ToUpperInvariant(), culture)] = new()
    {
        ["ArticleNumber"] = article,
        ["Culture"] = culture,
        ["TemplateId"] = "1",
        ["Name"] = "",
        ["DiscountedPrice"] = "-1.0000",
        ["HasAttributes"] = "false",
        ["HideProduct"] = "false",
        ["Price"] = "0.0000",
        ["PriceListIdOrName"] = DefaultList,
        ["ProductId"] = (++_lastId).ToString(CultureInfo.InvariantCulture),
        ["UseDiscountDateSpan"] = "false",
        ["Vat"] = "0.25000000",
        ["Weight"] = "0.0000",
        ["ModifiedDate"] = "2026-01-16T09:30:47.69",
        ["Stock.NewStockCount"] = "0",
        ["Stock.StockStatusId"] = "1",
        ["Stock.StockStatusName"] = "Exakt antal",
        ["Stock.UseAdvancedStatus"] = "true",
    };

    private IEnumerable<XElement> Get(string article, string culture)
    {
        if (!_products.TryGetValue((article.ToUpperInvariant(), culture), out var product))
        {
            return [];
        }

        var stock = product.Where(field => field.Key.StartsWith("Stock.", StringComparison.Ordinal)).Select(field => new XElement(Space + field.Key[6..], field.Value));
        return [new XElement(Space + "ProductData", product.Where(field => !field.Key.Contains('.', StringComparison.Ordinal) && field.Key != "EanCode").Select(field => new XElement(Space + field.Key, field.Value)), new XElement(Space + "StockData", stock))];
    }

    private XElement AddUpdate(XElement data)
    {
        string Value(string name) => data.Element(Space + name)?.Value ?? "";
        var (article, culture) = (Value("ArticleNumber"), Value("Culture"));
        if (RefusesWith is { } word)
        {
            return Result(article, culture, word, "None");
        }

        var isNew = !_products.Keys.Any(key => string.Equals(key.Article, article, StringComparison.OrdinalIgnoreCase));
        if (!_products.TryGetValue((article.ToUpperInvariant(), culture), out var product))
        {
            product = New(article, culture);
        }

        if (ResetsFlags && data.Element(Space + "HideProduct") is null)
        {
            product["HideProduct"] = "false";
        }

        foreach (var field in data.Elements().Where(field => field.Name.LocalName != "StockData"))
        {
            product[field.Name.LocalName] = field.Value;
        }

        foreach (var field in data.Element(Space + "StockData")?.Elements() ?? [])
        {
            if (field.Name.LocalName == "NewStockCount")
            {
                // asmx reads an int: 12.5 or 12.0 is none.
                _ = int.Parse(field.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            }

            if (field.Name.LocalName != "ArticleNumber" && !IgnoresStock)
            {
                product["Stock." + field.Name.LocalName] = field.Value;
            }
        }

        product["ModifiedDate"] = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ff", CultureInfo.InvariantCulture);
        return Result(article, culture, isNew ? "SuccessNew" : "SuccessUpdate", data.Element(Space + "StockData") is null ? "None" : "Success");
    }

    private static XElement Result(string article, string culture, string status, string stock) => new(Space + "ProductResult",
        new XElement(Space + "ArticleNumber", article), new XElement(Space + "ProductId", "2068"), new XElement(Space + "Culture", culture),
        new XElement(Space + "StatusMainProductCreateDelete", status), new XElement(Space + "ResultStockCreateUpdate", stock), new XElement(Space + "ResultAttributeCreateUpdate", "None"));

    private IEnumerable<XElement> Delete(string article)
    {
        var there = _products.Keys.Any(key => string.Equals(key.Article, article, StringComparison.OrdinalIgnoreCase));
        Remove(article);
        return [new(Space + "Identifier", article), new(Space + "Result", there ? "Success" : "NotFound"), new(Space + "Message", "")];
    }

    private XElement SetField(XElement row)
    {
        string Value(string name) => row.Element(Space + name)?.Value ?? "";
        var known = Value("Key") == "b2c_mp";
        foreach (var value in known ? row.Descendants(Space + "Localization") : [])
        {
            _products[(Value("ArticleNumber").ToUpperInvariant(), value.Element(Space + "Culture")!.Value)]["Own." + Value("Key")] = value.Element(Space + "Value")!.Value;
        }

        return new(Space + "DynamicFieldItemResult", new XElement(Space + "ProductId", "2079"), new XElement(Space + "ArticleNumber", Value("ArticleNumber")), new XElement(Space + "Key", Value("Key")),
            new XElement(Space + "Success", known ? "true" : "false"), new XElement(Space + "Message", known ? "" : "No dynamic field, connected to product, found with key."));
    }

    private XElement SetPrice(XElement row)
    {
        string? Value(string name) => row.Element(Space + name)?.Value;
        var (article, list) = (Value("ArticleNumber")!, Value("PriceListId")!.ToUpperInvariant());
        if (list is not (DefaultList or AgentList))
        {
            return Row(false, "No price list found.");
        }

        var vat = decimal.Parse(this[article, "Vat"] ?? "0.25", CultureInfo.InvariantCulture);
        var price = Math.Round(decimal.Parse(Value("PriceIncVat")!, CultureInfo.InvariantCulture) / (1 + vat), 4);
        var discounted = Math.Round(decimal.Parse(Value("DiscountedPriceIncVat")!, CultureInfo.InvariantCulture) / (1 + vat), 4);
        _prices[(article.ToUpperInvariant(), list)] = (price, discounted);
        foreach (var product in _products.Where(pair => list == DefaultList && string.Equals(pair.Key.Article, article, StringComparison.OrdinalIgnoreCase)).Select(pair => pair.Value))
        {
            product["Price"] = price.ToString("F4", CultureInfo.InvariantCulture);
            product["DiscountedPrice"] = discounted.ToString("F4", CultureInfo.InvariantCulture);
            product["UseDiscountDateSpan"] = Value("UseDiscountDateSpan") ?? "false";
            product["DiscountStartDate"] = Value("DiscountStartDate") ?? product.GetValueOrDefault("DiscountStartDate", "2024-12-18T08:39:30.157");
            product["DiscountEndDate"] = Value("DiscountEndDate") ?? product.GetValueOrDefault("DiscountEndDate", "2024-12-18T08:39:30.157");
            product["HideProduct"] = Value("HideProduct") ?? product["HideProduct"];
        }

        return Row(true, "");

        XElement Row(bool success, string message) => new(Space + "ArticlePriceListResult", new XElement(Space + "ArticleNumber", article), new XElement(Space + "PriceListId", Value("PriceListId")),
            new XElement(Space + "Success", success ? "true" : "false"), new XElement(Space + "Message", message));
    }
}

using System.Globalization;
using System.Xml.Linq;

namespace Sharespine.Etl.Tests.Connectors.Jetshop;

/// <summary>The orders of an invented shop, behind operations of invented names.</summary>
public sealed class FakeJetshopOrders
{
    private static readonly XNamespace Space = FakeJetshop.Space;
    private readonly List<XElement> _orders = [];
    private int _lists;

    /// <summary>Called before each listing, with how many there were: orders that come and go between pages.</summary>
    public Action<int>? BeforeList { get; set; }

    /// <summary>Whatever page is asked for, the first is given.</summary>
    public bool IgnoresPage { get; set; }

    /// <summary>Behind the last page the last one is given again.</summary>
    public bool RepeatsLastPage { get; set; }

    /// <summary>Says no, in words.</summary>
    public string? SaysNo { get; set; }

    /// <summary>Says yes, and does nothing.</summary>
    public bool DoesNothing { get; set; }

    /// <summary>How often each payment was collected.</summary>
    public Dictionary<string, int> Collected { get; } = [];

    public bool TellsTotal { get; set; } = true;

    /// <param name="modified">The shop's own time.</param>
    public void Add(string id, string modified = "2026-11-27T12:00:00", string status = "10", bool first = false, int quantity = 1, decimal total = 100)
    {
        var order = new XElement(Space + "OrderData", Field("OrderId", id), Field("OrderNumber", "W-" + id), Field("OrderDate", modified), Field("ModifiedDate", modified), Field("StatusId", status),
            Field("CurrencyCode", "SEK"), Field("CustomerId", "0"), Field("Email", "anna@example.test"), Field("PersonalNumber", "19800101-1234"), Field("ShipToFirstName", "Anna"), Field("ShipToLastName", "Ek"),
            Field("ShipToAddress", "Gatan 1"), Field("ShipToZipCode", "352 30"), Field("ShipToCity", "Växjö"), Field("ShipToCountryCode", "SE"), Field("PaymentMethod", "KlarnaCheckout"), Field("PaymentReference", "k-" + id),
            new XElement(Space + "OrderRows", new XElement(Space + "OrderRow", Field("RowId", "1"), Field("ArticleNumber", "A-1"), Field("Name", "Vas"), Field("Quantity", quantity.ToString(CultureInfo.InvariantCulture)),
                Field("RowTotalExVat", Amount(total * 0.8m)), Field("RowVat", Amount(total * 0.2m)), Field("VatRate", "0.25000000"))),
            Field("TotalIncVat", Amount(total)), Field("TotalVat", Amount(total * 0.2m)), new XElement(Space + "Fraktsedlar"), new XElement(Space + "Betalningar"));
        _orders.Insert(first ? 0 : _orders.Count, order);
    }

    public void Remove(string id) => _orders.RemoveAll(order => IdOf(order) == id);

    public string? Status(string id) => Find(id)?.Element(Space + "StatusId")!.Value;

    public string Parcels(string id) => string.Join(' ', Find(id)!.Element(Space + "Fraktsedlar")!.Elements().Select(number => number.Value));

    public void SetStatus(string id, string status) => Find(id)!.Element(Space + "StatusId")!.Value = status;

    internal IEnumerable<XElement>? Answer(JetshopRequest request) => request.Operation switch
    {
        "Bestallning_Lista" => List(request),
        "Bestallning_Hamta" => Find(request.Text("nummer")!)?.Elements() ?? [],
        "Bestallning_SattStatus" => Done(request, order => order.Element(Space + "StatusId")!.Value = request.Text("status")!),
        "Utleverans_Anmal" => Done(request, order => order.Element(Space + "Fraktsedlar")!.Add(request.Body.Descendants(Space + "Nummer").Select(number => Field("Nummer", number.Value))), "kolli", "Bestallning"),
        "Betalning_Dra" => Done(request, order => Collect(order, request)),
        "Status_Lista" => [Status("10", "Betald"), Status("30", "Levererad")],
        _ => null,
    };

    private static XElement Status(string id, string name) => new(Space + "Status", Field("Id", id), Field("Namn", name));

    private void Collect(XElement order, JetshopRequest request)
    {
        var id = IdOf(order);
        Collected[id] = Collected.GetValueOrDefault(id) + 1;
        order.Element(Space + "Betalningar")!.Add(new XElement(Space + "Dragning", Field("Referens", request.Text("referens") ?? ""), Field("Belopp", request.Text("belopp") ?? "100.0000")));
    }

    private IEnumerable<XElement> List(JetshopRequest request)
    {
        BeforeList?.Invoke(_lists++);
        var after = DateTime.Parse(request.Text("urval", "AndradEfter")!, CultureInfo.InvariantCulture);
        var size = int.Parse(request.Text("urval", "Antal") ?? "1000", CultureInfo.InvariantCulture);
        var page = IgnoresPage ? 1 : int.Parse(request.Text("urval", "Sida") ?? "1", CultureInfo.InvariantCulture);
        var all = _orders.Where(order => DateTime.Parse(order.Element(Space + "ModifiedDate")!.Value, CultureInfo.InvariantCulture) >= after).ToList();
        var total = all.Count;
        if (request.Text("urval", "EfterNummer") is { } key && !IgnoresPage)
        {
            all = [.. all.OrderBy(IdOf, StringComparer.Ordinal).Where(order => string.CompareOrdinal(IdOf(order), key) > 0)];
        }

        var skip = IgnoresPage ? 0 : int.Parse(request.Text("urval", "Hoppa") ?? "0", CultureInfo.InvariantCulture);
        all = [.. all.Skip(skip)];
        var last = Math.Max(1, (all.Count + size - 1) / size);
        var rows = all.Skip((RepeatsLastPage ? Math.Min(page, last) - 1 : page - 1) * size).Take(size);
        return [.. TellsTotal ? [Field("Summa", total.ToString(CultureInfo.InvariantCulture))] : Array.Empty<XElement>(), new XElement(Space + "Rader", rows)];
    }

    private IEnumerable<XElement> Done(JetshopRequest request, Action<XElement> act, params string[] id)
    {
        if (Find(request.Text(id.Length == 0 ? ["nummer"] : id)!) is not { } order || SaysNo is not null)
        {
            return [Field("Lyckades", "false"), Field("Text", SaysNo ?? "Ingen sådan beställning.")];
        }

        if (!DoesNothing)
        {
            act(order);
        }

        return [Field("Lyckades", "true"), Field("Text", "")];
    }

    private XElement? Find(string id) => _orders.FirstOrDefault(order => IdOf(order) == id);

    private static string IdOf(XElement order) => order.Element(Space + "OrderId")!.Value;

    private static string Amount(decimal amount) => amount.ToString("F4", CultureInfo.InvariantCulture);

    private static XElement Field(string name, string value) => new(Space + name, value);
}

using System.Globalization;
using static Sharespine.Etl.Benchmarks.Generate.Shops.Wire;

namespace Sharespine.Etl.Benchmarks.Generate.Shops;

/// <summary>
/// asmx, SOAP 1.2: whole orders by page number, with the number of all of them. Nobody publishes Jetshop's order operations;
/// the operation's name and paging are invented, the fields are those of the shipped mapping.
/// </summary>
public sealed class JetshopPages(int count) : ShopPages(count)
{
    /// <summary>The site's file that describes the operation.</summary>
    public const string Operations = """
        orders:
          operation: Order_List
          parameters: { options: { ChangedFrom: "{changedAfter}", Page: "{page}", PageSize: "{pageSize}" } }
          records: Order_ListResult/Orders/OrderData
          key: OrderId
          created: OrderDate
          paging: { by: page, size: 100, total: Order_ListResult/Total }
          lists: [ OrderRow ]
        """;

    private const string Open = """
        <?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>
        <Order_ListResponse xmlns="WebServiceProvider"><Order_ListResult>
        """;

    protected override string TimeFormat => "yyyy-MM-ddTHH:mm:ss";

    protected override HttpResponseMessage Answer(HttpRequestMessage request, string body)
    {
        if (SoapText.Operation(body) != "Order_List")
        {
            return NotHere(request, body);
        }

        var (number, size) = (Number(body, "Page"), Number(body, "PageSize"));
        return Page("application/soap+xml; charset=utf-8", page =>
        {
            Write(page, Open);
            Write(page, $"<Total>{Whole(Count)}</Total><Orders>");
            Write(page, (number - 1) * size, size, separator: "");
            Write(page, "</Orders></Order_ListResult></Order_ListResponse></soap:Body></soap:Envelope>");
        });
    }

    protected override string Text(SplitMix64 random, int variant)
    {
        var order = DrawnOrder.Draw(random);
        var (customer, freight) = (order.Customer, order.Freight);
        return "<OrderData>" + SoapText.Elements("", ("OrderId", "«id»"), ("OrderNumber", "W-«id»"), ("OrderDate", "«local»"), ("PaidDate", "«local»"), ("ModifiedDate", "«local»"),
                ("StatusId", "10"), ("StatusName", "Betald"),
                ("ChannelId", "1"), ("CurrencyCode", "SEK"), ("CultureCode", "sv-SE"), ("PricesIncludeVat", "true"), ("CustomerId", Whole(customer.Id)),
                ("Email", Xml(customer.Email)), ("OrganisationNumber", customer.OrganisationNumber ?? ""))
            + Address(order, "BillTo") + Address(order, "ShipTo")
            + SoapText.Elements("", ("ShipToMobilePhone", Xml(customer.Phone)), ("PaymentMethod", "KlarnaCheckout"), ("PaymentReference", order.PaymentId), ("FreightName", freight.Name),
                ("FreightExVat", Four(freight.Net)), ("FreightVat", Four(freight.Vat)), ("PaymentFeeExVat", "0.0000"), ("PaymentFeeVat", "0.0000"))
            + $"<OrderRows>{string.Concat(order.Rows.Select(Row))}</OrderRows>" + SoapText.Elements("", ("TotalIncVat", Four(order.Total)), ("TotalVat", Four(order.Vat)), ("Weight", "2.0000")) + "</OrderData>";
    }

    private static string Row(DrawnRow row) => "<OrderRow>" + SoapText.Elements("", ("RowId", $"«row:{Whole(row.Index)}»"), ("ArticleNumber", Xml(row.Sku)), ("Name", Xml(row.Name)), ("Quantity", Whole(row.Quantity)),
        ("PriceExVat", Four(row.NetBefore / row.Quantity)), ("RowTotalExVat", Four(row.Net)), ("RowVat", Four(row.Vat)), ("VatRate", (row.Percent / 100m).ToString("0.00000000", CultureInfo.InvariantCulture)),
        ("RowDiscountExVat", Four(row.Discount - row.DiscountVat))) + "</OrderRow>";

    private static string Address(DrawnOrder order, string prefix)
    {
        var customer = order.Customer;
        return SoapText.Elements("", ($"{prefix}FirstName", Xml(customer.FirstName)), ($"{prefix}LastName", Xml(customer.LastName)), ($"{prefix}Company", Xml(customer.Company)), ($"{prefix}Address", Xml(customer.Street)),
            ($"{prefix}ZipCode", Xml(customer.Postcode)), ($"{prefix}City", Xml(customer.City)), ($"{prefix}CountryCode", "SE"));
    }

    private static int Number(string body, string name) => int.Parse(SoapText.Value(body, name)!, NumberStyles.None, CultureInfo.InvariantCulture);
}

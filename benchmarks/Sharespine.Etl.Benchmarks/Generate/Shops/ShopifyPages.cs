using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using static Sharespine.Etl.Benchmarks.Generate.Shops.Wire;

namespace Sharespine.Etl.Benchmarks.Generate.Shops;

/// <summary>GraphQL Admin API: orders from an id on, sorted by id, as many as first says.</summary>
public sealed partial class ShopifyPages(int count) : ShopPages(count)
{
    protected override string TimeFormat => "yyyy-MM-ddTHH:mm:ssZ";

    protected override HttpResponseMessage Answer(HttpRequestMessage request, string body)
    {
        using var json = JsonDocument.Parse(body);
        var document = json.RootElement.GetProperty("query").GetString()!;
        return document.StartsWith("query OrdersPage(", StringComparison.Ordinal) ? Orders(json.RootElement.GetProperty("variables"))
            : document.StartsWith("query Scopes ", StringComparison.Ordinal) ? Page("application/json; charset=utf-8", page =>
                Write(page, """{"data":{"currentAppInstallation":{"accessScopes":[{"handle":"read_all_orders"},{"handle":"read_orders"}]}}}"""))
            : NotHere(request, body);
    }

    protected override string Text(SplitMix64 random, int variant)
    {
        var order = DrawnOrder.Draw(random);
        var customer = order.Customer;
        return $$"""
            {"id":"gid://shopify/Order/«id»","legacyResourceId":"«id»","name":"#«id»","number":«id»,"confirmationNumber":"{{random.Text(9, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789")}}",
            "sourceName":"web","sourceIdentifier":null,"test":false,"edited":false,"confirmed":true,"createdAt":"«utc»","processedAt":"«utc»","updatedAt":"«utc»","closedAt":null,
            "cancelledAt":null,"cancelReason":null,"displayFinancialStatus":"PAID","displayFulfillmentStatus":"UNFULFILLED","returnStatus":"NO_RETURN","currencyCode":"SEK",
            "presentmentCurrencyCode":"SEK","taxesIncluded":true,"taxExempt":false,"dutiesIncluded":false,"note":null,"tags":[],"poNumber":null,"email":{{Json(customer.Email)}},
            "phone":null,"customerLocale":"sv-SE","paymentGatewayNames":["klarna"],"discountCodes":[],"customAttributes":[],"publication":{"id":"gid://shopify/Publication/1"},
            "retailLocation":null,
            "customer":{"id":"gid://shopify/Customer/{{5000 + customer.Number}}","legacyResourceId":"{{5000 + customer.Number}}","firstName":{{Json(customer.FirstName)}},
            "lastName":{{Json(customer.LastName)}},"displayName":{{Json(customer.FirstName + " " + customer.LastName)}},"taxExempt":false,"tags":[],
            "defaultEmailAddress":{"emailAddress":{{Json(customer.Email)}}},"defaultPhoneNumber":null},"purchasingEntity":{"__typename":"Customer"},
            "billingAddress":{{Address(order)}},"shippingAddress":{{Address(order)}},"subtotalPriceSet":{{Bag(order.Rows.Sum(row => row.Charged))}},"totalPriceSet":{{Bag(order.Total)}},
            "currentTotalPriceSet":{{Bag(order.Total)}},"originalTotalPriceSet":{{Bag(order.Total)}},"totalTaxSet":{{Bag(order.Vat)}},"currentTotalTaxSet":{{Bag(order.Vat)}},
            "totalDiscountsSet":{{Bag(order.Discount)}},"totalShippingPriceSet":{{Bag(order.Freight.Charged)}},"totalTipReceivedSet":{{Bag(0)}},"totalRefundedSet":{{Bag(0)}},
            "totalReceivedSet":{{Bag(order.Total)}},"totalOutstandingSet":{{Bag(0)}},"totalCashRoundingAdjustment":{"paymentSet":{{Bag(0)}},"refundSet":{{Bag(0)}}},"additionalFees":[],
            "taxLines":[{{string.Join(',', order.VatByRate.Select(rate => Tax(rate.Percent, rate.Vat)))}}],
            "transactions":[{{Transaction(order, 1, "AUTHORIZATION")}},{{Transaction(order, 2, "CAPTURE")}}],"fulfillments":[],
            "shippingLines":{"nodes":[{"id":"gid://shopify/ShippingLine/«row:9»","title":{{Json(order.Freight.Name)}},"code":{{Json(order.Freight.Name)}},"source":"shopify",
            "carrierIdentifier":null,"isRemoved":false,"originalPriceSet":{{Bag(order.Freight.Gross)}},"discountedPriceSet":{{Bag(order.Freight.Charged)}},
            "taxLines":[{{Tax(order.Freight.Percent, order.Freight.Vat)}}]}]},"refunds":[],
            "lineItems":{"pageInfo":{"hasNextPage":false,"endCursor":"eyJsYXN0X2lkIjox«id»fQ=="},"nodes":[{{string.Join(',', order.Rows.Select(Row))}}]} }
            """;
    }

    private HttpResponseMessage Orders(JsonElement variables)
    {
        var first = variables.GetProperty("first").GetInt32();
        var from = Behind().Match(variables.GetProperty("query").GetString() ?? "") is { Success: true } id ? From(long.Parse(id.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)) : 0;
        return Page("application/json; charset=utf-8", page =>
        {
            Write(page, $$"""{"data":{"orders":{"pageInfo":{"hasNextPage":{{(from + first < Count ? "true" : "false")}}},"nodes":[""");
            Write(page, from, first);
            Write(page, """]}},"extensions":{"cost":{"requestedQueryCost":312,"actualQueryCost":214,"throttleStatus":{"maximumAvailable":2000.0,"currentlyAvailable":1786,"restoreRate":100.0}}}}""");
        });
    }

    private static string Row(DrawnRow row) => $$"""
        {"id":"gid://shopify/LineItem/«row:{{row.Index}}»","name":{{Json(row.Name)}},"title":{{Json(row.Name)}},"variantTitle":null,"sku":{{Json(row.Sku)}},"vendor":"Norrsken",
        "quantity":{{row.Quantity}},"currentQuantity":{{row.Quantity}},"requiresShipping":true,"taxable":true,"isGiftCard":false,
        "product":{"id":"gid://shopify/Product/{{7000 + row.Index}}"},"variant":{"id":"gid://shopify/ProductVariant/{{8000 + row.Index}}","barcode":null},"lineItemGroup":null,
        "customAttributes":[],"originalUnitPriceSet":{{Bag(row.Price)}},"discountAllocations":[{{(row.Discount == 0 ? "" : $"{{\"allocatedAmountSet\":{Bag(row.Discount)}}}")}}],
        "taxLines":[{{Tax(row.Percent, row.Vat)}}],"duties":[]}
        """;

    private static string Transaction(DrawnOrder order, int number, string kind) => $$"""
        {"id":"gid://shopify/OrderTransaction/«row:{{20 + number}}»","kind":"{{kind}}","status":"SUCCESS","gateway":"klarna","formattedGateway":"Klarna","manualPaymentGateway":false,
        "test":false,"processedAt":"«utc»","createdAt":"«utc»","paymentId":{{(number == 1 ? Json(order.PaymentId) : "null")}},"authorizationExpiresAt":null,"errorCode":null,
        "amountSet":{"money":{"amount":"{{Money(order.Total)}}","currencyCode":"SEK"},"presentmentMoney":{"amount":"{{Money(order.Total)}}","currencyCode":"SEK"} },
        "parentTransaction":{{(number == 1 ? "null" : $"{{\"id\":\"gid://shopify/OrderTransaction/«row:21»\",\"paymentId\":{Json(order.PaymentId)}}}")}}}
        """;

    private static string Tax(int percent, long vat) => $$"""{"title":"Moms","rate":{{Amounts.Number(percent / 100m)}},"ratePercentage":{{percent}}.0,"channelLiable":false,"priceSet":{{Bag(vat)}}}""";

    private static string Bag(long minor) => $$"""{"money":{"amount":"{{Money(minor)}}","currencyCode":"SEK"} }""";

    /// <summary>Zeros at the end cut off, but for one.</summary>
    private static string Money(long minor) => (minor / 100m).ToString("0.0#", CultureInfo.InvariantCulture);

    private static string Address(DrawnOrder order)
    {
        var customer = order.Customer;
        return $$"""
            {"firstName":{{Json(customer.FirstName)}},"lastName":{{Json(customer.LastName)}},"company":{{(customer.Company.Length == 0 ? "null" : Json(customer.Company))}},
            "address1":{{Json(customer.Street)}},"address2":null,"zip":{{Json(customer.Postcode)}},"city":{{Json(customer.City)}},"provinceCode":null,"countryCodeV2":"SE",
            "phone":{{Json(customer.Phone)}}}
            """;
    }

    [GeneratedRegex("id:>=([0-9]+)")]
    private static partial Regex Behind();
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>The routes that the shop has: wc/v3, and those of its extensions.</summary>
internal static class FakeApi
{
    public static FakeAnswer Answer(FakeWooCommerce shop, FakeRequest request)
    {
        var parts = request.Path.Split('/');
        return parts[0] switch
        {
            "products" => FakeProductApi.Answer(shop.Products, request, parts),
            "settings" or "reports" => shop.Settled.Answer(request),
            _ => FakeDeliveryApi.Answer(shop, request, parts) ?? Orders(shop.Orders, request, parts),
        };
    }

    internal static FakeAnswer NoRoute => FakeAnswer.Error(404, "rest_no_route", "Ingen rutt hittades.");

    private static FakeAnswer Orders(FakeOrders orders, FakeRequest request, string[] parts)
    {
        if (parts[0] != "orders" || parts.Length > 3 || (parts.Length == 3 && parts[2] != "refunds"))
        {
            return NoRoute;
        }

        if (parts.Length == 1)
        {
            return request.Method == "GET" ? FakeListing.Answer(orders, request) : NoRoute;
        }

        var order = long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? orders.Find(id) : null;
        return (request.Method, parts.Length) switch
        {
            ("GET", 2) when order is null => FakeAnswer.Error(404, "woocommerce_rest_shop_order_invalid_id", "Ogiltigt ID."),
            ("GET", 2) => FakeAnswer.Json(order),
            ("GET", 3) when order is null => FakeAnswer.Error(404, "woocommerce_rest_invalid_order_id", "Ogiltigt order-ID."),
            ("GET", 3) => FakeListing.Page(orders.Details(id).OrderBy(r => FakeOrders.IdOf(r)), request),
            ("PUT", 2) when order is null => FakeAnswer.Error(400, "woocommerce_rest_shop_order_invalid_id", "Ogiltigt ID."),
            ("PUT", 2) => Put(orders, id, request),
            _ => NoRoute,
        };
    }

    private static FakeAnswer Put(FakeOrders orders, long id, FakeRequest request)
    {
        if (JsonNode.Parse(request.Body) is not JsonObject change)
        {
            return FakeAnswer.Error(400, "rest_invalid_json");
        }

        return change["status"]?.GetValue<string>() is { } status && !orders.Statuses.Contains(status)
            ? FakeAnswer.Error(400, "rest_invalid_param", "Ogiltig(a) parameter(rar): status")
            : FakeAnswer.Json(orders.Put(id, change));
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>What the shop keeps of deliveries: its own fulfillments, two extensions' tracking numbers, and notes.</summary>
public sealed class FakeDeliveries
{
    public bool HasFulfillments { get; set; }

    public bool HasShipmentTracking { get; set; }

    public bool HasAdvancedTracking { get; set; }

    public List<JsonObject> Fulfillments { get; } = [];

    public List<JsonObject> Trackings { get; } = [];

    public List<JsonObject> Notes { get; } = [];

    /// <summary>Orders whose customers were written to.</summary>
    public List<string> Mails { get; } = [];
}

internal static class FakeDeliveryApi
{
    private const string ShipmentTracking = "/wp-json/wc-shipment-tracking/v3/";
    private const string AdvancedTracking = "/wp-json/wc-ast/v3/";

    /// <summary>Null when the request is not about deliveries.</summary>
    public static FakeAnswer? Answer(FakeWooCommerce shop, FakeRequest request, string[] parts)
    {
        var deliveries = shop.Deliveries;
        if (request.Path.StartsWith(ShipmentTracking, StringComparison.Ordinal))
        {
            return deliveries.HasShipmentTracking ? Tracking(shop, request, request.Path[ShipmentTracking.Length..].Split('/')) : FakeApi.NoRoute;
        }

        if (request.Path.StartsWith(AdvancedTracking, StringComparison.Ordinal))
        {
            return deliveries.HasAdvancedTracking ? Tracking(shop, request, request.Path[AdvancedTracking.Length..].Split('/')) : FakeApi.NoRoute;
        }

        if (parts is ["orders", var order, "notes" or "fulfillments"] && shop.Orders.Find(long.Parse(order, CultureInfo.InvariantCulture)) is null && (parts[2] == "notes" || deliveries.HasFulfillments))
        {
            return FakeAnswer.Error(404, "woocommerce_rest_order_invalid_id", "Ogiltigt order-ID.");
        }

        return parts switch
        {
            ["orders", var id, "fulfillments"] => !deliveries.HasFulfillments ? FakeApi.NoRoute : Fulfillments(shop, request, id),
            ["orders", var id, "notes"] => Notes(shop, request, id),
            _ => null,
        };
    }

    private static FakeAnswer Fulfillments(FakeWooCommerce shop, FakeRequest request, string order)
    {
        var kept = shop.Deliveries.Fulfillments;
        if (request.Method == "GET")
        {
            return FakeAnswer.Json(new JsonArray([.. kept.Where(f => f["entity_id"]!.ToString() == order).Select(f => (JsonNode)f.DeepClone())]));
        }

        var made = JsonNode.Parse(request.Body)!.AsObject();
        made["id"] = kept.Count + 1;
        made["entity_id"] = order;
        kept.Add(made);
        if (request.Query.GetValueOrDefault("notify_customer") == "true")
        {
            shop.Deliveries.Mails.Add(order);
        }

        return FakeAnswer.Json(made.DeepClone()) with { Status = 201 };
    }

    private static FakeAnswer Tracking(FakeWooCommerce shop, FakeRequest request, string[] parts)
    {
        if (parts is not ["orders", var order, "shipment-trackings"])
        {
            return FakeApi.NoRoute;
        }

        var kept = shop.Deliveries.Trackings;
        if (request.Method == "GET")
        {
            return FakeAnswer.Json(new JsonArray([.. kept.Where(t => t["order"]!.ToString() == order).Select(t => (JsonNode)t.DeepClone())]));
        }

        var made = JsonNode.Parse(request.Body)!.AsObject();
        made["tracking_id"] = string.Create(CultureInfo.InvariantCulture, $"t{kept.Count + 1}");
        made["order"] = order;
        kept.Add(made);
        return FakeAnswer.Json(made.DeepClone()) with { Status = 201 };
    }

    private static FakeAnswer Notes(FakeWooCommerce shop, FakeRequest request, string order)
    {
        var kept = shop.Deliveries.Notes;
        if (request.Method == "GET")
        {
            return FakeAnswer.Json(new JsonArray([.. kept.Where(n => n["order"]!.ToString() == order).Select(n => (JsonNode)n.DeepClone())]));
        }

        var made = JsonNode.Parse(request.Body)!.AsObject();
        made["id"] = kept.Count + 1;
        made["order"] = order;
        kept.Add(made);
        if (made["customer_note"]?.GetValue<bool>() == true)
        {
            shop.Deliveries.Mails.Add(order);
        }

        return FakeAnswer.Json(made.DeepClone()) with { Status = 201 };
    }
}

using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>Where a shop keeps what was sent off for an order: what is kept there is listed, and what is missing is added.</summary>
internal abstract class TrackingPlace
{
    /// <summary>Below wc/v3, or with a slash before it an extension's own.</summary>
    public abstract string Path(string order);

    public virtual WooCommerceQuery ListQuery => new();

    public virtual WooCommerceQuery AddQuery(WooCommerceShipment shipment) => new();

    /// <summary>The bodies still to be sent; none when the delivery is there.</summary>
    /// <param name="kept">What the shop lists for the order.</param>
    public abstract IReadOnlyList<JsonObject> Missing(WooCommerceShipment shipment, JsonElement kept, JsonElement order);
}

/// <summary>WooCommerce's own: a delivery is known again by our id in its meta fields.</summary>
internal sealed class Fulfillments : TrackingPlace
{
    private const string OurKey = "_erp_delivery_id";

    public override string Path(string order) => $"orders/{order}/fulfillments";

    public override WooCommerceQuery AddQuery(WooCommerceShipment shipment) => new WooCommerceQuery().With("notify_customer", shipment.Notify ? "true" : "false");

    public override IReadOnlyList<JsonObject> Missing(WooCommerceShipment shipment, JsonElement kept, JsonElement order)
    {
        var known = All(kept).ToList();
        if (known.Any(fulfillment => fulfillment.Meta(OurKey) == shipment.DeliveryId))
        {
            return [];
        }

        var items = new DeliveredRows(order, known).Of(shipment);
        var meta = new JsonArray
        {
            Meta("_items", new JsonArray([.. items.Select(item => (JsonNode)new JsonObject { ["item_id"] = item.Id, ["qty"] = WooCommerceWrite.Plain(item.Quantity) })])),
            Meta("_tracking_number", string.Join(", ", shipment.TrackingNumbers)),
            Meta("_shipment_provider", shipment.Carrier ?? ""),
            Meta("_tracking_url", shipment.TrackingUrl ?? ""),
            Meta(OurKey, shipment.DeliveryId),
        };
        return [new JsonObject { ["status"] = "fulfilled", ["is_fulfilled"] = true, ["meta_data"] = meta }];
    }

    private static JsonObject Meta(string key, JsonNode value) => new() { ["key"] = key, ["value"] = value };

    /// <summary>Every object with meta fields, however the list is wrapped.</summary>
    private static IEnumerable<JsonElement> All(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().SelectMany(All),
        JsonValueKind.Object when json.TryGetProperty("meta_data", out _) => [json],
        JsonValueKind.Object => json.EnumerateObject().SelectMany(property => All(property.Value)),
        _ => [],
    };
}

/// <summary>The extensions Shipment Tracking and Advanced Shipment Tracking: a list of numbers, each known again by itself.</summary>
internal sealed class TrackingExtension(string api) : TrackingPlace
{
    public override string Path(string order) => $"{api}/orders/{order}/shipment-trackings";

    public override IReadOnlyList<JsonObject> Missing(WooCommerceShipment shipment, JsonElement kept, JsonElement order)
    {
        var known = kept.EnumerateArray().Select(tracking => tracking.Text("tracking_number")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. shipment.TrackingNumbers.Where(number => !known.Contains(number)).Distinct(StringComparer.OrdinalIgnoreCase).Select(number => new JsonObject
            {
                ["custom_tracking_provider"] = shipment.Carrier ?? "",
                ["custom_tracking_link"] = shipment.TrackingUrl ?? "",
                ["tracking_number"] = number,
                ["date_shipped"] = shipment.ShippedOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            }),
        ];
    }
}

/// <summary>A note on the order, which the customer gets by mail or only the shop's people see; our id stands in it in brackets.</summary>
internal sealed class OrderNotes : TrackingPlace
{
    public override string Path(string order) => $"orders/{order}/notes";

    public override WooCommerceQuery ListQuery => new WooCommerceQuery().With("type", "any");

    public override IReadOnlyList<JsonObject> Missing(WooCommerceShipment shipment, JsonElement kept, JsonElement order)
    {
        var mark = $"[{shipment.DeliveryId}]";
        return kept.EnumerateArray().Any(note => WebUtility.HtmlDecode(note.Text("note") ?? "").Contains(mark, StringComparison.Ordinal))
            ? []
            : [new JsonObject { ["note"] = $"{shipment.Note} {mark}", ["customer_note"] = shipment.Notify }];
    }
}

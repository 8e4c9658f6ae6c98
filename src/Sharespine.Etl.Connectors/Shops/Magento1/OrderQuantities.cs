using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>Finds the order's rows that a delivery names, and what of them is still open.</summary>
internal static class OrderQuantities
{
    /// <summary>What is not yet shipped (<c>qty_shipped</c>) or invoiced (<c>qty_invoiced</c>) of a row, as the shop counts it.</summary>
    public static decimal Open(JsonElement row, string done) =>
        Math.Max(0, row.Number("qty_ordered") - row.Number("qty_canceled") - row.Number(done) - (done == "qty_shipped" ? row.Number("qty_refunded") : 0));

    /// <summary>Whether anything is left. Virtual rows and bundles with parts of their own are never shipped.</summary>
    public static bool AnyOpen(JsonElement info, string done) =>
        Magento1Orders.Rows(info).Any(row => Open(row, done) > 0 && (done != "qty_shipped" || row.Text("product_type") is not ("virtual" or "downloadable" or "bundle")));

    /// <summary>The values that a shipment or invoice is made with: an empty list means all that is open.</summary>
    public static (List<Dictionary<string, object?>> Items, Issue? Problem) Of(JsonElement info, IReadOnlyList<Magento1Quantity>? lines, string done, OutboxDocument document)
    {
        var items = new Dictionary<string, decimal>();
        var rows = Magento1Orders.Rows(info);
        foreach (var line in lines ?? [])
        {
            var left = line.Quantity;

            // The same article may stand on several rows.
            foreach (var row in rows.Where(row => line.LineId is { } id ? row.Text("item_id") == id : row.Text("sku") == line.Sku))
            {
                var id = row.Text("item_id")!;
                var taken = Math.Min(left, Open(row, done) - items.GetValueOrDefault(id));
                if (taken > 0)
                {
                    items[id] = items.GetValueOrDefault(id) + taken;
                    left -= taken;
                }
            }

            if (left > 0)
            {
                return ([], new(Magento1Errors.NotOnOrder,
                    FormattableString.Invariant($"{line.Quantity} of {line.Sku}: the order has {line.Quantity - left} open."), Payload.At(document), "lines"));
            }
        }

        // An empty list would mean all that is open.
        if (lines is { Count: > 0 } && items.Count == 0)
        {
            return ([], new(Magento1Errors.NotOnOrder, "The rows name no quantity at all.", Payload.At(document), "lines"));
        }

        return ([.. items.Select(item => new Dictionary<string, object?> { ["order_item_id"] = item.Key, ["qty"] = item.Value })], null);
    }
}

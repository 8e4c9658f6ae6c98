using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>The rows of an order less what earlier deliveries took of them.</summary>
internal sealed class DeliveredRows
{
    private readonly List<(long Id, string? Sku, decimal Left)> _rows;

    /// <param name="fulfillments">What the shop lists as fulfilled.</param>
    public DeliveredRows(JsonElement order, IEnumerable<JsonElement> fulfillments)
    {
        var taken = fulfillments
            .SelectMany(fulfillment => fulfillment.List("meta_data").Where(meta => meta.Text("key") == "_items").SelectMany(meta => meta.List("value")))
            .GroupBy(item => item.Id("item_id"))
            .ToDictionary(group => group.Key, group => group.Sum(item => item.Number("qty") ?? 0));
        _rows = [.. order.List("line_items").Select(row => (row.Id(), row.Text("sku"), (row.Number("quantity") ?? 0) - taken.GetValueOrDefault(row.Id())))];
    }

    /// <exception cref="EtlException">WOO042: it names a row that is not there, or more than is left.</exception>
    public IReadOnlyList<(long Id, decimal Quantity)> Of(WooCommerceShipment shipment)
    {
        var sent = shipment.Items.Count == 0 ? [.. _rows.Where(row => row.Left > 0).Select(row => (row.Id, row.Left))] : shipment.Items.SelectMany(Take).ToList();
        return sent.Count > 0 ? sent : throw Wrong("nothing of the order is left to be sent");
    }

    /// <summary>By the row's id where the ERP kept it, else from the rows with the SKU, as far as each goes.</summary>
    private List<(long Id, decimal Quantity)> Take(WooCommerceShippedItem item)
    {
        var parts = new List<(long, decimal)>();
        var open = item.Quantity;
        for (var i = 0; i < _rows.Count && open > 0; i++)
        {
            var row = _rows[i];
            var isMeant = item.LineId is { } line ? row.Id.ToString(CultureInfo.InvariantCulture) == line : string.Equals(row.Sku, item.Sku, StringComparison.OrdinalIgnoreCase);
            var part = Math.Min(open, row.Left);
            if (isMeant && part > 0)
            {
                parts.Add((row.Id, part));
                _rows[i] = row with { Left = row.Left - part };
                open -= part;
            }
        }

        return open == 0 ? parts : throw Wrong(FormattableString.Invariant($"{WooCommerceWrite.Plain(open)} of {item.Sku} more than the order has left"));
    }

    private static EtlException Wrong(string what) => new(new Issue(WooCommerceErrors.NotDeliverable, $"{char.ToUpperInvariant(what[0])}{what[1..]}.", Field: "items"));
}

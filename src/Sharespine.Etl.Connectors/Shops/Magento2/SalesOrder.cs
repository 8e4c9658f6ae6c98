using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>An order as it is now: its state, its rows, and what of them is still to be shipped or invoiced.</summary>
internal sealed class SalesOrder
{
    private static readonly string[] Ended = ["canceled", "closed", "holded", "payment_review"];
    private readonly List<SalesRow> _rows;

    private SalesOrder(JsonElement json)
    {
        Id = json.Text("entity_id") ?? "";
        State = json.Text("state") ?? "";
        Status = json.Text("status") is { Length: > 0 } status ? status : null;
        Due = json.Decimal("total_due") ?? 0;
        Currency = json.Text("order_currency_code") ?? "";
        Comments = [.. json.Rows("status_histories").Select(h => h.Text("comment")).OfType<string>()];
        _rows = [.. json.Rows("items").Select(row => new SalesRow(row))];
    }

    public string Id { get; }

    public string State { get; }

    /// <summary>Null where a comment without status has emptied it.</summary>
    public string? Status { get; }

    public decimal Due { get; }

    public string Currency { get; }

    public IReadOnlyList<string> Comments { get; }

    /// <summary>Nothing may be shipped or invoiced.</summary>
    public bool IsEnded => Ended.Contains(State);

    /// <summary>Null when the shop has no such order.</summary>
    public static async Task<SalesOrder?> FindAsync(Magento2Client client, string id, CancellationToken cancellation) =>
        await client.FindAsync($"orders/{Magento2Client.Id(id)}", cancellation) is { } answer ? new SalesOrder(Magento2Client.Json(answer)) : null;

    /// <summary>Whether anything at all is left. A bundle counts as a whole, by its own row and its parts' together.</summary>
    public bool HasLeft(Func<SalesRow, decimal> left) => _rows.Where(row => row.Parent == 0).Any(row =>
    {
        var parts = row.Type == "bundle" ? _rows.Where(part => part.Parent == row.Id).ToList() : [];
        return left(row) > 0 && (parts.Count == 0 || parts.Any(part => left(part) > 0));
    });

    /// <summary>The rows that these delivered articles are of: by row id where the ERP kept it, else from rows with the SKU as far as each goes.</summary>
    /// <returns>An issue when a row is not there or has less left.</returns>
    public (IReadOnlyList<(long Id, decimal Quantity)> Rows, Issue? Problem) Take(IReadOnlyList<Magento2DeliveredItem> items, Func<SalesRow, decimal> left)
    {
        // No rows at all mean everything to Magento: rows without a quantity must never turn into that.
        if (items.Count > 0 && (items.Any(item => item.Quantity < 0) || items.All(item => item.Quantity == 0)))
        {
            return ([], new(Magento2Errors.BadPayload, "Its rows have no quantity, or one below zero.", Field: "items"));
        }

        // The child of a configurable is only its shadow. Rows of the order come before parts of a bundle.
        var rows = _rows.Where(row => row.Parent == 0 || _rows.Exists(p => p.Id == row.Parent && p.Type == "bundle"))
            .OrderBy(row => row.Parent == 0 ? 0 : 1).Select(row => (Row: row, Left: left(row))).ToList();
        var taken = new List<(long, decimal)>();
        foreach (var item in items)
        {
            var open = item.Quantity;
            var isKnown = false;
            for (var i = 0; i < rows.Count; i++)
            {
                var (row, rest) = rows[i];
                if (item.LineId is { Length: > 0 } line ? row.Id.ToString(CultureInfo.InvariantCulture) != line : !string.Equals(row.Sku, item.Sku, StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                isKnown = true;
                var part = Math.Min(open, rest);
                if (part > 0)
                {
                    taken.Add((row.Id, part));
                    rows[i] = (row, rest - part);
                    open -= part;
                }
            }

            if (!isKnown)
            {
                return ([], new(Magento2Errors.UnknownRow, $"The order has no row {item.LineId ?? item.Sku}.", Field: "items"));
            }

            if (open > 0)
            {
                return ([], new(Magento2Errors.NothingLeft, string.Create(CultureInfo.InvariantCulture, $"{Magento2Write.Plain(open)} of {item.Sku} more than the order has left."), Field: "items"));
            }
        }

        return (WithBundles([.. taken.GroupBy(t => t.Item1).Select(g => (g.Key, g.Sum(t => t.Item2)))]), null);
    }

    /// <summary>
    /// Whether a bundle goes by its own row or by its parts is a property that orders do not show. Where whole bundles are
    /// taken, both are named: Magento heeds those that it goes by.
    /// </summary>
    private List<(long Id, decimal Quantity)> WithBundles(List<(long Id, decimal Quantity)> taken)
    {
        foreach (var bundle in _rows.Where(row => row.Type == "bundle" && row.Ordered > 0))
        {
            var parts = _rows.Where(part => part.Parent == bundle.Id).ToList();
            decimal Of(SalesRow row) => taken.Where(t => t.Id == row.Id).Select(t => t.Quantity).FirstOrDefault();
            var whole = Of(bundle) > 0 ? Of(bundle)
                : parts.Count > 0 && parts.Select(part => Of(part) * bundle.Ordered / part.Ordered).Distinct().Count() == 1 ? Of(parts[0]) * bundle.Ordered / parts[0].Ordered
                : 0;
            if (whole > 0)
            {
                taken.RemoveAll(t => t.Id == bundle.Id || parts.Exists(part => part.Id == t.Id));
                taken.Add((bundle.Id, whole));
                taken.AddRange(parts.Select(part => (part.Id, whole * part.Ordered / bundle.Ordered)));
            }
        }

        return taken;
    }
}

/// <summary>One row, its quantities as they are now.</summary>
internal sealed class SalesRow(JsonElement json)
{
    public long Id { get; } = json.Long("item_id");

    /// <summary>0 for a row of its own.</summary>
    public long Parent { get; } = json.Long("parent_item_id");

    public string Sku { get; } = json.Text("sku") ?? "";

    public string Type { get; } = json.Text("product_type") ?? "";

    public decimal Ordered { get; } = json.Decimal("qty_ordered") is > 0 and var ordered ? ordered : 1;

    /// <summary>None of a virtual row: it is never shipped.</summary>
    public decimal ToShip { get; } = json.Long("is_virtual") == 1 ? 0 : Rest(json, "qty_shipped") - (json.Decimal("qty_refunded") ?? 0);

    public decimal ToInvoice { get; } = Rest(json, "qty_invoiced");

    private static decimal Rest(JsonElement json, string done) => (json.Decimal("qty_ordered") ?? 0) - (json.Decimal(done) ?? 0) - (json.Decimal("qty_canceled") ?? 0);
}

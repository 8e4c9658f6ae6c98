using System.Globalization;

namespace Sharespine.Etl.Model;

/// <summary>
/// An order, or a refund of one, as an order list tells it: what links a provider's line with a ledger entry that holds the
/// total of many orders. Holds nothing about the customer.
/// </summary>
public sealed record ListedOrder
{
    /// <summary>Unique within its list: number, date and a count where those repeat.</summary>
    public required string Key { get; init; }

    public required string Number { get; init; }

    /// <summary>The business day whose total holds it.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>VAT included; negative for a refund or credit.</summary>
    public required Money Amount { get; init; }

    public string? PaymentMethod { get; init; }

    /// <summary>The payment provider as the list names it.</summary>
    public string? Provider { get; init; }

    public string? ProviderReference { get; init; }

    /// <summary>The voucher that carries the order, as people quote it: "A 123".</summary>
    public string? Voucher { get; init; }

    /// <summary>Invoice numbers and the like.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Line in the file; 0 for a staged order.</summary>
    public int Line { get; init; }

    /// <summary>
    /// Gives each its key: "1001/2026-11-02", a refund "1001/2026-11-02/-", and a count behind what repeats. Rows that agree in
    /// all three are counted by amount, so that the same list in another order has the same keys.
    /// </summary>
    public static IReadOnlyList<ListedOrder> Numbered(IEnumerable<ListedOrder> orders) =>
    [
        .. orders.GroupBy(order => string.Create(CultureInfo.InvariantCulture, $"{order.Number}/{order.Date:yyyy-MM-dd}{(order.Amount.Minor < 0 ? "/-" : "")}"))
            .SelectMany(group => group.OrderBy(order => order.Amount.Minor).ThenBy(order => order.Line)
                .Select((order, index) => order with { Key = index == 0 ? group.Key : string.Create(CultureInfo.InvariantCulture, $"{group.Key}/{index + 1}") }))
            .OrderBy(order => order.Line).ThenBy(order => order.Key, StringComparer.Ordinal),
    ];
}

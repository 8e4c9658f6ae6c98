using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile;

/// <summary>What one entry of the ledger stands for.</summary>
public enum LedgerHolds
{
    /// <summary>An order, an invoice or a credit each.</summary>
    Documents,

    /// <summary>The total of a day: a journal, a Z-report. Amounts and dates alone tell nothing then.</summary>
    Totals,
}

/// <summary>The orders behind the ledger's totals, and how they make them up.</summary>
public sealed record OrderListSettings
{
    [About("Flows: the orders that a flow staged from its shop. Files: an order list in a folder.")]
    public required OrderListFrom From { get; init; }

    [About("The shop's connection, or that of the order list files.")]
    public required string Connection { get; init; }

    [About("Which orders make up one total: those of a date, of a date and a payment method, or those that name the same voucher.")]
    public OrderGrouping GroupBy { get; init; } = OrderGrouping.Date;

    [About("The list's payment methods or providers that are this provider's; empty: all of the list.")]
    public IReadOnlyList<string> PaymentMethods { get; init; } = [];

    /// <summary>True for an order that this provider settles.</summary>
    public bool IsOurs(ListedOrder order) => PaymentMethods.Count == 0
        || PaymentMethods.Any(method => Is(method, order.PaymentMethod) || Is(method, order.Provider));

    private static bool Is(string method, string? word) => string.Equals(method, word, StringComparison.OrdinalIgnoreCase);
}

public enum OrderListFrom
{
    Flows,
    Files,
}

public enum OrderGrouping
{
    Date,
    DateAndPaymentMethod,
    Voucher,
}

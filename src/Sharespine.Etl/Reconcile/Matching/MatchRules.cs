using System.Text.RegularExpressions;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>Settings compiled for matching. Throws <c>REC008</c> for a bad pattern.</summary>
public sealed class MatchRules
{
    private readonly Dictionary<Currency, long> _tolerances;
    private readonly Dictionary<string, Regex> _methods;
    private readonly Dictionary<Currency, RateBand> _bands;
    private readonly IReadOnlyList<string> _banks;

    public MatchRules(ReconciliationSettings settings)
    {
        Settings = settings.Matching;
        Connection = settings.Connection;
        Normaliser = new(settings.References);
        Start = settings.Start?.Date;
        Orders = settings.Orders;
        HoldsTotals = settings.LedgerHolds == LedgerHolds.Totals;
        _banks = settings.BankAccounts;
        _tolerances = settings.Matching.Tolerances.ToDictionary(
            pair => Currency.Parse(pair.Key),
            pair => Money.Round(pair.Value, Currency.Parse(pair.Key)).Minor);
        _methods = settings.Matching.PaymentMethods.ToDictionary(
            pair => pair.Key,
            pair => Patterns.Compile(pair.Value, "matching.paymentMethods"),
            StringComparer.OrdinalIgnoreCase);
        _bands = settings.Matching.RateBands.ToDictionary(pair => Currency.Parse(pair.Key), pair => pair.Value);
    }

    public MatchSettings Settings { get; }

    public string Connection { get; }

    public ReferenceNormaliser Normaliser { get; }

    public DateOnly? Start { get; }

    public OrderListSettings? Orders { get; }

    /// <summary>An entry is the total of many orders: its amount and date alone tell nothing.</summary>
    public bool HoldsTotals { get; }

    /// <summary>The payment method has a pattern of its own.</summary>
    public bool HasPattern(string method) => _methods.ContainsKey(method);

    public long Tolerance(Currency currency) => _tolerances.GetValueOrDefault(currency);

    public bool IsBank(IReadOnlyList<string> counterAccounts) => AccountRange.ContainsAny(_banks, counterAccounts);

    /// <summary>False only when the line's payment method has a pattern and no text of the entry shows it.</summary>
    public bool MayBePaidBy(string? method, LedgerEntry entry) =>
        method is null
        || !_methods.TryGetValue(method, out var pattern)
        || Patterns.Guard(pattern, entry.VoucherText, () => pattern.IsMatch(entry.VoucherText))
        || Patterns.Guard(pattern, entry.RowText, () => pattern.IsMatch(entry.RowText));

    /// <summary>True when the two amounts, of different currencies, imply a rate inside the configured band.</summary>
    public bool IsWithinBand(Money foreign, Money book)
    {
        if (foreign.IsZero || !_bands.TryGetValue(foreign.Currency, out var band))
        {
            return false;
        }

        var rate = book.Major / foreign.Major;
        return rate >= band.From && rate <= band.To;
    }
}

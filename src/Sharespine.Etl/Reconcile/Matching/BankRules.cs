using System.Text.RegularExpressions;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>Settings compiled for the bank. Throws <c>REC008</c> for a bad pattern.</summary>
public sealed class BankRules
{
    private readonly Regex? _provider;
    private readonly Regex _own;
    private readonly MatchRules _rules;

    public BankRules(ReconciliationSettings settings)
    {
        Settings = settings.Bank ?? new();
        Start = settings.Start?.Date;
        _rules = new(settings);
        _provider = Settings.Pattern is { } pattern ? Patterns.Compile(pattern, "bank.pattern") : null;
        _own = EntryReader.OwnVoucher(settings.Connection);
    }

    public BankSettings Settings { get; }

    public DateOnly? Start { get; }

    public bool KnowsProvider => _provider is not null;

    /// <summary>True when a text shows the provider; false too where no pattern is configured.</summary>
    public bool ShowsProvider(BankLine line) => _provider is not null && line.Texts.Any(text => Patterns.Guard(_provider, text, () => _provider.IsMatch(text)));

    /// <summary>A row of our own voucher proves nothing about the bank.</summary>
    public bool IsOurs(BankLine line) => line.Texts.Any(text => Patterns.Guard(_own, text, () => _own.IsMatch(text)));

    public bool IsWithinBand(Money payout, Money bank) => _rules.IsWithinBand(payout, bank);
}

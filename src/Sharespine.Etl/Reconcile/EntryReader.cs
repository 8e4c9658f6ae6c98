using System.Text.RegularExpressions;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile;

/// <summary>How a reconciliation reads a ledger entry: its class, the references in its texts, and our own voucher's reference.</summary>
/// <param name="Class">What was booked.</param>
/// <param name="References">Order and invoice numbers as written, each once, ordered.</param>
/// <param name="OwnVoucher">The reference of the voucher of ours that this entry is a row of.</param>
public sealed record EntryReading(EntryClass Class, IReadOnlyList<string> References, string? OwnVoucher);

/// <summary>Reads ledger entries by the configured classes and reference patterns. Throws <c>REC008</c> for a bad pattern.</summary>
public sealed class EntryReader
{
    private readonly Rule[] _rules;
    private readonly Regex[] _patterns;
    private readonly Regex[] _voucherPatterns;
    private readonly Dictionary<string, Regex[]> _accountPatterns;
    private readonly bool _hasClasses;
    private readonly Regex _own;
    private readonly DateOnly? _start;
    private readonly Dictionary<string, Regex> _providers;
    private readonly HashSet<string> _shared;

    public EntryReader(ReconciliationSettings settings)
    {
        _rules = [.. (settings.Classes.Count > 0 ? settings.Classes : Defaults(settings)).Select(rule => new Rule(rule))];
        _patterns = [.. settings.References.Patterns.Select(pattern => Patterns.Compile(pattern, "references.patterns"))];
        _voucherPatterns = [.. settings.References.VoucherPatterns.Select(pattern => Patterns.Compile(pattern, "references.voucher-patterns"))];
        _accountPatterns = settings.Accounts.Where(account => account.ReferencePatterns.Count > 0)
            .DistinctBy(account => account.Account)
            .ToDictionary(account => account.Account, account => account.ReferencePatterns.Select(pattern => Patterns.Compile(pattern, "accounts.reference-patterns")).ToArray());
        _hasClasses = settings.Classes.Count > 0;
        _shared = settings.Accounts.Where(account => account.Shared).Select(account => account.Account).ToHashSet();
        _own = OwnVoucher(settings.Connection);
        _start = settings.Start?.Date;
        _providers = settings.Accounts.Where(account => account.ProviderPattern is not null)
            .DistinctBy(account => account.Account)
            .ToDictionary(account => account.Account, account => Patterns.Compile(account.ProviderPattern!, "accounts.providerPattern"));
    }

    /// <summary>Finds the reference of a voucher of ours in a text.</summary>
    internal static Regex OwnVoucher(string connection) =>
        Patterns.Compile($@"(?<![\w/-]){Regex.Escape(connection)}/[^\s/]+/(?:p/[\w-]+(?:/\d+)?|b?\d+)(?![\w/])", "connection");

    public EntryReading Read(LedgerEntry entry)
    {
        if (entry.Series == OpeningList.Series)
        {
            return new(entry.VoucherNumber == OpeningList.AmountNumber ? EntryClass.Opening : entry.Amount.Minor >= 0 ? EntryClass.Sale : EntryClass.Credit, Listed(entry), null);
        }

        if (_start is { } start && entry.Date < start)
        {
            return new(EntryClass.BeforeStart, [], null);
        }

        var own = Own(entry.VoucherText) ?? Own(entry.RowText);
        if (own is not null)
        {
            return new(EntryClass.SettlementByUs, [], own);
        }

        var found = _rules.FirstOrDefault(rule => rule.Takes(entry))?.Class ?? Unclassified(entry);
        return new(found is EntryClass.Sale or EntryClass.Credit && !IsOurs(entry) ? EntryClass.Unassigned : found, References(entry), null);
    }

    /// <summary>A customer ledger tells no counter accounts: what has an invoice number there is that invoice or credit.</summary>
    private EntryClass Unclassified(LedgerEntry entry) =>
        _hasClasses || entry.CounterAccounts.Count > 0 || entry.NamedReferences.Count == 0 ? EntryClass.Other
        : entry.Amount.Minor >= 0 ? EntryClass.Sale : EntryClass.Credit;

    private bool IsOurs(LedgerEntry entry) => !_providers.TryGetValue(entry.Account, out var pattern)
        ? !_shared.Contains(entry.Account)
        : Patterns.Guard(pattern, entry.VoucherText, () => pattern.IsMatch(entry.VoucherText))
        || Patterns.Guard(pattern, entry.RowText, () => pattern.IsMatch(entry.RowText));

    /// <summary>Used where nothing is configured: revenue accounts tell sales and credits, bank accounts settlements by others.</summary>
    private static List<ClassRule> Defaults(ReconciliationSettings settings) =>
    [
        new() { Class = EntryClass.SettlementByOthers, CounterAccounts = settings.BankAccounts, Side = EntrySide.Credit },
        new() { Class = EntryClass.Sale, CounterAccounts = ["3000-3999"], Side = EntrySide.Debit },
        new() { Class = EntryClass.Credit, CounterAccounts = ["3000-3999"], Side = EntrySide.Credit },
    ];

    /// <summary>The reference of a voucher or payment of ours that stands in the text; null where none does.</summary>
    public string? OwnReference(string text) => Own(text);

    private string? Own(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var match = Patterns.Guard(_own, text, () => _own.Match(text));
        return match.Success ? match.Value : null;
    }

    /// <summary>An opening list names an item's references one after the other.</summary>
    private string[] Listed(LedgerEntry entry) =>
        [.. References(entry).Concat(entry.RowText.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private string[] References(LedgerEntry entry)
    {
        var found = new SortedSet<string>(entry.NamedReferences, StringComparer.Ordinal);
        var patterns = _accountPatterns.GetValueOrDefault(entry.Account, _patterns);
        foreach (var pattern in _voucherPatterns)
        {
            Patterns.Guard(pattern, entry.Voucher, () => Collect(pattern, entry.Voucher, found));
        }

        foreach (var text in new[] { entry.VoucherText, entry.RowText }.Concat(entry.Objects).Where(text => text.Length > 0))
        {
            foreach (var pattern in patterns)
            {
                Patterns.Guard(pattern, text, () => Collect(pattern, text, found));
            }
        }

        return [.. found];
    }

    private static int Collect(Regex pattern, string text, SortedSet<string> found)
    {
        foreach (var group in pattern.Matches(text).Select(match => match.Groups["ref"]).Where(group => group.Success && group.Length > 0))
        {
            found.Add(group.Value);
        }

        return found.Count;
    }

    private sealed class Rule(ClassRule rule)
    {
        private readonly Regex? _text = rule.Text is null ? null : Patterns.Compile(rule.Text, "classes.text");

        public EntryClass Class => rule.Class;

        public bool Takes(LedgerEntry entry) =>
            (rule.Series.Count == 0 || rule.Series.Contains(entry.Series))
            && (rule.Side is null || rule.Side == (entry.Amount.Minor >= 0 ? EntrySide.Debit : EntrySide.Credit))
            && (rule.CounterAccounts.Count == 0 || AccountRange.ContainsAny(rule.CounterAccounts, entry.CounterAccounts))
            && (_text is null || IsMatch(entry.VoucherText) || IsMatch(entry.RowText));

        private bool IsMatch(string text) => Patterns.Guard(_text!, text, () => _text!.IsMatch(text));
    }
}

using System.Globalization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Sie;

/// <summary>One fiscal year of a SIE 5 file: the entries asked for, and of every account what its balances are checked with.</summary>
internal sealed class Sie5Year(DateOnly start, DateOnly end, bool isPrimary)
{
    private readonly Dictionary<string, List<LedgerEntry>> _entries = [];
    private readonly Dictionary<(string Journal, string Id, string Account), int> _rowNumbers = [];
    private readonly Dictionary<string, long> _opening = [];
    private readonly Dictionary<string, (DateOnly AsOf, long Minor)> _closing = [];
    private readonly Dictionary<string, List<(DateOnly Date, long Minor)>> _movements = [];

    public DateOnly Start { get; } = start;

    public DateOnly End { get; } = end;

    public bool IsPrimary { get; } = isPrimary;

    public bool? SaysEntries { get; init; }

    public DateOnly? LastCovered { get; init; }

    public DateOnly? LastEntry { get; private set; }

    public HashSet<(string Journal, string Id)> Vouchers { get; } = [];

    public bool HasOpening => _opening.Count > 0;

    public bool HasClosing => _closing.Count > 0;

    /// <summary>The file tells the year's entries: it has some, or says so, or it is the year the file is about.</summary>
    public bool IsTold => SaysEntries ?? (IsPrimary || _movements.Count > 0);

    public IReadOnlyList<LedgerEntry> EntriesOf(string account) => _entries.GetValueOrDefault(account) ?? [];

    public long? Opening(string account) => _opening.TryGetValue(account, out var minor) ? minor : null;

    public (DateOnly AsOf, long Minor)? Closing(string account) => _closing.TryGetValue(account, out var closing) ? closing : null;

    public void Add(Sie5Row row, Sie5Voucher voucher, LedgerEntry? entry)
    {
        var date = row.Date ?? voucher.Date;
        LastEntry = LastEntry > date ? LastEntry : date;
        (_movements.TryGetValue(row.Account, out var list) ? list : _movements[row.Account] = []).Add((date, row.Minor));
        if (entry is not null)
        {
            var identity = (voucher.Journal, voucher.Id, row.Account);
            var number = _rowNumbers[identity] = _rowNumbers.GetValueOrDefault(identity) + 1;
            (_entries.TryGetValue(row.Account, out var entries) ? entries : _entries[row.Account] = []).Add(entry with { Row = number });
        }
    }

    /// <summary>Opening balances stand at the year's first month; of several closing balances the latest counts.</summary>
    public void Add(Sie5Balance balance, DateOnly month, SieIssues issues)
    {
        if (balance.IsOpening)
        {
            if (month == Start)
            {
                Once(balance, _opening.TryGetValue(balance.Account, out var before) ? before : null, issues);
                _opening[balance.Account] = balance.Minor;
            }

            return;
        }

        var asOf = month.AddMonths(1).AddDays(-1);
        if (!_closing.TryGetValue(balance.Account, out var known) || known.AsOf < asOf)
        {
            _closing[balance.Account] = (asOf, balance.Minor);
        }
        else if (known.AsOf == asOf)
        {
            Once(balance, known.Minor, issues);
        }
    }

    private static void Once(Sie5Balance balance, long? before, SieIssues issues)
    {
        if (before is { } earlier && earlier != balance.Minor)
        {
            var what = balance.IsOpening ? "OpeningBalance" : "ClosingBalance";
            issues.Add(SieErrors.Contradiction, $"{what} of account {balance.Account} is {SieNumbers.Amount(balance.Minor)} here and {SieNumbers.Amount(earlier)} earlier.", balance.Line);
        }
    }

    /// <summary>For every account of the year: opening balance and movements make the closing balance.</summary>
    public void Check(IReadOnlyDictionary<string, string> types, SieIssues issues)
    {
        if (!HasClosing || !IsTold)
        {
            return;
        }

        foreach (var account in _opening.Keys.Concat(_closing.Keys).Concat(_movements.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            var isResult = types.GetValueOrDefault(account) is "income" or "cost";
            if (isResult && !_closing.ContainsKey(account))
            {
                continue;
            }

            // Zero balances may be left out.
            var closing = Closing(account) ?? (End, 0);
            var opening = Opening(account) ?? 0;
            var movements = _movements.GetValueOrDefault(account)?.Where(movement => movement.Date <= closing.AsOf).Aggregate((Int128)0, (sum, movement) => sum + movement.Minor) ?? 0;
            if (opening + movements != closing.Minor)
            {
                issues.Add(SieErrors.BalanceBroken, string.Create(CultureInfo.InvariantCulture,
                    $"Account {account}: opening balance {SieNumbers.Amount(opening)} and movements {SieNumbers.Amount(movements)} make {SieNumbers.Amount(opening + movements)}, but the closing balance is {SieNumbers.Amount(closing.Minor)}."));
            }
        }
    }
}

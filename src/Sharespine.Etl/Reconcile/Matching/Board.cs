using System.Globalization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>A line while it is being matched.</summary>
internal sealed class OpenLine(MatchLine data, MatchPayout payout, MatchRules rules)
{
    public MatchLine Data { get; } = data;

    public MatchPayout Payout { get; } = payout;

    public SettlementLine Line => Data.Line;

    public Currency Currency => Line.Amount.Currency;

    public long Open { get; set; } = data.Open;

    public bool IsUntouched => Open == Line.Amount.Minor;

    public bool HasOrderReference { get; } = data.Line.OrderReference is not null;

    /// <summary>Some voucher, settled or not, carries one of its references.</summary>
    public bool HasReferenceHit { get; set; }

    public int Sign => Math.Sign(Line.Amount.Minor);

    public DateOnly Date => Line.EventDate ?? Line.SaleDate ?? Payout.Date;

    public Disposition? Disposition { get; set; }

    public string? Rule { get; set; }

    /// <summary>Several entries fit equally well; only a more certain reference may still decide.</summary>
    public IReadOnlyList<OpenEntry> Candidates { get; set; } = [];

    /// <summary>Normalised references of all kinds, each once.</summary>
    public IReadOnlyList<string> AllKeys { get; } = Keys(data.Line, rules);

    /// <summary>Why it waits although its order is known: its total is not proven, or has a credit that no line has settled yet.</summary>
    public Reason Waits { get; set; }

    /// <summary>"123456789:17", payout and file line: how an exception names a line.</summary>
    public string Label => string.Create(CultureInfo.InvariantCulture, $"{Payout.Reference}:{Line.FileLine}");

    internal static IReadOnlyList<string> Keys(SettlementLine line, MatchRules rules) =>
        [.. All(line).Select(rules.Normaliser.Normalise).Where(key => key.Length > 0).Distinct()];

    private static IEnumerable<string> All(SettlementLine line) =>
        new[] { line.OrderReference, line.ProviderOrderId, line.CaptureId, line.RefundId }.OfType<string>().Concat(line.OtherReferences);
}

/// <summary>A ledger entry while it is being matched.</summary>
internal sealed class OpenEntry(MatchEntry data, MatchRules rules)
{
    public MatchEntry Data { get; } = data;

    public LedgerEntry Entry => Data.Entry;

    public Currency Currency => Entry.Amount.Currency;

    public long Open { get; set; } = data.Open;

    public int Sign => Math.Sign(Entry.Amount.Minor);

    /// <summary>Wanted by a line that cannot choose: not given to one that is less certain.</summary>
    public bool IsContested { get; set; }

    public DateOnly? SettledOn { get; set; } = data.SettledOn;

    /// <summary>Decided while settlements were recognised.</summary>
    public EntryVerdict? Verdict { get; set; }

    public bool IsUntouched => Open == Entry.Amount.Minor;

    public IReadOnlyList<string> AllKeys { get; } =
        [.. data.References.Select(rules.Normaliser.Normalise).Where(key => key.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>True when nothing but the voucher number tells the two apart.</summary>
    public bool IsTwinOf(OpenEntry other) =>
        this != other
        && Entry.Amount == other.Entry.Amount
        && Data.Class == other.Data.Class
        && Entry.Account == other.Entry.Account
        && AllKeys.Count > 0
        && AllKeys.SequenceEqual(other.AllKeys);
}

/// <summary>All open lines and entries, in their natural order, and the one place where an allocation is made.</summary>
internal sealed class Board
{
    private readonly List<PlannedAllocation> _allocations = [];

    public Board(MatchInput input, MatchRules rules)
    {
        Input = input;
        Rules = rules;
        Payouts = input.Payouts.ToDictionary(payout => payout.Id);
        Lines = [.. input.Lines
            .Select(line => new OpenLine(line, Payouts[line.PayoutId], rules))
            .OrderBy(line => line.Payout.Date)
            .ThenBy(line => line.Payout.Reference, StringComparer.Ordinal)
            .ThenBy(line => line.Date)
            .ThenBy(line => line.Line.Key, StringComparer.Ordinal)
            .ThenBy(line => line.Data.Id)];
        Entries = [.. input.Entries.Select(entry => new OpenEntry(entry, rules)).Order(InLedgerOrder)];
        Settled = [.. input.SettledEntries.Select(entry => new OpenEntry(entry, rules)).Order(InLedgerOrder)];
        Receivables = [.. Lines.Where(line => line.Data.Role == LineRole.Receivable && line.Open != 0 && !line.Data.IsIgnored && !line.Payout.IsOutOfBalance)];
        Bookings = [.. Entries.Where(entry => entry.Data.Class is EntryClass.Sale or EntryClass.Credit or EntryClass.Other or EntryClass.Unassigned && entry.Open != 0 && !entry.Data.IsIgnored)];
    }

    public MatchInput Input { get; }

    public MatchRules Rules { get; }

    public Dictionary<long, MatchPayout> Payouts { get; }

    public IReadOnlyList<OpenLine> Lines { get; }

    public IReadOnlyList<OpenEntry> Entries { get; }

    public IReadOnlyList<OpenEntry> Settled { get; }

    /// <summary>Lines that settle something, of payouts that add up.</summary>
    public IReadOnlyList<OpenLine> Receivables { get; }

    /// <summary>Entries that a line can settle.</summary>
    public IReadOnlyList<OpenEntry> Bookings { get; }

    public IEnumerable<OpenLine> OpenReceivables => Receivables.Where(line => line.Open != 0);

    public IEnumerable<OpenEntry> OpenBookings => Bookings.Where(entry => entry.Open != 0);

    /// <summary>References of lines that are still open: their vouchers are not for anybody else.</summary>
    public HashSet<string> OpenLineKeys() => OpenReceivables.SelectMany(line => line.AllKeys).ToHashSet(StringComparer.Ordinal);

    public IReadOnlyList<PlannedAllocation> Allocations => _allocations;

    /// <summary>Payouts found booked by somebody else in this run, with the day.</summary>
    public Dictionary<long, DateOnly> BookedByOthersOn { get; } = [];

    public static Comparer<OpenEntry> InLedgerOrder { get; } = Comparer<OpenEntry>.Create((a, b) => Compare(a.Entry, b.Entry));

    public void Settle(OpenLine line, OpenEntry entry, long lineMinor, long entryMinor, string rule, Disposition disposition, long? resolutionId = null)
    {
        line.Open -= lineMinor;
        entry.Open -= entryMinor;
        line.Disposition = disposition;
        line.Rule = rule;
        var effective = EffectiveOn(line.Payout);
        entry.SettledOn = entry.SettledOn > effective ? entry.SettledOn : effective;
        _allocations.Add(new(AllocationKind.Settlement, line.Data.Id, line.Data.PayoutId, entry.Data.Id, lineMinor, entryMinor, effective, rule, null, resolutionId));
    }

    /// <summary>Takes the amount off a line that no entry holds.</summary>
    public void WriteOff(OpenLine line, long lineMinor, long resolutionId)
    {
        line.Open -= lineMinor;
        line.Disposition = Disposition.Manual;
        line.Rule = MatchRuleNames.Manual;
        _allocations.Add(new(AllocationKind.WriteOff, line.Data.Id, line.Data.PayoutId, null, lineMinor, 0, EffectiveOn(line.Payout), MatchRuleNames.Manual, null, resolutionId));
    }

    /// <summary>Takes the amount off an entry by a person's decision.</summary>
    public void TakeOff(OpenEntry entry, AllocationKind kind, long entryMinor, DateOnly effective, OpenEntry? counterpart, long resolutionId)
    {
        entry.Open -= entryMinor;
        _allocations.Add(new(kind, null, null, entry.Data.Id, 0, entryMinor, effective, MatchRuleNames.Manual, counterpart?.Data.Id, resolutionId));
    }

    /// <summary>Settles what was found to belong together before the passes.</summary>
    public void Settle(IReadOnlyList<MatchPair> pairs)
    {
        foreach (var pair in pairs)
        {
            _allocations.Add(new(AllocationKind.Settlement, pair.LineId, pair.PayoutId, pair.EntryId, pair.Minor, pair.Minor, EffectiveOn(Payouts[pair.PayoutId]), pair.Rule));
        }
    }

    /// <summary>Booked by others: the day they booked it. Posted by us: today, since what is posted never changes. Else its voucher's day.</summary>
    private DateOnly EffectiveOn(MatchPayout payout) =>
        BookedByOthersOn.TryGetValue(payout.Id, out var day) ? day : payout.IsPosted ? Input.LaterBookedOn ?? Input.AsOf : payout.BookedOn;

    public void ForgetCandidates()
    {
        foreach (var line in Receivables)
        {
            line.Candidates = [];
        }

        MarkContested();
    }

    /// <summary>Lines that cannot choose keep their candidates from lines that are less certain.</summary>
    public void MarkContested()
    {
        foreach (var entry in Bookings)
        {
            entry.IsContested = false;
        }

        foreach (var entry in Receivables.Where(line => line.Open != 0).SelectMany(line => line.Candidates))
        {
            entry.IsContested = true;
        }
    }

    /// <summary>Takes the whole open amount off an entry that no line settles.</summary>
    public void Close(OpenEntry entry, AllocationKind kind, long? payoutId, DateOnly effective, string rule, OpenEntry? counterpart = null, long? resolutionId = null)
    {
        _allocations.Add(new(kind, null, payoutId, entry.Data.Id, 0, entry.Open, effective, rule, counterpart?.Data.Id, resolutionId));
        entry.Open = 0;
    }

    /// <summary>Settles lines with entries of the same sign, oldest first, until one side has nothing open.</summary>
    public void SettleInOrder(IReadOnlyList<OpenLine> lines, IReadOnlyList<OpenEntry> entries, string rule, Disposition disposition)
    {
        var next = 0;
        foreach (var line in lines)
        {
            while (line.Open != 0 && next < entries.Count)
            {
                var entry = entries[next];
                var amount = Math.Abs(line.Open) <= Math.Abs(entry.Open) ? line.Open : entry.Open;
                Settle(line, entry, amount, amount, rule, disposition);
                if (entry.Open == 0)
                {
                    next++;
                }
            }
        }
    }

    private static int Compare(LedgerEntry a, LedgerEntry b)
    {
        var order = a.Date.CompareTo(b.Date);
        order = order != 0 ? order : string.CompareOrdinal(a.Company, b.Company);
        order = order != 0 ? order : a.FiscalYearStart.CompareTo(b.FiscalYearStart);
        order = order != 0 ? order : string.CompareOrdinal(a.Account, b.Account);
        order = order != 0 ? order : string.CompareOrdinal(a.Series, b.Series);
        // Voucher numbers are digits nearly always: the shorter is the lower.
        order = order != 0 ? order : a.VoucherNumber.Length.CompareTo(b.VoucherNumber.Length);
        order = order != 0 ? order : string.CompareOrdinal(a.VoucherNumber, b.VoucherNumber);
        return order != 0 ? order : a.Row.CompareTo(b.Row);
    }
}

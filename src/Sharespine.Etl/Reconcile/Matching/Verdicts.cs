using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>Says of every line, and of every entry that is still open, what it turned out to be.</summary>
internal sealed class Verdicts
{
    private readonly Board _board;
    private readonly HashSet<long> _booked;
    private readonly ILookup<string, OpenEntry> _openByKey;
    private readonly ILookup<string, OpenEntry> _settledByKey;
    private readonly HashSet<(string Key, int Sign)> _heldByPayout;
    private readonly Dictionary<string, OpenLine> _firstWithIdentity = new(StringComparer.Ordinal);

    public Verdicts(Board board, IEnumerable<BookedPayout> booked)
    {
        _board = board;
        _booked = [.. booked.Select(payout => payout.PayoutId), .. board.Input.Payouts.Where(payout => payout.BookedVoucher is not null).Select(payout => payout.Id)];
        _openByKey = ByKey(board.Bookings.Where(entry => entry.Open != 0));
        _settledByKey = ByKey(board.Settled.Concat(board.Bookings.Where(entry => entry.Open == 0)));
        _heldByPayout = [.. board.Lines.Where(line => line is { Payout.IsOutOfBalance: true, Open: not 0, Data: { Role: LineRole.Receivable, IsIgnored: false } }).SelectMany(line => line.AllKeys.Select(key => (key, line.Sign)))];
        foreach (var line in board.Input.FinishedLines.Select(line => new OpenLine(line, board.Payouts[line.PayoutId], board.Rules)).Concat(board.Lines.OrderBy(line => line.Open == 0 ? 0 : 1)))
        {
            if (Identity(line) is { } identity)
            {
                _firstWithIdentity.TryAdd(identity, line);
            }
        }
    }

    public IReadOnlyList<LineVerdict> Lines() => [.. _board.Lines.Select(Line)];

    public IEnumerable<LineVerdict> Pairs() =>
        _board.Input.Pairs.Select(pair => new LineVerdict(pair.LineId, Of(pair.PayoutId, Disposition.Matched), pair.Rule, Reason.None, []));

    public IEnumerable<LineVerdict> PlainLines() =>
        _board.Input.PlainLines.Select(line => new LineVerdict(line.Id, Of(line.PayoutId, line.Role == LineRole.Fee ? Disposition.Fee : Disposition.BalanceMovement), null, Reason.None, []));

    public IReadOnlyList<EntryVerdict> Entries() =>
        [.. _board.Entries.Where(entry => entry.Open != 0).Select(entry => entry.Verdict ?? Entry(entry))];

    private Disposition Of(long payoutId, Disposition disposition) => _booked.Contains(payoutId) ? Disposition.AlreadyBooked : disposition;

    private LineVerdict Line(OpenLine line)
    {
        LineVerdict Is(Disposition disposition, Reason reason = Reason.None, IEnumerable<string>? related = null) =>
            new(line.Data.Id, disposition, line.Rule, reason, related is null ? [] : [.. related]);

        if (line.Data.IsIgnored)
        {
            return Is(Disposition.Manual, Reason.Decided);
        }

        if (line is { Open: 0, Disposition: Disposition.Manual })
        {
            return Is(Disposition.Manual);
        }

        if (_booked.Contains(line.Payout.Id))
        {
            // Its settlement is in the books; a sale without voucher still is not.
            return line.Data.Role == LineRole.Receivable && line.Open != 0
                ? (line.IsUntouched ? Found(line, Is) : Is(Disposition.AlreadyBooked, Reason.MoreThanBooked)) with { Disposition = Disposition.AlreadyBooked }
                : Is(Disposition.AlreadyBooked);
        }

        return line.Data.Role switch
        {
            LineRole.Fee => Is(Disposition.Fee),
            LineRole.Movement => Is(Disposition.BalanceMovement),
            LineRole.NoRule => Is(IsFee(line.Line.Type) ? Disposition.Fee : Disposition.BalanceMovement, Reason.NoRule),
            _ when line.Line.Amount.IsZero => Is(Disposition.Matched) with { Rule = MatchRuleNames.ZeroAmount },
            _ when line.Payout.IsOutOfBalance => Is(Disposition.Waiting, Reason.PayoutOutOfBalance),
            _ when line.Open == 0 => Is(line.Disposition ?? Disposition.Matched),
            _ when line.Waits != Reason.None => Is(Disposition.Waiting, line.Waits),
            _ when !line.IsUntouched => Is(Disposition.MatchedWithDifference, Reason.MoreThanBooked),
            _ => Found(line, Is),
        };
    }

    private LineVerdict Found(OpenLine line, Func<Disposition, Reason, IEnumerable<string>?, LineVerdict> says) => line.Candidates.Count > 0
        ? says(Disposition.Ambiguous, Reason.SeveralCandidates, line.Candidates.Select(entry => entry.Entry.Voucher))
        : Unmatched(line, says);

    private LineVerdict Unmatched(OpenLine line, Func<Disposition, Reason, IEnumerable<string>?, LineVerdict> says)
    {
        if (Identity(line) is { } identity && _firstWithIdentity[identity] is var first && first != line)
        {
            return says(Disposition.Duplicate, Reason.SettledTwice, [first.Label]);
        }

        if (Vouchers(line, _openByKey, entry => entry.Currency != line.Currency) is { Count: > 0 } foreign)
        {
            return says(Disposition.WrongCurrency, Reason.OtherCurrency, foreign);
        }

        if (line.Data.ReopenedFrom is { } gone)
        {
            return says(Disposition.MissingInLedger, Reason.VoucherGone, [gone]);
        }

        if (_board.Input.LedgerCoversTo is not { } coversTo || coversTo < line.Date || line.Payout.Date.AddDays(_board.Rules.Settings.LedgerDelayDays) >= _board.Input.AsOf)
        {
            return says(Disposition.Waiting, Reason.LedgerMayFollow, null);
        }

        if (_board.Rules is { HoldsTotals: true, Orders: null })
        {
            return says(Disposition.Waiting, Reason.LedgerHoldsTotals, null);
        }

        if (Vouchers(line, _settledByKey, entry => entry.Sign == line.Sign) is { Count: > 0 } settled)
        {
            return says(Disposition.MissingInLedger, Reason.VoucherSettled, settled);
        }

        var sales = line.Sign < 0 ? Vouchers(line, _settledByKey, entry => entry.Sign > 0).Concat(Vouchers(line, _openByKey, entry => entry.Sign > 0)).ToList() : [];
        return sales.Count > 0
            ? says(Disposition.MissingInLedger, Reason.NoCredit, sales)
            : says(Disposition.MissingInLedger, Reason.NoVoucher, null);
    }

    private EntryVerdict Entry(OpenEntry entry)
    {
        EntryVerdict Is(Disposition disposition, Reason reason = Reason.None, IEnumerable<string>? related = null) =>
            new(entry.Data.Id, disposition, reason, related is null ? [] : [.. related]);

        var delay = _board.Rules.Settings.PayoutDelayDays;
        var isDue = entry.Entry.Date.AddDays(delay) < _board.Input.AsOf;
        return entry switch
        {
            { Data.IsIgnored: true } => Is(Disposition.Manual, Reason.Decided),
            { IsContested: true } => Is(Disposition.Ambiguous),
            { IsUntouched: false, SettledOn: { } settledOn } => settledOn.AddDays(delay) >= _board.Input.AsOf
                ? Is(Disposition.PartiallySettled)
                : Is(Disposition.MatchedWithDifference, Reason.LessThanBooked),
            _ when Twin(entry, isDue) is { } twin => Is(Disposition.Duplicate, Reason.BookedTwice, [twin]),
            { Data.Class: EntryClass.Unassigned } => Is(Disposition.Waiting, Reason.Unassigned),
            // A payout holds it, but one that nothing rests on before it adds up: that is the exception.
            _ when entry.AllKeys.Any(key => _heldByPayout.Contains((key, entry.Sign))) => Is(Disposition.Waiting, Reason.PayoutOutOfBalance),
            _ when !isDue => Is(Disposition.Waiting, Reason.PayoutMayFollow),
            { Data.Class: EntryClass.Sale or EntryClass.Credit } when _board.Rules is { HoldsTotals: true, Orders: null } => Is(Disposition.Waiting, Reason.LedgerHoldsTotals),
            { Data.Class: EntryClass.SettlementByOthers or EntryClass.SettlementByUs } => Is(Disposition.MissingInSettlement, Reason.UnknownSettlement),
            { Data.Class: EntryClass.Other } => Is(Disposition.MissingInSettlement, Reason.Unclassified),
            _ => Is(Disposition.MissingInSettlement, Reason.NotSettled),
        };
    }

    /// <summary>The same voucher booked on the same day is named at once; an order's second invoice of the same amount gets its time first.</summary>
    private string? Twin(OpenEntry entry, bool isDue) => entry.AllKeys
        .SelectMany(key => _settledByKey[key].Concat(_openByKey[key].TakeWhile(other => other != entry)))
        .Where(other => other.IsTwinOf(entry) && (isDue || other.Entry.Date == entry.Entry.Date))
        .Select(other => other.Entry.Voucher)
        .FirstOrDefault();

    private static bool IsFee(LineType type) => type is LineType.Fee or LineType.FeeRefund or LineType.FeeVat;

    /// <summary>A capture or refund happens once: the same one again, of the same amount, is the same money.</summary>
    private static string? Identity(OpenLine line) => (line.Line.Type == LineType.Sale ? line.Line.CaptureId : line.Line.RefundId) is { Length: > 0 } id && line.Data.Role == LineRole.Receivable
        ? $"{line.Line.Type} {line.Line.Amount} {id} {line.Line.ProviderOrderId}"
        : null;

    private static List<string> Vouchers(OpenLine line, ILookup<string, OpenEntry> entries, Func<OpenEntry, bool> wanted) =>
        [.. line.AllKeys.SelectMany(key => entries[key]).Where(wanted).Order(Board.InLedgerOrder).Select(entry => entry.Entry.Voucher).Distinct()];

    private static ILookup<string, OpenEntry> ByKey(IEnumerable<OpenEntry> entries) =>
        entries.SelectMany(entry => entry.AllKeys.Select(key => (key, entry))).ToLookup(pair => pair.key, pair => pair.entry, StringComparer.Ordinal);
}

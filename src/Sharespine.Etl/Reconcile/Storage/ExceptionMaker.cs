using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>Something for a person to look at, before it is compared with what was reported earlier.</summary>
/// <param name="SubjectKey">What the exception is about, by its natural key: the same over runs and stores.</param>
/// <param name="Basis">Whatever the exception rests on; its state changes when this does.</param>
internal sealed record Finding(
    Disposition Cause, Reason Reason, string SubjectKind, long SubjectId, string SubjectKey, Money Amount, DateOnly Date, string Evidence, IReadOnlyList<string> Related, string Basis,
    string? OrderReference = null, string? PayoutReference = null, string? Voucher = null);

/// <summary>Turns verdicts that need a person into findings.</summary>
internal static class ExceptionMaker
{
    private static readonly HashSet<Reason> NeedNobody = [Reason.None, Reason.PayoutOutOfBalance, Reason.LedgerMayFollow, Reason.PayoutMayFollow, Reason.Unassigned, Reason.CreditWithinTotal, Reason.LedgerHoldsTotals, Reason.Decided];

    public static IEnumerable<Finding> FromMatch(MatchLoad load, MatchResult result)
    {
        var lines = result.Lines.Where(verdict => !NeedNobody.Contains(verdict.Reason) && verdict.Reason != Reason.TotalNotOrders).ToList();
        var entries = result.Entries.Where(verdict => !NeedNobody.Contains(verdict.Reason)).ToList();
        var taken = Taken(lines.Select(verdict => verdict.LineId), result, allocation => allocation.LineId, allocation => allocation.LineMinor);
        var takenOfEntry = Taken(entries.Select(verdict => verdict.EntryId), result, allocation => allocation.EntryId, allocation => allocation.EntryMinor);
        return lines.Select(verdict => Line(load, verdict, taken[verdict.LineId])).Concat(entries.Select(verdict => Entry(load, verdict, takenOfEntry[verdict.EntryId])));
    }

    public static IEnumerable<Finding> FromPayouts(IEnumerable<PayoutRow> payouts, IReadOnlyList<BookedPayout> booked, IReadOnlyDictionary<long, long> receivable)
    {
        foreach (var payout in payouts)
        {
            if (payout.Difference != 0)
            {
                yield return Payout(payout, Disposition.MatchedWithDifference, Reason.LinesNotTotal, payout.Difference, [], null);
            }

            var voucher = booked.FirstOrDefault(other => other.PayoutId == payout.Id);
            var taken = voucher?.Minor ?? payout.BookedMinor;
            if (taken is { } minor && receivable.TryGetValue(payout.Id, out var settles) && minor != settles)
            {
                yield return Payout(payout, Disposition.AlreadyBooked, Reason.BookedDifferently, settles - minor, [], voucher?.Voucher ?? payout.BookedVoucher);
            }
        }
    }

    public static Finding Payout(PayoutRow payout, Disposition cause, Reason reason, long minor, IReadOnlyList<string> related, string? voucher) => new(
        cause, reason, "payout", payout.Id, $"{payout.MerchantId}/{payout.Reference}/{reason}", new(minor, payout.Money), payout.PayoutDate, payout.FileName, related,
        minor.ToString(CultureInfo.InvariantCulture), null, payout.Reference, voucher);

    private static Dictionary<long, long> Taken(IEnumerable<long> ids, MatchResult result, Func<PlannedAllocation, long?> id, Func<PlannedAllocation, long> minor)
    {
        var taken = ids.ToDictionary(id => id, _ => 0L);
        foreach (var allocation in result.Allocations)
        {
            if (id(allocation) is { } of && taken.TryGetValue(of, out var before))
            {
                taken[of] = before + minor(allocation);
            }
        }

        return taken;
    }

    private static Finding Line(MatchLoad load, LineVerdict verdict, long taken)
    {
        var line = load.Lines[verdict.LineId];
        var payout = load.Payouts[line.PayoutId];
        var open = verdict.Reason == Reason.NoRule ? line.AmountMinor + line.VatMinor : line.OpenMinor - taken;
        return new(
            verdict.Disposition, verdict.Reason, "line", line.Id, $"{payout.MerchantId}/{payout.Reference}/{line.LineKey}", new(open, payout.Money), payout.PayoutDate,
            string.Create(CultureInfo.InvariantCulture, $"{payout.FileName}:{line.FileLine}"), verdict.Reason == Reason.NoRule ? [$"{line.ProviderType} {line.DetailedType}".Trim()] : verdict.Related, open.ToString(CultureInfo.InvariantCulture), line.OrderReference, payout.Reference,
            verdict.Reason is Reason.NoCredit or Reason.VoucherSettled or Reason.VoucherGone && verdict.Related.Count == 1 ? verdict.Related[0] : null);
    }

    private static Finding Entry(MatchLoad load, EntryVerdict verdict, long taken)
    {
        var row = load.Entries[verdict.EntryId];
        var open = row.OpenMinor - taken;
        return new(
            verdict.Disposition, verdict.Reason, "entry", row.Id,
            string.Create(CultureInfo.InvariantCulture, $"{row.Company}/{row.FiscalYearStart:yyyy-MM-dd}/{row.Account}/{row.Series}/{row.VoucherNumber}/{row.RowNumber}"),
            new(open, Currency.Parse(row.Currency)), row.EntryDate, string.Create(CultureInfo.InvariantCulture, $"{row.Label} ({row.FileName}:{row.FileLine})"), verdict.Related,
            $"{open.ToString(CultureInfo.InvariantCulture)} {row.ContentHash}", row.References.FirstOrDefault(), null, row.Label);
    }
}

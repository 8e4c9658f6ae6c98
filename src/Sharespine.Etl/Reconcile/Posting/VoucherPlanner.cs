using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;

namespace Sharespine.Etl.Reconcile.Posting;

/// <summary>
/// Decides what is booked for a payout: one voucher dated on the payout date, later answers as further vouchers that hold
/// the difference and name the first. A function of its input.
/// </summary>
public static class VoucherPlanner
{
    /// <param name="asOf">The date of a later answer's voucher.</param>
    /// <exception cref="EtlException"><c>REC012</c>: the program's own promise that a voucher balances is broken.</exception>
    public static PostingPlan Plan(PostingInput payout, ReconciliationSettings settings, BookingRules rules, DateOnly asOf)
    {
        var posting = settings.Posting;
        if (posting.Mode == PostingMode.Off || payout.IsBooked)
        {
            return PostingPlan.Nothing(payout.Currency);
        }

        if (!payout.IsBalanced || payout.IsPossiblyBooked || payout.Posted.Count == 0 && !posting.PostWhileWaiting && payout.Lines.Any(line => line.Waits))
        {
            return Held(Reason.None, Net(payout));
        }

        if (payout.Currency.Code != settings.Currency || !rules.Clearing.ContainsKey(payout.Currency.Code))
        {
            return Held(Reason.NoRate, Net(payout));
        }

        var texts = ReconcileTexts.For(settings.Language);
        var wanted = new PayoutRows(payout, rules, posting, texts);
        var rows = wanted.Make();
        return payout.Posted.Count == 0 ? First(payout, settings, wanted, rows, texts) : Later(payout, settings, rows, texts, asOf);
    }

    private static PostingPlan First(PostingInput payout, ReconciliationSettings settings, PayoutRows wanted, IReadOnlyList<VoucherRow> rows, ReconcileTexts texts)
    {
        var suspense = new Money(wanted.Suspense, payout.Currency);
        if (IsTooMuch(payout, settings.Posting, suspense))
        {
            return Held(Reason.TooMuchSuspense, suspense);
        }

        if (PostingDates.IsHeld(payout.PayoutDate, settings.Posting))
        {
            return Held(Reason.PeriodClosed, Net(payout));
        }

        if (rows.Count == 0)
        {
            return PostingPlan.Nothing(payout.Currency);
        }

        var date = PostingDates.For(payout.PayoutDate, settings.Posting);
        var reference = Reference(settings, payout, 1);
        var text = texts.VoucherText(settings.Provider, payout.PayoutReference, reference, date == payout.PayoutDate ? null : payout.PayoutDate, null);
        return new(Checked(new() { Reference = reference, Series = settings.Posting.Series, Date = date, Text = text, Rows = rows }), false, Reason.None, suspense);
    }

    private static PostingPlan Later(PostingInput payout, ReconciliationSettings settings, IReadOnlyList<VoucherRow> rows, ReconcileTexts texts, DateOnly asOf)
    {
        var difference = rows
            .Concat(payout.Posted.SelectMany(voucher => voucher.Rows).Select(row => row with { Amount = -row.Amount }))
            .GroupBy(row => (row.Account, Objects: PayoutRows.Key(row)))
            .Select(group => group.First() with { Amount = group.Aggregate(Money.Zero(payout.Currency), (sum, row) => sum + row.Amount), Text = texts.CorrectionRow(payout.PayoutReference) })
            .Where(row => !row.Amount.IsZero)
            .OrderBy(row => row.Account, StringComparer.Ordinal)
            .ThenBy(PayoutRows.Key, StringComparer.Ordinal)
            .ToList();
        if (difference.Count == 0)
        {
            return PostingPlan.Nothing(payout.Currency);
        }

        if (PostingDates.IsHeld(asOf, settings.Posting))
        {
            return Held(Reason.PeriodClosed, difference.Where(row => row.Amount.Minor > 0).Aggregate(Money.Zero(payout.Currency), (sum, row) => sum + row.Amount));
        }

        var reference = Reference(settings, payout, payout.Posted.Count + 1);
        var text = texts.VoucherText(settings.Provider, payout.PayoutReference, reference, payout.PayoutDate, payout.Posted[0].Reference);
        var voucher = new Voucher { Reference = reference, Series = settings.Posting.Series, Date = PostingDates.For(asOf, settings.Posting), Text = text, Rows = difference };
        return new(Checked(voucher), false, Reason.None, Money.Zero(payout.Currency));
    }

    private static bool IsTooMuch(PostingInput payout, PostingSettings posting, Money suspense)
    {
        var sales = payout.Lines.Where(line => line.Line.Type == LineType.Sale).Sum(line => line.Line.Amount.Major);
        return posting.SuspenseMax is { } max && suspense.Major > max
            || posting.SuspensePercentMax is { } percent && suspense.Major * 100m > sales * percent;
    }

    private static Voucher Checked(Voucher voucher)
    {
        var sum = voucher.Rows.Sum(row => row.Amount.Minor);
        return sum == 0
            ? voucher
            : throw new EtlException(new Issue(ReconcileErrors.UnbalancedVoucher, $"the rows of {voucher.Reference} sum to {new Money(sum, voucher.Rows[0].Amount.Currency)}, not to zero."));
    }

    private static string Reference(ReconciliationSettings settings, PostingInput payout, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{settings.Connection}/{payout.PayoutReference}/{number}");

    private static Money Net(PostingInput payout) => payout.Lines
        .Where(line => Settlements.Enters(line.Line.Type, payout.Kind))
        .Aggregate(Money.Zero(payout.Currency), (sum, line) => sum + line.Line.Amount + line.Line.Vat);

    private static PostingPlan Held(Reason reason, Money amount) => new(null, true, reason, amount);
}

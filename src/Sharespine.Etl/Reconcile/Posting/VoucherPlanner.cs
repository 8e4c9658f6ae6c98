using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;

namespace Sharespine.Etl.Reconcile.Posting;

/// <summary>
/// Decides what is booked for a payout: one voucher dated on the payout date, and customer payments where invoices are
/// settled; later answers as further vouchers and payments that hold the difference and name the first. A function of its input.
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

        if (!payout.IsBalanced || payout.IsPossiblyBooked || payout.IsFirst && !posting.PostWhileWaiting && payout.Lines.Any(line => line.Waits))
        {
            return Held(Reason.None, Net(payout));
        }

        var company = Currency.Parse(settings.Currency);
        var rate = payout.Currency == company ? null : ExchangeRate.For(payout, Net(payout), company);
        if (payout.Currency != company && rate is null || !rules.Clearing.ContainsKey(payout.Currency.Code))
        {
            return Held(Reason.NoRate, Net(payout));
        }

        var texts = ReconcileTexts.For(settings.Language);
        var wanted = new PayoutRows(payout, settings, rules, texts, rate);
        var rows = wanted.Make();
        if (wanted.Payments.FirstOrDefault(payment => payment.Part.Invoice is null) is { } nameless)
        {
            return Held(Reason.NoInvoiceNumber, Net(payout)) with { Related = [nameless.Part.Voucher] };
        }

        if (!payout.IsFirst && !payout.HasNews && rate == payout.PostedRate)
        {
            var nothing = PostingPlan.Nothing(company);
            return nothing with { BankVoucher = BankVoucherPlanner.Plan(payout, nothing, settings, rules) };
        }

        var plan = payout.IsFirst
            ? First(payout, settings, wanted, rows, texts)
            : Later(payout, settings, rows, texts, asOf);
        plan = plan.IsHeld ? plan : WithPayments(plan, payout, settings, rules, wanted, rate, asOf);
        return plan with { BankVoucher = BankVoucherPlanner.Plan(payout, plan, settings, rules) };
    }

    private static PostingPlan First(PostingInput payout, ReconciliationSettings settings, PayoutRows wanted, IReadOnlyList<VoucherRow> rows, ReconcileTexts texts)
    {
        var suspense = new Money(wanted.Suspense, Currency.Parse(settings.Currency));
        if (IsTooMuch(wanted, settings.Posting, suspense))
        {
            return Held(Reason.TooMuchSuspense, suspense);
        }

        if (PostingDates.IsHeld(payout.PayoutDate, settings.Posting))
        {
            return Held(Reason.PeriodClosed, Net(payout));
        }

        var plan = new PostingPlan(null, false, Reason.None, suspense) { SuspenseLines = wanted.SuspenseLines, LineCount = wanted.LineCount };
        if (rows.Count == 0)
        {
            return plan;
        }

        var date = PostingDates.For(payout.PayoutDate, settings.Posting);
        var reference = Reference(settings, payout, 1);
        var text = texts.VoucherText(settings.Provider, payout.PayoutReference, reference, date == payout.PayoutDate ? null : payout.PayoutDate, null);
        return plan with { Voucher = Checked(new() { Reference = reference, Series = settings.Posting.Series, Date = date, Text = text, Rows = rows }) };
    }

    private static PostingPlan Later(PostingInput payout, ReconciliationSettings settings, IReadOnlyList<VoucherRow> rows, ReconcileTexts texts, DateOnly asOf)
    {
        var writtenOff = payout.Lines.SelectMany(line => line.WrittenOff).Select(part => part.Account).ToHashSet();
        var zero = Money.Zero(Currency.Parse(settings.Currency));
        var difference = rows
            .Concat(payout.Posted.SelectMany(voucher => voucher.Rows).Select(row => row with { Amount = -row.Amount }))
            .GroupBy(row => (row.Account, Objects: RowList.Key(row)))
            .Select(group => group.First() with { Amount = group.Aggregate(zero, (sum, row) => sum + row.Amount), Text = Text(group) })
            .Where(row => !row.Amount.IsZero)
            .OrderBy(row => row.Account, StringComparer.Ordinal)
            .ThenBy(RowList.Key, StringComparer.Ordinal)
            .ToList();
        string Text(IEnumerable<VoucherRow> group) => group.FirstOrDefault(row => writtenOff.Contains(row.Account))?.Text ?? texts.CorrectionRow(payout.PayoutReference);

        if (difference.Count == 0)
        {
            return PostingPlan.Nothing(zero.Currency);
        }

        if (PostingDates.IsHeld(asOf, settings.Posting))
        {
            return Held(Reason.PeriodClosed, difference.Where(row => row.Amount.Minor > 0).Aggregate(zero, (sum, row) => sum + row.Amount));
        }

        var reference = Reference(settings, payout, payout.Posted.Count + 1);
        var text = texts.VoucherText(settings.Provider, payout.PayoutReference, reference, payout.PayoutDate, payout.Posted.Count > 0 ? payout.Posted[0].Reference : null);
        var voucher = new Voucher { Reference = reference, Series = settings.Posting.Series, Date = PostingDates.For(asOf, settings.Posting), Text = text, Rows = difference };
        return new(Checked(voucher), false, Reason.None, zero);
    }

    private static PostingPlan WithPayments(
        PostingPlan plan, PostingInput payout, ReconciliationSettings settings, BookingRules rules, PayoutRows wanted, ExchangeRate? rate, DateOnly asOf)
    {
        var day = payout.IsFirst ? payout.PayoutDate : asOf;
        var payments = PaymentPlanner.Plan(payout, wanted.Payments, settings, rules, PostingDates.For(day, settings.Posting));
        if (payments.Count > 0 && PostingDates.IsHeld(day, settings.Posting))
        {
            return Held(Reason.PeriodClosed, Net(payout));
        }

        return plan with
        {
            Payments = payments,
            Rate = rate,
            Voucher = plan.Voucher is { } voucher ? voucher with { Text = voucher.Text + ReconcileTexts.For(settings.Language).VoucherBasis(rate, payout.Currency, payout.Documents) } : null,
        };
    }

    private static bool IsTooMuch(PayoutRows wanted, PostingSettings posting, Money suspense) =>
        posting.SuspenseMax is { } max && suspense.Major > max
        || posting.SuspensePercentMax is { } percent && suspense.Minor * 100m > wanted.Sales * percent
        || posting.SuspenseLinesMax is { } lines && wanted.SuspenseLines > lines;

    private static Voucher Checked(Voucher voucher)
    {
        var sum = voucher.Rows.Sum(row => row.Amount.Minor);
        return sum == 0
            ? voucher
            : throw new EtlException(new Issue(ReconcileErrors.UnbalancedVoucher, $"the rows of {voucher.Reference} sum to {new Money(sum, voucher.Rows[0].Amount.Currency)}, not to zero."));
    }

    private static string Reference(ReconciliationSettings settings, PostingInput payout, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{payout.ReferenceStart(settings.Connection)}/{number}");

    private static Money Net(PostingInput payout) => payout.Lines
        .Where(line => Settlements.Enters(line.Line.Type, payout.Kind))
        .Aggregate(Money.Zero(payout.Currency), (sum, line) => sum + line.Line.Amount + line.Line.Vat);

    private static PostingPlan Held(Reason reason, Money amount) => new(null, true, reason, amount);
}

using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;

namespace Sharespine.Etl.Tests.Reconcile.Simulation;

/// <summary>What the report of a month has to say, added up from its cases. Knows nothing of how lines find their vouchers.</summary>
internal sealed class MonthModel(Month month, BookingRules rules)
{
    private static readonly Reason[] NeedNobody = [Reason.None, Reason.PayoutOutOfBalance, Reason.LedgerMayFollow, Reason.PayoutMayFollow];

    private IEnumerable<PlannedPayout> Posted => month.Payouts.Where(payout => payout.IsPosted);

    public IEnumerable<string> Lines() => month.Payouts.SelectMany(payout => payout.Lines.Where(line => line.Amount != 0)
        .Select(line => Line(payout, line.Type, line.Order, line.Amount, line.Said, Left(payout, line)))
        .Concat(month.Format.Derived(payout).Where(fee => IsTold(payout.Reference, fee.Type)).Select(fee => Line(payout, fee.Type, fee.Order, fee.Amount, payout.IsBookedByHand ? Disposition.AlreadyBooked : Disposition.Fee, 0)))
        .Concat(payout.Movements.Select(movement => Line(payout, movement.Type, null, movement.Amount, payout.IsBookedByHand ? Disposition.AlreadyBooked : Disposition.BalanceMovement, 0))));

    public IEnumerable<string> Lines(ReconciliationReport report) => report.Lines.Where(line => IsTold(line.PayoutReference, line.Type)).Select(Line);

    private bool IsTold(string payout, LineType type) => type != LineType.FeeVat || !month.InTwoLayouts.Contains(payout);

    private static string Line(LineReport line) => Line(line.PayoutReference, line.Type, line.OrderReference, line.Amount, line.Disposition, line.Difference);

    public IEnumerable<string> OpenItems() => month.Vouchers.Where(voucher => voucher.Open != 0).Select(voucher => $"{voucher.Label} {Sek(voucher.Open)}: {voucher.Said}");

    public IEnumerable<PlannedException> Exceptions() =>
    [
        .. month.Payouts.SelectMany(OfPayout),
        .. month.Bank.Where(line => line.Why == Reason.UnknownBankLine).Select(line => new PlannedException(Disposition.MissingInSettlement, line.Why, Sek(line.Amount), line.Label)),
        .. month.Vouchers.Where(voucher => voucher.Open != 0 && !NeedNobody.Contains(voucher.Why)).Select(voucher => new PlannedException(voucher.Said, voucher.Why, Sek(voucher.Open), voucher.Label)),
    ];

    public IEnumerable<string> Payouts() => month.Payouts.Select(payout => Payout(payout.Reference, new(payout.Net, Currency(payout)), new(payout.Off, Currency(payout)), new(Remainder(payout), Currency(payout)), Status(payout), payout.Bank));

    public static string Payout(string reference, Money net, Money difference, Money remainder, PayoutStatus status, BankStatus? bank) =>
        $"{reference} {net} {status}, difference {difference}, remainder {remainder}, at the bank {bank}";

    /// <summary>The receivable account by class, from the vouchers alone.</summary>
    public string Control(IReadOnlyList<Voucher> imported)
    {
        long Of(EntryClass wanted) => month.Vouchers.Where(voucher => voucher.Class == wanted).Sum(voucher => voucher.Amount);
        var ours = imported.SelectMany(voucher => voucher.Rows).Where(row => row.Account == LedgerFile.Receivable).Sum(row => row.Amount.Minor);
        var closing = month.Vouchers.Sum(voucher => voucher.Amount) + ours;
        var open = month.Vouchers.Sum(voucher => voucher.Open);
        var settled = month.Payouts.Where(payout => !payout.IsBookedByHand).Sum(payout => payout.Lines.Sum(line => line.Settles));
        // What somebody booked by hand off the lines is named on them, not hidden.
        var named = month.Payouts.Where(payout => payout.IsBookedByHand).Sum(payout => payout.Lines.Sum(line => line.Settles) - payout.TakenByHand);
        return Control(Of(EntryClass.Sale), -Of(EntryClass.Credit), -ours, -Of(EntryClass.SettlementByOthers), Of(EntryClass.Other), closing, open, settled + ours, named);
    }

    public static string Control(AccountControl control) => Control(
        control.Sales.Minor, control.Credits.Minor, control.SettledByUs.Minor, control.SettledByOthers.Minor, control.Other.Minor, control.Closing.Minor, control.OpenItems.Minor, control.ToBeBooked.Minor,
        control.Unexplained.Minor);

    /// <summary>All vouchers together: clearing account what was paid, receivable account what is settled, suspense account what nobody can explain.</summary>
    public IReadOnlyDictionary<string, long> Booked()
    {
        var suspense = Posted.Sum(Remainder);
        var rounded = Posted.Sum(payout => payout.Lines.Where(line => line.Said == Disposition.MatchedWithRounding).Sum(line => line.Amount - line.Settles)
            + payout.Movements.Where(movement => movement.Type == LineType.Correction).Sum(movement => movement.Amount));
        return new Dictionary<string, long>
        {
            [rules.Clearing["SEK"]] = Posted.Sum(payout => payout.Net),
            [LedgerFile.Receivable] = -Posted.Sum(payout => payout.Lines.Sum(line => line.Settles)),
            [rules.Suspense] = -suspense,
            [rules.Rounding] = -rounded,
            [rules.FeeVat] = Posted.Sum(payout => payout.FeeVat),
        };
    }

    private IEnumerable<PlannedException> OfPayout(PlannedPayout payout)
    {
        string Amount(long minor) => new Money(minor, Currency(payout)).ToString();
        foreach (var line in payout.Lines.Where(line => !NeedNobody.Contains(line.Why)))
        {
            yield return new(line.Said, line.Why, Amount(line.Left), $"{payout.Reference}/{line.Order}");
        }

        if (payout.Off != 0)
        {
            yield return new(Disposition.MatchedWithDifference, Reason.LinesNotTotal, Amount(payout.Off), payout.Reference + "/");
        }

        if (payout.Currency != "SEK")
        {
            yield return new(Disposition.Waiting, Reason.NoRate, Amount(payout.Net), payout.Reference + "/");
        }

        if (payout.IsBookedByHand && payout.TakenByHand != payout.Receivable)
        {
            yield return new(Disposition.AlreadyBooked, Reason.BookedDifferently, Amount(payout.Receivable - payout.TakenByHand), payout.Reference + "/");
        }

        if (payout.Bank == BankStatus.Missing)
        {
            yield return new(Disposition.MissingInLedger, Reason.BankMissing, Amount(payout.Paid), payout.Reference + "/");
        }

        if (payout.IsPaidTwice)
        {
            yield return new(Disposition.Duplicate, Reason.BankPaidTwice, Amount(payout.Paid), payout.Reference + "/");
        }

        if (payout.Bank == BankStatus.AmountDiffers)
        {
            yield return new(Disposition.MatchedWithDifference, Reason.BankAmountDiffers, Amount(payout.BankOff), payout.Reference + "/");
        }

        if (month.Changed.Contains(payout))
        {
            yield return new(Disposition.Duplicate, Reason.ResentDifferently, Amount(payout.Net), payout.Reference + "/");
        }
    }

    /// <summary>What stands beside a line: what no voucher takes, or what rounding took.</summary>
    private static long Left(PlannedPayout payout, PlannedLine line) =>
        !line.IsReceivable ? 0
        : line.Said == Disposition.MatchedWithRounding || payout.IsBookedByHand && line.Settles != 0 ? line.Amount - line.Settles
        : line.Left;

    private static long Remainder(PlannedPayout payout) => payout.IsBookedByHand ? 0 : payout.Lines.Sum(line => line.Left);

    private PayoutStatus Status(PlannedPayout payout) =>
        payout.Off != 0 ? PayoutStatus.OutOfBalance
        : payout.IsBookedByHand ? PayoutStatus.AlreadyBooked
        : payout.Currency != "SEK" ? PayoutStatus.Blocked
        : payout.Waits || OfPayout(payout).Any() ? PayoutStatus.ReconciledWithExceptions
        : PayoutStatus.Reconciled;

    private static string Line(PlannedPayout payout, LineType type, string? order, long amount, Disposition said, long left) =>
        Line(payout.Reference, type, order, new(amount, Currency(payout)), said, new(left, Currency(payout)));

    private static string Line(string payout, LineType type, string? order, Money amount, Disposition said, Money left) => $"{payout} {type} {order ?? "-"} {amount}: {said}{(left.IsZero ? "" : $", left {left}")}";

    private static string Control(long sales, long credits, long byUs, long byOthers, long other, long closing, long open, long toBeBooked, long unexplained) =>
        $"sales {Sek(sales)} - credits {Sek(credits)} - settled by us {Sek(byUs)} - by others {Sek(byOthers)} + other {Sek(other)} = {Sek(closing)}; open {Sek(open)}, to be booked {Sek(toBeBooked)}, unexplained {Sek(unexplained)}";

    private static Currency Currency(PlannedPayout payout) => Model.Currency.Parse(payout.Currency);

    private static string Sek(long minor) => new Money(minor, Model.Currency.Sek).ToString();
}

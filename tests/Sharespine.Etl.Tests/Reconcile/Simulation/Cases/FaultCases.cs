using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;
using static Sharespine.Etl.Tests.Reconcile.Simulation.CaseWriter;

namespace Sharespine.Etl.Tests.Reconcile.Simulation.Cases;

/// <summary>Orders and vouchers that somebody has to look at, or that look so and need nobody.</summary>
internal static class FaultCases
{
    public static void MissingInLedger(CaseWriter writer)
    {
        var line = writer.Sale(writer.Order(), writer.Price(), writer.Day());
        Says(line, Disposition.MissingInLedger, Reason.NoVoucher, line.Amount);
    }

    public static void MissingInSettlement(CaseWriter writer) =>
        Says(writer.Book($"Order {writer.Order()}", writer.Price(), writer.Day()), Disposition.MissingInSettlement, Reason.NotSettled);

    public static void BookedTwice(CaseWriter writer)
    {
        var (amount, on) = (writer.Price(), writer.Day());
        Settle(writer.Sale(writer.Order(), amount, on), writer.Book($"Order {writer.Order()}", amount, on));
        Says(writer.Book($"Order {writer.Order()}", amount, on), Disposition.Duplicate, Reason.BookedTwice);
    }

    public static void SettledTwice(CaseWriter writer)
    {
        var (amount, on) = (writer.Price(), writer.Day());
        var (provider, capture) = (writer.Id("o"), writer.Id("c"));
        Settle(writer.Sale(writer.Order(), amount, on, capture: capture, provider: provider), writer.Book($"Order {writer.Order()}", amount, on));
        Says(writer.Sale(writer.Order(), amount, on.AddDays(7), capture: capture, provider: provider), Disposition.Duplicate, Reason.SettledTwice, amount);
    }

    /// <summary>Without an id of the refund, all that can be said is that its credit is settled already.</summary>
    public static void RefundSettledTwice(CaseWriter writer)
    {
        var (amount, on) = (writer.Price(), writer.Day());
        var (provider, refund) = (writer.Id("o"), writer.Id("r"));
        Settle(writer.Return(writer.Order(), amount, on, refund: refund, provider: provider), writer.Book($"Kredit order {writer.Order()}", -amount, on));
        var again = writer.Return(writer.Order(), amount, on.AddDays(7), refund: refund, provider: provider);
        if (writer.Format.HasRefundIds)
        {
            Says(again, Disposition.Duplicate, Reason.SettledTwice, -amount);
        }
        else
        {
            Says(again, Disposition.MissingInLedger, Reason.VoucherSettled, -amount);
        }
    }

    public static void SecondCaptureWithoutInvoice(CaseWriter writer)
    {
        var (amount, on) = (writer.Price(), writer.Day());
        var provider = writer.Id("o");
        Settle(writer.Sale(writer.Order(), amount, on, provider: provider), writer.Book($"Order {writer.Order()}", amount, on));
        Says(writer.Sale(writer.Order(), amount, on.AddDays(7), provider: provider), Disposition.MissingInLedger, Reason.VoucherSettled, amount);
    }

    public static void WithinTolerance(CaseWriter writer) => Off(writer, (writer.Random.Chance(50) ? 1 : -1) * (writer.Random.Chance(25) ? 100 : writer.Random.Between(1, 99)), null, 0);

    public static void MoreThanBooked(CaseWriter writer) => Off(writer, writer.Random.Chance(25) ? 101 : writer.Random.Between(102, 5_000), null, 0);

    /// <summary>A sale that differs from its voucher: inside the tolerance it is rounding, beyond it the rest stands on the line.</summary>
    public static PlannedLine Off(CaseWriter writer, long difference, PlannedPayout? into, int number)
    {
        var (amount, on) = (writer.Price(), into?.Date.AddDays(-2) ?? writer.Day());
        var line = writer.Sale(writer.Order(number), amount + difference, on, into);
        Settle(line, writer.Book($"Order {writer.Order(number)}", amount, on));
        if (Math.Abs(difference) <= 100)
        {
            Says(line, Disposition.MatchedWithRounding, Reason.None, 0);
        }
        else
        {
            Says(line, Disposition.MatchedWithDifference, Reason.MoreThanBooked, difference);
        }

        return line;
    }

    public static void LessThanBooked(CaseWriter writer) => Less(writer, writer.Day(), Disposition.MatchedWithDifference, Reason.LessThanBooked);

    /// <summary>The rest may still come.</summary>
    public static void PartlySettled(CaseWriter writer) => Less(writer, new(2026, 11, 4 + writer.Random.Next(10)), Disposition.PartiallySettled, Reason.None);

    private static void Less(CaseWriter writer, DateOnly on, Disposition said, Reason why)
    {
        var amount = writer.Price();
        var less = amount - writer.Random.Between(101, 5_000);
        var line = writer.Sale(writer.Order(), less, on);
        var voucher = writer.Book($"Order {writer.Order()}", amount, on);
        Settle(line, voucher, less);
        line.Said = Disposition.PartiallySettled;
        Says(voucher, said, why);
    }

    public static void SaleWithWrongSign(CaseWriter writer)
    {
        var (amount, on) = (writer.Price(), writer.Day());
        Says(writer.Sale(writer.Order(), amount, on), Disposition.MissingInLedger, Reason.NoVoucher, amount);
        Says(writer.Book($"Order {writer.Order()}", -amount, on), Disposition.MissingInSettlement, Reason.NotSettled);
    }

    public static void RefundWithWrongSign(CaseWriter writer)
    {
        var (amount, on) = (writer.Price(), writer.Day());
        Says(writer.Return(writer.Order(), amount, on), Disposition.MissingInLedger, Reason.NoCredit, -amount);
        Says(writer.Book($"Kredit order {writer.Order()}", amount, on), Disposition.MissingInSettlement, Reason.NotSettled);
    }

    public static void Twins(CaseWriter writer)
    {
        var (amount, on) = (writer.UniqueAmount(), writer.Day());
        Says(writer.Sale(null, amount, on), Disposition.Ambiguous, Reason.SeveralCandidates, amount);
        Says(writer.Book("Dagens försäljning", amount, on), Disposition.Ambiguous, Reason.None);
        Says(writer.Book("Dagens försäljning", amount, on), Disposition.Ambiguous, Reason.None);
    }

    public static void RefundWithoutCredit(CaseWriter writer)
    {
        var (amount, on) = (writer.Price(), writer.Day());
        var back = amount / 3;
        var provider = writer.Id("o");
        Settle(writer.Sale(writer.Order(), amount, on, provider: provider), writer.Book($"Order {writer.Order()}", amount, on));
        Says(writer.Return(writer.Order(), back, on.AddDays(writer.Random.Next(8)), provider: provider), Disposition.MissingInLedger, Reason.NoCredit, -back);
    }

    public static void Default(CaseWriter writer)
    {
        var (amount, on) = (writer.Price(), writer.Day());
        Settle(writer.Sale(writer.Order(), amount, on), writer.Book($"Order {writer.Order()}", amount, on));
        var (type, detail) = writer.Format.Default;
        Says(writer.Row(type, detail, writer.Order(), -amount, on.AddDays(6)), Disposition.MissingInLedger, Reason.NoCredit, -amount);
    }

    public static void LateFee(CaseWriter writer) =>
        writer.Row(LineType.Fee, "", writer.Order(), 0, writer.Day(), [new(writer.Format.Provider == "Klarna" ? "EXTEND_DUE_DATE_FEE" : "DueDate", 2_900, 725)]);

    public static void UnknownType(CaseWriter writer)
    {
        var line = writer.Row(LineType.Unknown, "", null, (writer.Random.Chance(50) ? 1 : -1) * writer.Random.Between(100, 9_000), writer.Day());
        Says(line, Disposition.BalanceMovement, Reason.NoRule, line.Amount);
    }

    public static void UnknownSettlement(CaseWriter writer)
    {
        var amount = writer.UniqueAmount();
        Says(writer.Book("B", $"Utbetalning 99{writer.Order()}", -amount, writer.Day(), EntryClass.SettlementByOthers, [("1930", amount)]), Disposition.MissingInSettlement, Reason.UnknownSettlement);
    }

    public static void Unclassified(CaseWriter writer)
    {
        var amount = writer.Price();
        Says(writer.Book("C", "Omföring", amount, writer.Day(), EntryClass.Other, [("1510", -amount)]), Disposition.MissingInSettlement, Reason.Unclassified);
    }

    public static void NotDueYet(CaseWriter writer) =>
        Says(writer.Book($"Order {writer.Order()}", writer.Price(), Month.AsOf.AddDays(-writer.Random.Between(2, 14))), Disposition.Waiting, Reason.PayoutMayFollow);
}

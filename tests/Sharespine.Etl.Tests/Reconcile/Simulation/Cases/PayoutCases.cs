using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;
using static Sharespine.Etl.Tests.Reconcile.Simulation.CaseWriter;

namespace Sharespine.Etl.Tests.Reconcile.Simulation.Cases;

/// <summary>Payouts of their own, each with a few orders.</summary>
internal static class PayoutCases
{
    /// <summary>Nothing rests on it: its lines and their vouchers wait.</summary>
    public static void OutOfBalance(CaseWriter writer)
    {
        var payout = Of(writer, writer.Day().AddDays(3));
        payout.Off = (writer.Random.Chance(50) ? 1 : -1) * writer.Random.Between(501, 90_000);
        foreach (var line in payout.Lines)
        {
            line.Settles = 0;
            Says(line, Disposition.Waiting, Reason.PayoutOutOfBalance, line.Amount);
        }

        foreach (var voucher in writer.Mine)
        {
            voucher.Open = voucher.Amount;
            Says(voucher, Disposition.Waiting, Reason.PayoutOutOfBalance);
        }
    }

    public static void BookedByHand(CaseWriter writer)
    {
        var payout = Mixed(writer);
        var fees = payout.Receivable - payout.Net - payout.FeeVat;
        Hand(writer, payout, payout.Receivable, [("1930", payout.Net), ("6064", fees), ("2641", payout.FeeVat)], $"{writer.Format.Provider} {payout.Reference}");
    }

    /// <summary>The bank line as it came, with or without the payout's name.</summary>
    public static void BookedNetByHand(CaseWriter writer)
    {
        var payout = Mixed(writer);
        Hand(writer, payout, payout.Net, [("1930", payout.Net)], writer.Random.Chance(50) ? "Insättning" : $"Insättning {payout.Reference}");
    }

    public static void InEuro(CaseWriter writer)
    {
        var on = writer.Day();
        var payout = writer.Payout(on.AddDays(2), "EUR");
        foreach (var number in Enumerable.Range(0, writer.Random.Between(1, 3)))
        {
            var line = writer.Sale(writer.Order(number), writer.Price() / 10, on, payout);
            Says(line, Disposition.WrongCurrency, Reason.OtherCurrency, line.Amount);
            Says(writer.Book($"Order {writer.Order(number)}", line.Amount * 1127 / 100, on), Disposition.MissingInSettlement, Reason.NotSettled);
        }
    }

    public static void HeldBack(CaseWriter writer)
    {
        var first = Of(writer, new(2026, 10, 8));
        var amount = first.Net / 10 + 1;
        first.Movements.Add((LineType.Holdback, -amount));
        var second = writer.Payout(new(2026, 10, 29));
        OrderCases.Plain(writer, second, 7);
        second.Movements.Add((LineType.Release, amount));
    }

    public static void Debt(CaseWriter writer)
    {
        var payout = writer.Payout(new(2026, 10, 8));
        var amount = writer.Price();
        Settle(writer.Return(writer.Order(8), amount, payout.Date.AddDays(-2), payout), writer.Book($"Kredit order {writer.Order(8)}", -amount, payout.Date.AddDays(-2)));
        var owed = -payout.Net;
        payout.Movements.Add((LineType.Deposit, owed));
        var next = Of(writer, new(2026, 10, 15));
        next.Movements.Add((LineType.Repay, -owed));
    }

    public static void Negative(CaseWriter writer)
    {
        var payout = writer.Payout(writer.Day().AddDays(3));
        var sale = OrderCases.Plain(writer, payout, 0);
        Back(writer, payout, sale.Amount + writer.Price());
    }

    public static void Zero(CaseWriter writer)
    {
        var payout = writer.Payout(writer.Day().AddDays(3));
        OrderCases.Plain(writer, payout, 0);
        Back(writer, payout, payout.Net);
    }

    public static void PaidIn(CaseWriter writer)
    {
        var payout = writer.Payout(writer.Day().AddDays(3));
        Back(writer, payout, writer.Price());
        payout.Movements.Add((LineType.Deposit, -payout.Net));
    }

    public static void RoundedByProvider(CaseWriter writer) =>
        Of(writer, writer.Day().AddDays(3)).Movements.Add((LineType.Correction, writer.Random.Chance(50) ? writer.Random.Between(1, 500) : -writer.Random.Between(1, 500)));

    public static void SentAgain(CaseWriter writer)
    {
        var payout = Of(writer, writer.Day().AddDays(3));
        writer.SendAgain(Month.File(payout, [.. writer.Format.Write(payout, writer.Random), (byte)'\n'], writer.Format.Mapping, payout.Reference + "_again", 2));
    }

    public static void SentAgainOtherwise(CaseWriter writer)
    {
        var payout = Of(writer, writer.Day().AddDays(3));
        var (content, mapping) = writer.Format.Otherwise(payout, writer.Random)!.Value;
        writer.SendAgain(Month.File(payout, content, mapping, payout.Reference + "_otherwise", 2));
        writer.MarkInTwoLayouts(payout);
    }

    /// <summary>The first content stands; the second is an exception.</summary>
    public static void SentAgainChanged(CaseWriter writer)
    {
        var payout = Of(writer, writer.Day().AddDays(3));
        payout.Lines[0].Amount += 10_000;
        var changed = writer.Format.Write(payout, writer.Random);
        payout.Lines[0].Amount -= 10_000;
        writer.SendAgain(Month.File(payout, changed, writer.Format.Mapping, payout.Reference + "_changed", 3, isChanged: true));
        writer.MarkChanged(payout);
    }

    public static void StillWaits(CaseWriter writer)
    {
        var payout = Of(writer, Month.AsOf.AddDays(-1));
        var line = writer.Sale(writer.Order(9), writer.Price(), payout.Date.AddDays(-1), payout);
        Says(line, Disposition.Waiting, Reason.LedgerMayFollow, line.Amount);
        payout.Waits = true;
    }

    private static PlannedPayout Of(CaseWriter writer, DateOnly date)
    {
        var payout = writer.Payout(date);
        foreach (var number in Enumerable.Range(0, writer.Random.Between(1, 4)))
        {
            OrderCases.Plain(writer, payout, number);
        }

        return payout;
    }

    /// <summary>Wholly before the first night or wholly after it: what is in the books when it is looked at decides.</summary>
    private static PlannedPayout Mixed(CaseWriter writer)
    {
        var payout = Of(writer, writer.Random.Chance(50) ? new(2026, 10, 9) : new(2026, 10, 30));
        if (writer.Random.Chance(40))
        {
            var missing = writer.Sale(writer.Order(5), writer.Price(), payout.Date.AddDays(-2), payout);
            Says(missing, Disposition.MissingInLedger, Reason.NoVoucher, missing.Amount);
        }

        if (writer.Random.Chance(40))
        {
            FaultCases.Off(writer, writer.Random.Between(1, 100), payout, 6);
        }

        if (writer.Random.Chance(40))
        {
            FaultCases.Off(writer, writer.Random.Between(101, 900), payout, 7);
        }

        return payout;
    }

    private static void Hand(CaseWriter writer, PlannedPayout payout, long amount, IReadOnlyList<(string Account, long Amount)> others, string text)
    {
        payout.IsBookedByHand = true;
        writer.Book("B", text, -amount, payout.Date.AddDays(writer.Random.Next(5)), EntryClass.SettlementByOthers, [.. others.Where(other => other.Amount != 0)]).Open = 0;
        payout.TakenByHand = amount;
        foreach (var line in payout.Lines)
        {
            line.Said = Disposition.AlreadyBooked;
        }
    }

    private static void Back(CaseWriter writer, PlannedPayout payout, long amount)
    {
        var on = payout.Date.AddDays(-2);
        Settle(writer.Return(writer.Order(8), amount, on, payout), writer.Book($"Kredit order {writer.Order(8)}", -amount, on));
    }
}

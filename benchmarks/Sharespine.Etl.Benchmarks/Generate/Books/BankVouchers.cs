using Sharespine.Etl.Benchmarks.Generate.Klarna;
using Sharespine.Etl.Benchmarks.Generate.Providers;

namespace Sharespine.Etl.Benchmarks.Generate.Books;

/// <summary>What the bank's feed books in series C: each payment on the bank account against the provider's clearing account.</summary>
public static class BankVouchers
{
    private const string Series = "C";

    /// <summary>Klarna's payouts, the bank day after. The one booked by hand has its bank row there.</summary>
    public static IEnumerable<SieVoucher> Klarna(IEnumerable<KlarnaPayout> payouts) =>
        from payout in payouts
        where !payout.IsBookedByHand
        let date = BankDay.After(payout.Date)
        select Paid(date, $"Insättning KLARNA BANK AB {payout.Reference}",
            Amounts.Convert(payout.Total, payout.Currency == "SEK" ? 1m : SalesJournal.EuroRate(date)),
            payout.Currency == "SEK" ? ChartOfAccounts.KlarnaClearing : ChartOfAccounts.EuroClearing);

    public static SieVoucher Paid(DateOnly date, string text, long amount, string clearing) =>
        new(Series, date, text, [new(ChartOfAccounts.Bank, amount), new(clearing, -amount)]);
}

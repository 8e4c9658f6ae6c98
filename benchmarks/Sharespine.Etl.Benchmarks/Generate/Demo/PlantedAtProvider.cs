using Sharespine.Etl.Benchmarks.Generate.Providers;
using Sharespine.Etl.Benchmarks.Generate.Shop;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Benchmarks.Generate.Demo;

/// <summary>What is planted at Svea and Nexi, for people.</summary>
internal static class PlantedAtProvider
{
    public static IEnumerable<(string What, string Where, string Amounts, string Says)> Rows(TrueProvider truth) =>
        [.. truth.Provider.Payouts.SelectMany(payout => payout.Rows.Select(row => (Payout: (ProviderPayout?)payout, Row: row)))
            .Concat(truth.Provider.Unsettled.Select(row => (Payout: (ProviderPayout?)null, Row: row)))
            .Where(item => Says(item.Row.Role) is not null)
            .Select(item => Row(item.Payout, item.Row, truth)),
            .. truth.Provider.Payouts.SelectMany(Payout)];

    private static (string What, string Where, string Amounts, string Says) Row(ProviderPayout? payout, ProviderRow row, TrueProvider truth)
    {
        var (what, says) = Says(row.Role)!.Value;
        var booked = truth.Entries.Where(entry => entry.Voucher.Order is { } order && order == row.Order && row.Role != Role.SettledTwice && (entry.Amount > 0) == (row.Amount > 0)).ToList();
        string[] where = [.. row.Order is { } order ? ["order " + order] : Array.Empty<string>(), .. payout is null ? Array.Empty<string>() : ["payout " + payout.Reference],
            .. booked.Count == 0 ? Array.Empty<string>() : ["voucher " + string.Join(", ", booked.Select(entry => entry.Voucher.Name))]];
        return (what, string.Join("; ", where), $"{row.Currency} " + string.Join(", ", booked.Select(entry => "booked " + Amounts.Text(entry.Amount)).Prepend($"{row.Word} {Amounts.Text(row.Amount)}")), says);
    }

    private static (string What, string Says)? Says(Role role) => role switch
    {
        Role.MissingInLedger => ("Settled and never booked", nameof(Disposition.MissingInLedger)),
        Role.SuffixedReference => ("Card payment tried again: -WRetry-1 behind the order", $"{nameof(Disposition.Matched)} by normalised reference"),
        Role.BookedTwice => ("One sale booked twice", $"the line is {nameof(Disposition.Matched)} with the first voucher, the second voucher is {nameof(Disposition.Duplicate)}"),
        Role.OffByOre => ("Booked 2 öre too low", $"{nameof(Disposition.MatchedWithRounding)}, 0.02"),
        Role.OffByForty => ("Booked 40 kronor too low", $"{nameof(Disposition.MatchedWithDifference)}, 40.00"),
        Role.NeverSettled => ("Booked and never settled, beyond the payout delay", nameof(Disposition.MissingInSettlement)),
        Role.SettledTwice => ("The same charge settled again in a later payout", $"{nameof(Disposition.Duplicate)}: the amount stays unsettled"),
        Role.Kickback => ("Kickback", $"{nameof(Disposition.BalanceMovement)}, booked on 3990"),
        Role.ManualRow => ("Manual row without order", $"{nameof(Disposition.BalanceMovement)} without a booking rule: suspense account and exception"),
        Role.UnknownFee => ("A fee of a type that the mapping does not know", "unknown, named: suspense account and exception"),
        Role.UnknownAction => ("An action that the mapping does not know", "unknown, named: suspense account and exception"),
        Role.LineRefund => ("Return, credited in the books", $"{nameof(Disposition.Matched)} with the credit"),
        _ => null,
    };

    private static IEnumerable<(string What, string Where, string Amounts, string Says)> Payout(ProviderPayout payout)
    {
        var where = "payout " + payout.Reference;
        if (payout.IsOutOfBalance)
        {
            yield return ("A payout that does not sum", where, $"rows {Amounts.Text(payout.Net)}, stated {Amounts.Text(payout.Total)}", $"out of balance by {Amounts.Text(payout.Error)}; nothing of it is posted");
        }
        else if (payout.Error != 0)
        {
            yield return ("Öre left over in the provider's own sum", where, Amounts.Text(payout.Error), "in balance, with a rounding line");
        }

        if (payout.Withheld != 0)
        {
            yield return (payout.Withheld > 0 ? "Money withheld" : "Money withheld earlier, paid out", where, Amounts.Text(payout.Withheld), nameof(Disposition.BalanceMovement));
        }

        if (payout.ClosingDebt != 0)
        {
            yield return ("More given back than sold: a debt is carried to the next payout", where, Amounts.Text(payout.ClosingDebt), "in balance at zero; nothing to pay at the bank");
        }

        if (payout.Currency != "SEK")
        {
            yield return ("Paid in euro, to the bank account in kronor", where, $"EUR {Amounts.Text(payout.Total)}", "the bank line gives the rate; posted with an exchange difference");
        }

        if (payout.Bank is BankStatus.Missing or BankStatus.AmountDiffers)
        {
            yield return payout.Bank == BankStatus.Missing
                ? ("A payout that never came to the bank", where, Amounts.Text(payout.Total), "missing at the bank")
                : ("The bank shows another amount", where, $"{Amounts.Text(payout.Total)}, at the bank {Amounts.Text(payout.Total - payout.BankShort!.Value)}", "another amount at the bank");
        }
    }
}

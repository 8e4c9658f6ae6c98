using Sharespine.Etl.Benchmarks.Generate.Klarna;

namespace Sharespine.Etl.Benchmarks.Generate.Books;

/// <summary>The rest of the year's bookkeeping: nothing of it is a sale through the provider.</summary>
public static class OtherVouchers
{
    public static IEnumerable<SieVoucher> Year()
    {
        yield return new SieVoucher("A", new(2026, 1, 9), "Klarna utbetalning december, enligt avräkning",
            [new(ChartOfAccounts.Bank, 4714550), new(ChartOfAccounts.ProviderFees, 85200), new(ChartOfAccounts.InputVat, 21300), new(ChartOfAccounts.Klarna, -ChartOfAccounts.KlarnaOpening)])
        {
            Kind = VoucherKind.SettledByHand,
        };
        for (var month = 1; month <= 10; month++)
        {
            foreach (var voucher in Month(month))
            {
                yield return voucher;
            }
        }
    }

    /// <summary>What an accountant books who has the provider's report on paper.</summary>
    public static SieVoucher PayoutByHand(KlarnaPayout payout, DateOnly date) =>
        new("A", date, $"Klarna utbetalning {payout.Reference}",
        [
            new(ChartOfAccounts.Bank, payout.Total),
            new(ChartOfAccounts.ProviderFees, -payout.Fees),
            new(ChartOfAccounts.InputVat, -payout.FeeVat),
            new(ChartOfAccounts.Klarna, -payout.Sales - payout.Returns),
        ])
        {
            Kind = VoucherKind.SettledByHand,
        };

    private static IEnumerable<SieVoucher> Month(int month)
    {
        var last = new DateOnly(2026, month, DateTime.DaysInMonth(2026, month));
        yield return new("A", new(2026, month, 1), "Hyra lager och butik", [new("5010", 1800000), new(ChartOfAccounts.InputVat, 450000), new(ChartOfAccounts.Bank, -2250000)]);
        yield return new("A", new(2026, month, 12), "Skattekonto", [new("2710", 1560000), new(ChartOfAccounts.Bank, -1560000)]);
        yield return new("A", new(2026, month, 25), "Lön", [new("7210", 5200000), new("2710", -1560000), new(ChartOfAccounts.Bank, -3640000)]);
        yield return new("A", last, "Bankavgifter \"Företagspaketet\"", [new("6570", 24900), new(ChartOfAccounts.Bank, -24900)]);
        yield return new("L", new(2026, month, 8), $"Levfaktura {Amounts.Number(7700 + month)} Möbler & Textil", [new("4010", 6240000), new(ChartOfAccounts.InputVat, 1560000), new("2440", -7800000)]);
        yield return new("L", new(2026, month, 21), $"Levfaktura {Amounts.Number(31020 + (month * 7))} Paketfrakt", [new("5710", 612050), new(ChartOfAccounts.InputVat, 153013), new("2440", -765063)]);
        yield return new("A", new(2026, month, 28), "Betalda leverantörsfakturor", [new("2440", 8565063), new(ChartOfAccounts.Bank, -8565063)]);
        yield return new("A", new(2026, month, 26), "Inbetalda kundfakturor", [new(ChartOfAccounts.Bank, 310000 + (month * 1250)), new(ChartOfAccounts.Receivable, -310000 - (month * 1250))]);
        if (month < 9)
        {
            yield return new("B", last, "Butiksförsäljning, månadens dagskassor", [new(ChartOfAccounts.Cash, 1250000 + (month * 40000)), new("3001", -1000000 - (month * 32000)), new("2611", -250000 - (month * 8000))]);
        }
    }
}

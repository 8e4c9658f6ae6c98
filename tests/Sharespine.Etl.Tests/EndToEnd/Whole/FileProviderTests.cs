using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd.Whole;

/// <summary>Providers that are data only: file mapping and booking rules as shipped, to balanced vouchers.</summary>
public sealed class FileProviderTests
{
    [StoreFact]
    public async Task Vipps_in_another_currency_is_booked_by_the_rate_file()
    {
        using var site = Site("vipps", "vipps.settlement", "posting: { rates: rates.csv }");
        site.Put("rates.csv", "date;currency;rate\n2026-10-12;NOK;0.98\n");
        site.Put("inbox/net-several.csv", await File.ReadAllBytesAsync(Path.Combine(Support.Repository.Root, "sample-files/vipps.settlement/net-several.csv")));
        var books = new Books().Sale("1", "2026-10-10", "web-20001", 980m).Sale("2", "2026-10-10", "web-20002", 490m).Sale("3", "2026-10-11", "web-20003", 97.02m)
            .Add("A 4 2026-10-10 Kredit web-19990: 1580 -196.00, 3001 196.00");
        books.Export(site);
        await site.NightAsync();

        Assert.Equal(
            [
                "prov/2009001/1 1580 -490.00", "prov/2009001/1 1580 -980.00", "prov/2009001/1 1580 196.00", "prov/2009001/1 1685 1248.28", "prov/2009001/1 3740 -0.01", "prov/2009001/1 6570 25.73",
                "prov/2009002/1 1580 -97.02", "prov/2009002/1 1685 95.32", "prov/2009002/1 6570 1.70",
            ],
            site.VoucherRows().Order(StringComparer.Ordinal));
        Assert.Empty(site.Exceptions());
        books.Import(site);
        Assert.Equal(0m, books.Balance("1580"));
    }

    [StoreFact]
    public async Task Vipps_with_reverse_charge_books_the_fee_its_vat_and_the_base_pair()
    {
        using var site = Site("vipps", "vipps.settlement", "");
        site.BookingRules("vipps", ("    account: \"6570\"\n    vat: exempt", "    account: \"6570\"\n    vat: reverse-charge\n    reverse-charge:\n      rate: 25\n      input-vat: \"2645\"\n      output-vat: \"2614\"\n      base-debit: \"4535\"\n      base-credit: \"4598\""));
        site.Put("inbox/v.csv", """
            OrganizationNumber,MerchantName
            999999999,Norrsken Handel AB
            SettlementInfo,SalesUnitName,SaleUnitNumber,SettlementDate,SettlementID,SettlementAccount,Gross,Currency,Fee,Refund,Net,NumberOfTransactions
            SettlementInfo,Norrsken,500001,12.10.2026,2009001,,1000.00,SEK,-17.50,-200.00,782.50,2
            FeeInfo,SettlementDate,SaleUnitName,SaleUnitNumber,FeeAccount,Fee,Currency
            TransactionInfo,SalesDate,SaleUnitName,SaleUnitNumber,TransactionId,SettlementId,OrderID,SettlementDate,Gross,Currency,Fee,Refund,Net
            TransactionInfo,10.10.2026,Norrsken,500001,2200000001,2009001,web-20001,12.10.2026,1000.00,SEK,-17.50,0.00,982.50
            TransactionInfo,10.10.2026,Norrsken,500001,2200000003,2009001,web-19990,12.10.2026,0.00,SEK,0.00,-200.00,-200.00

            """);
        var books = new Books().Sale("1", "2026-10-10", "web-20001", 1000m).Add("A 2 2026-10-10 Kredit web-19990: 1580 -200.00, 3001 200.00");
        books.Export(site);
        await site.NightAsync();

        Assert.Equal(
            [
                "prov/2009001/1 1580 -1000.00", "prov/2009001/1 1580 200.00", "prov/2009001/1 1685 782.50", "prov/2009001/1 2614 -4.38", "prov/2009001/1 2645 4.38",
                "prov/2009001/1 4535 17.50", "prov/2009001/1 4598 -17.50", "prov/2009001/1 6570 17.50",
            ],
            site.VoucherRows().Order(StringComparer.Ordinal));
        Assert.Empty(site.Exceptions());
    }

    [StoreFact]
    public async Task RatePay_is_booked_in_euro_and_a_fee_without_rule_is_named_and_suspended()
    {
        using var site = Site("ratepay", "ratepay.settlement", "posting: { rates: rates.csv }");
        site.Put("rates.csv", "date;currency;rate\n2026-10-23;EUR;11.00\n2026-10-30;EUR;11.00\n");
        site.Put("inbox/two-invoices.csv", await File.ReadAllBytesAsync(Path.Combine(Support.Repository.Root, "sample-files/ratepay.settlement/two-invoices.csv")));
        var books = new Books().Sale("1", "2026-10-02", "20001", 13739m).Sale("2", "2026-10-02", "20002", 5500m).Add("A 3 2026-10-20 Kredit 19990: 1580 -2200.00, 3001 2200.00");
        books.Export(site);
        await site.NightAsync();

        Assert.Equal(
            [
                "prov/10000001010-20261023/1 1580 -13739.00", "prov/10000001010-20261023/1 1580 2200.00", "prov/10000001010-20261023/1 1686 11396.88", "prov/10000001010-20261023/1 6064 142.12",
                "prov/10000001011-20261030/1 1580 -5500.00", "prov/10000001011-20261030/1 1686 5432.35", "prov/10000001011-20261030/1 2999 13.20", "prov/10000001011-20261030/1 6064 54.45",
            ],
            site.VoucherRows().Order(StringComparer.Ordinal));
        Assert.Equal(["NoRule -1.20 EUR 20002"], site.Exceptions());
        Assert.Contains("typ 7 Mahngebühr", site.Report().Exceptions.Single().Explanation, StringComparison.Ordinal);
        books.Import(site);
        Assert.Equal(0m, books.Balance("1580"));
    }

    private static WholeSite Site(string rules, string mapping, string more) => new($$"""
        connections:
          prov: { type: settlement-files, provider: Prov, folder: inbox, mapping: {{mapping}} }
          books: { type: sie-files, ledger: ledger, vouchers: vouchers }
        reconciliations:
          - provider: prov
            ledger: books
            booking-rules: {{rules}}
            accounts: [{ account: "1580" }]
            matching: { ledger-delay-days: 0, payout-delay-days: 60, rate-bands: { NOK: { from: 0.8, to: 1.2 }, EUR: { from: 10, to: 13 } } }
            {{more}}
        """);
}

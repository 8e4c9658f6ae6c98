using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd.Whole;

/// <summary>A folder as Klarna fills it, over several nights, until everything is paid and the books are even.</summary>
public sealed class KlarnaFolderTests
{
    [StoreFact]
    public async Task Several_merchants_a_file_sent_again_gross_fees_and_a_debt_leave_clearing_and_receivables_at_zero()
    {
        using var site = new WholeSite("""
            connections:
              klarna-se: { type: settlement-files, provider: Klarna, folder: inbox, mapping: klarna.settlement }
              books: { type: sie-files, ledger: ledger, vouchers: vouchers }
              bank-se: { type: bank-files, folder: bank, account: "1930", iban: SE0000000000000000000001 }
            reconciliations:
              - provider: klarna-se
                ledger: books
                accounts: [{ account: "1580" }]
                matching: { ledger-delay-days: 0 }
                bank: { connection: bank-se, pattern: KLARNA }
                posting: { bank-voucher: true }
            """);
        Directory.CreateDirectory(site.PathOf("bank"));
        var books = new Books().Sale("1", "2026-10-28", "1001", 500m).Sale("2", "2026-10-28", "1002", 300m).Sale("3", "2026-10-29", "1003", 640m)
            .Sale("4", "2026-10-20", "1004", 400m).Add("A 5 2026-11-04 Kredit 1004: 1580 -400.00, 3001 400.00").Sale("6", "2026-11-05", "1005", 1000m);
        books.Export(site);
        // The same reference at two merchants, in one file; and a file that is still being written.
        site.Put("inbox/900000401_20261103T000226_0.csv", new KlarnaCsv()
            .Payout("900000401", "2026-11-03", "total_settlement_amount=450.00", ["SALE 1001 500.00", "FEE 1001 40.00 10.00"])
            .Payout("900000401", "2026-11-03", "total_settlement_amount=300.00", ["SALE 1002 300.00"], merchant: "K2").ToString());
        site.Put("inbox/900000402_20261104T000226_0.csv.tmp", "total_settl");
        // The sale was settled before; the payout itself is a shortfall.
        site.Put("inbox/900000399_20261021T000226_0.csv", new KlarnaCsv().Payout("900000399", "2026-10-21", "total_settlement_amount=400.00", ["SALE 1004 400.00"]).ToString());

        var first = await site.NightAsync();

        Assert.Equal(["klarna-se/900000399/1", "klarna-se/900000401-K2/1", "klarna-se/900000401/1"], site.Rows("SELECT reference FROM voucher ORDER BY reference"));
        Assert.Equal(3, first.Counts("klarna-se↔books", "extract").Done);

        site.Put("inbox/settlement.900000401.csv",
            "merchant_id,payout_date,settlement_currency,payment_reference,total_settlement_amount,merchant_settlement_type\nK1,2026-11-03,SEK,900000401,\"450,00\",NET\n\n"
            + "merchant_reference1,amount,vat_amount,order_id,type,capture_id,capture_date,posting_currency\n1001,\"500,00\",,k-1001,SALE,c-1001-0,2026-11-03,SEK\n1001,\"40,00\",\"10,00\",k-1001,FEE,,2026-11-03,SEK\n");
        site.Put("inbox/900000403_20261104T000226_0.csv", new KlarnaCsv()
            .Payout("900000403", "2026-11-04", "total_settlement_amount=640.00", ["SALE 1003 640.00"], kind: "GROSS")
            .Payout("900000404", "2026-11-04", "total_settlement_amount=-20.00", ["FEE 1003 16.00 4.00"], kind: "GROSS_FEE").ToString());
        site.Put("inbox/900000405_20261105T000226_0.csv", new KlarnaCsv()
            .Payout("900000405", "2026-11-05", "total_settlement_amount=0.00 total_deposit_amount=400.00 closing_debt_balance=400.00", ["RETURN 1004 400.00"]).ToString());
        site.Put("bank/1.xml", Camt.Statement("S1", "2026-11-05", "400.00 SEK KLARNA 900000399", "450.00 SEK KLARNA 900000401", "300.00 SEK KLARNA 900000401", "640.00 SEK KLARNA 900000403", "-20.00 SEK KLARNA 900000404"));
        var second = await site.NightAsync();

        Assert.Contains(second.Stage("klarna-se↔books", "extract").Notes, note => note.Contains("payout 900000401 (settlement.900000401.csv): resent", StringComparison.Ordinal));
        Assert.Equal(["5"], site.Rows("SELECT COUNT(*) FROM payout WHERE reference NOT LIKE '%399'"));

        site.Put("inbox/900000406_20261106T000226_0.csv", new KlarnaCsv()
            .Payout("900000406", "2026-11-06", "total_settlement_amount=600.00 total_repay_amount=400.00 opening_debt_balance=400.00 closing_debt_balance=0.00", ["SALE 1005 1000.00"]).ToString());
        site.Put("bank/2.xml", Camt.Statement("S2", "2026-11-06", "600.00 SEK KLARNA 900000406"));
        await site.NightAsync();
        await site.NightAsync();
        books.Import(site).Export(site, "later.se");
        await site.NightAsync();

        Assert.Empty(site.Exceptions());
        Assert.Equal((0m, 0m, 0m), (books.Balance("1580"), books.Balance("1684"), books.Balance("2890")));
        Assert.Equal((2370m, 56m, 14m, 0m), (books.Balance("1930"), books.Balance("6064"), books.Balance("2641"), books.Balance("2999")));
        Assert.All(books.Vouchers, voucher => Assert.Equal(0m, voucher.Rows.Sum(row => row.Amount)));
        var everything = site.Everything();
        await site.AgainAsync();
        Assert.Equal(everything, site.Everything());
    }

    [StoreFact]
    public async Task A_type_that_nobody_knows_is_named_in_its_exception()
    {
        using var site = new WholeSite("""
            connections:
              klarna-se: { type: settlement-files, provider: Klarna, folder: inbox, mapping: klarna.settlement }
              books: { type: sie-files, ledger: ledger, vouchers: vouchers }
            reconciliations:
              - { provider: klarna-se, ledger: books, accounts: [{ account: "1580" }], matching: { ledger-delay-days: 0 } }
            """);
        new Books().Sale("1", "2026-10-28", "1001", 500m).Export(site);
        site.Put("inbox/1.csv", new KlarnaCsv().Payout("900000411", "2026-11-03", "total_settlement_amount=493.00", ["SALE 1001 500.00", "GREEN_LEVY 1001 -7.00"]).ToString());
        await site.NightAsync();

        var exception = Assert.Single(site.Report().Exceptions);
        Assert.Equal("Ingen konteringsregel gäller leverantörens typ GREEN_LEVY; raden på -7,00 SEK i utbetalning 900000411 går till observationskontot.", exception.Explanation);
        Assert.Contains("klarna-se/900000411/1 2999 7.00", site.VoucherRows());
    }
}

using System.Globalization;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd.Whole;

/// <summary>From the bank's own statement to the books: the payout is paid, moved to the bank account, and foreign money gets its rate.</summary>
public sealed class BankBookingTests
{
    [StoreFact]
    public async Task A_statement_pays_the_payout_and_moves_it_from_clearing_to_the_bank_account()
    {
        using var site = Site("bank-voucher: true");
        var books = new Books().Sale("1", "2026-11-01", "1001", 1250m);
        books.Export(site);
        site.Put("inbox/p1.csv", new KlarnaCsv().Payout("900000301", "2026-11-03", "total_settlement_amount=1200.00", ["SALE 1001 1250.00", "FEE 1001 50.00"]).ToString());
        await site.NightAsync();
        Assert.Equal(["klarna-se/900000301/1"], site.Rows("SELECT reference FROM voucher"));

        site.Put("bank/1.xml", Camt.Statement("S1", "2026-11-05", "1200.00 SEK KLARNA BANK AB 900000301", "-50.00 SEK HYRA"));
        await site.NightAsync();

        Assert.Equal(BankStatus.Paid, site.Report().Payouts.Single().Bank!.Status);
        Assert.Equal(["klarna-se/900000301/b1 1930 1200.00", "klarna-se/900000301/b1 1684 -1200.00"], site.VoucherRows().Where(row => row.Contains("/b1", StringComparison.Ordinal)));
        Assert.Equal(["2026-11-05|klarna-se/900000301/b1 Klarna utbetalning 900000301 på banken, BG-S1-0"], site.Rows("SELECT voucher_date, voucher_text FROM voucher WHERE reference LIKE '%b1'"));

        var everything = site.Everything();
        await site.AgainAsync();
        Assert.Equal(everything, site.Everything());

        books.Import(site).Export(site, "later.se");
        await site.NightAsync();
        Assert.Equal((0m, 0m, 1200m), (books.Balance("1580"), books.Balance("1684"), books.Balance("1930")));
        Assert.Empty(site.Exceptions());
        await site.NightAsync();
        Assert.Equal(["acknowledged", "acknowledged"], site.Rows("SELECT state FROM file_batch"));
    }

    [StoreFact]
    public async Task A_foreign_payout_is_held_until_the_bank_line_tells_its_rate()
    {
        using var site = Site("bank-voucher: true", euro: true);
        // Booked at 11.30 by the shop's ERP.
        var books = new Books().Add("A 1 2026-11-01 Order 2001: 1580 1130.00, 3001 -1130.00");
        books.Export(site);
        site.Put("inbox/p1.csv", new KlarnaCsv().Payout("900000302", "2026-11-03", "total_settlement_amount=96.00", ["SALE 2001 100.00", "FEE 2001 4.00"], currency: "EUR").ToString());
        await site.NightAsync();

        Assert.Empty(site.Rows("SELECT reference FROM voucher"));
        Assert.Equal(["NoRate 96.00 EUR"], site.Exceptions());

        site.Put("bank/1.xml", Camt.Statement("S1", "2026-11-05", "1080.00 SEK EUR 96.00 KLARNA 900000302"));
        await site.NightAsync();

        Assert.Empty(site.Exceptions());
        // 1080.00 / 96.00 = 11.25: fee 45.00, sale worth 1125.00 and booked at 1130.00.
        Assert.Equal(
            [
                "klarna-se/900000302/1 1580 -1130.00", "klarna-se/900000302/1 1684 1080.00", "klarna-se/900000302/1 6064 45.00", "klarna-se/900000302/1 7960 5.00",
                "klarna-se/900000302/b1 1684 -1080.00", "klarna-se/900000302/b1 1930 1080.00",
            ],
            site.VoucherRows().Order(StringComparer.Ordinal));
        books.Import(site);
        Assert.Equal((0m, 0m), (books.Balance("1580"), books.Balance("1684")));
        Assert.Contains(", kurs EUR 11.25 (BG-S1-0)", site.Rows("SELECT voucher_text FROM voucher WHERE reference LIKE '%/1'").Single(), StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task By_the_rate_file_it_is_booked_at_once_and_brought_to_the_banks_rate_later()
    {
        using var site = Site("rates: rates.csv", euro: true);
        site.Put("rates.csv", "date;currency;rate\n2026-10-20;EUR;9.99\n2026-11-02;EUR;11,20\n2026-11-04;EUR;12.00\n");
        var books = new Books().Add("A 1 2026-11-01 Order 2001: 1580 1130.00, 3001 -1130.00");
        books.Export(site);
        site.Put("inbox/p1.csv", new KlarnaCsv().Payout("900000303", "2026-11-03", "total_settlement_amount=96.00", ["SALE 2001 100.00", "FEE 2001 4.00"], currency: "EUR").ToString());
        await site.NightAsync();

        Assert.Equal(
            ["klarna-se/900000303/1 1580 -1130.00", "klarna-se/900000303/1 1684 1075.20", "klarna-se/900000303/1 6064 44.80", "klarna-se/900000303/1 7960 10.00"],
            site.VoucherRows().Order(StringComparer.Ordinal));
        Assert.Contains(", kurs EUR 11.2 (rates.csv 2026-11-02)", site.Rows("SELECT voucher_text FROM voucher").Single(), StringComparison.Ordinal);

        site.Put("bank/1.xml", Camt.Statement("S1", "2026-11-05", "1080.00 SEK EUR 96.00 KLARNA 900000303"));
        await site.NightAsync();
        books.Import(site);
        Assert.Equal((0m, 1080m, 5m, 45m), (books.Balance("1580"), books.Balance("1684"), books.Balance("7960"), books.Balance("6064")));
        var everything = site.Everything();
        await site.AgainAsync();
        Assert.Equal(everything, site.Everything());
    }

    [StoreFact]
    public async Task A_rate_file_with_a_spoilt_line_fails_this_reconciliation_by_file_and_line_and_a_missing_one_is_a_finding()
    {
        using var site = Site("rates: rates.csv", euro: true);
        site.Put("rates.csv", "date;currency;rate\n2026-11-02;EUR;elva\n");
        new Books().Add("A 1 2026-11-01 Order 2001: 1580 1130.00, 3001 -1130.00").Export(site);
        site.Put("inbox/p1.csv", new KlarnaCsv().Payout("900000304", "2026-11-03", "total_settlement_amount=100.00", ["SALE 2001 100.00"], currency: "EUR").ToString());

        var night = await site.NightAsync();

        Assert.Equal("REC018", night.Jobs.Single().ReasonCode);
        Assert.Contains("rates.csv:2", night.Jobs.Single().Reason, StringComparison.Ordinal);
        Assert.Empty(site.Rows("SELECT reference FROM voucher"));

        File.Delete(site.PathOf("rates.csv"));
        Assert.Equal(["REC018"], site.Check().Select(issue => issue.Code.Code));
    }

    private static WholeSite Site(string posting, bool euro = false)
    {
        var site = new WholeSite($$"""
            connections:
              klarna-se: { type: settlement-files, provider: Klarna, folder: inbox, mapping: klarna.settlement }
              books: { type: sie-files, ledger: ledger, vouchers: vouchers }
              bank-se: { type: bank-files, folder: bank, account: "1930", iban: SE0000000000000000000001 }
            reconciliations:
              - provider: klarna-se
                ledger: books
                accounts: [{ account: "1580" }]
                matching: { ledger-delay-days: 0, rate-bands: { EUR: { from: 10, to: 13 } } }
                bank: { connection: bank-se, pattern: KLARNA }
                posting: { {{posting}} }
            """);
        Directory.CreateDirectory(site.PathOf("bank"));
        if (euro)
        {
            site.BookingRules("klarna", ("    SEK: \"1684\"\n", "    SEK: \"1684\"\n    EUR: \"1684\"\n"));
        }

        return site;
    }
}

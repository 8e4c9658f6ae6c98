using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>Invoices in a customer ledger settled by payment files, from the settlement file to the ledger that shows them.</summary>
public sealed class PaymentFilesTests
{
    private const string Folder = """
            type: sie-files
            ledger: ledger
            vouchers: vouchers
            payments: payments
        """;

    private const string Exchange = """
            type: visma-administration
            exchange: exchange
            ledger: ledger
            vouchers: vouchers
        """;

    private const string Payments = "      mode: payments";

    private static readonly string[] Invoices = ["F 1 2026-11-01 500.00 Faktura 5001 order 1001", "F 2 2026-11-01 200.00 Faktura 5002 order 1002", "F 3 2026-11-02 -100.00 Kreditfaktura 5003 order 1003"];

    [StoreFact]
    public async Task Payments_go_to_a_file_once_and_the_next_ledger_answers_for_them()
    {
        using var site = new BooksFixture(Folder, Payments);
        Settle(site);

        await site.NightAsync();

        var file = Assert.Single(site.Files("payments"));
        Assert.Equal(
            """
            reference;date;invoice;order;payout;amount;currency;booked_amount;booked_currency;account
            klarna-se/K1/p/5001;2026-11-03;5001;1001;K1;500.00;SEK;500.00;SEK;1684
            klarna-se/K1/p/5002;2026-11-03;5002;1002;K1;200.00;SEK;200.00;SEK;1684
            klarna-se/K1/p/5003;2026-11-03;5003;1003;K1;-100.00;SEK;-100.00;SEK;1684

            """.ReplaceLineEndings("\n"), site.Text($"payments/{file}"));
        Assert.Equal(["1684|-4000", "6064|4000"], site.Rows("SELECT account, amount_minor FROM voucher_row ORDER BY row_number"));
        Assert.Equal(["4"], site.Rows("SELECT COUNT(*) FROM voucher_line"));

        // Taken by a person; nothing is written again.
        File.Delete(site.PathOf($"payments/{file}"));
        await site.NightAsync();
        Assert.Empty(site.Files("payments"));
        Assert.Equal(["written|3"], site.Rows("SELECT state, COUNT(*) FROM outbox GROUP BY state"));

        site.Export("later.se", "20260101 20261231",
            [.. Invoices, "I 1 2026-11-03 -500.00 klarna-se/K1/p/5001", "I 2 2026-11-03 -200.00 klarna-se/K1/p/5002", "I 3 2026-11-03 100.00 klarna-se/K1/p/5003", "K 1 2026-11-03 40.00 klarna-se/K1/1 Klarna utbetalning K1"]);
        await site.NightAsync();
        Assert.Equal(["done|3"], site.Rows("SELECT state, COUNT(*) FROM outbox GROUP BY state"));
        Assert.Empty(site.Rows("SELECT reason FROM reconciliation_exception WHERE closed_at IS NULL"));
        Assert.Empty(site.Rows("SELECT id FROM ledger_entry WHERE open_minor <> 0"));
        // The voucher of fees touches no receivable account and is known by its text all the same.
        await site.NightAsync();
        Assert.Equal(["payment|acknowledged", "voucher|acknowledged"], site.Rows("SELECT entity, state FROM file_batch ORDER BY entity"));
    }

    [StoreFact]
    public async Task A_payment_that_the_erp_refuses_is_an_exception_and_is_sent_again_only_by_a_person()
    {
        using var site = new BooksFixture(Exchange, Payments);
        Settle(site);
        await site.NightAsync();
        Assert.Equal(
            """
            key;action;invoice_number;date;amount_currency;currency_code;amount_kr;account_number;text;customer_order_number
            klarna-se/K1/p/5001;create;5001;2026-11-03;500;SEK;500;1684;klarna-se/K1/p/5001;1001
            klarna-se/K1/p/5002;create;5002;2026-11-03;200;SEK;200;1684;klarna-se/K1/p/5002;1002
            klarna-se/K1/p/5003;create;5003;2026-11-03;-100;SEK;-100;1684;klarna-se/K1/p/5003;1003

            """.ReplaceLineEndings("\n"), site.Text($"exchange/out/{site.Files("exchange/out").Single(name => name.EndsWith(".csv", StringComparison.Ordinal))}"));
        Assert.Contains("control_total;600", site.Text($"exchange/out/{site.Files("exchange/out").Single(name => name.EndsWith(".done", StringComparison.Ordinal))}"), StringComparison.Ordinal);

        site.Agent("klarna-se/K1/p/5002").Run();
        await site.NightAsync();
        await site.NightAsync();

        Assert.Equal(["done|2", "refused|1"], site.Rows("SELECT state, COUNT(*) FROM outbox GROUP BY state ORDER BY state"));
        Assert.Equal(["PaymentRefused|20000|klarna-se/K1/p/5002|The demo ERP was told to reject it."], site.Rows("SELECT reason, amount_minor, voucher, related FROM reconciliation_exception WHERE closed_at IS NULL"));
        Assert.Empty(site.Files("exchange/out"));

        site.Decide("retry");
        await site.NightAsync();
        site.Agent().Run();
        await site.NightAsync();
        await site.NightAsync();
        Assert.Equal(["done|3"], site.Rows("SELECT state, COUNT(*) FROM outbox GROUP BY state"));
        Assert.Empty(site.Rows("SELECT reason FROM reconciliation_exception WHERE closed_at IS NULL"));
        Assert.All(site.Agent().Documents, document => Assert.Equal(1, document.Imports));
    }

    [StoreFact]
    public async Task A_payment_that_a_later_ledger_does_not_show_is_an_exception_until_one_does()
    {
        using var site = new BooksFixture(Folder, Payments);
        Settle(site);
        await site.NightAsync();
        string[] imported = [.. Invoices, "I 1 2026-11-03 -500.00 klarna-se/K1/p/5001", "I 2 2026-11-03 100.00 klarna-se/K1/p/5003", "K 1 2026-11-03 40.00 klarna-se/K1/1 Klarna utbetalning K1"];

        site.Export("later.se", "20260101 20261231", imported);
        await site.NightAsync();
        Assert.Equal(["PaymentNotImported|20000|klarna-se/K1/p/5002"], site.Rows("SELECT reason, amount_minor, voucher FROM reconciliation_exception WHERE closed_at IS NULL"));

        site.Export("latest.se", "20260101 20261231", [.. imported, "I 3 2026-11-03 -200.00 klarna-se/K1/p/5002"]);
        await site.NightAsync();
        Assert.Empty(site.Rows("SELECT reason FROM reconciliation_exception WHERE closed_at IS NULL"));
    }

    [StoreFact]
    public async Task An_answer_by_file_settles_the_batch_and_one_that_forgets_a_payment_is_not_taken()
    {
        using var site = new BooksFixture(Folder, Payments);
        Settle(site);
        await site.NightAsync();
        var batch = Assert.Single(site.Rows("SELECT batch_id FROM file_batch WHERE entity = 'payment'"));

        File.WriteAllText(site.PathOf($"payments/ack_{batch}.csv"), "key;number;error\nklarna-se/K1/p/5001;900;\n");
        await site.NightAsync();
        Assert.Equal(["written|3"], site.Rows("SELECT state, COUNT(*) FROM outbox GROUP BY state"));

        File.WriteAllText(site.PathOf($"payments/ack_{batch}.csv"), "key;number;error\nklarna-se/K1/p/5001;900;\nklarna-se/K1/p/5002;901;\nklarna-se/K1/p/5003;;credit is settled\n");
        await site.NightAsync();
        Assert.Equal(["done|2", "refused|1"], site.Rows("SELECT state, COUNT(*) FROM outbox GROUP BY state ORDER BY state"));
    }

    [StoreFact]
    public async Task A_dry_run_writes_no_payment()
    {
        using var site = new BooksFixture(Folder, Payments);
        Settle(site);
        await site.NightAsync(dryRun: true);
        Assert.Empty(site.Files("payments"));
        Assert.Empty(site.Files("vouchers"));
    }

    [Fact]
    public void An_account_with_a_customer_ledger_needs_mode_payments_and_a_place_for_them()
    {
        using var vouchers = new BooksFixture(Folder, "      mode: vouchers");
        Assert.Contains("REC006", Assert.Throws<Errors.EtlException>(() => vouchers.Rows("SELECT 1")).Message, StringComparison.Ordinal);
        using var nowhere = new BooksFixture("    type: sie-files\n    ledger: ledger", Payments);
        Assert.Contains("is not a place that payment files can go to", Assert.Throws<Errors.EtlException>(() => nowhere.Rows("SELECT 1")).Message, StringComparison.Ordinal);
    }

    private static void Settle(BooksFixture site)
    {
        site.Settle("K1", "2026-11-03", "560.00", "SALE 1001 500.00", "SALE 1002 200.00", "RETURN 1003 100.00", "FEE 1001 40.00");
        site.Export("books.se", "20260101 20261231", Invoices);
    }
}

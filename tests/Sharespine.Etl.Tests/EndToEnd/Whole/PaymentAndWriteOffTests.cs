using Sharespine.Etl.Errors;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd.Whole;

/// <summary>Payments of invoices by the exchange when something goes wrong, and write-offs that cannot be booked yet or at all.</summary>
public sealed class PaymentAndWriteOffTests
{
    private const string Exchange = "type: visma-administration, exchange: exchange, ledger: ledger, vouchers: vouchers";

    [StoreFact]
    public async Task A_kill_between_intent_and_file_leads_to_the_same_file_and_one_import()
    {
        using var site = Payments();
        Settle(site);
        new Books().Add("F 1 2026-11-01 Faktura 5001 order 1001: 1510 500.00, 3001 -500.00").Export(site);
        await site.NightAsync();
        var files = site.Files("exchange/out");
        var content = files.Select(name => site.Text("exchange/out/" + name)).ToList();

        // What a kill leaves behind the intent: the batch is planned, and no file of it is there.
        foreach (var name in files)
        {
            File.Delete(site.PathOf("exchange/out/" + name));
        }

        var database = site.Open().Database;
        database.Write("kill", null, session =>
        {
            session.Execute("UPDATE file_batch SET state = 'intent' WHERE entity = 'payment'");
            session.Execute("UPDATE outbox SET state = 'intent'");
        });
        await site.NightAsync();

        Assert.Equal(files, site.Files("exchange/out"));
        Assert.Equal(content, files.Select(name => site.Text("exchange/out/" + name)));
        site.Agent().Run();
        await site.NightAsync();
        Assert.Equal(["done"], site.Rows("SELECT state FROM outbox"));
        Assert.Equal(["klarna-se/900000601/p/5001 1"], site.Agent().Documents.Select(document => $"{document.Key} {document.Imports}"));
    }

    [StoreFact]
    public async Task A_voucher_of_fees_that_a_later_ledger_lacks_is_an_exception_until_one_holds_it()
    {
        using var site = Payments();
        Settle(site);
        var books = new Books().Add("F 1 2026-11-01 Faktura 5001 order 1001: 1510 500.00, 3001 -500.00");
        books.Export(site);
        await site.NightAsync();
        site.Agent().Run();
        await site.NightAsync();

        books.Add("I 1 2026-11-03 klarna-se/900000601/p/5001: 1510 -500.00, 1684 500.00").Export(site, "later.se");
        await site.NightAsync();
        Assert.Equal(["VoucherNotImported 40.00 SEK"], site.Exceptions());
        Assert.Contains(site.Report().Exceptions, exception => exception.Explanation.StartsWith("Vår verifikation klarna-se/900000601/1 har skrivits till fil", StringComparison.Ordinal));

        books.Import(site).Export(site, "imported.se");
        await site.NightAsync();
        Assert.Empty(site.Exceptions());
        Assert.Equal((0m, 460m), (books.Balance("1510"), books.Balance("1684")));
    }

    [StoreFact]
    public async Task A_write_off_in_a_closed_period_is_held_by_name_and_booked_when_it_is_opened()
    {
        using var site = Vouchers("closed-through: 2027-01-31, closed-period: hold");
        new Books().Sale("1", "2026-09-01", "1001", 500m).Export(site);
        await site.NightAsync();
        var open = Assert.Single(site.Report().Exceptions);
        site.Resolve(new(open.Id, null, ResolutionKind.WriteOff, "tester", "konkurs") { Account = "6351" });
        await site.NightAsync();

        Assert.Empty(site.Rows("SELECT reference FROM voucher"));
        Assert.Equal(["WriteOffHeld 500.00 SEK 1001"], site.Exceptions());
        var exception = site.Report().Exceptions.Single();
        Assert.Equal("Avskrivningen av 500,00 SEK på A 1 för 1001 är daterad 2026-11-07 i en stängd period och bokförs inte förrän den öppnas.", exception.Explanation);

        File.WriteAllText(site.PathOf("etl.yaml"), site.Text("etl.yaml").Replace("closed-through: 2027-01-31", "closed-through: 2026-10-31", StringComparison.Ordinal));
        await site.NightAsync();
        Assert.Empty(site.Exceptions());
        Assert.Equal(["1580 -500.00", "6351 500.00"], site.VoucherRows().Select(row => row[(row.IndexOf(' ', StringComparison.Ordinal) + 1)..]).Order(StringComparer.Ordinal));
    }

    [StoreFact]
    public async Task An_invoice_in_a_customer_ledger_cannot_be_written_off_by_voucher()
    {
        using var site = Payments();
        new Books().Add("F 1 2026-09-01 Faktura 5001 order 1001: 1510 500.00, 3001 -500.00").Export(site);
        await site.NightAsync();
        var open = Assert.Single(site.Report().Exceptions);

        var refused = Assert.Throws<EtlException>(() => site.Resolve(new(open.Id, null, ResolutionKind.WriteOff, "tester", "konkurs") { Account = "6351" }));

        Assert.Equal("REC006", refused.Code.Code);
        Assert.Contains("F 1 is an invoice in the customer ledger of account 1510", refused.Message, StringComparison.Ordinal);
        Assert.Empty(site.Rows("SELECT id FROM resolution"));
    }

    private static void Settle(WholeSite site) =>
        site.Put("inbox/p.csv", new KlarnaCsv().Payout("900000601", "2026-11-03", "total_settlement_amount=460.00", ["SALE 1001 500.00", "FEE 1001 40.00"]).ToString());

    private static WholeSite Payments() => Site("account: \"1510\", customer-ledger: true", "mode: payments", Exchange);

    private static WholeSite Vouchers(string posting) => Site("account: \"1580\"", posting, "type: sie-files, ledger: ledger, vouchers: vouchers");

    private static WholeSite Site(string account, string posting, string books) => new($$"""
        connections:
          klarna-se: { type: settlement-files, provider: Klarna, folder: inbox, mapping: klarna.settlement }
          books: { {{books}} }
        reconciliations:
          - { provider: klarna-se, ledger: books, accounts: [{ {{account}} }], matching: { ledger-delay-days: 0 }, posting: { {{posting}} } }
        """);
}

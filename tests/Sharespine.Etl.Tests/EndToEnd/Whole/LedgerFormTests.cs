using System.Globalization;
using ClosedXML.Excel;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd.Whole;

/// <summary>Ledgers in the forms that accounting programs give them, through whole nights.</summary>
public sealed class LedgerFormTests
{
    private static readonly string[] Captions = ["Verifikationsnr", "Datum", "Konto", "Debet", "Kredit", "Verifikationstext"];

    private const string Files = "type: ledger-files, folder: ledger, vouchers: vouchers";

    [StoreFact]
    public async Task A_workbook_is_a_ledger_and_the_sheet_that_the_mapping_names_is_read()
    {
        using var site = Site(Files);
        site.Put("mappings/generic.ledger.yaml", "overlays: generic.ledger\nformat: { sheet: Bokfört }\n");
        site.Put("ledger/books.xlsx", Workbook(Row(1001, "Order 1001", 1250m)));
        Settle(site);
        var night = await site.NightAsync();

        Assert.Equal(["1001 1250.00 Matched A 17", "1002 1049.50 Matched A 18"], site.Said().Order(StringComparer.Ordinal));
        Assert.Contains(night.Stage("klarna-se↔books", "extract").Notes, note => note.Contains("sheet \"Bokfört\" is read, and not \"Utkast\"", StringComparison.Ordinal));
        // 1580 and the date are cells of numbers: 17 is row 5 of the sheet.
        Assert.Equal(["2026-11-02|125000|5"], site.Rows("SELECT entry_date, amount_minor, file_line FROM ledger_entry WHERE voucher_number = '17'"));
        Assert.Empty(site.Exceptions());
    }

    [StoreFact]
    public async Task What_is_wrong_in_a_workbook_is_told_by_row_and_column()
    {
        using var site = Site(Files);
        site.Put("mappings/generic.ledger.yaml", "overlays: generic.ledger\nformat: { sheet: Bokfört }\n");
        site.Put("ledger/books.xlsx", Workbook(["A 17", new DateTime(2026, 11, 2), 1580, "tolv", "", "Order 1001"]));
        site.Put("ledger/other.xlsx", Workbook(Row(1001, "Order 1001", 1m), sheet: "Annat"));
        Settle(site);
        await site.NightAsync();

        Assert.Empty(site.Rows("SELECT id FROM ledger_entry"));
        var messages = site.Rows("SELECT details FROM quarantine WHERE state = 'open' ORDER BY record_key");
        Assert.Contains("books.xlsx:5:4", messages[0], StringComparison.Ordinal);
        Assert.Contains("the workbook has no sheet", messages[1], StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task An_order_list_in_a_workbook_links_the_lines_with_a_day_s_total()
    {
        using var site = Site(Files, "ledger-holds: totals, orders: { from: files, connection: orders, payment-methods: [Klarna] },", "  orders: { type: order-list-files, folder: orders }");
        site.Put("ledger/books.csv", "Verifikationsnr;Datum;Konto;Belopp;Verifikationstext\nA 1;2026-11-02;1580;2299,50;Dagsrapport\nA 1;2026-11-02;3001;-2299,50;Dagsrapport\n");
        using var workbook = new XLWorkbook();
        var sheet = workbook.AddWorksheet("Order");
        object[][] rows = [["Ordernr", "Datum", "Betalsätt", "Belopp"], [1001, new DateTime(2026, 11, 2), "Klarna", 1250m], [1002, new DateTime(2026, 11, 2), "Klarna", 1049.5m], [1003, new DateTime(2026, 11, 2), "Kort", 10m], ["Summa", "", "", 2309.5m]];
        Fill(sheet, 1, rows);
        site.Put("orders/list.xlsx", Bytes(workbook));
        Settle(site);
        await site.NightAsync();

        Assert.Equal(["1001 1250.00 Matched A 1", "1002 1049.50 Matched A 1"], site.Said().Order(StringComparer.Ordinal));
        Assert.Empty(site.Exceptions());
    }

    [StoreFact]
    public async Task Sie_5_shows_bank_lines_and_our_references_so_that_vouchers_of_fees_are_acknowledged()
    {
        using var site = Site("type: sie-files, ledger: ledger, vouchers: vouchers", "bank: { delay-days: 3, pattern: KLARNA },");
        site.Put("ledger/1.sie", Sie5(site, ""));
        Settle(site, fee: 49.50m);
        // A day of fees alone: its voucher touches no receivable account.
        site.Put("inbox/fees.csv", new KlarnaCsv().Payout("900000502", "2026-11-05", "total_settlement_amount=-8.00", ["FEE 1001 8.00"]).ToString());
        await site.NightAsync();
        Assert.Equal(["klarna-se/900000501/1", "klarna-se/900000502/1"], site.Rows("SELECT reference FROM voucher ORDER BY reference"));

        var paid = """
            <JournalEntry id="9" journalDate="2026-11-06" text="Insättning KLARNA 900000501"><LedgerEntry accountId="1930" amount="2250" /><LedgerEntry accountId="1684" amount="-2250" /></JournalEntry>
            """;
        site.Put("ledger/2.sie", Sie5(site, paid));
        await site.NightAsync();
        Assert.Equal(Sharespine.Etl.Reconcile.BankStatus.Paid, site.Report().Payouts.Single(payout => payout.Reference == "900000501").Bank!.Status);
        // Two ledgers were made since, and neither holds what we wrote.
        Assert.Equal(["VoucherNotImported 2299.50 SEK", "VoucherNotImported 8.00 SEK"], site.Exceptions().Select(text => text.Replace("-", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        site.Put("ledger/3.sie", Sie5(site, paid + """
            <JournalEntry id="10" journalDate="2026-11-03" text="klarna-se/900000501/1 Klarna"><LedgerEntry accountId="1684" amount="2250" /><LedgerEntry accountId="6064" amount="49.50" /><LedgerEntry accountId="1580" amount="-1250" /><LedgerEntry accountId="1580" amount="-1049.50" /></JournalEntry>
            <JournalEntry id="11" journalDate="2026-11-05" text="Inläst"><LedgerEntry accountId="1684" amount="-8" text="klarna-se/900000502/1" /><LedgerEntry accountId="6064" amount="8" /></JournalEntry>
            """));
        await site.NightAsync();
        Assert.Empty(site.Exceptions());
        await site.NightAsync();
        Assert.Equal(["acknowledged"], site.Rows("SELECT state FROM file_batch"));
    }

    [StoreFact]
    public async Task A_customer_ledger_export_is_settled_by_payments_and_never_asked_for_what_it_cannot_show()
    {
        using var site = Site("type: ledger-files, folder: ledger, account: \"1510\", vouchers: vouchers, payments: payments", account: "account: \"1510\", customer-ledger: true", posting: "posting: { mode: payments }");
        const string Invoices = "Fakturanr;Fakturadatum;Ordernr;Belopp;Restbelopp\n501;2026-11-01;1001;1 250,00;1 250,00\n502;2026-11-02;1002;1 049,50;1 049,50\n";
        site.Put("ledger/1.csv", Invoices);
        Settle(site, fee: 49.50m);
        await site.NightAsync();

        Assert.Equal(
            ["klarna-se/900000501/p/501|501|125000", "klarna-se/900000501/p/502|502|104950"],
            site.Rows("SELECT reference, invoice, amount_minor FROM customer_payment ORDER BY reference"));
        Assert.Equal(["klarna-se/900000501/1 1684 -49.50", "klarna-se/900000501/1 6064 49.50"], site.VoucherRows());
        var batch = Assert.Single(site.Files("payments"))["payments_".Length..^".csv".Length];
        File.WriteAllText(site.PathOf($"payments/ack_{batch}.csv"), "key;number;error\nklarna-se/900000501/p/501;900;\nklarna-se/900000501/p/502;901;\n");
        await site.NightAsync();
        Assert.Equal(["done|2"], site.Rows("SELECT state, COUNT(*) FROM outbox GROUP BY state"));

        // The invoices again, paid, and a later one: no payment and no voucher could stand in such a file.
        site.Put("ledger/2.csv", Invoices.Replace(";1 250,00\n", ";0,00\n", StringComparison.Ordinal).Replace(";1 049,50\n", ";0,00\n", StringComparison.Ordinal) + "503;2026-11-07;1003;10,00;10,00\n");
        await site.NightAsync();
        Assert.Empty(site.Exceptions());
        Assert.Equal(["2"], site.Rows("SELECT COUNT(*) FROM customer_payment"));
    }

    private static WholeSite Site(string books, string more = "", string connections = "", string account = "account: \"1580\"", string posting = "posting: { mode: vouchers }") => new($$"""
        connections:
          klarna-se: { type: settlement-files, provider: Klarna, folder: inbox, mapping: klarna.settlement }
          books: { {{books}} }
        {{connections}}
        reconciliations:
          - { provider: klarna-se, ledger: books, accounts: [{ {{account}} }], {{more}} matching: { ledger-delay-days: 0 }, {{posting}} }
        """);

    private static void Settle(WholeSite site, decimal fee = 0m)
    {
        string[] lines = ["SALE 1001 1250.00", "SALE 1002 1049.50", .. fee == 0 ? Array.Empty<string>() : [string.Create(CultureInfo.InvariantCulture, $"FEE 1001 {fee:0.00}")]];
        site.Put("inbox/p.csv", new KlarnaCsv().Payout("900000501", "2026-11-03", string.Create(CultureInfo.InvariantCulture, $"total_settlement_amount={2299.50m - fee:0.00}"), lines).ToString());
    }

    private static object[] Row(int order, string text, decimal amount) => ["A 17", new DateTime(2026, 11, 2), 1580, amount, "", text];

    /// <summary>A title above the table, a draft before it, numbers as numbers; the row given is row 5.</summary>
    private static byte[] Workbook(object[] first, string sheet = "Bokfört")
    {
        using var workbook = new XLWorkbook();
        Fill(workbook.AddWorksheet("Utkast"), 1, [Captions, ["A 1", new DateTime(2026, 11, 2), 1580, 9m, "", "Order 1001"]]);
        Fill(workbook.AddWorksheet(sheet), 1,
        [
            ["Verifikationslista"], [""], ["Norrsken Handel AB"], Captions, first,
            ["A 17", new DateTime(2026, 11, 2), 3001, "", 1250m, "Order 1001"],
            ["A 18", new DateTime(2026, 11, 3), 1580, 1049.5m, "", "Order 1002"],
            ["A 18", new DateTime(2026, 11, 3), 3001, "", 1049.5m, "Order 1002"],
            ["Summa", "", "", 2299.5m, 2299.5m, ""],
        ]);
        return Bytes(workbook);
    }

    private static void Fill(IXLWorksheet sheet, int row, object[][] rows)
    {
        foreach (var (cells, index) in rows.Select((cells, index) => (cells, index)))
        {
            for (var i = 0; i < cells.Length; i++)
            {
                sheet.Cell(row + index, i + 1).Value = cells[i];
            }
        }
    }

    private static byte[] Bytes(XLWorkbook workbook)
    {
        using var stream = new MemoryStream();
        workbook.SaveAs(stream);
        return stream.ToArray();
    }

    private static string Sie5(WholeSite site, string entries) => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <Sie xmlns="http://www.sie.se/sie5">
          <FileInfo>
            <SoftwareProduct name="Bok" version="5" />
            <FileCreation time="{site.Now:yyyy-MM-dd}T22:15:00+01:00" by="natt" />
            <Company organizationId="559999-0008" name="Norrsken Handel AB" />
            <FiscalYears><FiscalYear start="2026-01" end="2026-12" primary="true" /></FiscalYears>
            <AccountingCurrency currency="SEK" />
          </FileInfo>
          <Accounts>
            <Account id="1580" name="Fordran Klarna" type="asset"><OpeningBalance month="2026-01" amount="0" /></Account>
            <Account id="1684" name="Klarna" type="asset" />
            <Account id="1930" name="Bank" type="asset" />
            <Account id="6064" name="Avgifter" type="cost" />
            <Account id="3001" name="Sales" type="income" />
          </Accounts>
          <Journal id="A" name="Sales">
            <JournalEntry id="1" journalDate="2026-11-01" text="Order 1001"><LedgerEntry accountId="1580" amount="1250" /><LedgerEntry accountId="3001" amount="-1250" /></JournalEntry>
            <JournalEntry id="2" journalDate="2026-11-02" text="Order 1002"><LedgerEntry accountId="1580" amount="1049.50" /><LedgerEntry accountId="3001" amount="-1049.50" /></JournalEntry>
            {entries}
          </Journal>
        </Sie>
        """;
}

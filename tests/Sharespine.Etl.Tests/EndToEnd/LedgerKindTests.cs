using System.Runtime.CompilerServices;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>The same two sales in every kind of ledger, reconciled by the job as the night runs it.</summary>
public sealed class LedgerKindTests
{
    private const string Sie4 = """
        #FLAGGA 0
        #PROGRAM "Bok" 1.0
        #FORMAT PC8
        #GEN 20261105
        #SIETYP 4
        #ORGNR 559999-0008
        #FNAMN "Norrsken Handel AB"
        #RAR 0 20260101 20261231
        #KONTO 1580 "Fordran Klarna"
        #IB 0 1580 0.00
        #UB 0 1580 2299.50
        #VER A 1 20261102 "Order 1001"
        {
        #TRANS 1580 {} 1250.00
        #TRANS 3001 {} -1250.00
        }
        #VER A 2 20261103 "Order 1002"
        {
        #TRANS 1580 {} 1049.50
        #TRANS 3001 {} -1049.50
        }
        #RES 0 3001 -2299.50

        """;

    private const string Sie5 = """
        <?xml version="1.0" encoding="utf-8"?>
        <Sie xmlns="http://www.sie.se/sie5">
          <FileInfo>
            <SoftwareProduct name="Bok" version="5" />
            <FileCreation time="2026-11-05T03:15:00+01:00" by="natt" />
            <Company organizationId="559999-0008" name="Norrsken Handel AB" />
            <FiscalYears><FiscalYear start="2026-01" end="2026-12" primary="true" /></FiscalYears>
            <AccountingCurrency currency="SEK" />
          </FileInfo>
          <Accounts>
            <Account id="1580" name="Fordran Klarna" type="asset"><OpeningBalance month="2026-01" amount="0" /><ClosingBalance month="2026-12" amount="2299.50" /></Account>
            <Account id="3001" name="Sales" type="income" />
          </Accounts>
          <CustomerInvoices primaryAccountId="1580"><CustomerInvoice id="9" customerId="c" invoiceNumber="1002"><OriginalAmount date="2026-11-03" amount="1049.50" /></CustomerInvoice></CustomerInvoices>
          <Journal id="A" name="Sales">
            <JournalEntry id="1" journalDate="2026-11-02" text="Order 1001"><LedgerEntry accountId="1580" amount="1250" /><LedgerEntry accountId="3001" amount="-1250" /></JournalEntry>
            <JournalEntry id="2" journalDate="2026-11-03" text="Kundfaktura"><LedgerEntry accountId="1580" amount="1049.50"><SubdividedAccountObjectReference objectId="9" /></LedgerEntry><LedgerEntry accountId="3001" amount="-1049.50" /></JournalEntry>
          </Journal>
        </Sie>
        """;

    private const string Vouchers = """
        Verifikationsnr;Datum;Konto;Debet;Kredit;Verifikationstext
        A 1;2026-11-02;1580;1 250,00;;Order 1001
        A 1;2026-11-02;3001;;1 250,00;Order 1001
        A 2;2026-11-03;1580;1 049,50;;Order 1002
        A 2;2026-11-03;3001;;1 049,50;Order 1002
        Summa;;;2 299,50;2 299,50;

        """;

    private const string Invoices = """
        Fakturanr;Fakturadatum;Kundnamn;Ordernr;Belopp;Restbelopp
        501;2026-11-02;Kim Exempel;1001;1 250,00;1 250,00
        502;2026-11-03;Robin Påhitt;1002;1 049,50;1 049,50
        Summa;;;;2 299,50;2 299,50

        """;

    private static readonly (string, decimal, string)[] Sales = [("1001", 1250m, "2026-11-02"), ("1002", 1049.50m, "2026-11-03")];

    [StoreTheory]
    [InlineData("    type: sie-files\n    ledger: ledger", "books.se", Sie4, "A 1", "A 2")]
    [InlineData("    type: sie-files\n    ledger: ledger", "books.sie", Sie5, "A 1", "A 2")]
    [InlineData("    type: sie-files\n    ledger: ledger", "misnamed.se", Sie5, "A 1", "A 2")]
    [InlineData("    type: sie-files\n    ledger: ledger", "misnamed.sie", Sie4, "A 1", "A 2")]
    [InlineData("    type: ledger-files\n    folder: ledger", "books.csv", Vouchers, "A 1", "A 2")]
    [InlineData("    type: ledger-files\n    folder: ledger\n    account: \"1580\"", "books.csv", Invoices, "501", "502")]
    public async Task Every_kind_of_ledger_file_reconciles(string books, string name, string content, string first, string second)
    {
        using var site = new LedgerSite(books);
        site.Put("ledger/" + name, content);
        site.PutPayout("900000118", "2026-11-05", Sales);

        var result = await site.NightAsync();

        Assert.Equal(RunState.Done, result.State);
        Assert.Equal([$"1001 1250.00 Matched ordernummer {first} 1250.00", $"1002 1049.50 Matched ordernummer {second} 1049.50"], site.Said());
        Assert.Empty(site.Report().Exceptions);
        Assert.Equal(["K klarna-se/900000118/1"], site.Report().Vouchers.Select(voucher => $"{voucher.Series} {voucher.Reference}"));
        Assert.Equal("2299.50", Assert.Single(site.Report().Accounts).Closing.AmountText);
    }

    [StoreFact]
    public async Task Without_opening_balance_the_control_is_not_provable_and_never_zero()
    {
        using var site = new LedgerSite("    type: ledger-files\n    folder: ledger");
        site.Put("ledger/books.csv", Vouchers);
        site.PutPayout("900000118", "2026-11-05", Sales);
        await site.NightAsync();

        var control = Assert.Single(site.Report().Accounts);
        Assert.Null(control.Opening);
        Assert.Null(control.LedgerClosing);
    }

    [StoreFact]
    public async Task An_export_of_some_days_takes_nothing_away_from_the_others()
    {
        using var site = new LedgerSite("    type: ledger-files\n    folder: ledger");
        site.Put("ledger/1.csv", Vouchers);
        site.PutPayout("900000118", "2026-11-05", Sales);
        await site.NightAsync();
        site.Put("ledger/2.csv", "Verifikationsnr;Datum;Konto;Belopp;Verifikationstext\nA 3;2026-11-06;1580;10,00;Order 1003\nA 3;2026-11-06;3001;-10,00;Order 1003\n");
        await site.NightAsync();
        Assert.Equal(["A 1 0", "A 2 0", "A 3 0"], site.Rows("SELECT series, voucher_number, is_vanished FROM ledger_entry ORDER BY voucher_number"));

        // The same days again, without A 2: within them it has vanished, and what rested on it is open.
        site.Put("ledger/3.csv", "Verifikationsnr;Datum;Konto;Belopp;Verifikationstext\nA 1;2026-11-02;1580;1250,00;Order 1001\nA 1;2026-11-02;3001;-1250,00;Order 1001\nA 4;2026-11-03;1580;1,00;Order 1004\nA 4;2026-11-03;3001;-1,00;Order 1004\n");
        await site.NightAsync();
        Assert.Equal(["A 1 0", "A 2 1", "A 3 0", "A 4 0"], site.Rows("SELECT series, voucher_number, is_vanished FROM ledger_entry ORDER BY voucher_number"));
        Assert.Contains(site.Report().Exceptions, exception => exception.OrderReference == "1002" && exception.Reason == "VoucherGone");
    }

    [StoreFact]
    public async Task A_refused_file_leaves_the_ledger_as_it_was()
    {
        using var site = new LedgerSite("    type: ledger-files\n    folder: ledger");
        site.Put("ledger/1.csv", Vouchers);
        site.PutPayout("900000118", "2026-11-05", Sales);
        await site.NightAsync();
        site.Put("ledger/2.csv", Vouchers.Replace("Summa;;;2 299,50", "Summa;;;2 299,49", StringComparison.Ordinal));
        await site.NightAsync();

        Assert.Equal(["2"], site.Column("SELECT COUNT(*) FROM ledger_entry"));
        Assert.StartsWith("LGR003", Assert.Single(site.Column("SELECT code FROM quarantine WHERE state = 'open'")), StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Entries_that_a_connector_stages_are_taken_in_as_files_are()
    {
        var erp = new FakeErp();
        using var site = new LedgerSite("    type: fake-erp", staged: erp);
        site.PutPayout("900000118", "2026-11-05", Sales);
        await site.NightAsync();

        Assert.Equal(["1001 1250.00 Matched ordernummer A 1 1250.00", "1002 1049.50 Matched ordernummer A 2 1049.50"], site.Said());
        Assert.Equal(("559999-0008", "1580", new DateOnly(2025, 1, 1), new DateOnly(2026, 11, 7)), (erp.Asked!.Company, erp.Asked.Accounts.Single(), erp.Asked.From, erp.Asked.To));

        // The same answer has the same bytes, in whatever order the ERP gives it: nothing is new.
        erp.Entries.Reverse();
        await site.NightAsync();
        Assert.Equal(["1"], site.Column("SELECT COUNT(*) FROM ledger_file"));
        Assert.Single(Directory.GetFiles(site.PathOf("archive"), "*-books-ledger.json", SearchOption.AllDirectories));

        // A changed answer supersedes: what is gone reopens what rested on it.
        erp.Entries.RemoveAll(entry => entry.VoucherNumber == "2");
        await site.NightAsync();
        Assert.Equal(["current", "superseded"], site.Column("SELECT state FROM ledger_snapshot WHERE fiscal_year_start = '2026-01-01' ORDER BY state"));
        Assert.Contains(site.Report().Exceptions, exception => exception.OrderReference == "1002");
    }

    [StoreFact]
    public async Task A_connector_s_answer_that_contradicts_itself_is_refused_whole()
    {
        var erp = new FakeErp { Closing = 1m };
        using var site = new LedgerSite("    type: fake-erp", staged: erp);
        site.PutPayout("900000118", "2026-11-05", Sales);
        await site.NightAsync();

        Assert.Equal(["0"], site.Column("SELECT COUNT(*) FROM ledger_entry"));
        Assert.Equal(["FLW005"], site.Column("SELECT code FROM quarantine WHERE state = 'open'"));
    }

    [StoreFact]
    public async Task A_connector_that_does_not_answer_stops_the_job_and_takes_nothing()
    {
        using var site = new LedgerSite("    type: fake-erp", staged: new FakeErp { Fails = true });
        site.PutPayout("900000118", "2026-11-05", Sales);
        var result = await site.NightAsync();

        Assert.Equal(RunState.Failed, result.State);
        Assert.Equal(["0"], site.Column("SELECT COUNT(*) FROM ledger_file"));
    }

    [Fact]
    public void A_mapping_that_is_not_there_is_found_before_the_night()
    {
        using var site = new LedgerSite("    type: ledger-files\n    folder: ledger\n    mapping: generic.ledgr");

        Assert.Contains(site.Check(), issue => issue.ToString().Contains("generic.ledgr", StringComparison.Ordinal) && issue.ToString().Contains("generic.ledger", StringComparison.Ordinal));
    }

    [StoreFact]
    public async Task An_order_list_file_links_lines_with_a_ledger_of_totals()
    {
        using var site = new LedgerSite("    type: ledger-files\n    folder: ledger", "    ledger-holds: totals\n    orders: { from: files, connection: orders, payment-methods: [Klarna] }", "  orders:\n    type: order-list-files\n    folder: orders");
        site.Put("ledger/books.csv", "Verifikationsnr;Datum;Konto;Belopp;Verifikationstext\nA 1;2026-11-02;1580;2299,50;Dagsrapport\nA 1;2026-11-02;3001;-2299,50;Dagsrapport\n");
        site.Put("orders/list.csv", "Ordernr;Datum;Betalsätt;Belopp\n1001;2026-11-02;Klarna;1250,00\n1002;2026-11-02;Klarna;1049,50\n1003;2026-11-02;Kort;10,00\nSumma;;;2309,50\n");
        site.PutPayout("900000118", "2026-11-05", Sales);
        var result = await site.NightAsync();

        Assert.Equal(RunState.Done, result.State);
        Assert.Equal(["1001 1250.00 Matched orderlista A 1 1250.00", "1002 1049.50 Matched orderlista A 1 1049.50"], site.Said());
        Assert.Equal(["klarna-se/900000118/1"], site.Report().Vouchers.Select(voucher => voucher.Reference));
    }

    private sealed class FakeErp : IStagedLedger
    {
        public List<LedgerEntry> Entries { get; } = [Entry("1", new(2026, 11, 2), 1250m, "1001"), Entry("2", new(2026, 11, 3), 1049.50m, "1002")];

        public decimal? Closing { get; init; }

        public bool Fails { get; init; }

        public LedgerRequest? Asked { get; private set; }

        public async IAsyncEnumerable<LedgerSnapshot> ReadAsync(LedgerRequest request, [EnumeratorCancellation] CancellationToken cancellation)
        {
            Asked = request;
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            if (Fails)
            {
                throw new EtlException(new Issue(Sharespine.Etl.Connectors.Transport.TransportErrors.NotAuthorised, "the key does not open the ledger."));
            }

            yield return new()
            {
                Company = request.Company,
                Account = "1580",
                FiscalYearStart = new(2026, 1, 1),
                FiscalYearEnd = new(2026, 12, 31),
                Currency = Currency.Sek,
                Opening = Money.Zero(Currency.Sek),
                Closing = Money.Exact(Closing ?? Entries.Sum(entry => entry.Amount.Major), Currency.Sek),
                CoversTo = new(2026, 11, 5),
                Entries = Entries,
            };
        }

        private static LedgerEntry Entry(string number, DateOnly date, decimal amount, string order) => new()
        {
            Company = "559999-0008",
            FiscalYearStart = new(2026, 1, 1),
            Series = "A",
            VoucherNumber = number,
            Row = 1,
            Account = "1580",
            Date = date,
            Amount = Money.Exact(amount, Currency.Sek),
            NamedReferences = [order],
            CounterAccounts = ["3001"],
        };
    }
}

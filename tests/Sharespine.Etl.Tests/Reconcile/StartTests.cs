using System.Text;
using ClosedXML.Excel;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Starting;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>Opening a reconciliation: proposal, approval, and what is refused.</summary>
public sealed class StartTests : IDisposable
{
    private static readonly DateOnly Start = new(2026, 10, 1);

    private readonly TemporaryStore _store = new();
    private readonly ReconciliationSettings _settings = StoryInput.Settings(new Dictionary<string, string>());
    private int _files;

    public StartTests() => _store.Clock.Now = new(2026, 10, 2, 5, 0, 0, TimeSpan.Zero);

    public void Dispose() => _store.Dispose();

    [StoreFact]
    public void What_no_settlement_by_reference_took_is_open_and_the_rest_is_one_amount()
    {
        Ledger(Entry("A 1 2026-08-01 500.00 3001 \"Order 901\""), Entry("A 2 2026-09-20 200.00 3001 \"Order 902\""), Entry("A 3 2026-09-25 100.00 3001 \"Order 903\""),
            Entry("A 4 2026-09-26 -30.00 3001 \"Kredit order 903\""), Entry("B 1 2026-08-10 -500.00 1684 \"Avräkning order 901\""), Entry("A 5 2026-09-27 45.00 3001 \"Kontantrabatt\""));
        var proposed = Reconciliation().ProposeStart(Start, null);
        Assert.Equal([("902", 200m, "A 2"), ("903", 70m, "A 4")], proposed.Items.Select(item => (item.Item.Reference, item.Item.Amount, item.Voucher)));
        Assert.Equal("45.00 SEK", proposed.Rest["1580"].ToString());
        Assert.Null(proposed.Since);
    }

    [StoreFact]
    public void Where_the_ledger_settles_in_lumps_the_payouts_tell_what_was_paid()
    {
        Reconciliation().SaveSettlement(File("k.csv"), [StoryInput.Payout(new("settled K0 2026-09-28", ["sale 902 200.00"]))], null);
        Ledger(Entry("A 1 2026-05-01 500.00 3001 \"Order 901\""), Entry("A 2 2026-09-20 200.00 3001 \"Order 902\""), Entry("A 3 2026-09-25 100.00 3001 \"Order 903\""), Entry("B 1 2026-09-29 -700.00 1930 \"Klarna\""));
        var proposed = Reconciliation().ProposeStart(Start, null);
        Assert.Equal(["903"], proposed.Items.Select(item => item.Item.Reference));
        Assert.Equal("0.00 SEK", proposed.Rest["1580"].ToString());
        Assert.Equal(new(2026, 9, 14), proposed.Since);
        Assert.Equal(["901", "903"], Reconciliation().ProposeStart(Start, new(2026, 1, 1)).Items.Select(item => item.Item.Reference));
    }

    [StoreFact]
    public void An_approved_start_makes_the_first_night_quiet()
    {
        Ledger(Entry("A 1 2026-08-01 500.00 3001 \"Order 901\""), Entry("A 2 2026-09-20 200.00 3001 \"Order 902\""), Entry("B 1 2026-08-10 -300.00 1930 \"Klarna\""));
        Assert.True(Reconciliation().Start(Opening(200m, 200m), Approval()));
        Assert.False(Reconciliation().Start(Opening(200m, 200m), Approval()));
        Reconciliation().SaveSettlement(File("k.csv"), [StoryInput.Payout(new("settled K1 2026-10-01", ["sale 902 200.00", "sale 880 150.00 sold=2026-08-02"]))], null);
        Reconciliation().Match("run", new(2026, 10, 2), null);
        var report = Reconciliation().Report("run", new(2026, 10, 2));
        Assert.Empty(report.Exceptions);
        Assert.Equal(["(IB) 0 50.00"], report.OpenItems.Select(item => $"{item.Voucher} {item.Open.AmountText}"));
        Assert.Equal("0.00 SEK", report.Accounts.Single().Unexplained.ToString());
        Assert.Equal(1, _store.Database.Read(session => session.Scalar<long>("SELECT COUNT(*) FROM audit WHERE what = 'reconciliation start'")));
    }

    [StoreFact]
    public void A_list_that_does_not_meet_the_balance_is_refused_with_the_difference()
    {
        Ledger(Entry("A 2 2026-09-20 200.00 3001 \"Order 902\""));
        var refused = Assert.Throws<EtlException>(() => Reconciliation().Start(Opening(150m, 0m), Approval()));
        Assert.Equal("REC051 account 1580: the list sums to 150.00 SEK and the opening amount is 0.00 SEK, together 150.00 SEK; the ledger's balance before 2026-10-01 is 200.00 SEK: 50.00 SEK is not explained.", refused.Message);
    }

    [StoreFact]
    public void Another_start_replaces_the_first_only_on_demand_and_only_before_anything_is_posted()
    {
        Ledger(Entry("A 1 2026-08-01 500.00 3001 \"Order 901\""), Entry("A 2 2026-09-20 200.00 3001 \"Order 902\""));
        Reconciliation().Start(Opening(200m, 500m), Approval());
        Night();
        var other = new StartSettings { Date = new(2026, 9, 1), Amounts = new Dictionary<string, decimal> { ["1580"] = 500m } };
        Assert.Equal("REC052", Assert.Throws<EtlException>(() => Reconciliation().Start(other, Approval())).Code.Code);
        Assert.True(Reconciliation().Start(other, Approval() with { Replaces = true }));
        Night();
        var report = Reconciliation().Report("run", new(2026, 10, 2));
        Assert.Equal(["(IB) 0 500.00", "A 2 200.00"], report.OpenItems.Select(item => $"{item.Voucher} {item.Open.AmountText}"));
        // And back to the first: its list holds again.
        Assert.True(Reconciliation().Start(Opening(200m, 500m), Approval() with { Replaces = true }));
        Night();
        Assert.Equal(["(IB) 1 200.00", "(IB) 0 500.00"], Reconciliation().Report("run", new(2026, 10, 2)).OpenItems.Select(item => $"{item.Voucher} {item.Open.AmountText}"));
        Reconciliation().SaveSettlement(File("k.csv"), [StoryInput.Payout(new("settled K1 2026-10-01", ["sale 902 200.00"]))], null);
        Night();
        Assert.Single(Reconciliation().Post("run", new(2026, 10, 2), null).Vouchers);
        Assert.Equal("REC052", Assert.Throws<EtlException>(() => Reconciliation().Start(other, Approval() with { Replaces = true })).Code.Code);
    }

    [StoreFact]
    public void Without_a_ledger_that_reaches_the_day_there_is_no_start()
    {
        Assert.Equal("REC053", Assert.Throws<EtlException>(() => Reconciliation().ProposeStart(Start, null)).Code.Code);
        Reconciliation().SaveLedger(File("visma.se"), StoryInput.Snapshots([Entry("A 1 2026-08-01 500.00 3001 \"Order 901\"")], 0m, new(2026, 8, 31)), "run", null);
        var refused = Assert.Throws<EtlException>(() => Reconciliation().ProposeStart(Start, null));
        Assert.Equal("REC053 no ledger export tells the balance of 1580 before 2026-10-01; the newest covers until 2026-08-31.", refused.Message);
    }

    [StoreFact]
    public void The_list_comes_back_as_it_was_written_as_csv_and_as_a_workbook()
    {
        Ledger(Entry("A 1 2026-08-01 500.00 3001 \"Order 901\""), Entry("A 2 2026-09-20 200.50 3001 \"Order 902\""));
        var proposed = Reconciliation().ProposeStart(Start, null);
        var csv = Path.Combine(_store.Folder, "list.csv");
        using (var stream = System.IO.File.Create(csv))
        {
            OpeningFile.Write(proposed, Start, stream, "sv");
        }

        Assert.Equal("Konto;Referens;Datum;Belopp;Verifikation;Anmärkning", System.IO.File.ReadAllLines(csv, Encoding.UTF8)[0].TrimStart('\uFEFF'));
        var xlsx = Path.Combine(_store.Folder, "list.xlsx");
        using (var book = new XLWorkbook())
        {
            var sheet = book.AddWorksheet("Start");
            sheet.Cell("A1").InsertData(new[] { new[] { "Account", "Reference", "Date", "Amount" } });
            var row = 2;
            foreach (var item in OpeningFile.Read(csv))
            {
                sheet.Cell(row, 1).Value = item.Account;
                sheet.Cell(row, 2).SetValue(item.Reference);
                sheet.Cell(row, 3).Value = item.Date.ToDateTime(default);
                sheet.Cell(row++, 4).Value = item.Amount;
            }

            book.SaveAs(xlsx);
        }

        var expected = proposed.AsSettings(Start);
        foreach (var file in new[] { csv, xlsx })
        {
            var read = StartList.Make(Start, OpeningFile.Read(file), [], "list");
            Assert.Equal(expected.Items, read.Items);
            Assert.Equal(expected.Amounts, read.Amounts);
        }
    }

    [StoreFact]
    public void Rows_that_cannot_be_read_are_named_all_at_once()
    {
        var csv = Path.Combine(_store.Folder, "list.csv");
        System.IO.File.WriteAllText(csv, "Konto;Referens;Datum;Belopp\n1580;902;2026-09-20;200,00\n1580;903;20/9;200,00\n1580;904;2026-09-20;mycket\n");
        var refused = Assert.Throws<EtlException>(() => OpeningFile.Read(csv));
        Assert.Equal(["list.csv:3: REC050 date: \"20/9\" is not a day; write it as 2026-09-30.", "list.csv:4: REC050 amount: \"mycket\" is not an amount; write it as 1234.50."], refused.Issues.Select(issue => issue.ToString()));
    }

    private static StartSettings Opening(decimal item, decimal amount) => new()
    {
        Date = Start,
        Amounts = new Dictionary<string, decimal> { ["1580"] = amount },
        Items = [new() { Account = "1580", Reference = "902", Date = new(2026, 9, 20), Amount = item }],
    };

    private static StartApproval Approval() => new("anna", "approved", "list.csv", Replaces: false);

    private void Night() => Reconciliation().Match("run", new(2026, 10, 2), null);

    private Reconciliation Reconciliation() => new(_store.Database, new World(_store.Clock, 1), _settings, StoryTests.ExampleRules);

    private static LedgerEntry Entry(string line) => StoryInput.Entry(line, "1580");

    private void Ledger(params LedgerEntry[] entries) => Reconciliation().SaveLedger(File("visma.se"), StoryInput.Snapshots(entries, 0m, new(2026, 10, 1)), "run", null);

    private SourceFile File(string name) => new((++_files).ToString("x64", System.Globalization.CultureInfo.InvariantCulture), name, $"archive/{name}", 1);
}

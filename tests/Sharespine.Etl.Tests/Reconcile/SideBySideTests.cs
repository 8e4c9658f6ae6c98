using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>Several processes, and people, at work on the same books.</summary>
public sealed class SideBySideTests : IDisposable
{
    private const int Providers = 4;
    private static readonly DateOnly Day = new(2026, 11, 5);

    private readonly TemporaryStore _store = new();
    private int _files;

    public void Dispose() => _store.Dispose();

    [StoreFact]
    public async Task Reconciliations_of_one_account_at_once_take_its_ledger_in_once_and_settle_each_sale_once()
    {
        var ledger = NextFile();
        var snapshots = StoryInput.Snapshots([.. Enumerable.Range(0, Providers).Select(i => StoryInput.Entry($"A {i + 1} 2026-11-01 500.00 3001 \"Order {1001 + i}\"", "1580"))], 0m, Day);

        await Task.WhenAll(Enumerable.Range(0, Providers).Select(i => Task.Run(() =>
        {
            var reconciliation = Of(Settings() with { Name = $"p{i}↔visma", Connection = $"p{i}" });
            reconciliation.SaveSettlement(new($"{i}".PadLeft(64, '0'), $"p{i}.csv", $"archive/p{i}.csv", 1), [StoryInput.Payout(new($"settled P{i} 2026-11-03", [$"sale {1001 + i} 500.00"]))], null);
            reconciliation.SaveLedger(ledger, snapshots, "run", null);
            reconciliation.Match("run", Day, null);
            Assert.Single(reconciliation.Post("run", Day, null).Vouchers);
        })));

        Assert.Equal((1, Providers, Providers, Providers), (Count("ledger_file"), Count("ledger_entry"), Count("allocation"), Count("voucher")));
        Assert.Equal((0, 0), (Count("ledger_entry WHERE open_minor <> 0"), Count("settlement_line WHERE open_minor <> 0")));
    }

    [StoreFact]
    public void A_start_that_is_approved_in_the_middle_of_a_run_stops_the_run()
    {
        Of(Settings()).SaveLedger(NextFile(), StoryInput.Snapshots([StoryInput.Entry("A 1 2026-09-20 200.00 3001 \"Order 902\"", "1580")], 0m, Day), "run", null);
        var run = Of(Settings());
        run.Match("run", Day, null);

        var start = new StartSettings { Date = new(2026, 10, 1), Amounts = new Dictionary<string, decimal> { ["1580"] = 200m } };
        Assert.True(Of(Settings()).Start(start, new("anna", "approved", "", Replaces: false)));

        var stopped = Assert.Throws<EtlException>(() => run.Post("run", Day, null));
        Assert.Equal(("REC054", true), (stopped.Code.Code, stopped.IsTransient));
        Of(Settings()).Match("again", Day, null);
        Assert.Equal(["(IB) 0 200.00"], Of(Settings()).Report("again", Day).OpenItems.Select(item => $"{item.Voucher} {item.Open.AmountText}"));
    }

    [StoreFact]
    public void An_order_list_that_two_reconciliations_share_is_taken_in_by_the_first()
    {
        var list = NextFile();
        var orders = ListedOrder.Numbered([StoryInput.Listed("1001 2026-11-02 500.00 method=Klarna")]);
        Of(OnSharedAccount()).SaveOrders(list, orders, null);
        Of(OnSharedAccount() with { Name = "other↔visma" }).SaveOrders(list, orders, null);
        Assert.Equal((1, 1), (Count("order_list_file"), Count("listed_order")));
    }

    [StoreFact]
    public void A_sale_that_an_order_assigns_counts_with_those_that_a_pattern_assigns()
    {
        Of(OnSharedAccount()).SaveOrders(NextFile(), ListedOrder.Numbered([StoryInput.Listed("1003 2026-11-02 75.00 method=Klarna")]), null);
        Of(OnSharedAccount()).SaveLedger(NextFile(), StoryInput.Snapshots(
            [StoryInput.Entry("A 1 2026-11-02 500.00 3001 \"Klarna order 1001\"", "1580"), StoryInput.Entry("A 2 2026-11-02 75.00 3001 \"Order 1003\"", "1580")], 0m, Day), "run", null);

        Of(OnSharedAccount()).Match("run", Day, null);

        Assert.Equal("575.00 SEK", Of(OnSharedAccount()).Report("run", Day).Accounts.Single().Sales.ToString());
    }

    private static ReconciliationSettings Settings() => StoryInput.Settings(new Dictionary<string, string>());

    private static ReconciliationSettings OnSharedAccount() => StoryInput.Settings(new Dictionary<string, string>
    {
        ["shared"] = "yes",
        ["provider-pattern"] = "Klarna",
        ["orders-by"] = "Date",
        ["methods"] = "Klarna",
    });

    private Reconciliation Of(ReconciliationSettings settings) => new(_store.Database, new World(_store.Clock, 1), settings, StoryTests.ExampleRules);

    private SourceFile NextFile() => new((++_files).ToString("x64", CultureInfo.InvariantCulture), $"file{_files}", $"archive/file{_files}", 1);

    private long Count(string from) => _store.Database.Read(session => session.Scalar<long>($"SELECT COUNT(*) FROM {from}"));
}

using System.Data.Common;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>What the reconciliation promises on any database.</summary>
public sealed class ReconcileStoreTests : IDisposable
{
    private static readonly DateOnly Day = new(2026, 11, 5);
    private readonly TemporaryStore _store = new();
    private int _files;

    private Database Database => _store.Database;

    private SettableClock Clock => _store.Clock;

    /// <summary>
    /// Makes a trigger that sets open_minor of all ledger entries to 100 when ids are drawn: after what is open was read, and before the
    /// first row is saved. (Rows that come in bulk set off no trigger everywhere.)
    /// </summary>
    private static string OtherProcess => TestStores.Kind == StoreKind.Sqlite
        ? "CREATE TRIGGER meanwhile AFTER UPDATE ON reconcile_sequence BEGIN UPDATE ledger_entry SET open_minor = 100; END"
        : "CREATE TRIGGER meanwhile ON reconcile_sequence AFTER UPDATE AS UPDATE ledger_entry SET open_minor = 100";

    public void Dispose() => _store.Dispose();

    [StoreFact]
    public void The_same_bytes_are_taken_in_once()
    {
        var file = NextFile();
        Assert.False(Reconciliation().SaveSettlement(file, [Payout("K1", Sale("1001", 500))], null).IsKnown);
        Assert.True(Reconciliation().SaveSettlement(file with { Name = "copy.csv" }, [Payout("K1", Sale("1001", 500))], null).IsKnown);
        Assert.Equal(1, Count("settlement_line"));
    }

    [StoreFact]
    public void A_payout_sent_again_is_told_from_one_with_other_content()
    {
        var reconciliation = Reconciliation();
        Assert.Equal(PayoutOutcome.New, reconciliation.SaveSettlement(NextFile(), [Payout("K1", Sale("1001", 500))], null).Payouts[0].Outcome);
        Assert.Equal(PayoutOutcome.Resent, reconciliation.SaveSettlement(NextFile(), [Payout("K1", Sale("1001", 500))], null).Payouts[0].Outcome);
        var conflict = reconciliation.SaveSettlement(NextFile(), [Payout("K1", Sale("1001", 510), Sale("1002", 20))], null).Payouts[0];
        Assert.Equal(PayoutOutcome.Conflict, conflict.Outcome);
        Assert.Equal("1001: Sale 500.00 SEK → Sale 510.00 SEK\n+ 1002: Sale 20.00 SEK", conflict.Detail);
        Assert.Equal(1, Count("payout"));
        Assert.Equal(1, Count("settlement_line"));
    }

    [StoreFact]
    public void Two_merchants_may_use_the_same_payout_reference()
    {
        Reconciliation().SaveSettlement(NextFile(), [Payout("K1", Sale("1001", 500)), Payout("K1", Sale("1001", 500)) with { MerchantId = "M2" }], null);
        Assert.Equal(2, Count("payout"));
    }

    [StoreFact]
    public void A_repeated_line_key_refuses_the_whole_file()
    {
        var refused = Assert.Throws<EtlException>(() => Reconciliation().SaveSettlement(NextFile(), [Payout("K1", Sale("1001", 500)), Payout("K2", Sale("1002", 1), Sale("1002", 2))], null));
        Assert.Equal("file1.csv:2: REC009 key: payout K2 has the line key \"1002\" in lines 2 and 2.", refused.Message);
        Assert.Equal(0, Count("payout"));
        Assert.Equal(0, Count("settlement_file"));
    }

    [StoreFact]
    public void A_payout_of_two_currencies_is_refused()
    {
        var euro = Sale("1002", 1) with { Amount = new(100, Currency.Eur), Vat = Money.Zero(Currency.Eur) };
        var refused = Assert.Throws<EtlException>(() => Reconciliation().SaveSettlement(NextFile(), [Payout("K1", Sale("1001", 500)) with { Lines = [Sale("1001", 500), euro] }], null));
        Assert.Equal("file1.csv:2: REC010 amount: payout K1 is in SEK but holds 1.00 EUR.", refused.Message);
    }

    [StoreFact]
    public void A_lost_lease_saves_nothing()
    {
        Database.Write("lease", null, session => session.Execute("INSERT INTO lease (job, fence) VALUES ('job', 7)"));
        var lost = Assert.Throws<EtlException>(() => Reconciliation().SaveSettlement(NextFile(), [Payout("K1", Sale("1001", 500))], new LeaseToken("job", 6)));
        Assert.Equal("RUN004", lost.Code.Code);
        Assert.Equal(0, Count("settlement_file"));
        Reconciliation().SaveSettlement(NextFile(), [Payout("K1", Sale("1001", 500))], new LeaseToken("job", 7));
        Assert.Equal(1, Count("payout"));
    }

    [StoreFact]
    public void A_newer_snapshot_lists_what_it_adds_changes_and_no_longer_holds()
    {
        Ledger(Entry("1", 500, "Order 1001"), Entry("2", 200, "Order 1002"), Entry("3", 100, "Order 1003"));
        var saved = Ledger(Entry("1", 500, "Order 1001"), Entry("2", 250, "Order 1002"), Entry("4", 70, "Order 1004")).Snapshots.Single();
        Assert.Equal(
            [
                new LedgerChange(LedgerChangeKind.Added, "A 4", null, 7000, 0),
                new LedgerChange(LedgerChangeKind.Changed, "A 2", 20000, 25000, 0),
                new LedgerChange(LedgerChangeKind.Vanished, "A 3", 10000, null, 0),
            ],
            saved.Changes);
        Assert.Equal(3, Count("ledger_change"));
    }

    [StoreFact]
    public void An_older_snapshot_is_kept_but_not_applied()
    {
        Ledger(Entry("1", 500, "Order 1001"));
        var saved = Reconciliation().SaveLedger(NextFile(), [.. StoryInput.Snapshots([Entry("2", 9, "Order 9")], 0m, Day.AddDays(-3))], "run", null);
        Assert.True(saved.Snapshots.Single().IsStale);
        Assert.Equal(["current", "stale"], Database.Read(session => session.Query<string>("SELECT state FROM ledger_snapshot ORDER BY id")));
        Assert.Equal(1, Count("ledger_entry"));
    }

    [StoreFact]
    public void A_voucher_row_that_stands_twice_refuses_the_ledger()
    {
        var refused = Assert.Throws<EtlException>(() => Ledger(Entry("1", 500, "Order 1001"), Entry("1", 400, "Order 1001")));
        Assert.Equal("file1.csv:11: REC015 voucher A 1 row 1 on account 1580 stands twice.", refused.Message);
        Assert.Equal(0, Count("ledger_file"));
    }

    [StoreFact]
    public void The_same_ledger_bytes_serve_another_reconciliations_account()
    {
        var file = NextFile();
        var snapshots = StoryInput.Snapshots([Entry("1", 500, "Order 1001")], 0m, Day);
        var other = snapshots.Select(snapshot => snapshot with { Account = "1581", Entries = [.. snapshot.Entries.Select(entry => entry with { Account = "1581" })] }).ToList();
        Assert.False(Reconciliation().SaveLedger(file, snapshots, "run", null).IsKnown);
        Assert.False(Reconciliation().SaveLedger(file, other, "run", null).IsKnown);
        Assert.True(Reconciliation().SaveLedger(file, [.. snapshots, .. other], "run", null).IsKnown);
        Assert.Equal(2, Count("ledger_entry"));
    }

    [StoreFact]
    public void Undoing_is_a_reversing_row_and_never_a_delete()
    {
        Settle();
        Assert.Equal(1, Count("allocation"));
        Ledger(Entry("2", 9, "Order 9"));
        Assert.Equal(2, Count("allocation"));
        Assert.Equal(0, Sum("line_minor"));
        Assert.Equal(0, Sum("entry_minor"));
        Assert.Equal(50000, Database.Read(session => session.Scalar<long>("SELECT open_minor FROM settlement_line")));
        Assert.ThrowsAny<DbException>(() => Database.Write("twice", null, session => session.Execute(
            "INSERT INTO allocation (id, reconciliation, line_minor, entry_minor, effective_date, rule_name, kind, reverses_id, run_id, made_at) SELECT 999, reconciliation, 0, 0, effective_date, rule_name, kind, reverses_id, run_id, made_at FROM allocation WHERE reverses_id IS NOT NULL")));
    }

    [StoreTheory]
    [InlineData("settlement_line", "amount_minor + 1")]
    [InlineData("settlement_line", "-1")]
    [InlineData("ledger_entry", "amount_minor + 1")]
    [InlineData("ledger_entry", "-1")]
    public void The_store_itself_refuses_an_open_amount_outside_its_row(string table, string open)
    {
        Settle();
        Assert.ThrowsAny<DbException>(() => Database.Write("too much", null, session => session.Execute($"UPDATE {table} SET open_minor = {open}")));
    }

    [StoreFact]
    public void A_match_that_would_take_more_than_is_open_saves_nothing()
    {
        Reconciliation().SaveSettlement(NextFile(), [Payout("K1", Sale("1001", 500))], null);
        Ledger(Entry("1", 500, "Order 1001"));
        // As when another process settled the same meanwhile: the rows change between reading and saving.
        Database.Write("meanwhile", null, session => session.Execute(OtherProcess));
        var taken = Assert.Throws<EtlException>(() => Reconciliation().Match("run", Day, null));
        Assert.Equal("REC011", taken.Code.Code);
        Assert.True(taken.IsTransient);
        Assert.Equal(0, Count("allocation"));
        Assert.Equal(50000, Database.Read(session => session.Scalar<long>("SELECT open_minor FROM settlement_line")));
    }

    [StoreFact]
    public void A_voucher_is_recorded_as_written_once_and_only_when_planned()
    {
        Settle();
        var reconciliation = Reconciliation();
        var reference = reconciliation.Post("run", Day, null).Vouchers.Single().Reference;
        reconciliation.MarkWritten([reference], "a.si", "f00d", null);
        reconciliation.MarkWritten([reference], "a.si", "f00d", null);
        Assert.Empty(reconciliation.Post("run2", Day, null).Vouchers);
        var other = Assert.Throws<EtlException>(() => reconciliation.MarkWritten([reference], "b.si", "beef", null));
        Assert.Equal("b.si (klarna-se/K1/1): REC016 the voucher klarna-se/K1/1 was not planned, or stands in another file than b.si.", other.Message);
        Assert.Equal("REC016", Assert.Throws<EtlException>(() => reconciliation.MarkWritten(["klarna-se/K9/1"], "a.si", "f00d", null)).Code.Code);
    }

    [StoreFact]
    public void A_voucher_names_what_it_was_made_from()
    {
        Settle();
        Reconciliation().Post("run-7", Day, null);
        var row = Database.Read(session => session.Query<(string Sha, string Rules, string Run)>("SELECT settlement_file_sha256, rules_hash, run_id FROM voucher")).Single();
        Assert.Equal((1.ToString("x64"), StoryTests.ExampleRules.Hash(), "run-7"), row);
    }

    [StoreFact]
    public void A_decision_on_an_older_state_is_refused()
    {
        var exception = MissingSale();
        var stale = Assert.Throws<EtlException>(() => Reconciliation().Resolve(new(exception.Id, "0123456789ab", ResolutionKind.Ignore, "anna", "known")));
        Assert.Equal($"REC013 {exception.Id} (NoVoucher 500.00 SEK, order 1001, payout K1) is not any more as it was when this was decided (state 0123456789ab, now {exception.State}).", stale.Message);
        var unknown = Assert.Throws<EtlException>(() => Reconciliation().Resolve(new("RFFFF", exception.State, ResolutionKind.Ignore, "anna", "known")));
        Assert.Equal("REC014 there is no open exception \"RFFFF\".", unknown.Message);
    }

    [StoreFact]
    public void An_ignored_line_is_decided_by_hand_and_no_exception_any_more()
    {
        var exception = MissingSale();
        Reconciliation().Resolve(new(exception.Id, exception.State, ResolutionKind.Ignore, "anna", "paid twice, taken back by mail"));
        Reconciliation().Match("run-2", Day.AddDays(1), null);
        var report = Reconciliation().Report("run-2", Day.AddDays(1));
        Assert.Empty(report.Exceptions);
        Assert.Equal(Disposition.Manual, report.Lines.Single().Disposition);
        Assert.Equal("left as it is by anna 2026-11-01: paid twice, taken back by mail", report.Lines.Single().Comment);
    }

    [StoreFact]
    public void An_exception_keeps_its_id_and_first_run_until_it_is_solved()
    {
        var first = MissingSale();
        Reconciliation().Match("run-2", Day.AddDays(2), null);
        var second = Reconciliation().Report("run-2", Day.AddDays(2)).Exceptions.Single();
        Assert.True(first.IsNew);
        Assert.False(second.IsNew);
        Assert.Equal((first.Id, first.State, 4), (second.Id, second.State, second.AgeDays));
        Assert.Equal(1, Count("reconciliation_exception_open"));
        Ledger(Entry("9", 9, "Order 9"), Entry("1", 500, "Order 1001"));
        Reconciliation().Match("run-3", Day.AddDays(3), null);
        Assert.Equal(0, Count("reconciliation_exception_open"));
        Assert.Equal("run-3", Database.Read(session => session.Scalar<string>("SELECT closed_run_id FROM reconciliation_exception")));
    }

    [StoreFact]
    public void The_open_items_of_an_earlier_day_are_as_they_were_then()
    {
        Settle();
        Assert.Empty(Reconciliation().Report("run", Day).OpenItems);
        var then = Reconciliation().Report("run", new(2026, 11, 2));
        Assert.Equal(("A 1", "500.00", "0.00"), (then.OpenItems.Single().Voucher, then.OpenItems.Single().Open.AmountText, then.OpenItems.Single().Settled.AmountText));
        Assert.Equal(0, then.Accounts.Single().Unexplained.Minor);
        Assert.Equal(0, then.Accounts.Single().ToBeBooked.Minor);
    }

    [StoreFact]
    public void Other_classes_in_the_settings_read_every_entry_anew()
    {
        Settle();
        Assert.Equal("Sale", Database.Read(session => session.Scalar<string>("SELECT entry_class FROM entry_reading")));
        var changed = StoryInput.Settings(new Dictionary<string, string>()) with { Classes = [new() { Class = EntryClass.Other, Series = ["A"] }] };
        new Reconciliation(Database, new World(Clock, 1), changed, StoryTests.ExampleRules).Match("run-2", Day, null);
        Assert.Equal("Other", Database.Read(session => session.Scalar<string>("SELECT entry_class FROM entry_reading")));
        Assert.Equal(1, Count("allocation"));
    }

    [StoreFact]
    public void A_new_ledger_file_with_the_same_content_does_not_age_a_decision()
    {
        Ledger(Entry("1", 500, "Order 1001"));
        Reconciliation().Match("run", new(2026, 12, 1), null);
        var first = Reconciliation().Report("run", new(2026, 12, 1)).Exceptions.Single();
        Ledger(Entry("1", 500, "Order 1001"));
        Reconciliation().Match("run-2", new(2026, 12, 1), null);
        var second = Reconciliation().Report("run-2", new(2026, 12, 1)).Exceptions.Single();
        Assert.Equal((first.Id, first.State), (second.Id, second.State));
        Assert.Equal(("A 1 (file1.csv:10)", "A 1 (file2.csv:10)"), (first.Evidence, second.Evidence));
    }

    [StoreFact]
    public void Without_an_opening_balance_the_control_is_not_provable_and_not_zero()
    {
        Reconciliation().SaveLedger(NextFile(), [.. StoryInput.Snapshots([Entry("1", 500, "Order 1001")], 0m, Day).Select(snapshot => snapshot with { Opening = null, Closing = null })], "run", null);
        Reconciliation().Match("run", Day, null);
        var control = Reconciliation().Report("run", Day).Accounts.Single();
        Assert.Null(control.Opening);
        Assert.Null(control.LedgerClosing);
    }

    [StoreFact]
    public void Ledger_texts_stay_out_of_the_report_unless_asked_for()
    {
        Ledger(Entry("1", 500, "Order 1001 Anna Andersson"));
        Reconciliation().Match("run", Day, null);
        Assert.Equal("1001", Reconciliation().Report("run", Day).OpenItems.Single().Text);
    }

    private ReconciliationReport Settle()
    {
        Reconciliation().SaveSettlement(NextFile(), [Payout("K1", Sale("1001", 500))], null);
        Ledger(Entry("1", 500, "Order 1001"));
        Reconciliation().Match("run", Day, null);
        return Reconciliation().Report("run", Day);
    }

    private ExceptionReport MissingSale()
    {
        Reconciliation().SaveSettlement(NextFile(), [Payout("K1", Sale("1001", 500))], null);
        Ledger(Entry("9", 9, "Order 9"));
        Reconciliation().Match("run", Day, null);
        return Reconciliation().Report("run", Day).Exceptions.Single();
    }

    private Reconciliation Reconciliation() => new(Database, new World(Clock, 1), StoryInput.Settings(new Dictionary<string, string>()), StoryTests.ExampleRules);

    private LedgerSaved Ledger(params LedgerEntry[] entries) => Reconciliation().SaveLedger(NextFile(), StoryInput.Snapshots(entries, 0m, Day), "run", null);

    private SourceFile NextFile()
    {
        _files++;
        return new(_files.ToString("x64"), $"file{_files}.csv", $"archive/file{_files}.csv", 1);
    }

    private long Count(string table) => Database.Read(session => session.Scalar<long>($"SELECT COUNT(*) FROM {table}"));

    private long Sum(string column) => Database.Read(session => session.Scalar<long>($"SELECT SUM({column}) FROM allocation"));

    private static Payout Payout(string reference, params SettlementLine[] lines) => new()
    {
        Reference = reference,
        MerchantId = "M1",
        Currency = Currency.Sek,
        Date = new(2026, 11, 3),
        Lines = lines,
    };

    private static SettlementLine Sale(string order, decimal amount) => new()
    {
        Key = order,
        FileLine = 2,
        Type = LineType.Sale,
        Amount = Money.Exact(amount, Currency.Sek),
        Vat = Money.Zero(Currency.Sek),
        OrderReference = order,
    };

    private static LedgerEntry Entry(string number, decimal amount, string text) => new()
    {
        Company = StoryInput.Company,
        FiscalYearStart = new(2026, 1, 1),
        Series = "A",
        VoucherNumber = number,
        Row = 1,
        Account = "1580",
        Date = new(2026, 11, 1),
        Amount = Money.Exact(amount, Currency.Sek),
        VoucherText = text,
        CounterAccounts = ["3001"],
    };
}

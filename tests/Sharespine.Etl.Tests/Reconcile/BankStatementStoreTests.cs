using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>The bank's own statements in the store: re-sent, overlapping, corrected, and one that is missing between two.</summary>
public sealed class BankStatementStoreTests : IDisposable
{
    private static readonly string[] Tables = ["bank_file", "bank_statement", "bank_line", "bank_statement_line", "bank_line_change", "payout_bank", "payout_bank_verdict", "reconciliation_exception"];
    private readonly TemporaryStore _store = new();
    private readonly ReconciliationSettings _settings = StoryInput.Settings(new Dictionary<string, string> { ["bank"] = "1930", ["bank-delay"] = "2" }) is var settings
        ? settings with { Bank = settings.Bank! with { Connection = "bank" } }
        : throw new InvalidOperationException();

    private int _files;

    public void Dispose() => _store.Dispose();

    [StoreFact]
    public void Overlapping_statements_count_a_line_once_and_a_corrected_one_takes_away_only_what_no_other_holds()
    {
        Save(Statement("S1", 3, 4, Line("a", 4, 500), Line("b", 4, 20)), Statement("S2", 4, 5, Line("b", 4, 20), Line("c", 5, 7)));
        Assert.Equal(3, Count("bank_line"));

        var corrected = Save(Statement("S1", 3, 4, Line("a", 4, 501)) with { Version = "2" });

        Assert.Equal(["Changed a 50000 50100"], corrected.Statements[0].Changes.Select(change => $"{change.Kind} {change.Voucher} {change.Before} {change.After}"));
        Assert.Equal(0, Count("bank_line", "is_vanished = 1"));

        var empty = Save(Statement("S2", 4, 5) with { Version = "2" });
        Assert.Equal(["Vanished b", "Vanished c"], empty.Statements[0].Changes.Select(change => $"{change.Kind} {change.Voucher}"));
        Assert.Equal(2, Count("bank_line", "is_vanished = 1"));
    }

    [StoreFact]
    public void An_older_statement_changes_nothing_and_the_same_bytes_are_known()
    {
        var file = new SourceFile(new('a', 64), "bank.xml", "archive/bank.xml", 1);
        var reconciliation = Reconciliation(8);
        Assert.False(reconciliation.SaveBank(file, [Statement("S1", 3, 4, Line("a", 4, 500)) with { Version = "2" }], "run", null).IsKnown);
        Assert.True(reconciliation.SaveBank(file with { Name = "copy.xml" }, [Statement("S1", 3, 4, Line("a", 4, 500)) with { Version = "2" }], "run", null).IsKnown);

        Assert.True(Save(Statement("S1", 3, 4)).Statements[0].IsStale);
        Assert.Equal(0, Count("bank_line", "is_vanished = 1"));
    }

    [StoreFact]
    public void A_statement_missing_between_two_leaves_the_payout_waiting_until_it_comes()
    {
        Settle("K1", 3);
        Save(Statement("S1", 3, 3) with { Opening = Sek(0), Closing = Sek(10) }, Statement("S3", 6, 6) with { Opening = Sek(30), Closing = Sek(30) });
        Assert.Equal(BankStatus.Waiting, Status("K1"));

        // The days between two statements that fit are a weekend: nothing moved.
        Save(Statement("S2", 4, 4, Line("x", 4, 20)) with { Opening = Sek(10), Closing = Sek(30) });
        Assert.Equal(BankStatus.Missing, Status("K1"));
    }

    [StoreFact]
    public void A_line_used_by_another_reconciliation_is_not_there_for_this_one()
    {
        Settle("K1", 3);
        Save(Statement("S1", 1, 7, Line("a", 4, 500)));
        Assert.Equal(BankStatus.Paid, Status("K1"));

        var other = _settings with { Name = "other↔visma", Connection = "other" };
        Settle("X1", 3, other);

        Assert.Equal(BankStatus.Missing, Status("X1", other));
        Assert.Equal(1, Count("payout_bank"));
    }

    [StoreFact]
    public void Posting_is_told_of_a_bank_line_only_when_more_than_the_amount_tells()
    {
        Settle("K1", 3);
        Settle("K2", 4);
        Save(Statement("S1", 1, 8, Line("a", 4, 500) with { Texts = ["Klarna K1"] }, Line("b", 5, 500)));
        Assert.Equal((BankStatus.Paid, BankStatus.Paid), (Status("K1"), Status("K2")));

        var rules = _store.Database.Read(session => session.Query<string>("SELECT b.rule_name FROM payout_bank b JOIN payout p ON p.id = b.payout_id ORDER BY p.reference"));
        Assert.Equal([(BankRuleNames.Reference, true), (BankRuleNames.AmountAndDate, false)], rules.Select(rule => (rule, BankRuleNames.IsCertain(rule))));
    }

    [StoreFact]
    public void Without_the_setting_what_was_found_is_taken_back()
    {
        Settle("K1", 3);
        Save(Statement("S1", 1, 7, Line("a", 4, 500)));
        Assert.Equal(BankStatus.Paid, Status("K1"));

        Reconciliation(9, _settings with { Bank = null }).Match("run-2", Day(9), null);

        Assert.Equal((2, 0, 50000), (Count("payout_bank"), Count("payout_bank_verdict"), _store.Database.Read(session => session.Scalar<long>("SELECT open_minor FROM bank_line"))));
    }

    [StoreFact]
    public void What_came_first_does_not_matter()
    {
        Settle("K1", 3);
        Save(Statement("S1", 1, 7, Line("a", 4, 500), Line("b", 5, 500)));
        Assert.Equal(BankStatus.Ambiguous, Status("K1"));

        using var second = new BankStatementStoreTests();
        second.Save(second.Statement("S1", 1, 7, Line("a", 4, 500)));
        second.Settle("K1", 3);
        Assert.Equal(BankStatus.Paid, second.Status("K1"));
        second.Save(second.Statement("S1", 1, 7, Line("a", 4, 500), Line("b", 5, 500)) with { Version = "2" });
        Assert.Equal(BankStatus.Ambiguous, second.Status("K1"));
    }

    private BankStatus? Status(string reference, ReconciliationSettings? settings = null)
    {
        var reconciliation = Reconciliation(9, settings);
        reconciliation.Match("run", Day(9), null);
        var before = Dump();
        reconciliation.Match("run-again", Day(9), null);
        Assert.Equal(before, Dump());
        return reconciliation.Report("run", Day(9)).Payouts.Single(payout => payout.Reference == reference).Bank?.Status;
    }

    private string Dump() => _store.Database.Read(session => string.Join('\n', Tables.SelectMany(table =>
        session.Query<dynamic>($"SELECT * FROM {table} ORDER BY 1, 2").Select(row => string.Join('|', ((IDictionary<string, object?>)row).Values)))));

    private void Settle(string reference, int day, ReconciliationSettings? settings = null) => Reconciliation(day, settings).SaveSettlement(Next("k.csv"),
    [
        new()
        {
            Reference = reference,
            Currency = Currency.Sek,
            Date = Day(day),
            Total = Sek(500),
            Lines = [new() { Key = reference, Type = LineType.Sale, Amount = Sek(500), Vat = Sek(0), OrderReference = "1001" }],
        },
    ], null);

    private BankSaved Save(params BankStatement[] statements) => Reconciliation(8).SaveBank(Next("bank.xml"), statements, "run", null);

    private Reconciliation Reconciliation(int day, ReconciliationSettings? settings = null)
    {
        _store.Clock.Now = new(2026, 11, day, 5, 0, 0, TimeSpan.Zero);
        return new(_store.Database, new World(_store.Clock, 1), settings ?? _settings, StoryTests.ExampleRules);
    }

    private SourceFile Next(string name) => new((++_files).ToString("x64", System.Globalization.CultureInfo.InvariantCulture), name, "archive/" + name, 1);

    private BankStatement Statement(string key, int from, int to, params BankLine[] lines) => new()
    {
        Account = "1930",
        Key = key,
        Version = "1",
        Currency = Currency.Sek,
        CoversFrom = Day(from),
        CoversTo = Day(to),
        Lines = lines,
    };

    private static BankLine Line(string key, int day, int amount) => new() { Key = key, Label = key, Date = Day(day), Amount = Sek(amount), Texts = ["Insättning"] };

    private long Count(string table, string where = "1 = 1") => _store.Database.Read(session => session.Scalar<long>($"SELECT COUNT(*) FROM {table} WHERE {where}"));

    private static DateOnly Day(int day) => new(2026, 11, day);

    private static Money Sek(int amount) => new(amount * 100L, Currency.Sek);
}

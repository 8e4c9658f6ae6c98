using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Reconcile;

public sealed class ScaleTests
{
    private static readonly DateOnly Day = new(2026, 11, 3);

    [Fact]
    public void A_hundred_thousand_lines_are_matched_with_as_many_entries_in_seconds()
    {
        const int Count = 100_000;
        var settings = StoryInput.Settings(new Dictionary<string, string>());
        var payout = Payout(Count);
        var input = new MatchInput
        {
            AsOf = Day.AddDays(5),
            LedgerCoversTo = Day.AddDays(4),
            Payouts = [new() { Id = 1, Reference = "P1", Date = Day, Paid = Settlements.Net(payout), Receivable = Settlements.Net(payout), BookedOn = Day }],
            Lines = [.. payout.Lines.Select((line, index) => new MatchLine { Id = index + 1, PayoutId = 1, Line = line, Role = LineRole.Receivable, Open = line.Amount.Minor })],
            Entries = [.. Entries(Count).Select((entry, index) => new MatchEntry { Id = index + 1, Entry = entry, Class = EntryClass.Sale, References = [entry.VoucherText.Split(' ')[1]], Open = entry.Amount.Minor })],
        };
        var result = Matcher.Match(input, new(settings));
        Assert.Equal(Count - Count / 10, result.Lines.Count(line => line.Disposition == Disposition.Matched));
        Assert.Equal(Count / 10, result.Lines.Count(line => line.Disposition == Disposition.MatchedWithDifference));
    }

    [StoreFact]
    public void Twenty_thousand_lines_go_through_the_store()
    {
        const int Count = 20_000;
        using var store = new TemporaryStore();
        store.Clock.Now = new(2026, 11, 8, 5, 0, 0, TimeSpan.Zero);
        var reconciliation = new Reconciliation(store.Database, new World(store.Clock, 1), StoryInput.Settings(new Dictionary<string, string>()), StoryTests.ExampleRules);
        reconciliation.SaveSettlement(new(new('a', 64), "s.csv", "a", Count), [Payout(Count)], null);
        reconciliation.SaveLedger(new(new('b', 64), "l.se", "b", Count), StoryInput.Snapshots(Entries(Count), 0m, Day.AddDays(4)), "run", null);
        var outcome = reconciliation.Match("run", Day.AddDays(5), null);
        var vouchers = reconciliation.Post("run", Day.AddDays(5), null).Vouchers;
        var report = reconciliation.Report("run", Day.AddDays(5));
        Assert.Equal(Count, outcome.Allocations);
        Assert.Single(vouchers);
        Assert.Equal(Count, report.Lines.Count);
        Assert.Equal(0, report.Accounts[0].Unexplained.Minor);
    }

    /// <summary>Every tenth line settles one krona and one öre more than is booked.</summary>
    private static Payout Payout(int count) => new()
    {
        Reference = "P1",
        Currency = Currency.Sek,
        Date = Day,
        Lines = [.. Enumerable.Range(0, count).Select(index => new SettlementLine
        {
            Key = index.ToString(CultureInfo.InvariantCulture),
            FileLine = index + 2,
            Type = LineType.Sale,
            Amount = new(10_000 + index % 97 + (index % 10 == 0 ? 101 : 0), Currency.Sek),
            Vat = Money.Zero(Currency.Sek),
            OrderReference = (index % 3 == 0 ? "WEB-" : "") + (100_000 + index).ToString(CultureInfo.InvariantCulture),
            ProviderOrderId = $"id-{index.ToString(CultureInfo.InvariantCulture)}",
            CaptureId = $"capture-{index.ToString(CultureInfo.InvariantCulture)}",
            EventDate = Day,
        })],
    };

    private static List<LedgerEntry> Entries(int count) =>
        [.. Enumerable.Range(0, count).Select(index => new LedgerEntry
        {
            Company = StoryInput.Company,
            FiscalYearStart = new(2026, 1, 1),
            Series = "A",
            VoucherNumber = (index + 1).ToString(CultureInfo.InvariantCulture),
            Row = 1,
            Account = "1580",
            Date = Day.AddDays(-2),
            Amount = new(10_000 + index % 97, Currency.Sek),
            VoucherText = $"Order {(100_000 + index).ToString(CultureInfo.InvariantCulture)}",
            CounterAccounts = ["3001"],
        })];
}

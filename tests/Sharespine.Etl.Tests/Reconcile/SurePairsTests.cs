using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>Taking the sure pairs out first must not show: the same settles the same, by the same rule.</summary>
public sealed class SurePairsTests
{
    private static readonly DateOnly Day = new(2026, 11, 10);
    private static readonly MatchRules Rules = new(StoryInput.Settings(new Dictionary<string, string>()));

    /// <summary>More orders than in the matcher's own properties, so that some stand alone and some collide.</summary>
    private static readonly Gen<MatchInput> Inputs =
        from lines in Gen.Sized(size => Line().ListOf(Math.Min(size / 3, 20)))
        from entries in Gen.Sized(size => Entry().ListOf(Math.Min(size / 3, 20)))
        select new MatchInput
        {
            AsOf = new(2026, 11, 20),
            LedgerCoversTo = new(2026, 11, 19),
            Payouts = [.. Enumerable.Range(1, 3).Select(Payout)],
            Lines = [.. lines.Select((line, index) => line with { Id = index + 1, PayoutId = 1 + index % 3, Line = line.Line with { Key = index.ToString(CultureInfo.InvariantCulture), FileLine = index + 2 } })],
            Entries = [.. entries.Select((entry, index) => entry with { Id = index + 1, Entry = entry.Entry with { VoucherNumber = (index + 1).ToString(CultureInfo.InvariantCulture) } })],
        };

    [Fact]
    public void Lines_and_entries_end_as_they_would_without_it()
    {
        var paired = 0;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(new Replay(new Rnd(20261128UL, 77UL), null)),
            Prop.ForAll(Inputs.ToArbitrary(), input =>
            {
                var pairs = Pairs(input);
                paired += pairs.Count;
                var whole = Matcher.Match(input, Rules);
                var parted = Matcher.Match(Without(input, pairs), Rules);
                Assert.Equal(whole.Allocations.OrderBy(Order), parted.Allocations.OrderBy(Order));
                Assert.Equal(whole.Lines.Select(Say).Order(), parted.Lines.Select(Say).Order());
                Assert.Equal(whole.Entries.Select(Say), parted.Entries.Select(Say));
                Assert.Equal(whole.Booked, parted.Booked);
            }));
        Assert.InRange(paired, 500, int.MaxValue);
    }

    [Fact]
    public void The_order_in_which_they_come_does_not_matter() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(new Replay(new Rnd(20261128UL, 79UL), null)),
        Prop.ForAll(Inputs.ToArbitrary(), input =>
            Assert.Equal(Pairs(input).OrderBy(pair => pair.LineId), Pairs(input with { Lines = [.. input.Lines.Reverse()], Entries = [.. input.Entries.Reverse()] }).OrderBy(pair => pair.LineId))));

    private static List<MatchPair> Pairs(MatchInput input)
    {
        var pairs = new SurePairs(Rules);
        foreach (var entry in input.Entries)
        {
            pairs.Entry(entry.Id, entry.Entry.Amount.Currency, entry.Open, entry.References, entry.Class is EntryClass.Sale or EntryClass.Credit or EntryClass.Other && !entry.IsIgnored);
        }

        foreach (var line in input.Lines.Where(line => line.Role == LineRole.Receivable && line.Open != 0))
        {
            var its = line.Line;
            var keys = new[] { its.OrderReference, its.ProviderOrderId, its.CaptureId, its.RefundId }.OfType<string>().Concat(its.OtherReferences).Select(Rules.Normaliser.Normalise).ToList();
            pairs.Line(
                new(line.Id, line.PayoutId, its.Type, line.Open, its.Amount.Currency, its.OrderReference, its.OtherReferences, its.ProviderOrderId, its.CaptureId, its.RefundId, keys),
                !line.IsIgnored && !input.Payouts.Single(payout => payout.Id == line.PayoutId).IsOutOfBalance);
        }

        return [.. pairs.Pairs()];
    }

    private static MatchInput Without(MatchInput input, IReadOnlyList<MatchPair> pairs)
    {
        var (lines, entries) = (pairs.Select(pair => pair.LineId).ToHashSet(), pairs.Select(pair => pair.EntryId).ToHashSet());
        return input with
        {
            Lines = [.. input.Lines.Where(line => !lines.Contains(line.Id))],
            Entries = [.. input.Entries.Where(entry => !entries.Contains(entry.Id))],
            Pairs = pairs,
        };
    }

    private static Gen<MatchLine> Line() =>
        from order in Gen.Choose(0, 40)
        from amount in Gen.Elements(10000L, 20000L, 20050L, -10000L)
        from written in Gen.Choose(0, 3)
        from other in Gen.Choose(0, 400)
        from capture in Gen.Choose(0, 150)
        from isIgnored in Gen.Choose(0, 15)
        select new MatchLine
        {
            Id = 0,
            PayoutId = 1,
            Role = LineRole.Receivable,
            Open = amount,
            IsIgnored = isIgnored == 0,
            Line = new()
            {
                Key = "",
                Type = amount > 0 ? LineType.Sale : LineType.Return,
                Amount = new(amount, Currency.Sek),
                Vat = Money.Zero(Currency.Sek),
                OrderReference = order == 0 ? null : Number(order, written),
                OtherReferences = other is > 0 and < 41 ? [Number(other, 0)] : [],
                ProviderOrderId = written == 3 ? Number(order, 0) : null,
                CaptureId = amount > 0 ? $"c{capture.ToString(CultureInfo.InvariantCulture)}" : null,
                RefundId = amount < 0 ? $"r{capture.ToString(CultureInfo.InvariantCulture)}" : null,
                EventDate = Day,
            },
        };

    private static Gen<MatchEntry> Entry() =>
        from order in Gen.Choose(0, 40)
        from second in Gen.Choose(0, 400)
        from amount in Gen.Elements(10000L, 20000L, 20050L, -10000L)
        from day in Gen.Choose(-20, 3)
        from kind in Gen.Choose(0, 9)
        select new MatchEntry
        {
            Id = 0,
            Class = kind == 0 ? EntryClass.Other : kind == 1 && amount < 0 ? EntryClass.SettlementByOthers : amount > 0 ? EntryClass.Sale : EntryClass.Credit,
            References = [.. new[] { order, second }.Where(number => number is > 0 and < 41).Distinct().Select(number => Number(number, 0))],
            Open = amount,
            IsIgnored = kind == 9 && second > 200,
            Entry = new()
            {
                Company = StoryInput.Company,
                FiscalYearStart = new(2026, 1, 1),
                Series = "A",
                VoucherNumber = "",
                Row = 1,
                Account = "1580",
                Date = Day.AddDays(day),
                Amount = new(amount, Currency.Sek),
                VoucherText = kind == 1 && second > 150 ? "Utbetalning P2" : "",
                CounterAccounts = kind == 1 ? ["1930"] : ["3001"],
            },
        };

    private static MatchPayout Payout(int id) => new()
    {
        Id = id,
        Reference = $"P{id.ToString(CultureInfo.InvariantCulture)}",
        Date = Day.AddDays(id),
        Paid = new(99999, Currency.Sek),
        Receivable = new(99999, Currency.Sek),
        IsOutOfBalance = id == 3,
        BookedOn = Day.AddDays(id),
    };

    private static string Number(int order, int written) => (written == 1 ? "#0" : "") + (1000 + order).ToString(CultureInfo.InvariantCulture);

    private static (AllocationKind, long?, long?, string) Order(PlannedAllocation allocation) => (allocation.Kind, allocation.LineId, allocation.EntryId, allocation.Rule);

    private static string Say(LineVerdict line) => $"{line.LineId} {line.Disposition} {line.Rule} {line.Reason} {string.Join(',', line.Related)}";

    private static string Say(EntryVerdict entry) => $"{entry.EntryId} {entry.Disposition} {entry.Reason} {string.Join(',', entry.Related)}";
}

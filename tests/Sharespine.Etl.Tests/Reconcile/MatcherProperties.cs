using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Posting;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>What holds for any settlement and any ledger: a few orders, few amounts, so that everything collides.</summary>
public sealed class MatcherProperties
{
    private static readonly DateOnly Day = new(2026, 11, 10);
    private static readonly ReconciliationSettings Settings = StoryInput.Settings(new Dictionary<string, string>());
    private static readonly MatchRules Rules = new(Settings);
    private static readonly MatchRules TotalRules = new(StoryInput.Settings(new Dictionary<string, string> { ["totals"] = "yes", ["orders-by"] = "Date" }));

    private static readonly Gen<MatchInput> Inputs =
        from lines in Gen.Sized(size => Line().ListOf(Math.Min(size / 4, 14)))
        from entries in Gen.Sized(size => Entry().ListOf(Math.Min(size / 4, 14)))
        select new MatchInput
        {
            AsOf = new(2026, 11, 20),
            LedgerCoversTo = new(2026, 11, 19),
            Payouts = [Payout(1), Payout(2)],
            Lines = [.. lines.Select((line, index) => line with { Id = index + 1, PayoutId = 1 + index % 2, Line = line.Line with { Key = index.ToString(CultureInfo.InvariantCulture), FileLine = index + 2 } })],
            Entries = [.. entries.Select((entry, index) => entry with { Id = index + 1, Entry = entry.Entry with { VoucherNumber = (index + 1).ToString(CultureInfo.InvariantCulture) } })],
        };

    [Fact]
    public void The_order_in_which_lines_and_entries_come_does_not_matter() => ForAll(input =>
    {
        var random = new System.Random(input.Lines.Count * 31 + input.Entries.Count);
        var shuffled = input with { Lines = Shuffle(input.Lines, random), Entries = Shuffle(input.Entries, random), Payouts = [.. input.Payouts.Reverse()] };
        var (one, other) = (Matcher.Match(input, Rules), Matcher.Match(shuffled, Rules));
        Assert.Equal(one.Allocations, other.Allocations);
        Assert.Equal(one.Lines.Select(Say), other.Lines.Select(Say));
        Assert.Equal(one.Entries.Select(entry => $"{entry.EntryId} {entry.Disposition} {entry.Reason} {string.Join(',', entry.Related)}"), other.Entries.Select(entry => $"{entry.EntryId} {entry.Disposition} {entry.Reason} {string.Join(',', entry.Related)}"));
    });

    [Fact]
    public void The_order_in_which_the_order_list_comes_does_not_matter() => ForAll(input =>
    {
        var listed = WithOrders(input);
        var turned = listed with
        {
            Lines = [.. listed.Lines.Reverse()],
            Entries = [.. listed.Entries.Reverse()],
            Orders = listed.Orders with { Orders = [.. listed.Orders.Orders.Reverse()] },
        };
        var (one, other) = (Matcher.Match(listed, TotalRules), Matcher.Match(turned, TotalRules));
        Assert.Equal(one.Allocations, other.Allocations);
        Assert.Equal(one.Lines.Select(Say), other.Lines.Select(Say));
    });

    [Fact]
    public void Through_an_order_list_no_line_and_no_entry_gives_more_than_it_has() => ForAll(input =>
    {
        var listed = WithOrders(input);
        var result = Matcher.Match(listed, TotalRules);
        foreach (var line in listed.Lines)
        {
            Within(line.Open, result.Allocations.Where(allocation => allocation.LineId == line.Id).Sum(allocation => allocation.LineMinor));
        }

        foreach (var entry in listed.Entries)
        {
            Within(entry.Open, result.Allocations.Where(allocation => allocation.EntryId == entry.Id).Sum(allocation => allocation.EntryMinor));
        }

        // The third day's total is an öre off by its making.
        Assert.DoesNotContain(result.Allocations, allocation => allocation.Rule == MatchRuleNames.OrderList && listed.Entries.Single(entry => entry.Id == allocation.EntryId).Entry.Date == Day.AddDays(2));
    });

    [Fact]
    public void Matching_what_an_order_list_left_again_settles_nothing_more() => ForAll(input =>
    {
        var listed = WithOrders(input);
        var first = Matcher.Match(listed, TotalRules);
        var entries = listed.Entries.Select(entry => entry with { Open = entry.Open - first.Allocations.Where(allocation => allocation.EntryId == entry.Id).Sum(allocation => allocation.EntryMinor) }).ToList();
        var left = listed with
        {
            Lines = [.. listed.Lines.Select(line => line with { Open = line.Open - first.Allocations.Where(allocation => allocation.LineId == line.Id).Sum(allocation => allocation.LineMinor) }).Where(line => line.Open != 0)],
            Entries = [.. entries.Where(entry => entry.Open != 0)],
            SettledEntries = [.. entries.Where(entry => entry.Open == 0)],
            Orders = listed.Orders with
            {
                Carriers = [.. entries.Where(entry => entry.Open == 0 && (entry.Class == EntryClass.Sale || entry.Class == EntryClass.Credit))],
                Settled = [.. first.Allocations.Where(allocation => allocation.Rule == MatchRuleNames.OrderList).Select(allocation => new OrderPart(listed.Lines.Single(line => line.Id == allocation.LineId).Line, allocation.EntryId!.Value, allocation.LineMinor))],
            },
        };
        Assert.Empty(Matcher.Match(left, TotalRules).Allocations);
    });

    /// <summary>An order list made of the lines themselves: three days, each with one entry that holds their sum, the third an öre off.</summary>
    private static MatchInput WithOrders(MatchInput input)
    {
        var lines = input.Lines.Select((line, index) => line with { Line = line.Line with { OrderReference = $"W{index / 2}" } }).ToList();
        var orders = lines.Select((line, index) => new ListedOrder { Key = "", Number = line.Line.OrderReference!, Date = Day.AddDays(index % 3), Amount = line.Line.Amount }).ToList();
        var entries = input.Entries.Take(3).Select((entry, index) =>
        {
            var sum = orders.Where(order => order.Date == Day.AddDays(index)).Sum(order => order.Amount.Minor) + (index == 2 ? 1 : 0);
            return entry with { References = [], Class = sum < 0 ? EntryClass.Credit : EntryClass.Sale, Open = sum, Entry = entry.Entry with { Date = Day.AddDays(index), Amount = new(sum, Currency.Sek) } };
        });
        return input with { Lines = lines, Entries = [.. entries.Where(entry => entry.Open != 0)], Orders = new() { Orders = ListedOrder.Numbered(orders) } };
    }

    [Fact]
    public void Every_line_ends_in_exactly_one_disposition() => ForAll(input =>
        Assert.Equal(input.Lines.Select(line => line.Id), Matcher.Match(input, Rules).Lines.Select(line => line.LineId).Order()));

    [Fact]
    public void Every_open_entry_ends_in_exactly_one_disposition() => ForAll(input =>
    {
        var result = Matcher.Match(input, Rules);
        var open = input.Entries.Where(entry => entry.Open != result.Allocations.Where(allocation => allocation.EntryId == entry.Id).Sum(allocation => allocation.EntryMinor));
        Assert.Equal(open.Select(entry => entry.Id), result.Entries.Select(entry => entry.EntryId).Order());
    });

    [Fact]
    public void No_line_and_no_entry_gives_more_than_is_open() => ForAll(input =>
    {
        var allocations = Matcher.Match(input, Rules).Allocations;
        foreach (var line in input.Lines)
        {
            Within(line.Open, allocations.Where(allocation => allocation.LineId == line.Id).Sum(allocation => allocation.LineMinor));
        }

        foreach (var entry in input.Entries)
        {
            Within(entry.Open, allocations.Where(allocation => allocation.EntryId == entry.Id).Sum(allocation => allocation.EntryMinor));
        }
    });

    [Fact]
    public void What_a_line_gives_an_entry_takes_within_the_tolerance() => ForAll(input =>
        Assert.All(Matcher.Match(input, Rules).Allocations.Where(allocation => allocation.LineId is not null && allocation.Kind == AllocationKind.Settlement), allocation =>
            Assert.InRange(Math.Abs(allocation.LineMinor - allocation.EntryMinor), 0, 100)));

    [Fact]
    public void Matched_means_that_nothing_of_the_line_is_left() => ForAll(input =>
    {
        var result = Matcher.Match(input, Rules);
        foreach (var verdict in result.Lines.Where(verdict => verdict.Disposition is Disposition.Matched or Disposition.MatchedWithRounding or Disposition.PartiallySettled))
        {
            var line = input.Lines.Single(line => line.Id == verdict.LineId);
            Assert.Equal(line.Open, result.Allocations.Where(allocation => allocation.LineId == line.Id).Sum(allocation => allocation.LineMinor));
        }
    });

    [Fact]
    public void Matching_what_is_left_again_settles_nothing_more() => ForAll(input =>
    {
        var first = Matcher.Match(input, Rules);
        var lineOpen = input.Lines.ToDictionary(line => line.Id, line => line.Open - first.Allocations.Where(allocation => allocation.LineId == line.Id).Sum(allocation => allocation.LineMinor));
        var entryOpen = input.Entries.ToDictionary(entry => entry.Id, entry => entry.Open - first.Allocations.Where(allocation => allocation.EntryId == entry.Id).Sum(allocation => allocation.EntryMinor));
        var left = input with
        {
            Lines = [.. input.Lines.Where(line => lineOpen[line.Id] != 0).Select(line => line with { Open = lineOpen[line.Id] })],
            Entries = [.. input.Entries.Where(entry => entryOpen[entry.Id] != 0).Select(entry => entry with { Open = entryOpen[entry.Id] })],
            SettledEntries = [.. input.Entries.Where(entry => entryOpen[entry.Id] == 0).Select(entry => entry with { Open = 0 })],
        };
        Assert.Empty(Matcher.Match(left, Rules).Allocations);
    });

    [Fact]
    public void A_voucher_balances_and_its_rows_carry_every_krona_of_the_payout() => ForAll(input =>
    {
        var result = Matcher.Match(input, Rules);
        var entries = input.Entries.ToDictionary(entry => entry.Id);
        var fee = new SettlementLine { Key = "fee", Type = LineType.Fee, Amount = new(-1234, Currency.Sek), Vat = new(-309, Currency.Sek) };
        var lines = input.Lines.Where(line => line.PayoutId == 1).Select(line => new PostingLine(line.Line, Parts(line.Id), false)).Append(new(fee, [], false)).ToList();
        var plan = VoucherPlanner.Plan(
            new()
            {
                PayoutReference = "P1",
                PayoutDate = Day,
                Currency = Currency.Sek,
                Kind = SettlementKind.Net,
                IsBalanced = true,
                IsBooked = false,
                IsPossiblyBooked = false,
                Lines = lines,
            },
            Settings, StoryTests.ExampleRules, Day);
        Assert.Equal(0, plan.Voucher!.Rows.Sum(row => row.Amount.Minor));
        Assert.Equal(lines.Sum(line => line.Line.Amount.Minor + line.Line.Vat.Minor), plan.Voucher.Rows.Where(row => row.Account == "1684").Sum(row => row.Amount.Minor));
        Assert.Equal(-lines.SelectMany(line => line.Settled).Sum(part => part.EntryMinor), plan.Voucher.Rows.Where(row => row.Account == "1580").Sum(row => row.Amount.Minor));

        List<SettledPart> Parts(long lineId) => [.. result.Allocations.Where(allocation => allocation.LineId == lineId)
            .Select(allocation => new SettledPart("1580", entries[allocation.EntryId!.Value].Entry.Voucher, allocation.LineMinor, allocation.EntryMinor))];
    });

    private static Gen<MatchLine> Line() =>
        from order in Gen.Choose(0, 4)
        from amount in Gen.Elements(10000L, 20000L, 20050L, 30000L, -10000L, -20000L)
        from day in Gen.Choose(-3, 3)
        from capture in Gen.Choose(0, 3)
        select new MatchLine
        {
            Id = 0,
            PayoutId = 1,
            Role = LineRole.Receivable,
            Open = amount,
            Line = new()
            {
                Key = "",
                Type = amount > 0 ? LineType.Sale : LineType.Return,
                Amount = new(amount, Currency.Sek),
                Vat = Money.Zero(Currency.Sek),
                OrderReference = order == 0 ? null : (1000 + order).ToString(CultureInfo.InvariantCulture),
                OtherReferences = capture == 3 ? ["1004"] : [],
                CaptureId = capture == 0 ? null : $"c{capture}",
                EventDate = Day.AddDays(day),
            },
        };

    private static Gen<MatchEntry> Entry() =>
        from order in Gen.Choose(0, 4)
        from second in Gen.Choose(0, 6)
        from amount in Gen.Elements(10000L, 20000L, 30000L, 50000L, -10000L, -20000L)
        from day in Gen.Choose(-20, 3)
        from kind in Gen.Choose(0, 9)
        select new MatchEntry
        {
            Id = 0,
            Class = kind == 0 ? EntryClass.Other : kind == 1 && amount < 0 ? EntryClass.SettlementByOthers : amount > 0 ? EntryClass.Sale : EntryClass.Credit,
            References = [.. new[] { order, second }.Where(number => number is > 0 and < 5).Distinct().Select(number => (1000 + number).ToString(CultureInfo.InvariantCulture))],
            Open = amount,
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
                CounterAccounts = kind == 1 ? ["1930"] : ["3001"],
            },
        };

    private static MatchPayout Payout(int id) => new()
    {
        Id = id,
        Reference = $"P{id}",
        Date = Day.AddDays(id),
        Paid = new(99999, Currency.Sek),
        Receivable = new(99999, Currency.Sek),
        BookedOn = Day.AddDays(id),
    };

    private static void ForAll(Action<MatchInput> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(new Replay(new Rnd(20261103UL, 77UL), null)),
        Prop.ForAll(Inputs.ToArbitrary(), holds));

    private static void Within(long open, long taken) =>
        Assert.True(open >= 0 ? taken >= 0 && taken <= open : taken <= 0 && taken >= open, $"{taken} of {open}");

    private static List<T> Shuffle<T>(IEnumerable<T> items, System.Random random) => [.. items.OrderBy(_ => random.Next())];

    private static string Say(LineVerdict line) => $"{line.LineId} {line.Disposition} {line.Rule} {line.Reason} {string.Join(',', line.Related)}";
}

using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>What holds for any payouts and any bank lines: few amounts, few days, few references, so that everything collides.</summary>
public sealed class BankMatcherProperties
{
    private static readonly DateOnly Day = new(2026, 11, 3);

    private static readonly Gen<BankPayout> Payouts =
        from amount in Gen.Elements(50000L, 20000L, 70000L, 0L, -8000L)
        from day in Gen.Choose(0, 4)
        from currency in Gen.Frequency((5, Gen.Constant(Currency.Sek)), (1, Gen.Constant(Currency.Eur)))
        from booked in Gen.Frequency((8, Gen.Constant((string?)null)), (1, Gen.Constant((string?)"B 2")))
        select new BankPayout { Id = 0, Reference = "", Date = Day.AddDays(day), Paid = new(amount, currency), BookedVoucher = booked };

    private static readonly Gen<BankLine> Lines =
        from amount in Gen.Elements(50000L, 20000L, 70000L, 49500L, -8000L, -50000L)
        from day in Gen.Choose(0, 8)
        from text in Gen.Elements("Insättning", "Klarna", "Klarna K1", "K2", "K1, K2", "Klarna K3 K4", "klarna-se/K1/1 Klarna payout K1")
        from original in Gen.Frequency((5, Gen.Constant((Money?)null)), (1, Gen.Constant((Money?)new Money(50000, Currency.Eur))))
        select new BankLine { Key = "", Date = Day.AddDays(day), Amount = new(amount, Currency.Sek), OriginalAmount = original, Texts = [text] };

    private static readonly Gen<BankInput> Inputs =
        from payouts in Gen.Sized(size => Payouts.ListOf(Math.Min(size / 4, 6)))
        from lines in Gen.Sized(size => Lines.ListOf(Math.Min(size / 4, 10)))
        from covers in Gen.Choose(0, 20)
        select new BankInput
        {
            AsOf = Day.AddDays(15),
            Payouts = [.. payouts.Select((payout, index) => payout with { Id = index + 1, Reference = "K" + (index + 1).ToString(CultureInfo.InvariantCulture) })],
            Lines = [.. lines.Select((line, index) => new BankCandidate(index + 100, "1930", line with { Key = $"{index:00}", Label = $"B {index}" }))],
            Covered = [new(Day, Day.AddDays(covers))],
        };

    private static readonly BankRules[] Rules =
    [
        Of([]),
        Of(new() { ["bank-pattern"] = "klarna", ["rate-band"] = "EUR0.9-1.1" }),
        Of(new() { ["bank-per-day"] = "yes" }),
    ];

    [Fact]
    public void The_order_in_which_payouts_and_lines_come_does_not_matter() => ForAll((input, rules) =>
    {
        var random = new System.Random(input.Lines.Count * 31 + input.Payouts.Count);
        var shuffled = input with { Payouts = Shuffle(input.Payouts, random), Lines = Shuffle(input.Lines, random) };

        Assert.Equal(Say(BankMatcher.Match(input, rules)), Say(BankMatcher.Match(shuffled, rules)));
    });

    [Fact]
    public void Every_payout_gets_exactly_one_verdict() => ForAll((input, rules) =>
        Assert.Equal(input.Payouts.Select(payout => payout.Id), BankMatcher.Match(input, rules).Payouts.Select(verdict => verdict.PayoutId).Order()));

    [Fact]
    public void No_line_gives_more_than_it_has() => ForAll((input, rules) =>
    {
        foreach (var used in BankMatcher.Match(input, rules).Allocations.GroupBy(allocation => allocation.LineId))
        {
            var amount = input.Lines.Single(line => line.Id == used.Key).Line.Amount.Minor;
            Assert.Equal(amount, used.Sum(allocation => allocation.LineMinor));
            Assert.All(used, allocation => Assert.True(Math.Sign(allocation.LineMinor) * Math.Sign(amount) >= 0));
        }
    });

    [Fact]
    public void Paid_means_that_the_lines_cover_the_payout_to_the_ore() => ForAll((input, rules) =>
    {
        var result = BankMatcher.Match(input, rules);
        foreach (var verdict in result.Payouts)
        {
            var payout = input.Payouts.Single(payout => payout.Id == verdict.PayoutId);
            var its = result.Allocations.Where(allocation => allocation.PayoutId == payout.Id).ToList();
            Assert.Equal(verdict.Status is BankStatus.Paid or BankStatus.AmountDiffers, its.Count > 0);
            if (verdict.Status == BankStatus.Paid)
            {
                Assert.Equal(payout.Paid.Minor, its.Sum(allocation => allocation.PayoutMinor));
            }
        }
    });

    [Fact]
    public void Our_own_voucher_is_never_a_bank_line() => ForAll((input, rules) =>
    {
        var ours = input.Lines.Where(line => line.Line.Texts[0].StartsWith("klarna-se/", StringComparison.Ordinal)).Select(line => line.Id).ToHashSet();
        var result = BankMatcher.Match(input, rules);

        Assert.DoesNotContain(result.Allocations, allocation => ours.Contains(allocation.LineId));
        Assert.DoesNotContain(result.Lines, line => ours.Contains(line.LineId));
    });

    [Fact]
    public void Missing_is_said_only_of_positive_payouts_whose_time_the_lines_cover() => ForAll((input, rules) =>
        Assert.All(BankMatcher.Match(input, rules).Payouts.Where(verdict => verdict.Status == BankStatus.Missing), verdict =>
        {
            var payout = input.Payouts.Single(payout => payout.Id == verdict.PayoutId);
            Assert.True(payout.Paid.Minor > 0 && input.Covered[0].To >= payout.Date.AddDays(5));
        }));

    [Theory]
    [InlineData("UTB 700000001", "700000001", true)]
    [InlineData("UTB 7000 00001", "700000001", true)]
    [InlineData("UTB 7000-00001/x", "700000001", true)]
    [InlineData("KLARNA700000001SE", "700000001", true)]
    [InlineData("UTB 700000001", "000700000001", true)]
    [InlineData("UTB 000700000001", "700000001", true)]
    [InlineData("20261104 700000001", "700000001", true)]
    [InlineData("UTB 17000000012", "700000001", false)]
    [InlineData("po-1a2b-3c4d", "PO1A2B3C4D", true)]
    [InlineData("Faktura 12 34", "1234", false)]
    [InlineData("Faktura 1234", "1234", true)]
    [InlineData("Faktura 123", "123", false)]
    [InlineData("Klarna K1", "K1", true)]
    [InlineData("Klarna K 1", "K1", false)]
    [InlineData("Klarna K10", "K1", false)]
    public void References_are_found_as_banks_write_them(string text, string reference, bool isFound)
    {
        var input = new BankInput
        {
            AsOf = Day,
            Payouts = [new() { Id = 1, Reference = reference, Date = Day, Paid = new(100, Currency.Sek) }],
            Lines = [new(2, "1930", new() { Key = "1", Date = Day, Amount = new(99, Currency.Sek), Texts = [text] })],
            Covered = [],
        };

        Assert.Equal(isFound ? BankStatus.AmountDiffers : BankStatus.Waiting, Assert.Single(BankMatcher.Match(input, Rules[0]).Payouts).Status);
    }

    private static void ForAll(Action<BankInput, BankRules> holds) =>
        Prop.ForAll(Inputs.ToArbitrary(), input => Array.ForEach(Rules, rules => holds(input, rules))).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(40));

    private static BankRules Of(Dictionary<string, string> options)
    {
        options["bank"] = "1930";
        return new(StoryInput.Settings(options));
    }

    private static string Say(BankResult result) => string.Join('\n',
        result.Allocations.Select(allocation => allocation.ToString())
            .Concat(result.Payouts.Select(verdict => $"{verdict.PayoutId} {verdict.Status} {verdict.Reason} {verdict.DifferenceMinor} {string.Join(',', verdict.Related)}"))
            .Concat(result.Lines.Select(line => $"{line.LineId} {line.Reason} {string.Join(',', line.Payouts)}")));

    private static List<T> Shuffle<T>(IEnumerable<T> items, System.Random random) => [.. items.OrderBy(_ => random.Next())];
}

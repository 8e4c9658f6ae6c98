using System.Globalization;
using System.Text;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>
/// A quarter over New Year, week by week, with late bookings, deleted vouchers, imports that lag behind and people's
/// decisions. At its end every single day is reported again: open items and what is to be booked are the closing balance.
/// </summary>
public sealed class QuarterTests
{
    private static readonly DateOnly First = new(2026, 11, 1);
    private static readonly DateOnly Last = new(2027, 1, 31);

    [StoreTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_day_of_the_quarter_adds_up(int seed)
    {
        var story = Story.ReadAll(Write(seed)).Single();
        using var runner = new StoryRunner(story, StoryTests.ExampleRules);
        var decided = 0;
        foreach (var night in story.Nights)
        {
            runner.Play(night);
            decided += runner.Answers.Count(answer => answer.StartsWith("taken", StringComparison.Ordinal));
        }

        Assert.NotEqual(0, decided);
        var today = story.Nights[^1].Date;
        for (var day = First; day <= Last; day = day.AddDays(1))
        {
            var report = runner.AsOf(day, today);
            var control = Assert.Single(report.Accounts);
            Assert.True(control.Unexplained.IsZero, $"{day:yyyy-MM-dd}: {control}");
            Assert.Equal(control.Closing, report.OpenItems.Aggregate(control.ToBeBooked, (sum, item) => sum + item.Open));
            Assert.All(report.Vouchers, voucher => Assert.True(voucher.Date <= day));
        }
    }

    private static string Write(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("== Quarter\nsettings payout-delay=10 post-while-waiting=yes\n");
        var (number, order) = (1, 1001);
        var open = new List<(int Order, int Amount)>();
        var vouchers = new List<(int Number, int Year)>();
        for (var day = First.AddDays(6); day <= Last; day = day.AddDays(7))
        {
            text.Append(CultureInfo.InvariantCulture, $"night {day:yyyy-MM-dd}\n");
            // Orders of the week: most are booked, some a week late, some never.
            var week = Enumerable.Range(0, 5).Select(_ => (Order: order++, Amount: 50 + random.Next(400))).ToList();
            Settle(text, random, day, open);
            if (random.Next(3) > 0)
            {
                text.Append("imported\n");
            }

            text.Append("booked also\n");
            foreach (var (reference, amount) in week.Where(_ => random.Next(8) > 0))
            {
                var on = day.AddDays(-random.Next(7));
                on = on < First ? First : on;
                text.Append(CultureInfo.InvariantCulture, $"  A {number} {on:yyyy-MM-dd} {amount}.00 3001 \"Order {reference}\"\n");
                vouchers.Add((number++, on.Year));
            }

            // Never the first of all: the account has to be there from the beginning.
            if (vouchers.Count > 8 && random.Next(2) == 0)
            {
                var at = 3 + random.Next(vouchers.Count - 3);
                text.Append(CultureInfo.InvariantCulture, $"changed\n  A {vouchers[at].Number} {(random.Next(2) == 0 ? "gone" : $"{50 + random.Next(400)}.00")}\n");
                vouchers.RemoveAt(at);
            }

            Decide(text, random);
            open.AddRange(week);
        }

        return text.Append(CultureInfo.InvariantCulture, $"night {Last.AddDays(1):yyyy-MM-dd}\nimported\nbooked also\n  A 9999 {Last:yyyy-MM-dd} 1.00 3001 \"Order 1\"\n").ToString();
    }

    private static void Settle(StringBuilder text, Random random, DateOnly day, List<(int Order, int Amount)> open)
    {
        var paid = open.Where(_ => random.Next(4) > 0).ToList();
        if (paid.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"settled K{day:yyMMdd} {day.AddDays(-1):yyyy-MM-dd}\n");
        foreach (var (order, amount) in paid)
        {
            text.Append(CultureInfo.InvariantCulture, $"  sale {order} {amount}.{(random.Next(6) == 0 ? "50" : "00")} on={day.AddDays(-2):yyyy-MM-dd}\n");
            open.Remove((order, amount));
        }

        text.Append("  fee - -12.50 vat=-3.00\n");
    }

    private static void Decide(StringBuilder text, Random random)
    {
        text.Append("decided\n");
        foreach (var reason in new[] { "NoVoucher", "NotSettled", "MoreThanBooked", "LessThanBooked", "VoucherGone" })
        {
            text.Append(CultureInfo.InvariantCulture, $"  anna {reason} {(random.Next(4) switch { 0 => "write-off 6351", 1 => "undo", 2 => "ignore", _ => "write-off 3740" })} because \"week {random.Next(99)}\"\n");
        }
    }
}

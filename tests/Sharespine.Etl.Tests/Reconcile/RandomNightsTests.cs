using System.Globalization;
using System.Text;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>
/// Nights as they come: sales, returns and credits booked too early, too late, twice, changed or taken away again, payouts
/// with lines that nobody knows, vouchers imported now and then. Whatever happens, every krona stays accounted for.
/// </summary>
public sealed class RandomNightsTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [StoreTheory]
    [MemberData(nameof(Seeds))]
    public void Every_krona_stays_accounted_for(int seed)
    {
        var story = Story.ReadAll(Write(seed)).Single();
        using var runner = new StoryRunner(story, StoryTests.ExampleRules);
        foreach (var night in story.Nights)
        {
            // The runner itself proves that a second run changes nothing and that vouchers balance.
            var report = runner.Play(night);
            // Somebody else's settlement of a sale that is not booked is named on its line; all else is explained.
            var bookedByOthers = report.Lines.Where(line => line.Disposition == Disposition.AlreadyBooked).Aggregate(Money.Zero(Currency.Sek), (sum, line) => sum + line.Difference);
            Assert.Equal(-bookedByOthers, report.Accounts.Single().Unexplained);
            if (bookedByOthers.IsZero)
            {
                EveryEarlierDayToo(runner, night.Date);
            }

            foreach (var payout in report.Payouts.Where(payout => payout.VoucherReference is not null))
            {
                PostedWhole(report, payout);
            }
        }
    }

    private static void EveryEarlierDayToo(StoryRunner runner, DateOnly today)
    {
        for (var day = new DateOnly(2026, 10, 31); day <= today; day = day.AddDays(1))
        {
            var control = runner.AsOf(day, today).Accounts.SingleOrDefault();
            Assert.True(control is null || control.Unexplained.IsZero, $"as of {day:yyyy-MM-dd}, seen {today:yyyy-MM-dd}: {control}");
        }
    }

    /// <summary>All vouchers of a payout together: what was paid on the clearing account, what is settled on the receivable account, the rest to look at.</summary>
    private static void PostedWhole(ReconciliationReport report, PayoutReport payout)
    {
        var rows = report.Vouchers.Where(voucher => voucher.Reference.StartsWith($"klarna-se/{payout.Reference}/", StringComparison.Ordinal)).SelectMany(voucher => voucher.Rows).ToList();
        Money Sum(string account) => rows.Where(row => row.Account == account).Aggregate(Money.Zero(Currency.Sek), (sum, row) => sum + row.Amount);
        var settled = report.Lines.Where(line => line.PayoutReference == payout.Reference).SelectMany(line => line.Settles).Aggregate(Money.Zero(Currency.Sek), (sum, part) => sum + part.Amount);
        Assert.Equal(payout.Net, Sum("1684"));
        Assert.Equal(-settled, Sum("1580"));
        Assert.Equal(-payout.Remainder, Sum("2999"));
    }

    private static string Write(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("== Nights\nsettings payout-delay=4\n");
        var booked = new List<int>();
        var voucher = 1;
        for (var day = 2; day <= 12; day += 2)
        {
            text.Append(CultureInfo.InvariantCulture, $"night 2026-11-{day:00}\n");
            var payouts = Settle(text, random, day);
            voucher = Book(text, random, day, voucher, booked, payouts);
            if (booked.Count > 3 && random.Next(2) == 0)
            {
                var at = random.Next(booked.Count);
                text.Append(CultureInfo.InvariantCulture, $"changed\n  A {booked[at]} {(random.Next(2) == 0 ? "gone" : Amount(random, 300))}\n");
                booked.RemoveAt(at);
            }

            text.Append(random.Next(3) switch { 0 => "", 1 => "imported\n", _ => random.Next(4) == 0 ? "imported keep=yes\n" : "imported\n" });
        }

        return text.ToString();
    }

    private static List<(string Reference, decimal Receivable)> Settle(StringBuilder text, Random random, int day)
    {
        var payouts = new List<(string Reference, decimal Receivable)>();
        for (var payout = 0; payout < random.Next(3); payout++)
        {
            text.Append(CultureInfo.InvariantCulture, $"settled K{day}{payout} 2026-11-{day - 1:00}\n");
            var receivable = 0m;
            for (var line = 0; line < 1 + random.Next(6); line++)
            {
                var amount = Amount(random, 300);
                var isReturn = random.Next(5) == 0;
                var reference = random.Next(6) == 0 ? "-" : Order(random);
                text.Append(CultureInfo.InvariantCulture, $"  {(isReturn ? "return" : "sale")} {reference} {(isReturn ? "-" : "")}{amount} nr={line} on=2026-11-{day - 1:00}{(random.Next(3) == 0 ? $" capture=c{random.Next(9)}" : "")}\n");
                receivable += (isReturn ? -1 : 1) * decimal.Parse(amount, CultureInfo.InvariantCulture);
            }

            text.Append(CultureInfo.InvariantCulture, $"  fee - -{Amount(random, 20)} vat=-{random.Next(5)}.25\n{(random.Next(4) == 0 ? "  correction - 3.00\n" : "")}");
            payouts.Add(($"K{day}{payout}", receivable));
        }

        return payouts;
    }

    private static int Book(StringBuilder text, Random random, int day, int voucher, List<int> booked, List<(string Reference, decimal Receivable)> payouts)
    {
        text.Append("booked also\n");
        foreach (var (reference, receivable) in payouts.Where(payout => payout.Receivable > 0 && random.Next(5) == 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"  B {voucher++} 2026-11-{day:00} -{receivable:F2} 1930 \"Klarna {reference}\"\n");
        }

        for (var entry = 0; entry < 1 + random.Next(6); entry++, voucher++)
        {
            var isCredit = random.Next(5) == 0;
            text.Append(CultureInfo.InvariantCulture, $"  A {voucher} 2026-11-{1 + random.Next(day):00} {(isCredit ? "-" : "")}{Amount(random, 300)} 3001 \"{(random.Next(6) == 0 ? "Försäljning" : $"Order {Order(random)}")}\"\n");
            booked.Add(voucher);
        }

        return voucher;
    }

    private static string Order(Random random) => (1001 + random.Next(8)).ToString(CultureInfo.InvariantCulture);

    private static string Amount(Random random, int largest) => $"{largest / (1 + random.Next(4))}.{(random.Next(4) == 0 ? "50" : "00")}";
}

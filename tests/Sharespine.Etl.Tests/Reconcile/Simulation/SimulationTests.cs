using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Sharespine.Etl.Tests.Support;
using Xunit.Abstractions;

namespace Sharespine.Etl.Tests.Reconcile.Simulation;

/// <summary>
/// A month per seed and provider as its real files, with trouble of every kind planted; the report must list exactly that.
/// The test command runs a short set; the long one is run with how many months are wanted of each provider:
/// <c>ETL_SIMULATION_SEEDS=5000 ./run.cmd test --filter FullyQualifiedName~Simulation</c>. A month that goes wrong is made as
/// small as it can be and printed in the stories' words.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int ShortSet = 40;
    private const int Told = 3;

    /// <summary>A database on a server takes seconds for what the one in memory does in milliseconds. One of each order in which files come.</summary>
    private const int OnServer = 2;

    public static TheoryData<string> Providers => [.. Month.Providers];

    [StoreTheory]
    [MemberData(nameof(Providers))]
    public void The_report_lists_exactly_what_was_planted(string provider)
    {
        var seeds = int.TryParse(Environment.GetEnvironmentVariable("ETL_SIMULATION_SEEDS"), CultureInfo.InvariantCulture, out var wanted) ? wanted : TestStores.Kind == StoreKind.Sqlite ? ShortSet : OnServer;
        var clock = Stopwatch.StartNew();
        var wrong = new ConcurrentBag<int>();
        Parallel.For(1, seeds + 1, (seed, loop) =>
        {
            if (Fault(provider, seed, new HashSet<int>()) is not null)
            {
                wrong.Add(seed);
            }

            if (wrong.Count >= Told)
            {
                loop.Stop();
            }
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order().Take(Told).Select(seed => Smallest(provider, seed))));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seeds} months of {provider}, {seeds / clock.Elapsed.TotalSeconds:F1} per second"));
    }

    [Fact]
    public void Every_kind_of_trouble_is_planted_in_the_short_set()
    {
        var planted = Month.Providers.SelectMany(provider => Enumerable.Range(1, ShortSet).SelectMany(seed => Month.Of(provider, seed).Cases)).Select(what => what.Name).ToHashSet();
        Assert.Equal([], CaseCatalog.All.Select(what => what.Name).Except(planted));
    }

    [StoreFact]
    public void A_fault_that_the_report_does_not_tell_is_found()
    {
        var month = Month.Of("klarna-csv", 1);
        var model = new MonthModel(month, new MonthRun(month).Booking);
        var (report, imported) = new MonthRun(month).Go(Way.OneNight);
        Assert.Empty(MonthCheck.Differences(model, report, imported));
        Assert.NotEmpty(MonthCheck.Differences(model, report with { Exceptions = [.. report.Exceptions.Skip(1)] }, imported));
        Assert.NotEmpty(MonthCheck.Differences(model, report with { Lines = [.. report.Lines.Skip(1), report.Lines.ElementAt(1)] }, imported));
        Assert.NotEmpty(MonthCheck.Differences(model, report with { OpenItems = [] }, imported));
        Assert.NotEmpty(MonthCheck.Differences(model, report with { Vouchers = [.. report.Vouchers.Skip(1)] }, imported));
    }

    /// <summary>What went wrong; null when nothing did. Every other seed comes in another order, or over two nights.</summary>
    private static string? Fault(string provider, int seed, IReadOnlySet<int> without)
    {
        try
        {
            var month = Month.Of(provider, seed, without);
            var run = new MonthRun(month);
            var model = new MonthModel(month, run.Booking);
            foreach (var way in new[] { Way.OneNight, seed % 2 == 0 ? Way.OtherOrder : Way.TwoNights })
            {
                var (report, imported) = run.Go(way);
                if (MonthCheck.Differences(model, report, imported) is { Count: > 0 } differences)
                {
                    return $"{way}:\n{string.Join('\n', differences)}";
                }
            }

            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return exception.ToString();
        }
    }

    /// <summary>Leaves cases out as long as it still goes wrong.</summary>
    private static string Smallest(string provider, int seed)
    {
        var without = new HashSet<int>();
        for (var index = Month.Of(provider, seed).Cases.Count - 1; index >= 0; index--)
        {
            without.Add(index);
            if (Fault(provider, seed, without) is null)
            {
                without.Remove(index);
            }
        }

        var month = Month.Of(provider, seed, without);
        return $"{Fault(provider, seed, without)}\n\n{MonthStory.Of(month, new MonthRun(month), without)}";
    }
}

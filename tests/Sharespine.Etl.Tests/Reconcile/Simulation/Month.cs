using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Model;
using Sharespine.Etl.Tests.Reconcile.Simulation.Formats;

namespace Sharespine.Etl.Tests.Reconcile.Simulation;

/// <summary>
/// October at a small shop: orders settled and booked as they should be, and cases of trouble. The same seed gives the same month,
/// and a case left out leaves the others as they are.
/// </summary>
internal sealed class Month
{
    public static readonly DateOnly First = new(2026, 10, 1);

    /// <summary>When the month is looked at, and the last day of its ledger.</summary>
    public static readonly DateOnly AsOf = new(2026, 11, 24);

    /// <summary>An earlier night, between two payouts.</summary>
    public static readonly DateOnly FirstNight = new(2026, 10, 22);

    private static readonly DateOnly[] PayoutDates = [new(2026, 10, 6), new(2026, 10, 13), new(2026, 10, 20), new(2026, 10, 27), new(2026, 11, 3), new(2026, 11, 17)];

    private readonly List<PlannedPayout> _payouts = [];
    private readonly List<PlannedVoucher> _vouchers = [];
    private readonly List<PlannedFile> _files = [];

    private Month(string provider, int seed, IReadOnlySet<int> without)
    {
        (ProviderName, Seed) = (provider, seed);
        var random = new SplitMix64((ulong)seed);
        Format = FormatOf(provider, random);
        Cases = [.. CaseCatalog.Draw(Format, random)];
        for (var index = 0; index < Cases.Count; index++)
        {
            if (!without.Contains(index))
            {
                Cases[index].Write(new(this, index, SplitMix64.For((ulong)seed, (ulong)index)));
            }
        }

        _payouts.RemoveAll(payout => payout.Lines.Count == 0 && payout.Movements.Count == 0);
        foreach (var series in _vouchers.GroupBy(voucher => voucher.Series))
        {
            var number = 0;
            series.OrderBy(voucher => voucher.Entered).ThenBy(voucher => voucher.Date).ToList().ForEach(voucher => voucher.Number = ++number);
        }

        Bank = MonthBank.Of(this);
        Files = [.. _payouts.Select(payout => File(payout, Format.Write(payout, random), Format.Mapping, payout.Reference)), .. _files];
    }

    public string ProviderName { get; }

    public int Seed { get; }

    public ProviderFormat Format { get; }

    public IReadOnlyList<MonthCase> Cases { get; }

    public IReadOnlyList<PlannedPayout> Payouts => _payouts;

    public IReadOnlyList<PlannedVoucher> Vouchers => _vouchers;

    public IReadOnlyList<PlannedFile> Files { get; }

    public IReadOnlyList<PlannedBankLine> Bank { get; }

    /// <summary>Payouts that were sent again with other content.</summary>
    public HashSet<PlannedPayout> Changed { get; } = [];

    /// <summary>
    /// Payouts that were sent again in another layout: the one that came first decides whether VAT on fees is a line of its own.
    /// </summary>
    public HashSet<string> InTwoLayouts { get; } = [];

    public static IReadOnlyList<string> Providers { get; } = ["klarna-csv", "klarna-json", "nexi", "svea"];

    public static Month Of(string provider, int seed, IReadOnlySet<int>? without = null) => new(provider, seed, without ?? new HashSet<int>());

    /// <summary>The shared payout of the week after.</summary>
    public PlannedPayout PayoutFor(DateOnly on)
    {
        var date = PayoutDates.First(date => date > on);
        return _payouts.Find(payout => payout.Client == 1 && payout.Date == date) ?? Add(new PlannedPayout { Reference = Format.Reference(1, date, "SEK"), Date = date, Client = 1 });
    }

    public PlannedPayout Add(PlannedPayout payout)
    {
        _payouts.Add(payout);
        return payout;
    }

    public PlannedVoucher Add(PlannedVoucher voucher)
    {
        _vouchers.Add(voucher);
        return voucher;
    }

    public void Add(PlannedFile file) => _files.Add(file);

    public static PlannedFile File(PlannedPayout payout, byte[] content, string mapping, string name, int daysLater = 0, bool isChanged = false) =>
        new($"{name}{(mapping == "klarna.settlement" ? ".csv" : ".json")}", content, mapping, payout.Date.AddDays(daysLater), isChanged);

    private static ProviderFormat FormatOf(string provider, SplitMix64 random) => provider switch
    {
        "klarna-csv" => new KlarnaCsv(KlarnaTable.Draw(random, random.Chance(40))),
        "klarna-json" => new KlarnaJson(),
        "nexi" => new NexiJson(),
        "svea" => new SveaJson(),
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "No such provider."),
    };
}

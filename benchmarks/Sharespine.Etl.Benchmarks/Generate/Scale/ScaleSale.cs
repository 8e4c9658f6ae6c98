namespace Sharespine.Etl.Benchmarks.Generate.Scale;

/// <summary>
/// The nth sale of a large year, made from its number alone: the files can be written in several passes without holding
/// anything. Each costs two fees; all are Swedish at 25 percent VAT.
/// </summary>
/// <param name="Day">Days since 1 January 2026 when it was captured and booked.</param>
public readonly record struct ScaleSale(int Index, int Day, long Amount, ScaleFault Fault)
{
    public const int Days = 280;
    private const ulong Seed = 4711;
    private static readonly DateOnly FirstDay = new(2026, 1, 1);

    public int Number => 1_000_000 + Index;

    public DateOnly Date => FirstDay.AddDays(Day);

    public int Week => Day / 7;

    public long PercentageFee => Amounts.Percent(Amount, 1.35m);

    public static long FixedFee => 250;

    public static long FeeVat(long fee) => Amounts.Percent(fee, 25m);

    public long FeesAndVat => PercentageFee + FixedFee + FeeVat(PercentageFee) + FeeVat(FixedFee);

    public bool IsSettled => Fault != ScaleFault.NeverSettled;

    /// <summary>How often the books have it.</summary>
    public int Bookings => Fault switch { ScaleFault.MissingInLedger => 0, ScaleFault.BookedTwice => 2, _ => 1 };

    public long Booked => Fault switch { ScaleFault.OffByOre => Amount - 3, ScaleFault.OffByForty => Amount - 4000, _ => Amount };

    public string Reference => (Fault == ScaleFault.PrefixedReference ? "#" : "") + Amounts.Number(Number);

    /// <param name="of">How many sales the year has: they are spread evenly, and the last is old enough to be overdue in November.</param>
    public static ScaleSale At(int index, int of)
    {
        var random = SplitMix64.For(Seed, (ulong)index);
        var fault = index % 50 == 17 ? (ScaleFault)(1 + (index / 50 % 6)) : ScaleFault.None;
        return new(index, (int)((long)index * Days / of), Apart(random.Between(4500, 350_000), fault), fault);
    }

    /// <summary>What stays unmatched on one side never has the amount of what stays unmatched on the other: nothing pairs by chance.</summary>
    private static long Apart(int drawn, ScaleFault fault) => fault switch
    {
        ScaleFault.MissingInLedger => (drawn / 4 * 4) + 1,
        ScaleFault.NeverSettled => (drawn / 4 * 4) + 2,
        ScaleFault.BookedTwice => (drawn / 4 * 4) + 3,
        _ => drawn,
    };

    /// <summary>How many sales give at least so many settlement lines.</summary>
    public static int CountFor(int lines)
    {
        var sales = 0;
        for (var made = 0; made < lines; sales++)
        {
            made += At(sales, int.MaxValue).IsSettled ? 3 : 0;
        }

        return sales;
    }
}

/// <summary>One sale in fifty has one, in turn.</summary>
public enum ScaleFault
{
    None,
    MissingInLedger,
    BookedTwice,
    OffByOre,
    OffByForty,
    NeverSettled,
    PrefixedReference,
}

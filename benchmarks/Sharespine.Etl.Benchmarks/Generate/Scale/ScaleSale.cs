namespace Sharespine.Etl.Benchmarks.Generate.Scale;

/// <summary>
/// The nth sale of a large year, made from its number alone: the files can be written in several passes without holding
/// anything. One in thirty-three comes back whole; all are Swedish at 25 percent VAT.
/// </summary>
/// <param name="Day">Days since 1 January 2026 when it was captured and booked.</param>
public readonly record struct ScaleSale(int Index, int Day, long Amount, ScaleFault Fault, int FeesPerSale)
{
    public const int Days = 280;
    private const int FaultEvery = 50;
    private const ulong Seed = 4711;
    private static readonly DateOnly FirstDay = new(2026, 1, 1);
    private static readonly int FaultKinds = Enum.GetValues<ScaleFault>().Length - 1;

    public int Number => 1_000_000 + Index;

    public DateOnly Date => FirstDay.AddDays(Day);

    public int Week => Day / 7;

    public long PercentageFee => Amounts.Percent(Amount, 1.35m);

    public static long FixedFee => 250;

    public static long FeeVat(long fee) => Amounts.Percent(fee, 25m);

    public bool IsSettled => Fault != ScaleFault.NeverSettled;

    /// <summary>It came back in the same week, and the provider took it back.</summary>
    public bool IsReturned => Fault == ScaleFault.ReturnWithoutCredit || (Fault == ScaleFault.None && Index % 33 == 5);

    /// <summary>How many settlement lines it has.</summary>
    public int Lines => (IsSettled ? 1 + FeesPerSale : 0) + (IsReturned ? 1 : 0) + (Fault == ScaleFault.SettledTwice ? 1 : 0);

    /// <summary>How often the books have it.</summary>
    public int Bookings => Fault switch { ScaleFault.MissingInLedger => 0, ScaleFault.BookedTwice or ScaleFault.BookedUnderTwoInvoices => 2, _ => 1 };

    public bool IsCredited => IsReturned && Fault != ScaleFault.ReturnWithoutCredit;

    public long Booked => Fault switch { ScaleFault.OffByOre => Amount - 3, ScaleFault.OffByForty => Amount - 4000, _ => Amount };

    public string Reference => (Fault == ScaleFault.PrefixedReference ? "#" : "") + Amounts.Number(Number);

    /// <summary>The last is old enough to be overdue in November.</summary>
    public static ScaleSale At(int index, ScaleShape shape)
    {
        var random = SplitMix64.For(Seed, (ulong)index);
        var day = (int)((long)index * Days / shape.Sales);
        var fault = index % FaultEvery == 17 ? (ScaleFault)(1 + (index / FaultEvery % FaultKinds)) : ScaleFault.None;
        if (fault == ScaleFault.SettledTwice && day / 7 == (Days - 1) / 7)
        {
            // There is no later payout that could settle it again.
            fault = ScaleFault.MissingInLedger;
        }

        return new(index, day, Apart(random.Between(4500, 350_000), fault), fault, shape.FeesPerSale);
    }

    /// <summary>What stays unmatched on one side never has the amount of what stays unmatched on the other: nothing pairs by chance.</summary>
    private static long Apart(int drawn, ScaleFault fault) => fault switch
    {
        ScaleFault.MissingInLedger or ScaleFault.SettledTwice => (drawn / 4 * 4) + 1,
        ScaleFault.NeverSettled => (drawn / 4 * 4) + 2,
        ScaleFault.BookedTwice => (drawn / 4 * 4) + 3,
        _ => drawn,
    };
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

    /// <summary>The next payout settles the same capture again.</summary>
    SettledTwice,

    ReturnWithoutCredit,

    /// <summary>Two vouchers of one order and amount that differ in their invoice number: nobody can tell which was settled.</summary>
    BookedUnderTwoInvoices,
}

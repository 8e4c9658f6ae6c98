namespace Sharespine.Etl.Benchmarks.Generate.Scale;

/// <summary>How a large year is made up.</summary>
/// <param name="FeesPerSale">Rows for fees beside each sale: 2 as the large invoice providers have it, 1 for a percentage alone; 0 for one fee row per payout.</param>
/// <param name="Sales">Spread evenly over the year.</param>
public readonly record struct ScaleShape(int FeesPerSale, int Sales)
{
    /// <summary>A year with at least so many settlement lines, and hardly more.</summary>
    /// <param name="feesPerSale">0 to 2.</param>
    public static ScaleShape For(int lines, int feesPerSale)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)feesPerSale, 2u, nameof(feesPerSale));
        var sales = 0;
        for (var made = 0L; made < lines; sales++)
        {
            // Which sales can be settled again depends on how many there are: they count once here.
            var sale = ScaleSale.At(sales, new(feesPerSale, int.MaxValue));
            made += sale.Lines - (sale.Fault == ScaleFault.SettledTwice ? 1 : 0);
        }

        return new(feesPerSale, sales);
    }
}

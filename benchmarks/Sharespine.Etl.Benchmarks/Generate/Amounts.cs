using System.Globalization;

namespace Sharespine.Etl.Benchmarks.Generate;

/// <summary>Amounts in the samples are whole öre or cents; this is how they are rounded to and written.</summary>
public static class Amounts
{
    /// <summary>Two decimals, point, minus in front: <c>-1234.50</c>.</summary>
    public static string Text(long minor) => (minor / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Half away from zero, as the shop rounds.</summary>
    public static long Round(decimal minor) => (long)Math.Round(minor, 0, MidpointRounding.AwayFromZero);

    /// <summary>The part of <paramref name="minor"/> that is <paramref name="percent"/> of it, rounded.</summary>
    public static long Percent(decimal minor, decimal percent) => Round(minor * percent / 100m);

    /// <summary>An amount in another currency at a rate (one unit of it in kronor).</summary>
    public static long Convert(long minor, decimal rate) => Round(minor * rate);

    public static string Number(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}

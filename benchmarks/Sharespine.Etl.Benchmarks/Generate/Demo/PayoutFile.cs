using System.Globalization;
using Sharespine.Etl.Benchmarks.Generate.Klarna;

namespace Sharespine.Etl.Benchmarks.Generate.Demo;

/// <summary>A settlement file as the provider would have delivered it.</summary>
/// <param name="Layout">Names the columns: withVat, default, rearranged.</param>
public sealed record PayoutFile(KlarnaPayout Payout, string Name, string Layout, bool IsResent)
{
    /// <summary>The file of a payout, dated the night after it.</summary>
    public static PayoutFile Of(KlarnaPayout payout, string layout) => new(payout, NameOn(payout, payout.Date.AddDays(1)), layout, false);

    /// <summary>Sent again by hand, after the report's columns were rearranged.</summary>
    public static PayoutFile Again(KlarnaPayout payout, DateOnly date) => new(payout, NameOn(payout, date), "rearranged", true);

    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        KlarnaFile.Write(Path.Combine(folder, Name), Payout, Layout switch
        {
            "default" => KlarnaFile.Default,
            "rearranged" => KlarnaFile.Rearranged,
            _ => KlarnaFile.WithVat,
        });
    }

    /// <summary>The provider documents two patterns; here the euro account still has the older one.</summary>
    private static string NameOn(KlarnaPayout payout, DateOnly date)
    {
        var day = date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return payout.Currency == "EUR" ? $"{payout.Reference}.{day}T000000+0000.csv" : $"{payout.Reference}_{day}T000226_0.csv";
    }
}

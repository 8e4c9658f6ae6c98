using System.Globalization;
using Sharespine.Etl.Benchmarks.Generate.Klarna;

namespace Sharespine.Etl.Benchmarks.Generate.Scale;

/// <summary>Writes one week's payout: its totals stand before its rows, so the sales are made twice.</summary>
internal static class ScalePayout
{
    /// <returns>How many lines.</returns>
    public static int Write(string folder, int week, int first, int end, int of)
    {
        var date = new DateOnly(2026, 1, 1).AddDays((week * 7) + 8);
        var reference = (500_000_000 + week).ToString(CultureInfo.InvariantCulture);
        using var writer = KlarnaFile.Open(Path.Combine(folder, $"{reference}_{SwedishTime.SieText(date)}T000226_0.csv"));
        KlarnaFile.WriteSummary(writer, Totals(reference, date, first, end, of));
        writer.WriteLine(string.Join(';', KlarnaFile.WithVat));
        var lines = 0;
        foreach (var sale in Settled(first, end, of))
        {
            WriteSale(writer, sale);
            lines += 3;
        }

        return lines;
    }

    private static IEnumerable<ScaleSale> Settled(int first, int end, int of) =>
        Enumerable.Range(first, end - first).Select(index => ScaleSale.At(index, of)).Where(sale => sale.IsSettled);

    /// <summary>A payout whose rows are already summed: one of each type.</summary>
    private static KlarnaPayout Totals(string reference, DateOnly date, int first, int end, int of)
    {
        long sales = 0, fees = 0, vat = 0;
        foreach (var sale in Settled(first, end, of))
        {
            sales += sale.Amount;
            fees += sale.PercentageFee + ScaleSale.FixedFee;
            vat += ScaleSale.FeeVat(sale.PercentageFee) + ScaleSale.FeeVat(ScaleSale.FixedFee);
        }

        return new() { Reference = reference, Currency = "SEK", Date = date, Events = [Sum(date, "SALE", sales, 0), Sum(date, "FEE", -fees, -vat)] };
    }

    private static KlarnaEvent Sum(DateOnly date, string type, long amount, long vat) => new()
    {
        At = SwedishTime.At(date, 12),
        Type = type,
        DetailedType = "",
        Amount = amount,
        Vat = vat,
        Currency = "SEK",
        Expected = Reconcile.Disposition.Matched,
    };

    private static void WriteSale(TextWriter writer, ScaleSale sale)
    {
        var number = Amounts.Number(sale.Number);
        var day = SwedishTime.IsoText(sale.Date);
        var lead = $";{day}T09:00:00Z;{SwedishTime.IsoText(sale.Date.AddDays(-1))}T11:00:00Z;00000000-0000-4000-8000-00000{number};K{number[1..]};00000000-0000-4000-9000-00000{number};{sale.Reference};;";
        writer.WriteLine($"SALE{lead}{Amounts.Text(sale.Amount)};SEK;;;PURCHASE");
        WriteFee(writer, lead, sale.PercentageFee, "PURCHASE_FEE_PERCENTAGE");
        WriteFee(writer, lead, ScaleSale.FixedFee, "PURCHASE_FEE_FIXED");
    }

    private static void WriteFee(TextWriter writer, string lead, long fee, string detailedType) =>
        writer.WriteLine($"FEE{lead}{Amounts.Text(-fee)};SEK;25.00;{Amounts.Text(-ScaleSale.FeeVat(fee))};{detailedType}");
}

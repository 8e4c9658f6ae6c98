using System.Globalization;
using Sharespine.Etl.Benchmarks.Generate.Klarna;

namespace Sharespine.Etl.Benchmarks.Generate.Scale;

/// <summary>Writes one week's payout: its totals stand before its rows, so the sales are made twice.</summary>
/// <param name="previous">The first sale of the payout before; what that settled once too few stands here.</param>
/// <param name="first">The week's first sale.</param>
/// <param name="end">The sale after its last.</param>
internal sealed class ScalePayout(ScaleShape shape, int week, int previous, int first, int end)
{
    private readonly DateOnly _date = new DateOnly(2026, 1, 1).AddDays((week * 7) + 8);
    private readonly string _reference = (500_000_000 + week).ToString(CultureInfo.InvariantCulture);

    /// <returns>How many lines.</returns>
    public int Write(string folder)
    {
        using var writer = KlarnaFile.Open(Path.Combine(folder, $"{_reference}_{SwedishTime.SieText(_date)}T000226_0.csv"));
        var (sales, returns, fees, vat) = Totals();
        KlarnaFile.WriteSummary(writer, new()
        {
            Reference = _reference,
            Currency = "SEK",
            Date = _date,
            Events = [Sum("SALE", sales, 0), Sum("RETURN", -returns, 0), Sum("FEE", -fees, -vat)],
        });
        writer.WriteLine(string.Join(';', KlarnaFile.WithVat));
        var lines = 0;
        foreach (var sale in Week())
        {
            lines += WriteSale(writer, sale);
        }

        foreach (var again in Again())
        {
            writer.WriteLine($"SALE{Lead(again)}{Amounts.Text(again.Amount)};SEK;;;PURCHASE");
            lines++;
        }

        if (shape.FeesPerSale == 0)
        {
            WriteFee(writer, ";;;;;;;;", fees, "PURCHASE_FEE_PERCENTAGE");
            lines++;
        }

        return lines;
    }

    private IEnumerable<ScaleSale> Week() => Enumerable.Range(first, end - first).Select(index => ScaleSale.At(index, shape));

    private IEnumerable<ScaleSale> Again() =>
        Enumerable.Range(previous, first - previous).Select(index => ScaleSale.At(index, shape)).Where(sale => sale.Fault == ScaleFault.SettledTwice);

    private (long Sales, long Returns, long Fees, long Vat) Totals()
    {
        var sales = Again().Sum(sale => sale.Amount);
        long returns = 0, fees = 0, vat = 0;
        foreach (var sale in Week())
        {
            sales += sale.IsSettled ? sale.Amount : 0;
            returns += sale.IsReturned ? sale.Amount : 0;
            foreach (var (fee, _) in Fees(sale))
            {
                fees += fee;
                vat += ScaleSale.FeeVat(fee);
            }
        }

        return shape.FeesPerSale == 0 ? (sales, returns, Amounts.Percent(sales, 1.35m), ScaleSale.FeeVat(Amounts.Percent(sales, 1.35m))) : (sales, returns, fees, vat);
    }

    private static IEnumerable<(long Fee, string Type)> Fees(ScaleSale sale)
    {
        if (sale.IsSettled && sale.FeesPerSale > 0)
        {
            yield return (sale.PercentageFee, "PURCHASE_FEE_PERCENTAGE");
        }

        if (sale.IsSettled && sale.FeesPerSale > 1)
        {
            yield return (ScaleSale.FixedFee, "PURCHASE_FEE_FIXED");
        }
    }

    /// <summary>A payout whose rows are already summed: one of each type.</summary>
    private KlarnaEvent Sum(string type, long amount, long vat) => new()
    {
        At = SwedishTime.At(_date, 12),
        Type = type,
        DetailedType = "",
        Amount = amount,
        Vat = vat,
        Currency = "SEK",
        Expected = Reconcile.Disposition.Matched,
    };

    private static int WriteSale(TextWriter writer, ScaleSale sale)
    {
        var lead = Lead(sale);
        if (sale.IsSettled)
        {
            writer.WriteLine($"SALE{lead}{Amounts.Text(sale.Amount)};SEK;;;PURCHASE");
        }

        if (sale.IsReturned)
        {
            writer.WriteLine($"RETURN{lead}{Amounts.Text(-sale.Amount)};SEK;;;PURCHASE_RETURN");
        }

        foreach (var (fee, type) in Fees(sale))
        {
            WriteFee(writer, lead, fee, type);
        }

        return sale.Lines - (sale.Fault == ScaleFault.SettledTwice ? 1 : 0);
    }

    private static string Lead(ScaleSale sale)
    {
        var number = Amounts.Number(sale.Number);
        return $";{SwedishTime.IsoText(sale.Date)}T09:00:00Z;{SwedishTime.IsoText(sale.Date.AddDays(-1))}T11:00:00Z;00000000-0000-4000-8000-00000{number};K{number[1..]};00000000-0000-4000-9000-00000{number};{sale.Reference};;";
    }

    private static void WriteFee(TextWriter writer, string lead, long fee, string detailedType) =>
        writer.WriteLine($"FEE{lead}{Amounts.Text(-fee)};SEK;25.00;{Amounts.Text(-ScaleSale.FeeVat(fee))};{detailedType}");
}

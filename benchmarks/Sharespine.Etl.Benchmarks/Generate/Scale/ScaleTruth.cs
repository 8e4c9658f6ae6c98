using System.Text.Json;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Benchmarks.Generate.Scale;

/// <summary>Writes what is wrong, and how many of each disposition a reconciliation on 2 November must count.</summary>
internal static class ScaleTruth
{
    public static void Write(string path, ScaleShape shape, int lines)
    {
        using var stream = new BufferedStream(File.Create(path), 1 << 16);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteNumber("sales", shape.Sales);
        json.WriteNumber("settlementLines", lines);
        json.WriteNumber("ledgerEntries", All(shape).SelectMany(Entries).Sum(entry => entry.Count));
        var fees = lines - All(shape).SelectMany(Lines).Sum(line => line.Count);
        Counts(json, "lineCounts", All(shape).SelectMany(Lines).Append((Disposition.Fee, fees)));
        Counts(json, "entryCounts", All(shape).SelectMany(Entries));
        json.WriteStartArray("faults");
        foreach (var sale in All(shape).Where(sale => sale.Fault != ScaleFault.None))
        {
            json.WriteStartObject();
            json.WriteString("order", Amounts.Number(sale.Number));
            json.WriteString("fault", sale.Fault.ToString());
            json.WriteString("amount", Amounts.Text(sale.Amount));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static IEnumerable<ScaleSale> All(ScaleShape shape) => Enumerable.Range(0, shape.Sales).Select(index => ScaleSale.At(index, shape));

    /// <summary>Of the sale and its return; fees are not among them.</summary>
    private static IEnumerable<(Disposition Disposition, int Count)> Lines(ScaleSale sale) => sale.Fault switch
    {
        ScaleFault.MissingInLedger => [(Disposition.MissingInLedger, 1)],
        ScaleFault.OffByOre => [(Disposition.MatchedWithRounding, 1)],
        ScaleFault.OffByForty => [(Disposition.MatchedWithDifference, 1)],
        ScaleFault.NeverSettled => [],
        ScaleFault.SettledTwice => [(Disposition.Matched, 1), (Disposition.Duplicate, 1)],
        ScaleFault.ReturnWithoutCredit => [(Disposition.Matched, 1), (Disposition.MissingInLedger, 1)],
        ScaleFault.BookedUnderTwoInvoices => [(Disposition.Ambiguous, 1)],
        _ => [(Disposition.Matched, sale.IsReturned ? 2 : 1)],
    };

    private static IEnumerable<(Disposition Disposition, int Count)> Entries(ScaleSale sale) => sale.Fault switch
    {
        ScaleFault.MissingInLedger => [],
        ScaleFault.BookedTwice => [(Disposition.Matched, 1), (Disposition.Duplicate, 1)],
        ScaleFault.NeverSettled => [(Disposition.MissingInSettlement, 1)],
        ScaleFault.OffByOre => [(Disposition.MatchedWithRounding, 1)],
        ScaleFault.OffByForty => [(Disposition.MatchedWithDifference, 1)],
        ScaleFault.BookedUnderTwoInvoices => [(Disposition.Ambiguous, 2)],
        _ => [(Disposition.Matched, sale.IsCredited ? 2 : 1)],
    };

    private static void Counts(Utf8JsonWriter json, string name, IEnumerable<(Disposition Disposition, int Count)> counted)
    {
        var counts = new SortedDictionary<Disposition, int>();
        foreach (var (disposition, count) in counted)
        {
            counts[disposition] = counts.GetValueOrDefault(disposition) + count;
        }

        json.WriteStartObject(name);
        foreach (var (disposition, count) in counts)
        {
            json.WriteNumber(disposition.ToString(), count);
        }

        json.WriteEndObject();
    }
}

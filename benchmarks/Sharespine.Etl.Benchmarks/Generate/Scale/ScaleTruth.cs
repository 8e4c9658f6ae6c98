using System.Text.Json;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Benchmarks.Generate.Scale;

/// <summary>Writes what is wrong, and how many of each disposition a reconciliation on 2 November must count.</summary>
internal static class ScaleTruth
{
    public static void Write(string path, int sales, int lines)
    {
        using var stream = new BufferedStream(File.Create(path), 1 << 16);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteNumber("sales", sales);
        json.WriteNumber("settlementLines", lines);
        json.WriteNumber("ledgerEntries", All(sales).Sum(sale => sale.Bookings));
        Counts(json, "lineCounts", All(sales).Where(sale => sale.IsSettled).Select(Line).Append((Disposition.Fee, lines / 3 * 2)));
        Counts(json, "entryCounts", All(sales).SelectMany(Entries));
        json.WriteStartArray("faults");
        foreach (var sale in All(sales).Where(sale => sale.Fault != ScaleFault.None))
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

    private static IEnumerable<ScaleSale> All(int sales) => Enumerable.Range(0, sales).Select(index => ScaleSale.At(index, sales));

    private static (Disposition Disposition, int Count) Line(ScaleSale sale) => sale.Fault switch
    {
        ScaleFault.MissingInLedger => (Disposition.MissingInLedger, 1),
        ScaleFault.OffByOre => (Disposition.MatchedWithRounding, 1),
        ScaleFault.OffByForty => (Disposition.MatchedWithDifference, 1),
        _ => (Disposition.Matched, 1),
    };

    private static IEnumerable<(Disposition Disposition, int Count)> Entries(ScaleSale sale) => sale.Fault switch
    {
        ScaleFault.MissingInLedger => [],
        ScaleFault.BookedTwice => [(Disposition.Matched, 1), (Disposition.Duplicate, 1)],
        ScaleFault.NeverSettled => [(Disposition.MissingInSettlement, 1)],
        _ => [Line(sale)],
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

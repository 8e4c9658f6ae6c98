using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Benchmarks.Generate.Klarna;
using Sharespine.Etl.Benchmarks.Generate.Shop;

namespace Sharespine.Etl.Benchmarks.Generate.Scale;

/// <summary>
/// A large year for measurements: weekly settlement files, the books, optionally the shop's orders, and what is wrong with
/// one sale in fifty. Memory does not grow with the number of lines.
/// </summary>
public static class ScaleFolder
{
    /// <returns>Settlement lines written: at least <paramref name="lines"/>.</returns>
    public static int Write(string folder, int lines, int orders)
    {
        Directory.CreateDirectory(folder);
        var sales = ScaleSale.CountFor(lines);
        WriteLedger(Path.Combine(folder, "ledger.se"), sales);
        var written = WriteSettlements(Path.Combine(folder, "klarna.settlement"), sales);
        ScaleTruth.Write(Path.Combine(folder, "truth.json"), sales, written);
        if (orders > 0)
        {
            using var stream = new BufferedStream(File.Create(Path.Combine(folder, "orders.ndjson")), 1 << 16);
            ShopFiles.WriteLines(stream, Enumerable.Range(0, Math.Min(orders, sales)).Select(index => Order(ScaleSale.At(index, sales))));
        }

        return written;
    }

    private static void WriteLedger(string path, int sales)
    {
        var movements = new Dictionary<string, long>();
        foreach (var row in Vouchers(sales).SelectMany(voucher => voucher.Rows))
        {
            movements[row.Account] = movements.GetValueOrDefault(row.Account) + row.Amount;
        }

        using var writer = new SieWriter(path);
        SieFile.WriteHead(writer, new(2026, 11, 2));
        SieFile.WriteBalances(writer, account => movements.GetValueOrDefault(account.Number));
        foreach (var voucher in Vouchers(sales))
        {
            writer.Voucher(voucher);
        }
    }

    private static IEnumerable<SieVoucher> Vouchers(int sales)
    {
        var number = 0;
        for (var index = 0; index < sales; index++)
        {
            var sale = ScaleSale.At(index, sales);
            for (var booking = 0; booking < sale.Bookings; booking++)
            {
                var vat = Amounts.Round(sale.Booked / 5m);
                yield return new(SalesJournal.Series, sale.Date, $"Order {Amounts.Number(sale.Number)}",
                    [new(ChartOfAccounts.Klarna, sale.Booked), new("3001", vat - sale.Booked), new("2611", -vat)])
                {
                    Number = ++number,
                };
            }
        }
    }

    private static int WriteSettlements(string folder, int sales)
    {
        Directory.CreateDirectory(folder);
        var written = 0;
        for (var first = 0; first < sales;)
        {
            var week = ScaleSale.At(first, sales).Week;
            var next = first;
            while (next < sales && ScaleSale.At(next, sales).Week == week)
            {
                next++;
            }

            written += ScalePayout.Write(folder, week, first, next, sales);
            first = next;
        }

        return written;
    }

    /// <summary>One article that costs what the sale was: its price with VAT gives the same total again.</summary>
    private static ShopOrder Order(ScaleSale sale)
    {
        var product = new Product(101, 0, "Yllefilt \"Kiruna\" 130×170", "FILT-KIR", TaxRate.Standard, sale.Amount, 0);
        var request = new OrderRequest { Created = SwedishTime.At(sale.Date.AddDays(-1), 12), Basket = [(product, 1)] };
        var ids = new ItemIds(sale.Number, firstItem: 1 + (sale.Index * 10), firstMeta: 1 + (sale.Index * 20));
        return OrderFactory.Create(request, SplitMix64.For(4712, (ulong)sale.Index), ids) with { Id = sale.Number };
    }
}

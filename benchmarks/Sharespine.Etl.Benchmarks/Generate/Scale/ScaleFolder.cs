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
    /// <param name="feesPerSale">See <see cref="ScaleShape"/>.</param>
    /// <returns>Settlement lines written: at least <paramref name="lines"/>.</returns>
    public static int Write(string folder, int lines, int orders, int feesPerSale = 2)
    {
        Directory.CreateDirectory(folder);
        var shape = ScaleShape.For(lines, feesPerSale);
        WriteLedger(Path.Combine(folder, "ledger.se"), shape);
        var written = WriteSettlements(Path.Combine(folder, "klarna.settlement"), shape);
        ScaleTruth.Write(Path.Combine(folder, "truth.json"), shape, written);
        if (orders > 0)
        {
            using var stream = new BufferedStream(File.Create(Path.Combine(folder, "orders.ndjson")), 1 << 16);
            ShopFiles.WriteLines(stream, Enumerable.Range(0, Math.Min(orders, shape.Sales)).Select(index => Order(ScaleSale.At(index, shape))));
        }

        return written;
    }

    private static void WriteLedger(string path, ScaleShape shape)
    {
        var movements = new Dictionary<string, long>();
        foreach (var row in Vouchers(shape).SelectMany(voucher => voucher.Rows))
        {
            movements[row.Account] = movements.GetValueOrDefault(row.Account) + row.Amount;
        }

        using var writer = new SieWriter(path);
        SieFile.WriteHead(writer, new(2026, 11, 2));
        SieFile.WriteBalances(writer, account => movements.GetValueOrDefault(account.Number));
        foreach (var voucher in Vouchers(shape))
        {
            writer.Voucher(voucher);
        }
    }

    private static IEnumerable<SieVoucher> Vouchers(ScaleShape shape)
    {
        var number = 0;
        for (var index = 0; index < shape.Sales; index++)
        {
            var sale = ScaleSale.At(index, shape);
            for (var booking = 0; booking < sale.Bookings; booking++)
            {
                var text = sale.Fault == ScaleFault.BookedUnderTwoInvoices ? $"Faktura {Amounts.Number(80_000_000 + (2 * sale.Index) + booking)}, order" : "Order";
                yield return Voucher(++number, sale.Date, $"{text} {Amounts.Number(sale.Number)}", sale.Booked);
            }

            if (sale.IsCredited)
            {
                yield return Voucher(++number, sale.Date, $"Kredit order {Amounts.Number(sale.Number)}", -sale.Booked);
            }
        }
    }

    private static SieVoucher Voucher(int number, DateOnly date, string text, long booked)
    {
        var vat = Amounts.Round(booked / 5m);
        return new(SalesJournal.Series, date, text, [new(ChartOfAccounts.Klarna, booked), new("3001", vat - booked), new("2611", -vat)]) { Number = number };
    }

    private static int WriteSettlements(string folder, ScaleShape shape)
    {
        Directory.CreateDirectory(folder);
        var written = 0;
        var previous = 0;
        for (var first = 0; first < shape.Sales;)
        {
            var week = ScaleSale.At(first, shape).Week;
            var next = first;
            while (next < shape.Sales && ScaleSale.At(next, shape).Week == week)
            {
                next++;
            }

            written += new ScalePayout(shape, week, previous, first, next).Write(folder);
            (previous, first) = (first, next);
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

using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Reconcile.Simulation;

/// <summary>The fiscal year as a program exports it (SIE 4E): sales, credits, what somebody booked, our vouchers, and what is not ours.</summary>
internal static class LedgerFile
{
    public const string Receivable = "1580";

    public const string BankAccount = "1930";

    private static readonly string[] Accounts =
        [Receivable, "1510", "1684", "1685", "1686", "1687", "1930", "2419", "2611", "2641", "2890", "2999", "3001", "3740", "5010", "6040", "6064", "8310"];

    /// <param name="generated">Vouchers that came into the books by that day are in it.</param>
    /// <param name="imported">Vouchers of ours that were imported by then.</param>
    public static byte[] Write(Month month, DateOnly generated, IReadOnlyList<Voucher> imported)
    {
        var vouchers = month.Vouchers.Where(voucher => voucher.Entered <= generated).OrderBy(voucher => voucher.Series, StringComparer.Ordinal).ThenBy(voucher => voucher.Number)
            .Select(voucher => new SieVoucher(voucher.Series, voucher.Date, voucher.Text, [new(Receivable, voucher.Amount), .. voucher.Others.Select(row => new SieRow(row.Account, row.Amount))]) { Number = voucher.Number })
            .Concat(imported.Select((voucher, index) => new SieVoucher("K", voucher.Date, voucher.Text, [.. voucher.Rows.Select(row => new SieRow(row.Account, row.Amount.Minor))]) { Number = index + 1 }))
            .Concat(month.Bank.Where(line => line.Date <= generated).Select(line => new SieVoucher("D", line.Date, line.Text, [new("1930", line.Amount), new("1684", -line.Amount)]) { Number = line.Number }))
            .Concat(Rent(generated))
            .ToList();
        var movements = vouchers.SelectMany(voucher => voucher.Rows).ToLookup(row => row.Account, row => row.Amount);
        var stream = new MemoryStream();
        using (var writer = new SieWriter(stream))
        {
            writer.Record("#PROGRAM", "Påhittat Affärssystem", "12.4");
            writer.Record("#FORMAT", "PC8");
            writer.Record("#GEN", SwedishTime.SieText(generated), "LL");
            writer.Record("#SIETYP", "4");
            writer.Record("#ORGNR", StoryInput.Company);
            writer.Record("#FNAMN", "Påhittade Handel AB");
            writer.Record("#RAR", "0", "20260101", "20261231");
            writer.Record("#VALUTA", "SEK");
            foreach (var account in Accounts)
            {
                writer.Record("#KONTO", account, "Konto " + account);
            }

            foreach (var account in Accounts)
            {
                var moved = Text(movements[account].Sum());
                if (account[0] < '3')
                {
                    writer.Record("#IB", "0", account, "0.00");
                    writer.Record("#UB", "0", account, moved);
                }
                else
                {
                    writer.Record("#RES", "0", account, moved);
                }
            }

            vouchers.ForEach(writer.Voucher);
        }

        return stream.ToArray();
    }

    private static IEnumerable<SieVoucher> Rent(DateOnly generated) => Enumerable.Range(1, generated.Month)
        .Select(number => new SieVoucher("L", new(2026, number, 1), "Hyra", [new("5010", 1_800_000), new("1930", -1_800_000)]) { Number = number });

    private static string Text(long minor) => (minor / 100m).ToString("F2", System.Globalization.CultureInfo.InvariantCulture);
}

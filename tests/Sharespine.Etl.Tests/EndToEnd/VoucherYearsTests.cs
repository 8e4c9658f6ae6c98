using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>Voucher files where fiscal years meet, and in both formats.</summary>
public sealed class VoucherYearsTests
{
    [StoreFact]
    public async Task Two_open_fiscal_years_of_a_broken_year_get_a_file_each()
    {
        using var site = new BooksFixture("    type: sie-files\n    ledger: ledger\n    vouchers: vouchers\n    payments: payments", "      mode: payments", "  fiscal-year-start-month: 9");
        site.Settle("K1", "2026-08-31", "460.00", "SALE 1001 500.00", "FEE 1001 40.00");
        site.Settle("K2", "2026-09-01", "180.00", "SALE 1002 200.00", "FEE 1002 20.00");
        site.Export("old.se", "20250901 20260831", "F 1 2026-08-30 500.00 Faktura 5001 order 1001");
        site.Export("new.se", "20260901 20270831", "F 1 2026-09-01 200.00 Faktura 5002 order 1002");

        await site.NightAsync();

        Assert.Equal(2, site.Files("vouchers").Count);
        Assert.Equal(
            ["#RAR 0 20250901 20260831", "#VER \"K\" \"\" 20260831 \"klarna-se/K1/1 Klarna utbetalning K1\""],
            Lines(site, site.Files("vouchers").Single(name => name.Contains("_2025_", StringComparison.Ordinal))));
        Assert.Equal(
            ["#RAR 0 20260901 20270831", "#VER \"K\" \"\" 20260901 \"klarna-se/K2/1 Klarna utbetalning K2\""],
            Lines(site, site.Files("vouchers").Single(name => name.Contains("_2026_", StringComparison.Ordinal))));
        Assert.Equal(["klarna-se/K1/p/5001|2026-08-31", "klarna-se/K2/p/5002|2026-09-01"], site.Rows("SELECT reference, payment_date FROM customer_payment ORDER BY reference"));
    }

    [StoreFact]
    public async Task Vouchers_come_as_sie_5_where_the_connection_says_so()
    {
        using var site = new BooksFixture("    type: sie-files\n    ledger: ledger\n    vouchers: vouchers\n    vouchers-as: sie5\n    payments: payments", "      mode: payments");
        site.Settle("K1", "2026-11-03", "460.00", "SALE 1001 500.00", "FEE 1001 40.00");
        site.Export("books.se", "20260101 20261231", "F 1 2026-11-01 500.00 Faktura 5001 order 1001");

        await site.NightAsync();

        var file = Assert.Single(site.Files("vouchers"));
        Assert.EndsWith(".sie", file, StringComparison.Ordinal);
        Assert.Contains("referenceId=\"klarna-se/K1/1\"", site.Text($"vouchers/{file}"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(BooksFixture site, string file) =>
        site.Text($"vouchers/{file}").Split('\n').Where(line => line.StartsWith("#RAR", StringComparison.Ordinal) || line.StartsWith("#VER", StringComparison.Ordinal));
}

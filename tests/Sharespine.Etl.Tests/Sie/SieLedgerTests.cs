using Sharespine.Etl.Model;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Tests.Sie;

public sealed class SieLedgerTests
{
    private const string Body = """
        #IB 0 1580 100.00
        #UB 0 1580 205.00
        #IB 0 1930 0
        #UB 0 1930 95.00
        #RES 0 3001 -200.00
        #VER A 1 20260115 "Order 41"
        {
           #TRANS 1580 {1 "SE"} 125.00 "" "41"
           #TRANS 3001 {} -125.00
        }
        #VER K 7 20260220 "Klarna utbetalning"
        {
           #TRANS 1580 {} -90.00 20260221
           #TRANS 1580 {} -5.00
           #TRANS 1930 {} 95.00
        }
        #VER A 1 20260225 "Samma nummer igen"
        {
           #TRANS 1580 {} 75.00
           #TRANS 3001 {} -75.00
        }
        """;

    private static SieLedgerFile Read(string body, string? head = null, IReadOnlyList<string>? accounts = null)
    {
        using var stream = new MemoryStream(SieBytes.Raw((head ?? SieBytes.Head) + body + "\n"));
        return SieLedger.Read(stream, "ledger.se", accounts ?? ["1580"], ["1930"]);
    }

    [Fact]
    public void A_snapshot_has_the_rows_of_its_account_with_what_identifies_and_classifies_them()
    {
        var ledger = Read(Body);

        Assert.False(ledger.IsRefused);
        var snapshot = Assert.Single(ledger.Receivables);
        Assert.Equal(("556000-0001", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), "1580"), (snapshot.Company, snapshot.FiscalYearStart, snapshot.FiscalYearEnd, snapshot.Account));
        Assert.Equal(("100.00 SEK", "205.00 SEK"), (snapshot.Opening.ToString(), snapshot.Closing.ToString()));
        Assert.Equal(
            [
                "A 1 row 1 2026-01-15 125.00 SEK |Order 41|41| 3001 1:SE line 19",
                "K 7 row 1 2026-02-21 -90.00 SEK |Klarna utbetalning|| 1930  line 24",
                "K 7 row 2 2026-02-20 -5.00 SEK |Klarna utbetalning|| 1930  line 25",
                "A 1 row 2 2026-02-25 75.00 SEK |Samma nummer igen|| 3001  line 30",
            ],
            snapshot.Entries.Select(entry => $"{entry.Voucher} row {entry.Row} {entry.Date:yyyy-MM-dd} {entry.Amount} |{entry.VoucherText}|{entry.RowText}| {string.Join(',', entry.CounterAccounts)} {string.Join(',', entry.Objects)} line {entry.FileLine}"));
        Assert.Equal("95.00 SEK", Assert.Single(Assert.Single(ledger.Banks).Entries).Amount.ToString());
    }

    [Fact]
    public void A_balance_that_the_file_lacks_is_unknown_and_one_left_out_among_others_is_zero()
    {
        var without = Read("#VER A 1 20260115 \"\" {\n#TRANS 1580 {} 1\n#TRANS 3001 {} -1\n}").Receivables[0];
        var zero = Read("#IB 0 1930 0\n#UB 0 1930 0\n#VER A 1 20260115 \"\" {\n#TRANS 1580 {} 1\n#TRANS 1580 {} -1\n}").Receivables[0];

        Assert.Null(without.Opening);
        Assert.Null(without.Closing);
        Assert.Equal((Money.Zero(Currency.Sek), Money.Zero(Currency.Sek)), (zero.Opening!.Value, zero.Closing!.Value));
    }

    [Fact]
    public void A_refused_file_gives_no_snapshot()
    {
        var ledger = Read(Body.Replace("-125.00", "-124.00", StringComparison.Ordinal));

        Assert.True(ledger.IsRefused);
        Assert.Empty(ledger.Receivables);
        Assert.Empty(ledger.Banks);
        Assert.Equal("ledger.se:17: SIE009 The rows of voucher A 1 sum to 1.00 instead of zero.", ledger.Issues[0].ToString());
    }

    [Fact]
    public void An_account_that_is_not_in_the_file_is_named_and_has_an_empty_snapshot()
    {
        var ledger = Read(Body, accounts: ["1580", "1588"]);

        Assert.Equal("ledger.se: SIE202 Account 1588 is not in the file.", Assert.Single(ledger.Issues, issue => issue.Code == SieErrors.AccountAbsent).ToString());
        Assert.Empty(ledger.Receivables[1].Entries);
    }

    [Fact]
    public void A_file_without_vouchers_or_year_is_no_ledger()
    {
        Assert.Equal("ledger.se: SIE201 The file is SIE type 3, which has no vouchers.", Read("", SieBytes.Head.Replace("#SIETYP 4", "#SIETYP 3", StringComparison.Ordinal)).Issues[^1].ToString());
        Assert.Equal("ledger.se: SIE201 The file has no #RAR 0, so the fiscal year is not known.", Read("", SieBytes.Head.Replace("#RAR 0", "#RAR -1", StringComparison.Ordinal)).Issues[^1].ToString());
    }

    [Fact]
    public void A_sole_trader_s_organisation_number_is_a_person_s_and_the_name_stands_for_the_company()
    {
        Assert.Equal("Övningsbutiken AB", Read("", SieBytes.Head.Replace("556000-0001", "800101-0001", StringComparison.Ordinal)).Company);
        Assert.Equal("Övningsbutiken AB", Read("", SieBytes.Head.Replace("556000-0001", "19800101-0001", StringComparison.Ordinal)).Company);
        Assert.Equal("Övningsbutiken AB", Read("", SieBytes.Head.Replace("556000-0001", "", StringComparison.Ordinal)).Company);
    }

    [Fact]
    public void Amounts_are_in_the_file_s_currency()
    {
        var ledger = Read("#VER A 1 20260115 \"\" {\n#TRANS 1580 {} 1\n#TRANS 3001 {} -1\n}\n#VALUTA EUR");

        Assert.Equal("1.00 EUR", ledger.Receivables[0].Entries[0].Amount.ToString());
        Assert.Equal(Currency.Eur, ledger.Receivables[0].Currency);
    }

    [Theory]
    [InlineData(null, "2026-03-01", "2026-12-31", "2026-03-01")]
    [InlineData("2026-01-31", "2026-03-01", "2026-02-25", "2026-01-31")]
    [InlineData("2026-12-31", "2026-03-01", "2026-02-25", "2026-03-01")]
    [InlineData("1970-01-01", "2027-02-01", "2026-12-31", "2026-12-31")]
    [InlineData(null, "2027-02-01", "2026-11-30", "2026-12-31")]
    [InlineData(null, null, "2026-02-25", "2026-02-25")]
    [InlineData(null, null, null, "2026-01-01")]
    public void How_far_a_file_reaches_is_the_earliest_of_what_it_says(string? coversTo, string? generated, string? lastVoucher, string expected) =>
        Assert.Equal(Day(expected), SieLedger.CoversTo(Day(coversTo), Day(generated), Day(lastVoucher), new(2026, 1, 1), new(2026, 12, 31)));

    private static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

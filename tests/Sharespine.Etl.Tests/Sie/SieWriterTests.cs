using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Tests.Sie;

public sealed class SieWriterTests
{
    private static readonly SieFiscalYear Year2025 = new(new(2025, 1, 1), new(2025, 12, 31));
    private static readonly SieFiscalYear Year2026 = new(new(2026, 1, 1), new(2026, 12, 31));

    private static readonly SieFile Empty = new()
    {
        ProgramName = "Sharespine.Etl",
        ProgramVersion = "0.1.0",
        GeneratedOn = new(2026, 3, 1),
        CompanyName = "Övningsbutiken AB",
        OrganisationNumber = "556000-0001",
        ChartType = "EUBAS97",
        FiscalYears = [Year2025, Year2026],
        AccountNames = new Dictionary<string, string> { ["1580"] = "Fordringar \"Klarna\"", ["6570"] = "Bankkostnader", ["1930"] = "Bank" },
        ObjectNames = new Dictionary<SieObject, string> { [new(1, "SE")] = "Butik Sverige" },
        Vouchers = [],
    };

    private static Money Sek(long minor) => new(minor, Currency.Sek);

    private static Voucher Payout(string reference, DateOnly date, string text = "Klarna utbetalning") => new()
    {
        Reference = reference,
        Series = "K",
        Date = date,
        Text = text,
        Rows =
        [
            new("1930", Sek(9700)),
            new("6570", Sek(300), "Avgift §5 – 3 €", [(1, "SE"), (20, "A B")]),
            new("1580", Sek(-10000), "Rör 10\" i C:\\"),
        ],
    };

    [Fact]
    public void The_file_is_written_byte_for_byte_as_the_standard_asks()
    {
        var output = Assert.Single(SieWriter.Write(Empty with { Vouchers = [Payout("klarna/1", new(2026, 2, 27))] }));

        Assert.Empty(output.Issues);
        Assert.Equal(
            SieBytes.Dos.GetBytes("""
                #FLAGGA 0
                #PROGRAM "Sharespine.Etl" "0.1.0"
                #FORMAT PC8
                #GEN 20260301
                #SIETYP 4
                #ORGNR "556000-0001"
                #FNAMN "Övningsbutiken AB"
                #RAR 0 20260101 20261231
                #KPTYP "EUBAS97"
                #VALUTA SEK
                #KONTO 1580 "Fordringar \"Klarna\""
                #KONTO 1930 "Bank"
                #KONTO 6570 "Bankkostnader"
                #DIM 1 "Resultatenhet"
                #DIM 20 "Dimension 20"
                #OBJEKT 1 "SE" "Butik Sverige"
                #OBJEKT 20 "A B" "A B"
                #VER "K" "" 20260227 "klarna/1 Klarna utbetalning"
                {
                   #TRANS 1930 {} 97.00 "" ""
                   #TRANS 6570 {1 "SE" 20 "A B"} 3.00 "" "Avgift par.5 - 3 EUR"
                   #TRANS 1580 {} -100.00 "" "Rör 10\" i C:\ "
                }

                """.ReplaceLineEndings("\r\n")),
            output.Content.ToArray());
    }

    [Fact]
    public void Vouchers_are_split_by_fiscal_year_and_stand_in_a_fixed_order()
    {
        Voucher[] vouchers = [Payout("b", new(2026, 1, 2)), Payout("c", new(2025, 12, 30)), Payout("a", new(2026, 1, 2))];

        var outputs = SieWriter.Write(Empty with { Vouchers = vouchers });
        var reversed = SieWriter.Write(Empty with { Vouchers = [.. vouchers.Reverse()] });

        Assert.Equal([Year2025, Year2026], outputs.Select(output => output.Year));
        Assert.Equal(["a", "b"], outputs[1].Vouchers.Select(voucher => voucher.Reference));
        Assert.Equal(outputs.Select(output => Convert.ToHexString(output.Content.Span)), reversed.Select(output => Convert.ToHexString(output.Content.Span)));
        Assert.Empty(SieWriter.Write(Empty));
    }

    [Fact]
    public void What_cannot_be_booked_is_refused_all_at_once_and_nothing_is_written()
    {
        var unbalanced = Payout("u", new(2026, 1, 2)) with { Rows = [new("1930", Sek(1)), new("1580", Sek(0))] };
        var outside = Payout("o", new(2027, 1, 2));
        var foreign = Payout("f", new(2026, 1, 2)) with { Rows = [new("1930", new(0, Currency.Eur))] };
        var account = Payout("a", new(2026, 1, 2)) with { Rows = [new("Kassa", Sek(0), "", [(1, "SE")]), new("1930", Sek(0), "", [(0, "X")])] };
        var none = Payout("n", new(2026, 1, 2)) with { Rows = [] };

        var failure = Assert.Throws<EtlException>(() => SieWriter.Write(Empty with { Vouchers = [unbalanced, outside, foreign, account, none] }));

        Assert.Equal(
            [
                "u: SIE301 The rows sum to 0.01 instead of zero.",
                "o: SIE302 The date 2027-01-02 lies in no fiscal year that is configured.",
                "f: SIE303 A row on account 1930 is in EUR; the books are in SEK.",
                "a: SIE303 The account \"Kassa\" is not a number.",
                "a: SIE303 A row on account 1930 has an object without dimension or id.",
                "n: SIE303 The voucher has no rows.",
            ],
            failure.Issues.Select(issue => issue.ToString()).Where(text => !text.Contains("InvalidOperation", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_letter_that_nothing_stands_for_becomes_a_question_mark_and_is_reported()
    {
        var output = Assert.Single(SieWriter.Write(Empty with { Vouchers = [Payout("k/1", new(2026, 1, 2), "Řezníček ČSAD 日本 Ørsted\r\nrad 2\u0007")] }));

        Assert.Contains("\"k/1 Rezn\u00edcek CSAD ?? Orsted  rad 2 \"", SieBytes.Dos.GetString(output.Content.Span), StringComparison.Ordinal);
        Assert.Equal("k/1: SIE304 \"日\", \"本\" cannot be written in code page 437 and became \"?\".", Assert.Single(output.Issues).ToString());
    }

    [Fact]
    public void A_reference_that_the_text_already_has_is_not_repeated()
    {
        Assert.Equal("Utbetalning klarna/7", SieWriter.TextOf(Payout("klarna/7", new(2026, 1, 2), "Utbetalning klarna/7")));
        Assert.Equal("klarna/7", SieWriter.TextOf(Payout("klarna/7", new(2026, 1, 2), "")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Our_own_reader_finds_nothing_wrong_with_it(bool withChecksum)
    {
        var output = Assert.Single(SieWriter.Write(Empty with { WithChecksum = withChecksum, Vouchers = [Payout("klarna/1", new(2026, 2, 27))] }));

        var (result, records) = SieBytes.Read(output.Content.ToArray());

        Assert.Empty(result.Issues);
        Assert.Equal(withChecksum, result.ChecksumVerified);
        Assert.Equal("Rör 10\" i C:\\ ", records.OfType<SieRecord.Row>().Last().Text);
    }

    [Fact]
    public void Negative_zero_is_never_written()
    {
        var zero = Payout("z", new(2026, 1, 2)) with { Rows = [new("1930", -Sek(0)), new("1580", Sek(-5)), new("1580", Sek(5))] };

        var text = SieBytes.Dos.GetString(Assert.Single(SieWriter.Write(Empty with { Vouchers = [zero] })).Content.Span);

        Assert.Contains("#TRANS 1930 {} 0.00 ", text, StringComparison.Ordinal);
        Assert.Contains("#TRANS 1580 {} -0.05 ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("-0.00", text, StringComparison.Ordinal);
    }
}

using System.Text;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Tests.Sie;

public sealed class SieReaderTests
{
    [Fact]
    public void A_voucher_comes_as_start_rows_and_end()
    {
        var (result, records) = SieBytes.Read(SieBytes.File("""
            #VER A 12 20260115 "Order 42" 20260116 "anna"
            {
               #TRANS 1580 {1 "SE" 6 "P 1"} 125.00 20260114 "Order 42" 2 "anna"
               #TRANS 3001 {} -125 "" ""
            }
            """));

        Assert.Empty(result.Issues);
        Assert.Equal(1, result.Vouchers);
        Assert.Equal(new SieRecord.VoucherStart(12, "A", "12", new(2026, 1, 15), "Order 42", new(2026, 1, 16), "anna"), Assert.Single(records.OfType<SieRecord.VoucherStart>()));
        var rows = records.OfType<SieRecord.Row>().ToList();
        Assert.Equal(new[] { new SieObject(1, "SE"), new SieObject(6, "P 1") }, rows[0].Objects);
        Assert.Equal((12500, new DateOnly(2026, 1, 14), "Order 42", 2m, "anna"), (rows[0].Amount, rows[0].Date!.Value, rows[0].Text, rows[0].Quantity!.Value, rows[0].Signature));
        Assert.Equal((-12500, null, ""), (rows[1].Amount, rows[1].Date, rows[1].Text));
        Assert.Equal(16, Assert.Single(records.OfType<SieRecord.VoucherEnd>()).Line);
    }

    [Theory]
    [InlineData("#KONTO 1510 Kundfordringar", "Kundfordringar")]
    [InlineData("#KONTO\t1510\t\"Kund fordringar\"", "Kund fordringar")]
    [InlineData("  #konto   1510   \"Kund\"   ", "Kund")]
    [InlineData("#KONTO 1510 \"Rör 10\\\" krom\"", "Rör 10\" krom")]
    [InlineData("#KONTO 1510 \"C:\\temp fil\" 3", "C:\\temp fil")]
    [InlineData("#KONTO 1510 \"C:\\temp\\\"", "C:\\temp\\")]
    [InlineData("#KONTO 1510 a\\b\\\"c", "a\\b\"c")]
    [InlineData("#KONTO 1510 \"med { klammer\"", "med { klammer")]
    [InlineData("#KONTO 1510 {inte} lista", "{inte}")]
    [InlineData("#KONTO 1510 \"\" extra", "")]
    [InlineData("#KONTO 1510", "")]
    public void A_text_is_read_by_the_rules_of_the_standard(string line, string name)
    {
        var (result, records) = SieBytes.Read(SieBytes.File(line));

        Assert.False(result.IsRefused);
        Assert.Equal(name, records.OfType<SieRecord.AccountName>().Last().Name);
    }

    [Theory]
    [InlineData("\"rör 5\"x2 cm\"", "rör 5\"x2 cm")]
    [InlineData("\"a\"\"b\"", "a\"\"b")]
    public void A_quote_without_backslash_that_cannot_end_the_text_is_part_of_it_and_noted(string field, string text)
    {
        var (result, records) = SieBytes.Read(SieBytes.File($"#PROSA {field}"));

        Assert.Equal(text, records.OfType<SieRecord.Remark>().Single().Text);
        Assert.Equal("test.se:12: SIE107 A quotation mark inside a text has no backslash; it was taken as part of the text.", Assert.Single(result.Issues).ToString());
    }

    [Theory]
    [InlineData("400", 40000)]
    [InlineData("-3142.1", -314210)]
    [InlineData("0.00", 0)]
    [InlineData("-0.00", 0)]
    [InlineData("12.500", 1250)]
    [InlineData("9999999999999.99", 999999999999999)]
    public void An_amount_is_exact(string written, long minor)
    {
        var (result, records) = SieBytes.Read(SieBytes.File($"#IB 0 1930 {written}"));

        Assert.Empty(result.Issues);
        Assert.Equal(minor, records.OfType<SieRecord.Balance>().Single().Amount);
    }

    [Theory]
    [InlineData("1,50")]
    [InlineData("+1.50")]
    [InlineData("1 000.00", 1)]
    [InlineData("1.005")]
    [InlineData("1e5")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("10000000000000.00")]
    public void An_amount_in_another_form_refuses_the_file_and_never_becomes_zero(string written, int readAs = 0)
    {
        var findings = SieBytes.Findings(SieBytes.File($"#IB 0 1930 {written}"));

        // A blank ends the field: "1 000.00" is amount 1 with quantity 000.00, which only the balance control can find.
        var expected = readAs == 0 ? $"test.se:12:12: SIE004 \"{written}\" in #IB is not an amount. Try: an amount like -1234.50" : "";
        Assert.Equal(expected, findings);
    }

    [Fact]
    public void All_records_of_the_standard_are_typed()
    {
        var (result, records) = SieBytes.Read(SieBytes.File("""
            #PROSA "Exporterad för övning"
            #FTYP AB
            #FNR C:\Data
            #BKOD 47910
            #ADRESS "Anna" "Gatan 1" "123 45 Staden" "08-1"
            #TAXAR 2027
            #OMFATTN 20260228
            #KPTYP EUBAS97
            #VALUTA SEK
            #RAR -1 20250101 20251231
            #KTYP 1930 T
            #ENHET 3001 st
            #SRU 1930 7281
            #DIM 1 "Butik"
            #UNDERDIM 20 "Kassa" 1
            #OBJEKT 1 "SE" "Sverige"
            #IB 0 1930 10.00
            #UB 0 1930 10.00
            #RES 0 3001 0 0
            #OIB 0 1930 {1 "SE"} 10.00
            #OUB 0 1930 {1 "SE"} 10.00
            #PSALDO 0 202601 1930 {} 10.00
            #PBUDGET 0 202601 3001 { } -5.5
            #EGET "a" b
            """));

        Assert.Equal("test.se:35: SIE101 \"#EGET\" is not a record of the standard; such records are ignored.", Assert.Single(result.Issues).ToString());
        Assert.Equal(new SieRecord.DimensionName(26, 20, "Kassa", 1), records.OfType<SieRecord.DimensionName>().Last());
        Assert.Equal(new SieRecord.DimensionObject(27, 1, "SE", "Sverige"), records.OfType<SieRecord.DimensionObject>().Single());
        Assert.Equal(new SieRecord.PostalAddress(16, "Anna", "Gatan 1", "123 45 Staden", "08-1"), records.OfType<SieRecord.PostalAddress>().Single());
        Assert.Equal([SieBalanceKind.Opening, SieBalanceKind.Closing, SieBalanceKind.Result, SieBalanceKind.ObjectOpening, SieBalanceKind.ObjectClosing], records.OfType<SieRecord.Balance>().Select(balance => balance.Kind));
        Assert.Equal((202601, -550L, true), records.OfType<SieRecord.PeriodBalance>().Select(period => (period.Period, period.Amount, period.IsBudget)).Last());
        Assert.Equal(["a", "b"], records.OfType<SieRecord.Unknown>().Single().Fields);
    }

    [Fact]
    public void Removed_and_added_rows_are_history_and_never_summed()
    {
        var (result, records) = SieBytes.Read(SieBytes.File("""
            #VER A 1 20260115 "Rättad"
            {
            #BTRANS 1930 {} -1000 20260116 "" "" "2 Christer"
            #RTRANS 1930 {} -900 20260116 "" "" "2 Christer"
            #TRANS 1930 {} -900
            #TRANS 3001 {} 900
            }
            """));

        Assert.Empty(result.Issues);
        Assert.Equal(2, result.HistoryRows);
        Assert.Equal([SieRowKind.Removed, SieRowKind.Added, SieRowKind.Booked, SieRowKind.Booked], records.OfType<SieRecord.Row>().Select(row => row.Kind));
    }

    [Fact]
    public void A_brace_may_stand_behind_the_voucher_and_lists_may_be_left_out()
    {
        var (result, records) = SieBytes.Read(SieBytes.File("""
            #VER A 1 20260115 "Text" {
            #TRANS 1930 100.00
            #TRANS 3001 {   } -100.00 "" "Rad"

            }
            """));

        Assert.Empty(result.Issues);
        Assert.Equal([("", 10000L), ("Rad", -10000L)], records.OfType<SieRecord.Row>().Select(row => (row.Text, row.Amount)));
    }

    [Fact]
    public void Line_ends_byte_order_mark_and_the_old_end_of_file_mark_do_not_matter()
    {
        var text = SieBytes.Head.ReplaceLineEndings("\n") + "\n\n#KONTO 1940 \"Kassa\"\n\u001a";
        var bytes = Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(text)).ToArray();

        var (result, records) = SieBytes.Read(bytes);

        Assert.Equal(["1580", "1930", "3001", "1940"], records.OfType<SieRecord.AccountName>().Select(account => account.Number));
        Assert.Equal(SieEncoding.Utf8, result.Encoding);
        Assert.Empty(result.Issues);
    }

    [Fact]
    public void A_file_is_read_the_same_in_pieces_of_any_size()
    {
        var bytes = SieBytes.File("#VER A 1 20260115 \"Försäljning på nätet\"\n{\n#TRANS 1930 {} 1\n#TRANS 3001 {} -1\n}");
        var whole = SieBytes.Read(bytes);

        using var trickle = new TrickleStream(bytes);
        var (result, records) = SieReader.ReadAll(trickle, "test.se");

        Assert.Equal(whole.Records.Select(record => record.ToString()), records.Select(record => record.ToString()));
        Assert.Equal(whole.Result.Lines, result.Lines);
    }

    /// <summary>Gives one byte at a time and cannot seek, as a network stream may.</summary>
    private sealed class TrickleStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}

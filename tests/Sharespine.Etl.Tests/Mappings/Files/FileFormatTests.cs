using System.Text;
using Sharespine.Etl.Mappings.Files;

namespace Sharespine.Etl.Tests.Mappings.Files;

/// <summary>How a file is written is found by evidence, or said by the mapping.</summary>
public sealed class FileFormatTests
{
    private const string Text = "payment_reference;settlement_currency;payout_date;total_settlement_amount\n1;SEK;2025-01-10;1.50\n\ntype;order_id;merchant_reference1;amount\nSALE;o-1;Åsa €;1.50\n";

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("windows-1252", "windows-1252")]
    public void The_first_encoding_that_fits_every_byte_is_taken(string written, string found)
    {
        var file = KlarnaMapping.Read(Encoded(Text, written));

        Assert.Equal(found, file.Format.Encoding.Name);
        Assert.Equal("Åsa €", file.Payouts.Single().Lines.Single().OrderReference);
    }

    [Fact]
    public void A_mapping_may_say_ISO_8859_15()
    {
        var mapping = KlarnaMapping.Shipped with { Format = KlarnaMapping.Shipped.Format with { Encodings = [TextEncoding.Utf8, TextEncoding.Latin9] } };

        var file = SettlementReader.Read(FileBytes.FromMemory("x.csv", Encoded(Text, "iso-8859-15")), mapping);

        Assert.Equal("Åsa €", file.Payouts.Single().Lines.Single().OrderReference);
    }

    [Fact]
    public void A_file_in_another_encoding_than_the_only_one_allowed_is_refused_at_the_byte()
    {
        var mapping = KlarnaMapping.Shipped with { Format = KlarnaMapping.Shipped.Format with { Encodings = [TextEncoding.Utf8] } };

        Assert.Equal(
            ["file.csv:5:10: FIL002 the byte C5 is not text in utf-8. Try: fetch the file again, or name its encoding under format: encoding in the mapping."],
            KlarnaMapping.Refusal(Encoded(Text, "windows-1252"), mapping));
    }

    [Fact]
    public void A_file_with_a_UTF_8_mark_is_UTF_8_and_nothing_else() =>
        Assert.Equal(
            ["file.csv:5:10: FIL002 the byte C5 is not text in utf-8. Try: fetch the file again, or name its encoding under format: encoding in the mapping."],
            KlarnaMapping.Refusal([0xEF, 0xBB, 0xBF, .. Encoded(Text, "windows-1252")]));

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("\r")]
    public void Any_line_end_will_do(string lineEnd)
    {
        var file = KlarnaMapping.Read(Text.Replace("\n", lineEnd, StringComparison.Ordinal));

        Assert.True(Assert.Single(file.Controls).IsProven);
        Assert.Equal(5, file.Payouts[0].Lines[0].FileLine);
        Assert.Empty(file.Notes);
    }

    [Fact]
    public void Lines_within_quotes_are_counted()
    {
        var file = KlarnaMapping.Read(Text.Replace("Åsa €", "\"two\nlines\"", StringComparison.Ordinal) + "SALE;o-2;;x\n");

        Assert.Equal("file.csv:7:11 (payout 1): FIL021", Assert.Single(file.Issues).ToString()[..32]);
    }

    [Fact]
    public void Empty_lines_written_as_delimiters_are_empty()
    {
        var padded = "payment_reference;settlement_currency;payout_date;total_settlement_amount;\n;;;;\n1;SEK;2025-01-10;1.50;\n;;;;\ntype;order_id;merchant_reference1;amount;\nSALE;o-1;10001;1.50;\n;;;;\n";

        Assert.True(Assert.Single(KlarnaMapping.Read(padded).Controls).IsProven);
    }

    [Fact]
    public void A_title_above_the_table_is_noted_and_a_spreadsheet_s_separator_line_passed_over()
    {
        var file = KlarnaMapping.Read("sep=;\nSettlement report\n" + Text);

        Assert.True(Assert.Single(file.Controls).IsProven);
        Assert.Equal(["file.csv:2: FIL044 the line stands before the first section and is not read."], file.Notes.Select(note => note.ToString()));
    }

    [Fact]
    public void A_header_is_found_whatever_its_case_blanks_and_quotes()
    {
        var file = KlarnaMapping.Read(Text.Replace("type;order_id;merchant_reference1;amount", " \"Order-ID\" ; TYPE;\"Merchant Reference1\";Amount ", StringComparison.Ordinal).Replace("SALE;o-1", "o-1;SALE", StringComparison.Ordinal));

        Assert.Equal("Åsa €", file.Payouts.Single().Lines.Single().OrderReference);
    }

    [Fact]
    public void One_decimal_comma_decides_what_a_point_means()
    {
        var file = KlarnaMapping.Read("payment_reference;settlement_currency;payout_date;total_settlement_amount\n1;SEK;2025-01-10;1.234\n\ntype;order_id;amount\nSALE;o-1;1.233,50\nSALE;o-2;0,50\n");

        Assert.Equal(DecimalMark.Comma, file.Format.Decimal);
        Assert.Equal(123400, file.Payouts.Single().Total!.Value.Minor);
        Assert.True(file.Controls[0].IsProven);
    }

    [Fact]
    public void Amounts_written_in_two_ways_refuse_the_payout()
    {
        var file = KlarnaMapping.Read(Text + "SALE;o-2;;10,50\n");

        Assert.Equal($"file.csv:6:11 (payout 1): FIL021 amount: cannot read \"10,50\" as an amount in SEK with a decimal point; rule: amount ← amount ({KlarnaMapping.ValueAt("amount: amount")}).", Assert.Single(file.Issues).ToString());
        Assert.Empty(file.Payouts);
    }

    [Fact]
    public void A_mapping_may_say_what_the_file_does_not_show()
    {
        var text = "payment_reference;settlement_currency;payout_date;total_settlement_amount\n1;SEK;2025-01-10;1.234\n\ntype;order_id;amount\nSALE;o-1;1.234\n";
        var mapping = KlarnaMapping.Shipped with { Format = KlarnaMapping.Shipped.Format with { Decimal = DecimalMark.Comma, Delimiter = ';' } };

        var file = SettlementReader.Read(FileBytes.FromMemory("x.csv", Encoding.UTF8.GetBytes(text)), mapping);

        Assert.Equal(123400, file.Payouts.Single().Lines.Single().Amount.Minor);
    }

    private static byte[] Encoded(string text, string encoding) => encoding == "utf-8"
        ? Encoding.UTF8.GetBytes(text)
        : CodePagesEncodingProvider.Instance.GetEncoding(encoding == "windows-1252" ? 1252 : 28605)!.GetBytes(text);
}

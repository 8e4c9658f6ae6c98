using System.Text;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Mappings.Files;

/// <summary>Files that are not what they should be: each is refused with its place and reason, and nothing of it is taken.</summary>
public sealed class MalformedFileTests
{
    private const string Summary = "total_sale_amount;total_settlement_amount;payment_reference;settlement_currency;payout_date\n";
    private const string Values = "30.00;30.00;900000201;SEK;2025-01-10T07:45:00Z\n";
    private const string Header = "type;order_id;merchant_reference1;amount;posting_currency\n";
    private const string Whole = Summary + Values + "\n" + Header + "SALE;o-1;10001;10.00;SEK\nSALE;o-2;10002;20.00;SEK\n";

    [Fact]
    public void The_file_that_the_others_are_spoiled_from_is_read() =>
        Assert.True(Assert.Single(KlarnaMapping.Read(Whole).Controls).IsProven);

    [Fact]
    public void A_file_cut_within_a_line_is_refused() =>
        Is("file.csv:6: FIL007 the file ends in the middle of this line. Try: fetch the report again.", Whole[..^10]);

    [Fact]
    public void A_file_cut_within_the_last_field_of_a_payout_out_of_balance_is_refused() =>
        Is("file.csv: FIL007 the file has no line end and payout 900000201 is out of balance by 20.00 SEK: rows were cut off. Try: fetch the report again.",
            Whole[..Whole.IndexOf("\nSALE;o-2", StringComparison.Ordinal)]);

    [Fact]
    public void A_missing_line_end_is_only_noted_when_the_payout_balances()
    {
        var file = KlarnaMapping.Read(Whole.TrimEnd('\n'));

        Assert.True(Assert.Single(file.Controls).IsProven);
        Assert.Equal(["file.csv: FIL042 the last line has no line end; it has all its fields and was taken."], file.Notes.Select(note => note.ToString()));
    }

    [Fact]
    public void Rows_lost_at_a_line_end_leave_the_payout_out_of_balance()
    {
        var file = KlarnaMapping.Read(Whole[..(Whole.IndexOf("\nSALE;o-2", StringComparison.Ordinal) + 1)]);

        Assert.Equal(new Money(2000, Currency.Sek), Assert.Single(file.Controls).Difference);
        Assert.True(file.Controls[0].OutOfBalance);
        Assert.Equal(
            [
                $"file.csv:2 (payout 900000201): FIL031 total_sale_amount: the file's total is 30.00 SEK, its 1 rows (SALE) sum to 10.00 SEK; difference 20.00 SEK; rule: {KlarnaMapping.KeyAt("total_sale_amount: {sign: plus, rows: [SALE]}")}.",
                $"file.csv:2 (payout 900000201): FIL030 total: the 1 lines sum to 10.00 SEK, the provider's total is 30.00 SEK; difference 20.00 SEK; rule: {KlarnaMapping.ValueAt("total: total_settlement_amount")}.",
            ],
            file.Issues.Select(issue => issue.ToString()));
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        Is("file.csv: FIL003 the file is empty.", "");
        Is("file.csv: FIL003 the file is empty.", "\uFEFF");
    }

    [Fact]
    public void A_summary_header_without_values_is_refused()
    {
        Is("file.csv:1: FIL008 section summary has a header and no values. Try: fetch the report again; it was cut off.", Summary);
        Is("file.csv:1: FIL008 section summary has a header and no values. Try: fetch the report again; it was cut off.", Summary + "\n" + Header + "SALE;o-1;10001;10.00;SEK\n");
    }

    [Fact]
    public void A_summary_without_its_transactions_is_refused() =>
        Is("file.csv:2: FIL008 payout 900000201 has no rows, and its total_sale_amount is 30.00 SEK. Try: fetch the report again; it was cut off.", Summary + Values);

    [Fact]
    public void A_transaction_header_without_rows_is_refused()
    {
        Is("file.csv:2: FIL008 payout 900000201 has no rows, and its total_sale_amount is 30.00 SEK. Try: fetch the report again; it was cut off.", Summary + Values + "\n" + Header);
        Is("file.csv:1: FIL008 section transactions has a header and no rows. Try: fetch the report again; it was cut off.", Header);
    }

    [Fact]
    public void A_web_page_is_refused() =>
        Is("file.csv:1:1: FIL001 this is a web page or XML, not delimited text. Try: fetch the report again as CSV in UTF-8.", "\n<!DOCTYPE html><html><body>Log in</body></html>");

    [Fact]
    public void A_zip_archive_that_is_no_workbook_is_refused() =>
        Is("file.csv: FIL013 the workbook cannot be read: Central Directory corrupt. Try: fetch the file again, or save it anew as an Excel workbook (.xlsx).", [.. "PK\u0003\u0004"u8, 20, 0, 0, 0]);

    [Fact]
    public void An_old_or_locked_workbook_is_refused() =>
        Is("file.csv:1:1: FIL001 this is an old or a locked Office document (.xls), not delimited text. Try: fetch the report again as CSV in UTF-8.", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0, 0]);

    [Fact]
    public void UTF_16_is_refused_with_and_without_its_mark()
    {
        const string message = "file.csv:1:1: FIL001 this is UTF-16 text, not delimited text. Try: fetch the report again as CSV in UTF-8.";

        Is(message, [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Whole)]);
        Is(message, Encoding.Unicode.GetBytes(Whole));
        Is(message, Encoding.BigEndianUnicode.GetBytes(Whole));
    }

    [Fact]
    public void A_NUL_byte_is_refused_at_its_place() =>
        Is("file.csv:5:8: FIL001 a NUL byte stands here; delimited text has none. Try: fetch the report again as CSV in UTF-8.", Whole.Replace("o-1", "o-\0", StringComparison.Ordinal));

    [Fact]
    public void A_byte_of_no_allowed_encoding_is_refused_at_its_place() =>
        Is("file.csv:5:10: FIL002 the byte 81 is not text in utf-8 or windows-1252. Try: fetch the file again, or name its encoding under format: encoding in the mapping.",
            [.. Encoding.Latin1.GetBytes(Whole.Replace("10001", "\u0081", StringComparison.Ordinal))]);

    [Fact]
    public void A_character_split_between_two_blocks_is_not_taken_for_a_wrong_byte()
    {
        for (var padding = 65_530; padding < 65_540; padding++)
        {
            var start = Encoding.UTF8.GetByteCount(Summary + Values);
            var text = Summary + Values + new string(' ', padding - start) + "\n" + Header.Replace("posting_currency", "posting_currency;å€😀", StringComparison.Ordinal) + "SALE;o-1;10001;30.00;SEK;x\n";

            Assert.Equal(TextEncoding.Utf8, KlarnaMapping.Read(text).Format.Encoding);
        }
    }

    [Fact]
    public void An_unbalanced_quote_refuses_the_file() =>
        Is("file.csv:5: FIL005 a quote in the record that starts here is not closed or not doubled. Try: fetch the file again; a quote inside a text has to be doubled.",
            Whole.Replace("10001", "\"10001", StringComparison.Ordinal));

    [Fact]
    public void Text_after_a_closing_quote_refuses_the_file() =>
        Is("file.csv:5: FIL005 a quote in the record that starts here is not closed or not doubled. Try: fetch the file again; a quote inside a text has to be doubled.",
            Whole.Replace("10001", "\"100\"01", StringComparison.Ordinal));

    [Fact]
    public void A_stray_quote_refuses_the_file() =>
        Is("file.csv:5: FIL005 a quote in the record that starts here is not closed or not doubled. Try: fetch the file again; a quote inside a text has to be doubled.",
            Whole.Replace("10001", "24\" screen", StringComparison.Ordinal));

    [Fact]
    public void Amounts_too_large_to_be_summed_are_refused() =>
        Is("file.csv: FIL021 the amounts of a payout are too large to be summed. Try: look for an order number in the amount column.",
            Summary + Values + "\n" + Header + string.Concat(Enumerable.Repeat("SALE;o-1;10001;9000000000000000.00;SEK\n", 12)));

    [Fact]
    public void A_field_of_three_million_characters_is_refused() =>
        Is("file.csv:5: FIL006 the record that starts here is larger than 1048576 bytes. Try: look for a quote that is never closed.", Whole.Replace("10001", new('x', 3_000_000), StringComparison.Ordinal));

    [Fact]
    public void Ten_thousand_columns_are_refused() =>
        Is("file.csv:4: FIL006 the line has 10005 fields; no settlement file has more than 1000.",
            Whole.Replace(Header, Header.TrimEnd('\n') + string.Concat(Enumerable.Range(0, 10_000).Select(i => $";c{i}")) + "\n", StringComparison.Ordinal));

    [Fact]
    public void A_missing_required_column_is_named() =>
        Is("file.csv:4: FIL011 amount: the column \"amount\" is missing from section transactions. Try: add the column to the report, or its caption to the mapping.",
            Whole.Replace(";amount;", ";sum;", StringComparison.Ordinal));

    [Fact]
    public void Two_columns_with_one_meaning_are_named() =>
        Is($"file.csv:4:59: FIL010 posting_currency: the columns \"posting_currency\" and \"Currency Code\" both mean posting_currency; rule: {KlarnaMapping.KeyAt("posting_currency: {read: text, also: [currency_code, currency]}")}. Try: take one of the two out of the report.",
            Whole.Replace("posting_currency\n", "posting_currency;Currency Code\n", StringComparison.Ordinal).Replace(";SEK\nSALE", ";SEK;SEK\nSALE", StringComparison.Ordinal));

    [Fact]
    public void A_file_without_a_known_header_says_what_the_nearest_lacks()
    {
        Is($"file.csv:1: FIL004 no line is a header that the mapping klarna.settlement knows; the nearest, for section transactions, lacks order_id. Try: compare it with found-by: in {KlarnaMapping.KeyAt("transactions:")}.",
            "type;order;amount\nSALE;1;2\n");
        Is("file.csv:1: FIL004 no line is a header that the mapping klarna.settlement knows. Try: check that the file is of the kind that the mapping reads.", "a;b;c\n1;2;3\n");
    }

    [Fact]
    public void Amounts_that_can_be_read_in_two_ways_are_refused() =>
        Is("file.csv:2:1: FIL009 \"1.234\" can be read with a decimal point and with a decimal comma, and no other amount in the file decides. Try: name it in mappings/klarna.settlement.yaml under format: decimal (point or comma).",
            Whole.Replace("30.00", "1.234", StringComparison.Ordinal).Replace("10.00", "234", StringComparison.Ordinal).Replace("20.00", "1000", StringComparison.Ordinal));

    [Fact]
    public void Rows_before_any_summary_in_a_file_that_has_one_are_refused() =>
        Is("file.csv:3: FIL008 section summary stands after rows that it should come before. Try: fetch the report again.",
            Header + "SALE;o-1;10001;10.00;SEK\n" + Summary + Values);

    [Fact]
    public void Rows_that_could_belong_to_two_payouts_are_refused() =>
        Is("file.csv:6: FIL027 2 payouts came before this row and it does not say to which it belongs. Try: add the payout's reference to the rows of the report.",
            Summary + Values + Values.Replace("201", "202", StringComparison.Ordinal) + "\n" + Header + "SALE;o-1;10001;30.00;SEK\n");

    [Fact]
    public void Nothing_stays_with_a_sink_that_gives_back_what_it_took_when_the_file_is_refused()
    {
        var sink = new CountingSink();

        Assert.Throws<EtlException>(() => SettlementReader.Stream(FileBytes.FromMemory("file.csv", Encoding.UTF8.GetBytes(Whole[..^10])), KlarnaMapping.Shipped, sink));

        Assert.Equal((1, 1, 0), (sink.Begun, sink.Lines, sink.Taken));
    }

    private static void Is(string expected, string text) => Is(expected, Encoding.UTF8.GetBytes(text));

    private static void Is(string expected, byte[] bytes) => Assert.Equal([expected], KlarnaMapping.Refusal(bytes));

    private sealed class CountingSink : ISettlementSink
    {
        public int Begun { get; private set; }

        public int Lines { get; private set; }

        public int Taken { get; private set; }

        public void Begin(int index, Payout payout) => Begun++;

        public void Line(int index, SettlementLine line) => Lines++;

        public void Take(int index, PayoutControl control) => Taken++;

        public void Refuse(int index, RefusedPayout refused) => Taken--;
    }
}

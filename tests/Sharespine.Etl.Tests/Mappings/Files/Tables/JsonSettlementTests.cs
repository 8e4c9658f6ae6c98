using System.Text;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Mappings.Files.Tables;

/// <summary>JSON documents, whole and spoiled: what is wrong is named by line, column and path, and numbers are never rounded.</summary>
public sealed class JsonSettlementTests
{
    private const string Mapping = """
        mapping: doc.settlement
        kind: file
        sections:
          report:
            at: reports[]
            currency: currency
            columns:
              ref: text
              currency: text
              date: date
              paid: {read: minor, path: sums.paid}
          rows:
            at: "reports[].rows[]"
            count: numberOfRows
            ignore: [person]
            currency: currency
            columns:
              type: text
              order: text
              amount: minor
              rate: percent
              major: amount
              flag: text
              ref: {read: text, path: ../ref}
              currency: {read: text, path: [currency, ../currency]}
        payout: {from: report, reference: ref, currency: currency, date: date, total: paid}
        lines:
          from: rows
          payout: ref
          type: type
          amount: amount
          order-reference: order
          other-references: [flag]
          key: [type, order, amount]
          also:
            - when: (major ?? 0) != 0
              type: '"FEE"'
              amount: 0 - (major ?? 0)
              key: ['"FEE"', order]
        types:
          SALE: {is: Sale, sign: plus}
          FEE: {is: Fee, sign: minus}
        examples:
          - name: a sale
            given: |
              {"reports": [{"ref": "P1", "currency": "SEK", "date": "2025-01-10", "sums": {"paid": 1050}, "rows": [{"type": "SALE", "order": "7", "amount": 1050}]}]}
            expect: ["line 1: Sale 10.50, SALE, order 7"]
        """;

    private const string Whole = """
        {"reports": [
          {"ref": "P1", "currency": "SEK", "date": "2025-01-10", "sums": {"paid": 3000}, "numberOfRows": 2, "rows": [
            {"type": "SALE", "order": "o-1", "amount": 1000, "flag": true},
            {"type": "SALE", "order": "o-2", "amount": 2000, "flag": null}]}]}
        """;

    private static readonly FileMapping Read = Checked(Mapping);

    [Fact]
    public void The_document_that_the_others_are_spoiled_from_is_read()
    {
        var file = From(Whole);

        Assert.True(Assert.Single(file.Controls).IsProven);
        Assert.Empty(file.Issues);
        Assert.Empty(file.Notes);
        Assert.Equal(["3 true", "4 "], file.Payouts[0].Lines.Select(line => $"{line.FileLine} {string.Join(' ', line.OtherReferences)}"));
    }

    [Fact]
    public void A_byte_order_mark_and_escapes_are_no_matter()
    {
        var file = SettlementReader.Read(FileBytes.FromMemory("doc.json", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Whole.Replace("o-1", "\\u00e5\\\"; o\\n1", StringComparison.Ordinal))]), Read);

        Assert.Equal("å\"; o 1", file.Payouts[0].Lines[0].OrderReference);
        Assert.True(file.Controls[0].IsProven);
    }

    [Fact]
    public void A_value_that_looks_like_a_header_is_a_value()
    {
        var file = From(Whole.Replace("\"o-1\"", "\"section:report\"", StringComparison.Ordinal).Replace("\"flag\": true", "\"flag\": \"section:rows\"", StringComparison.Ordinal));

        Assert.Equal(["section:report", "o-2"], file.Payouts.Single().Lines.Select(line => line.OrderReference));
    }

    [Fact]
    public void A_document_cut_off_is_refused() =>
        Starts("doc.json:4:", "FIL016 the document is not sound JSON: ", Whole[..^10]);

    [Fact]
    public void What_is_not_JSON_is_refused() =>
        Starts("doc.json:1:2", "FIL016 the document is not sound JSON: ", "{reports: []}");

    [Fact]
    public void A_trailing_comma_and_a_comment_are_refused()
    {
        Starts("doc.json:1:", "FIL016 the document is not sound JSON: ", "{\"reports\": [],}");
        Starts("doc.json:1:", "FIL016 the document is not sound JSON: ", "{ /* none */ \"reports\": []}");
    }

    [Fact]
    public void A_property_said_twice_is_refused() =>
        Starts("doc.json", "FIL016 the document is not sound JSON: ", Whole.Replace("\"order\": \"o-1\"", "\"order\": \"o-1\", \"amount\": 900", StringComparison.Ordinal));

    [Fact]
    public void A_document_that_goes_too_deep_is_refused() =>
        Starts("doc.json:1:", "FIL016 the document is not sound JSON: ", "{\"reports\": " + new string('[', 40) + new string(']', 40) + "}");

    [Theory]
    [InlineData("{\"orders\": []}", "doc.json:1: FIL004 the document has none of the sections that the mapping doc.settlement knows: reports[], reports[].rows[]. Try: check that the file is of the kind that the mapping reads.")]
    [InlineData("{\"reports\": {\"ref\": \"P1\"}}", "doc.json:1:13 (reports): FIL017 here is an object, and a list is wanted. Try: compare the document with the mapping's sections.")]
    [InlineData("{\"reports\": [5]}", "doc.json:1:14 (reports[0]): FIL017 here is a number, and an object is wanted. Try: compare the document with the mapping's sections.")]
    [InlineData("[1]", "doc.json:1:1: FIL017 here is a list, and an object is wanted. Try: compare the document with the mapping's sections.")]
    public void A_document_of_another_shape_is_refused(string text, string expected) => Assert.Equal([expected], Refusal(text));

    [Fact]
    public void A_value_that_is_an_object_is_refused() =>
        Assert.Equal(
            ["doc.json:3:48 (reports[0].rows[0].amount): FIL017 here is an object, and a single value is wanted. Try: compare the document with the mapping's sections."],
            Refusal(Whole.Replace("\"amount\": 1000", "\"amount\": {\"value\": 1000}", StringComparison.Ordinal)));

    [Theory]
    [InlineData("10.00", "10.00")]
    [InlineData("1e3", "1e3")]
    [InlineData("\"ten\"", "ten")]
    [InlineData("\"1 000\"", "1 000")]
    [InlineData("true", "true")]
    [InlineData("99999999999999999999", "99999999999999999999")]
    public void Minor_units_that_are_no_whole_number_refuse_the_payout(string written, string quoted)
    {
        var file = From(Whole.Replace("1000", written, StringComparison.Ordinal));

        Assert.Equal(
            [$"doc.json:3:48 (payout P1, reports[0].rows[0].amount): FIL021 amount: cannot read \"{quoted}\" as a whole number of minor units of SEK; rule: amount ← amount (doc.yaml:31:11)."],
            Assert.Single(file.Refused).Issues.Select(issue => issue.ToString()));
    }

    [Fact]
    public void An_amount_that_is_missing_is_named_by_its_item() =>
        Assert.Equal(
            ["doc.json:4:5 (payout P1, reports[0].rows[1]): FIL024 amount: the value is empty; rule: amount ← amount (doc.yaml:31:11)."],
            Assert.Single(From(Whole.Replace("\"amount\": 2000, ", "", StringComparison.Ordinal)).Refused).Issues.Select(issue => issue.ToString()));

    [Theory]
    [InlineData("SEK", "10.00 SEK")]
    [InlineData("JPY", "1000 JPY")]
    [InlineData("KWD", "1.000 KWD")]
    public void Minor_units_follow_the_currency(string currency, string amount) =>
        Assert.Equal(amount, From(Whole.Replace("SEK", currency, StringComparison.Ordinal)).Payouts[0].Lines[0].Amount.ToString());

    [Fact]
    public void Numbers_are_taken_as_they_are_written()
    {
        var file = From(Whole.Replace("\"flag\": true", "\"major\": 123456789012.34", StringComparison.Ordinal));

        Assert.Equal(new Money(-12345678901234, Currency.Sek), file.Payouts[0].Lines[1].Amount);
    }

    [Theory]
    [InlineData("\"numberOfRows\": 2", "\"numberOfRows\": 3", "3")]
    [InlineData("\"numberOfRows\": 2", "\"numberOfRows\": 1", "1")]
    public void A_list_that_is_not_as_long_as_the_document_says_is_refused(string right, string wrong, string stated) =>
        Assert.Equal(
            [$"doc.json:2:98 (reports[0].numberOfRows): FIL018 rows: the document says that there are {stated} reports[].rows[], and has 2; rule: doc.yaml:12:3. Try: fetch the payout again."],
            Refusal(Whole.Replace(right, wrong, StringComparison.Ordinal)));

    [Fact]
    public void A_property_that_nobody_reads_is_noted_once_unless_it_is_said_to_be_known()
    {
        var file = From(Whole.Replace("\"flag\"", "\"person\": {\"name\": \"X\"}, \"bonus\": 1, \"empty\": \"\", \"flag\"", StringComparison.Ordinal));

        Assert.Equal(
            ["doc.json:3:88 (reports[].rows[].bonus): FIL040 the property \"reports[].rows[].bonus\" is not known to the mapping and not read."],
            file.Notes.Select(note => note.ToString()));
    }

    [Fact]
    public void A_required_property_that_no_item_has_is_missing() =>
        Assert.Equal(
            ["doc.json:1 (reports[].rows[]): FIL011 flag: the column \"flag\" is missing from section rows. Try: add the column to the report, or its caption to the mapping."],
            [.. Assert.Throws<EtlException>(() => SettlementReader.Read(Bytes(Whole.Replace(", \"flag\": true", "", StringComparison.Ordinal).Replace(", \"flag\": null", "", StringComparison.Ordinal)),
                Checked(Mapping.Replace("    count: numberOfRows", "    required: [flag]", StringComparison.Ordinal).Replace("\"amount\": 1050}", "\"amount\": 1050, \"flag\": true}", StringComparison.Ordinal)))).Issues.Select(issue => issue.ToString())]);

    [Fact]
    public void An_empty_list_is_a_day_without_payouts()
    {
        var file = From("{\"reports\": []}");

        Assert.Empty(file.Payouts);
        Assert.Equal(["doc.json: FIL046 nothing stands in reports[], reports[].rows[]: the document holds no payout."], file.Notes.Select(note => note.ToString()));
    }

    [Fact]
    public void A_payout_whose_rows_are_not_there_is_refused() =>
        Starts("doc.json:1:14 (reports[0])", "FIL008 payout P1 has no rows, and its total is 10.00 SEK.", "{\"reports\": [{\"ref\": \"P1\", \"currency\": \"SEK\", \"date\": \"2025-01-10\", \"sums\": {\"paid\": 1000}, \"rows\": []}]}");

    [Theory]
    [InlineData("at: reports[]", "at: reports[", "doc.yaml:5:9: FIL052 at: \"reports[\" is not a path: property names joined by points, [] behind a list, such as reports[].rows[].")]
    [InlineData("path: ../ref", "path: \"../rows[].ref\"", "doc.yaml:24:31: FIL052 path: \"../rows[].ref\" is not a path: property names joined by points, ../ for the object around, such as ../report.currency.")]
    [InlineData("    currency: currency\n    columns:\n      type", "    columns:\n      type", "doc.yaml:19:7: FIL051 currency: section rows reads amount as minor and needs the key \"currency\": the column with the currency.")]
    [InlineData("currency: currency\n    columns:\n      ref", "currency: curency\n    columns:\n      ref", "doc.yaml:6:15: FIL053 currency: section report has no column \"curency\". Try: did you mean \"currency\"?")]
    [InlineData("mapping: doc.settlement\nkind: file", "mapping: doc.settlement\nkind: file\nformat: {container: jason}", "doc.yaml:3:21: FIL052 container: \"jason\" is not one of text, xlsx, json. Try: did you mean \"json\"?")]
    [InlineData("types:\n", "rounding: {SEK: five}\ntypes:\n", "doc.yaml:40:17: FIL052 rounding: \"SEK: five\" is not a currency and an amount, such as SEK: \"5.00\".")]
    public void A_mistake_in_what_speaks_of_JSON_is_found(string right, string wrong, string expected)
    {
        var findings = new List<Issue>();
        Assert.Contains(right, Mapping, StringComparison.Ordinal);

        FileMappingReader.Read(Mapping.Replace(right, wrong, StringComparison.Ordinal), "doc.yaml", findings);

        Assert.Equal([expected], findings.Take(1).Select(finding => finding.ToString()));
    }

    [Fact]
    public void What_speaks_of_JSON_needs_a_section_of_JSON()
    {
        var findings = new List<Issue>();

        FileMappingReader.Read(Mapping.Replace("    at: \"reports[].rows[]\"\n    count: numberOfRows\n    ignore: [person]\n", "    found-by: [type, order]\n    required: [amount]\n", StringComparison.Ordinal), "doc.yaml", findings);

        Assert.Equal("doc.yaml:23:7: FIL054 at: section rows has no at:, so that nothing of it is read from JSON. Try: say where its items are, such as at: rows[].", findings[0].ToString());
    }

    private static FileBytes Bytes(string text) => FileBytes.FromMemory("doc.json", Encoding.UTF8.GetBytes(text));

    private static SettlementFile From(string text) => SettlementReader.Read(Bytes(text), Read);

    private static string[] Refusal(string text) => [.. Assert.Throws<EtlException>(() => From(text)).Issues.Select(issue => issue.ToString())];

    private static void Starts(string place, string reason, string text)
    {
        var issue = Assert.Single(Refusal(text));
        Assert.StartsWith(place, issue, StringComparison.Ordinal);
        Assert.Contains(": " + reason, issue, StringComparison.Ordinal);
    }

    internal static FileMapping Checked(string yaml)
    {
        var findings = new List<Issue>();
        var mapping = FileMappingReader.Read(yaml, "doc.yaml", findings);
        Assert.Empty(findings.Select(finding => finding.ToString()));
        return mapping!;
    }
}

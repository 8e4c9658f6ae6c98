using System.Text;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;

namespace Sharespine.Etl.Tests.Mappings.Files;

/// <summary>Files whose lines say by their first field what they are.</summary>
public sealed class RecordFileTests
{
    private const string Mapping = """
        mapping: cardco.settlement
        kind: file
        format: {delimiter: ",", decimal: point}
        sections:
          batch:
            record: B
            found-by: [Batch, Net]
            required: [Merchant, Paid]
            repair: decimal-comma
            keep: {paid: Paid}
            columns: {Batch: text, Merchant: text, Paid: date, Net: amount, Count: amount}
          sale:
            record: S
            fields: 4
            columns:
              Order: {read: text, field: 2}
              Kind: {read: text, field: 3}
              Amount: {read: amount, field: 4}
            required: [Order, Amount]
          total:
            record: T
            fields: 2
            columns:
              Sum: {read: amount, field: 2}
          message:
            record: M
            unread: yes
          trailer:
            record: Z
            fields: 3
            columns:
              Lines: {read: amount, field: 2}
              Sales: {read: amount, field: 3}
        payout:
          from: batch
          reference: Merchant & "-" & Batch
          currency: '"SEK"'
          date: Paid
          total: Net
        lines:
          - from: sale
            type: Kind
            amount: Amount
            event-date: paid
            order-reference: Order
            key: [Order, Amount]
        closing: {from: total, total: Sum}
        counts:
          - {from: trailer, number: Lines, of: lines}
          - {from: trailer, number: Sales, of: [sale]}
        types:
          SALE: {is: Sale, sign: plus}
          BACK: {is: Return, sign: minus}
        examples:
          - name: a batch
            given: |
              B,Batch,Merchant,Paid,Net,Count
              B,7,55,2025-01-10,90.00,2
              S,1001,SALE,100.00
              S,1001,BACK,10.00
              T,90.00
              Z,6,2
            expect:
              - payout 55-7, 2025-01-10, SEK, net, total 90.00
              - "line 3: Sale 100.00, SALE, order 1001, event 2025-01-10"
              - "line 4: Return -10.00, BACK, order 1001"
              - "sum of 2 lines 90.00: in balance"
        """;

    private const string Header = "B,Batch,Merchant,Paid,Net,Count\n";

    [Fact]
    public void Records_are_read_by_their_word_with_a_header_or_by_place() => Assert.Empty(Findings(Mapping));

    [Fact]
    public void A_record_that_is_not_known_is_named_with_its_line_and_the_payout_is_taken_when_its_total_proves_it()
    {
        var file = Read(Header + "B,7,55,2025-01-10,100.00,1\nS,1001,SALE,100.00\nOTHER,x,y\n");

        Assert.Equal(["55-7"], file.Payouts.Select(payout => payout.Reference));
        Assert.Equal(["file.csv:4 (payout 55-7): FIL035 the record \"OTHER\" is not known to the mapping and was not read. Try: find out what it is and add it under sections: in the mapping."], Issues(file));
    }

    [Fact]
    public void A_record_that_is_not_known_refuses_a_payout_that_does_not_sum_without_it()
    {
        var file = Read(Header + "B,7,55,2025-01-10,110.00,1\nS,1001,SALE,100.00\nQ,1002,SALE,10.00\nB,8,55,2025-01-11,5.00,1\nS,1003,SALE,5.00\n");

        Assert.Equal(["55-8"], file.Payouts.Select(payout => payout.Reference));
        Assert.Equal(["55-7"], file.Refused.Select(payout => payout.Reference));
        Assert.Equal(["FIL035", "FIL030", "FIL037"], file.Issues.Select(issue => issue.Code.Code));
        Assert.Equal(4, file.Issues[0].At!.Value.Line);
    }

    [Fact]
    public void A_record_before_the_first_payout_that_is_not_known_is_named_too() =>
        Assert.Equal(["FIL035"], Read("H,1,2\n" + Header + "B,7,55,2025-01-10,100.00,1\nS,1001,SALE,100.00\n").Issues.Select(issue => issue.Code.Code));

    [Fact]
    public void A_record_known_by_its_word_alone_is_noted_and_needs_the_total()
    {
        var proven = Read(Header + "B,7,55,2025-01-10,100.00,1\nS,1001,SALE,100.00\nM,hello\n");
        var other = Read(Header + "B,7,55,2025-01-10,90.00,1\nS,1001,SALE,100.00\nM,hello\n");

        Assert.Empty(proven.Issues);
        Assert.Contains(proven.Notes, note => note.ToString() == "file.csv:4: FIL048 the M record (section message) is known by its word alone and is not read.");
        Assert.Equal(["FIL048", "FIL030", "FIL037"], other.Issues.Select(issue => issue.Code.Code));
    }

    [Fact]
    public void A_record_with_too_many_fields_is_named_with_its_counts_and_refuses_its_payout()
    {
        var file = Read(Header + "B,7,55,2025-01-10,100.00,1\nS,1001,SALE,100,00\nB,8,55,2025-01-10,5.00,1\nS,1002,SALE,5.00\n");

        Assert.Equal(["file.csv:3 (payout 55-7): FIL020 the S record has 5 fields, the mapping says 4 (m.yaml:12:3). Try: look for a decimal comma or a delimiter in a field without quotes."], Issues(file));
        Assert.Equal(["55-8"], file.Payouts.Select(payout => payout.Reference));
    }

    [Fact]
    public void An_amount_cut_by_its_decimal_comma_is_put_together_where_the_mapping_says_so_and_the_total_proves_it()
    {
        var file = Read(Header + "B,7,55,2025-01-10,100,62,1\nS,1001,SALE,100.62\n");

        Assert.Equal(10062, Assert.Single(file.Payouts).Total!.Value.Minor);
        Assert.Equal(["file.csv:2 (payout 55-7): FIL036 the B record has 7 fields, its header in line 1 has 6; its Net was cut by a decimal comma and read as 100.62. Try: have the provider quote its amounts."], Issues(file));
    }

    [Fact]
    public void An_amount_put_together_that_the_total_does_not_prove_refuses_the_payout()
    {
        var file = Read(Header + "B,7,55,2025-01-10,100,62,1\nS,1001,SALE,99.62\n");

        Assert.Empty(file.Payouts);
        Assert.Equal(["FIL036", "FIL030", "FIL037"], file.Issues.Select(issue => issue.Code.Code));
    }

    [Fact]
    public void An_amount_that_could_be_put_together_in_two_ways_is_not()
    {
        // 100,62 and 1: either Net is 100.62 with 10 sales, or it is 100 with 62.10.
        var file = Read(Header + "B,7,55,2025-01-10,100,62,10\nS,1001,SALE,100.62\n");

        Assert.Empty(file.Payouts);
        Assert.Equal(["FIL020"], file.Issues.Select(issue => issue.Code.Code));
    }

    [Fact]
    public void The_total_after_the_rows_is_the_payout_s_where_its_own_record_has_none()
    {
        var file = Read(Header + "B,7,55,2025-01-10,,1\nS,1001,SALE,100.00\nT,100.00\n");
        var wrong = Read(Header + "B,7,55,2025-01-10,,1\nS,1001,SALE,100.00\nT,101.00\n");

        Assert.True(file.Controls.Single().IsProven);
        Assert.Equal(10000, file.Payouts.Single().Total!.Value.Minor);
        Assert.True(wrong.Controls.Single().OutOfBalance);
    }

    [Fact]
    public void A_total_over_several_payouts_refuses_all_of_them_when_they_do_not_make_it()
    {
        const string Rows = Header + "B,7,55,2025-01-10,100.00,1\nS,1001,SALE,100.00\nB,8,55,2025-01-10,5.00,1\nS,1002,SALE,5.00\n";

        Assert.Equal(2, Read(Rows + "T,105.00\n").Payouts.Count);
        var wrong = Read(Rows + "T,104.00\n");
        Assert.Empty(wrong.Payouts);
        Assert.Contains("the file says 104.00 SEK, the 2 payouts before it sum to 105.00 SEK", wrong.Issues[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Z,5,1\n", "file.csv:4: FIL008 the record says 5 lines, the file has 4; rule: m.yaml:49:5. Try: fetch the report again; a part of it is missing.")]
    [InlineData("Z,4,2\n", "file.csv:4: FIL008 the record says 2 rows of sale, the file has 1; rule: m.yaml:50:5. Try: fetch the report again; a part of it is missing.")]
    public void A_trailer_that_counts_other_lines_refuses_the_file(string trailer, string refusal) =>
        Assert.Equal([refusal], KlarnaMapping.Refusal(Encoding.UTF8.GetBytes(Header + "B,7,55,2025-01-10,100.00,1\nS,1001,SALE,100.00\n" + trailer), Shipped));

    [Fact]
    public void A_record_without_a_header_and_without_places_refuses_the_file() =>
        Assert.Contains("FIL008 the B record stands before any header of its kind", Assert.Single(KlarnaMapping.Refusal(Encoding.UTF8.GetBytes("B,7,55,2025-01-10,1.00,1\n" + Header), Shipped)), StringComparison.Ordinal);

    [Theory]
    [InlineData("fields: 4", "fields: 3", "FIL052 field: section sale has 3 fields, and column Amount would be number 4.")]
    [InlineData("fields: 4", "fields: four", "FIL052 fields: \"four\" is not a number of fields, 1 for the first.")]
    [InlineData("Kind: {read: text, field: 3}", "Kind: {read: text, field: 2}", "FIL054 field: section sale has two columns in field 2.")]
    [InlineData("record: S\n", "record: B\n", "FIL054 record: section sale can never be met: its record word is empty or another section's.")]
    [InlineData("repair: decimal-comma", "repair: decimal-coma", "FIL052 repair: \"decimal-coma\" is not one of decimal-comma.")]
    [InlineData("keep: {paid: Paid}", "keep: {paid: Payd}", "MAP002 keep: \"Payd\" is not known here.")]
    [InlineData("event-date: paid", "event-date: Paid", "MAP002 event-date: \"Paid\" is not known here.")]
    [InlineData("keep: {paid: Paid}", "keep: {paid: Paid, net: Net}", "\"net\" is kept and never used.")]
    [InlineData("keep: {paid: Paid}", "keep: {paid: Paid, Order: Batch}", "FIL054 keep: \"Order\" is already a name in another section.")]
    [InlineData("closing: {from: total, total: Sum}", "closing: {from: total, totl: Sum}", "FIL050 totl: closing has no key \"totl\".")]
    [InlineData("of: [sale]", "of: [sales]", "FIL053 of: there is no section \"sales\".")]
    [InlineData("number: Sales", "numbr: Sales", "FIL050 numbr: a count has no key \"numbr\".")]
    [InlineData("unread: yes", "columns: {a: text}", "FIL051 fields: section message needs found-by: for its header, or fields: and the columns' places where it has none.")]
    [InlineData("SALE: {is: Sale, sign: plus}", "SALE: {is: Unknown, sign: plus}", "FIL051 text: type SALE needs the key \"text\".")]
    [InlineData("SALE: {is: Sale, sign: plus}", "SALE: {is: Sale, sign: plus, text: x}", "FIL054 text: type SALE has a text, which only a type that is Unknown shows.")]
    public void A_mistake_in_a_record_s_description_is_a_finding(string right, string wrong, string expected)
    {
        Assert.Contains(right, Mapping, StringComparison.Ordinal);
        Assert.Contains(Findings(Mapping.Replace(right, wrong, StringComparison.Ordinal)), finding => finding.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_header_may_begin_with_another_word_than_its_rows()
    {
        var mapping = Load("""
            mapping: m
            kind: file
            sections:
              settlement: {record: SE, found-by: [SettlementId, Total], required: [PaidOn], columns: {SettlementId: text, Total: amount, PaidOn: date}}
              payment: {record: PA, found-by: [OrderId, Sum], columns: {OrderId: text, Sum: amount}}
            payout: {from: settlement, reference: SettlementId, currency: '"SEK"', date: PaidOn, total: Total}
            lines: {from: payment, type: '"SALE"', amount: Sum, order-reference: OrderId, key: [OrderId, Sum]}
            types: {SALE: {is: Sale, sign: as-written}}
            examples:
              - name: header rows H-SE and H-PA
                given: |
                  H-SE;SettlementId;Total;PaidOn
                  SE;S1;30,50;2025-01-10
                  H-PA;OrderId;Sum
                  PA;1001;20,50
                  PA;1002;10,00
                expect: ["sum of 2 lines 30.50: in balance"]
            """);

        Assert.NotNull(mapping);
    }

    private static FileMapping Shipped => Load(Mapping);

    private static FileMapping Load(string yaml)
    {
        var findings = new List<Issue>();
        var mapping = FileMappingReader.Read(yaml, "m.yaml", findings);
        Assert.Empty(findings.Select(finding => finding.ToString()));
        return mapping!;
    }

    private static List<string> Findings(string yaml)
    {
        var findings = new List<Issue>();
        FileMappingReader.Read(yaml, "m.yaml", findings);
        return [.. findings.Select(finding => finding.ToString())];
    }

    private static SettlementFile Read(string text) => SettlementReader.Read(FileBytes.FromMemory("file.csv", Encoding.UTF8.GetBytes(text)), Shipped);

    private static string[] Issues(SettlementFile file) => [.. file.Issues.Select(issue => issue.ToString())];
}

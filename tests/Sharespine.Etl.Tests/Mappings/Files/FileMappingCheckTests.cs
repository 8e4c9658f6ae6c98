using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Mappings.Library;

namespace Sharespine.Etl.Tests.Mappings.Files;

/// <summary>Everything wrong with a file mapping is found before any file is read, with its place and what to write instead.</summary>
public sealed class FileMappingCheckTests
{
    /// <summary>A provider whose rows carry their payout themselves: one section, no summary, an expression and a filter.</summary>
    private const string Small = """
        mapping: paysmall.settlement
        kind: file
        about: One table; every row names its payout.
        format:
          dates: ["dd.MM.yyyy"]
        sections:
          rows:
            found-by: [Payout ID, Kind]
            required: [Gross, Reference]
            columns:
              Payout ID: text
              Kind: text
              Gross: amount
              Fee: amount
              Reference: text
              Booked: date
              Currency: {read: text, also: [Cur]}
            let:
              order: extract(Reference, "([0-9]+)$")
        payout:
          from: rows
          reference: Payout ID
          currency: Currency
          date: Booked
        lines:
          from: rows
          when: Kind != "HEADER"
          type: Kind
          amount: Gross - (Fee ?? 0)
          order-reference: order ?? Reference
          key: [Kind, Reference, Gross]
        types:
          PAY: {is: Sale, sign: as-written}
          BACK: {is: Return, sign: minus}
        examples:
          - name: a sale, a refund and a row that is no money
            given: |
              Kind,Gross,Fee,Reference,Payout ID,Booked,Cur
              HEADER,0.00,,,P1,24.12.2025,SEK
              PAY,100.00,2.50,web-0042,P1,24.12.2025,SEK
              BACK,-40.00,,none,P1,24.12.2025,SEK
            expect:
              - "rows 3: 2 taken, 1 filtered, 0 refused"
              - payout P1, 2025-12-24, SEK, net, total not stated
              - "line 3: Sale 97.50, PAY, order 0042, key PAY/web-0042/100.00#1"
              - "line 4: Return -40.00, BACK, order none"
              - "note example.csv: FIL043 lines.when left out 1 row"
        """;

    [Fact]
    public void A_new_provider_needs_nothing_but_a_mapping() => Assert.Empty(Findings(Small));

    [Theory]
    [InlineData("found-by: [Payout ID, Kind]", "found-by: [Payout ID, Kind, Refrence]", "m.yaml:8:33: FIL053 found-by: section rows has no column \"Refrence\". Try: did you mean \"Reference\"?")]
    [InlineData("required: [Gross, Reference]", "required: [Gross]", "m.yaml:31:15: FIL056 key: the column \"Reference\" may be absent from a layout, and the keys would change with it. Try: add it to required: in section rows, or leave it out.")]
    [InlineData("Fee: amount", "Fee: amonut", "m.yaml:14:12: FIL052 column Fee: \"amonut\" is not one of text, amount, minor, percent, date. Try: did you mean \"amount\"?")]
    [InlineData("currency: Currency", "curency: Currency", "m.yaml:23:3: FIL050 curency: payout has no key \"curency\". Try: did you mean \"currency\"?|m.yaml:21:3: FIL051 currency: payout needs the key \"currency\".")]
    [InlineData("from: rows\n  when", "from: row\n  when", "m.yaml:26:9: FIL053 from: there is no section \"row\". Try: did you mean \"rows\"?|m.yaml:19:7: MAP017 let: \"order\" is computed and never used. Try: use it or take it out.")]
    [InlineData("date: Booked", "date: Reference", "m.yaml:24:9: FIL052 date: the column \"Reference\" is read as text, and date is date. Try: read: date in m.yaml:15:7.")]
    [InlineData("amount: Gross - (Fee ?? 0)", "amount: Gross - (Fe ?? 0)", "m.yaml:29:20: MAP002 amount: \"Fe\" is not known here. Try: did you mean \"Fee\"?")]
    [InlineData("when: Kind != \"HEADER\"", "when: Gross", "m.yaml:27:9: MAP005 when: Gross is a number, where a yes/no is wanted.")]
    [InlineData("BACK: {is: Return, sign: minus}", "BACK: {is: Retrun, sign: minus}", "m.yaml:34:14: FIL052 is: \"Retrun\" is not one of Sale, Return, Reversal, Fee, FeeRefund, FeeVat, Commission, Correction, Holdback, Release, Credit, Charge, Repay, Deposit, Unknown. Try: did you mean \"Return\"?")]
    [InlineData("BACK: {is: Return, sign: minus}", "BACK: {is: Return}", "m.yaml:34:9: FIL051 sign: type BACK needs the key \"sign\".")]
    [InlineData("BACK: {is: Return, sign: minus}", "PAY/CARD: {is: Sale, sign: as-written}", "m.yaml:34:3: FIL054 type PAY/CARD says the same as type PAY. Try: remove it.|m.yaml:34:3: FIL054 types: type PAY/CARD needs a detailed type, and lines: has none. Try: name the column under lines: detailed-type.")]
    [InlineData("BACK: {is: Return, sign: minus}", "BACK: {is: Return, sign: minus, vat: yes}", "m.yaml:34:3: FIL054 vat: type BACK has vat: yes, and lines: has no vat. Try: name the column under lines: vat.")]
    [InlineData("dates: [\"dd.MM.yyyy\"]", "dates: [\"dd.mm.yyyy\"]", "m.yaml:5:11: FIL052 dates: \"dd.mm.yyyy\" is not a date format: iso, or year, month (M) and day as in yyyy-MM-dd HH:mm:ss.")]
    [InlineData("dates: [\"dd.MM.yyyy\"]", "encoding: utf8", "m.yaml:5:13: FIL052 encoding: \"utf8\" is not one of utf-8, windows-1252, iso-8859-1, iso-8859-15. Try: did you mean \"utf-8\"?")]
    [InlineData("dates: [\"dd.MM.yyyy\"]", "delimiter: x", "m.yaml:5:14: FIL052 delimiter: \"x\" is not a delimiter: auto, tab, or one character such as \";\".")]
    [InlineData("dates: [\"dd.MM.yyyy\"]", "business-zone: Sweden", "m.yaml:5:18: FIL052 \"Sweden\" is not a time zone such as UTC or Europe/Stockholm.")]
    [InlineData("also: [Cur]", "also: [Booked]", "m.yaml:17:7: FIL054 Currency: the caption \"Booked\" already means Booked. Try: keep it in one place.")]
    [InlineData("types:\n", "totals:\n  Sum: {sign: plus, rows: [PAYY]}\ntypes:\n", "m.yaml:33:3: FIL053 totals: section rows has no amount column \"Sum\".|m.yaml:33:3: FIL053 totals: total Sum sums the type \"PAYY\", which the type table does not have. Try: did you mean \"PAY\"?")]
    [InlineData("examples:\n", "exampels:\n", "m.yaml:35:1: MAP010 m.yaml: there is no key \"exampels\" here. Try: did you mean \"examples\"?|m.yaml:1:1: FIL051 examples: a file mapping needs at least one example: given a small file, expect what is read from it.")]
    [InlineData("order-reference: order ?? Reference", "order-reference: Reference", "m.yaml:19:7: MAP017 let: \"order\" is computed and never used. Try: use it or take it out.")]
    [InlineData("- \"line 4: Return -40.00, BACK, order none\"", "- \"line 4: Return 40.00\"", "m.yaml:36:5: FIL055 expect: example \"a sale, a refund and a row that is no money\" expects \"line 4: Return 40.00\", and no line read begins so. Try: write what was read, if it is right: line 4: Return -40.00, BACK, order none, key BACK/none/40.00#1")]
    public void A_mistake_is_found_with_its_place_and_a_suggestion(string right, string wrong, string expected)
    {
        Assert.Equal(expected.Split('|'), Findings(Changed(right, wrong)));
    }

    [Fact]
    public void A_staged_table_is_a_finding_and_an_inline_one_is_used()
    {
        Assert.Equal(
            ["m.yaml:36:3: FIL052 lookups: the table \"stores\" is staged data, which a file is read without. Try: write the table inline, or as a CSV file."],
            Findings(Changed("examples:\n", "lookups:\n  stores: {staged: article}\nexamples:\n").Replace("order ?? Reference", "lookup(\"stores\", Reference)", StringComparison.Ordinal)).Take(1));
        Assert.Empty(Findings(Changed("examples:\n", "lookups:\n  kinds: {inline: {PAY: paid, BACK: back, HEADER: none}}\nexamples:\n")
            .Replace("when: Kind != \"HEADER\"", "when: lookup(\"kinds\", Kind) != \"none\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_rule_that_cannot_be_computed_refuses_the_payout_with_the_reason()
    {
        var yaml = Changed("order-reference: order ?? Reference", "order-reference: order ?? text(number(Reference))");
        Assert.Contains(Findings(yaml), finding => finding.Contains("FIL055", StringComparison.Ordinal));
        var mapping = FileMappingReader.Read(yaml.Replace(",none,", ",7,", StringComparison.Ordinal).Replace("order none", "order 7", StringComparison.Ordinal), "m.yaml", [])!;

        var file = SettlementReader.Read(FileBytes.FromMemory("x.csv", "Kind,Gross,Fee,Reference,Payout ID,Booked,Cur\nPAY,1.00,,none,P1,24.12.2025,SEK\n"u8.ToArray()), mapping);
        Assert.Equal(["x.csv:2 (payout P1): FIL028 order-reference: Reference cannot be read as a number; rule: order-reference ← order ?? text(number(Reference)) (m.yaml:30:20)."], file.Issues.Select(issue => issue.ToString()));
        Assert.Empty(file.Payouts);
    }

    [Fact]
    public void Rows_that_disagree_about_their_payout_refuse_it()
    {
        var mapping = FileMappingReader.Read(Small, "m.yaml", [])!;

        var file = SettlementReader.Read(FileBytes.FromMemory("x.csv", "Kind,Gross,Fee,Reference,Payout ID,Booked,Cur\nPAY,1.00,,a,P1,24.12.2025,SEK\nPAY,1.00,,a,P1,25.12.2025,SEK\nPAY,2.00,,a,P2,25.12.2025,SEK\n"u8.ToArray()), mapping);

        Assert.Equal(["x.csv:3:16 (payout P1): FIL027 date: the row says \"2025-12-25\", the first row of its payout \"2025-12-24\"; rule: date ← Booked (m.yaml:24:9)."], file.Issues.Select(issue => issue.ToString()));
        Assert.Equal("P2", Assert.Single(file.Payouts).Reference);
        Assert.Equal(new RowCounts(3, 1, 0, 2), file.Rows);
    }

    [Fact]
    public void The_mapping_in_the_documentation_checks_clean()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "file-mappings.md"));
        var start = page.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;

        Assert.Empty(Findings(page[start..page.IndexOf("```", start, StringComparison.Ordinal)]));
    }

    [Fact]
    public void A_row_may_be_two_lines_and_is_counted_as_one_row()
    {
        var yaml = Changed("  key: [Kind, Reference, Gross]\n", "  key: [Kind, Reference, Gross]\n  also:\n    - when: (Fee ?? 0) != 0\n      type: '\"COST\"'\n      amount: Fee\n      key: ['\"COST\"', Reference, Gross]\n")
            .Replace("amount: Gross - (Fee ?? 0)", "amount: Gross", StringComparison.Ordinal)
            .Replace("  BACK: {is", "  COST: {is: Fee, sign: minus}\n  BACK: {is", StringComparison.Ordinal)
            .Replace("line 3: Sale 97.50, PAY", "line 3: Sale 100.00, PAY", StringComparison.Ordinal);
        Assert.Empty(Findings(yaml));

        var file = SettlementReader.Read(FileBytes.FromMemory("x.csv", "Kind,Gross,Fee,Reference,Payout ID,Booked,Cur\nPAY,10.00,2.50,a-1,P1,24.12.2025,SEK\nPAY,5.00,,a-2,P1,24.12.2025,SEK\n"u8.ToArray()), FileMappingReader.Read(yaml, "m.yaml", [])!);

        Assert.Equal(["2 Sale 10.00 PAY/a-1/10.00#1", "2 Fee -2.50 COST/a-1/10.00#1", "3 Sale 5.00 PAY/a-2/5.00#1"],
            file.Payouts.Single().Lines.Select(line => $"{line.FileLine} {line.Type} {line.Amount.AmountText} {line.Key}"));
        Assert.Equal(new RowCounts(2, 2, 0, 0), file.Rows);
        Assert.Equal(3, file.Controls.Single().LineCount);
    }

    [Theory]
    [InlineData("line 3: Sale 97")]
    [InlineData("line 3: Sale 97.5")]
    [InlineData("line 3: Sal")]
    public void An_expectation_that_breaks_off_within_a_word_or_number_does_not_hold(string expected) =>
        Assert.StartsWith("m.yaml:36:5: FIL055 expect: example ", Assert.Single(Findings(Changed("line 3: Sale 97.50, PAY, order 0042, key PAY/web-0042/100.00#1", expected))), StringComparison.Ordinal);

    [Fact]
    public void Two_sections_found_by_the_same_columns_are_a_finding()
    {
        var findings = Findings(Changed("payout:\n", "  more:\n    found-by: [Payout ID, Kind]\n    columns:\n      Payout ID: text\n      Kind: text\npayout:\n"));

        Assert.Equal(["m.yaml:20:3: FIL054 found-by: every header of section more is taken for section rows, which is found by the same columns. Try: find each section by columns that no other has."], findings);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var text = Changed("Fee: amount", "Fee: amonut").Replace("sign: minus", "sign: negative", StringComparison.Ordinal).Replace("reference: Payout ID", "reference: PayoutID", StringComparison.Ordinal);

        Assert.Equal(["FIL052", "FIL052", "MAP002"], Findings(text).Select(finding => finding.Split(' ')[1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_site_changes_one_caption_of_a_shipped_mapping_by_an_overlay()
    {
        var folder = Directory.CreateTempSubdirectory("file-mapping").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "klarna.settlement.site.yaml"), """
                overlays: klarna.settlement
                sections:
                  transactions:
                    columns:
                      merchant_reference1: {read: text, also: [Webborder]}
                """);
            var findings = new List<Issue>();
            var library = MappingLibrary.Load([Path.Combine(Repository.Root, "mappings"), folder], new() { Targets = Sharespine.Etl.Connectors.ConnectorCatalog.Targets }, findings);

            Assert.True(findings.Count == 0, string.Join("\n", findings));
            var mapping = library.Find<FileMapping>("klarna.settlement")!;
            var file = SettlementReader.Read(FileBytes.FromMemory("x.csv",
                "payment_reference;settlement_currency;payout_date;total_settlement_amount\n1;SEK;2025-01-10;5.00\n\ntype;order_id;amount;webborder\nSALE;a;5.00;4711\n"u8.ToArray()), mapping);
            Assert.Equal("4711", file.Payouts.Single().Lines.Single().OrderReference);
            Assert.Equal(2, mapping.Files.Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Changed(string right, string wrong)
    {
        Assert.Contains(right, Small, StringComparison.Ordinal);
        return Small.Replace(right, wrong, StringComparison.Ordinal);
    }

    private static List<string> Findings(string yaml)
    {
        var findings = new List<Issue>();
        var mapping = FileMappingReader.Read(yaml, "m.yaml", findings);
        Assert.Equal(findings.Count == 0, mapping is not null);
        return [.. findings.Select(finding => finding.ToString())];
    }
}

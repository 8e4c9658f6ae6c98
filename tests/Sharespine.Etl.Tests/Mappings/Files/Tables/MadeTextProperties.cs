using System.Globalization;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Mappings.Files.Tables;

namespace Sharespine.Etl.Tests.Mappings.Files.Tables;

/// <summary>Whatever stands in a sheet or a document stands in the text made of it: cell for cell, and numbers to their last digit.</summary>
public sealed class MadeTextProperties
{
    private static readonly string[] Awkward = ["10001", "A;B", "x,y", "12\"", "\"\"", "\";\"", "Åsa|Örn", "line\nbreak", "two\nline\nbreaks", "a;\"b\"\n;c", "0012", "#7", "<b>&amp;", "1 000,50", "日本"];

    [Fact]
    public void Every_cell_of_a_sheet_stands_in_the_text_and_every_row_is_a_line() =>
        Prop.ForAll(Sheets.ToArbitrary(), rows =>
        {
            var xml = string.Concat(rows.Select((cells, index) => RawWorkbook.Row(index + 1, [.. cells.Select(cell => SecurityElement.Escape(cell.Written)!)])));
            var made = Lines(WorkbookText.Sheet(new RawWorkbook().Sheet("Blad1", xml).ToFile(), "Blad1").Text);

            Assert.Equal(rows.Count, made.Count);
            Assert.All(rows.Zip(made), pair => Assert.Equal(Filled(pair.First.Select(cell => cell.Expected)), Filled(pair.Second)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Every_value_of_a_document_stands_in_the_text() =>
        Prop.ForAll(Documents.ToArbitrary(), items =>
        {
            var json = $$"""{"rows": [{{string.Join(",\n", items.Select(item => $$"""{"name": {{JsonSerializer.Serialize(item.Name)}}, "amount": {{item.Amount}}, "note": {{JsonSerializer.Serialize(item.Note)}}}"""))}}]}""";
            var table = SettlementTable.Of(FileBytes.FromMemory("file.json", Encoding.UTF8.GetBytes(json)), Mapping);

            // The header first; a value cannot pass for one.
            var made = Lines(table.Text).Skip(1).Select(cells => string.Join('¤', cells.Skip(1))).ToList();
            Assert.Equal(items.Select(item => string.Join('¤', Plain(item.Name), item.Amount, Plain(item.Note))), made);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static FileMapping Mapping { get; } = JsonSettlementTests.Checked("""
        mapping: rows.settlement
        kind: file
        sections:
          rows:
            at: rows[]
            columns: {name: text, amount: amount, note: text}
        payout: {from: rows, reference: name, currency: '"SEK"', date: 'date("2025-01-10", "yyyy-MM-dd")'}
        lines: {from: rows, type: '"SALE"', amount: amount, key: [name, amount]}
        types:
          SALE: {is: Sale, sign: plus}
        examples:
          - name: a sale
            given: |
              {"rows": [{"name": "P1", "amount": 10.50, "note": "2025-01-10"}]}
            expect: ["line 1: Sale 10.50, SALE"]
        """);

    private static Gen<string> Texts => Gen.Elements(Awkward).Two().Select(pair => pair.Item1 + pair.Item2);

    /// <summary>Whole numbers to their last digit, others to the fifteen digits that a workbook keeps.</summary>
    private static Gen<(string Written, string Expected)> Numbers =>
        from major in Gen.Choose(-999_999_999, 999_999_999)
        from minor in Gen.Choose(1, 99)
        from isWhole in Gen.Elements(true, false)
        let text = isWhole || minor % 10 == 0 ? major.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{major}.{minor:00}")
        select ("=" + text, text);

    private static Gen<IReadOnlyList<IReadOnlyList<(string Written, string Expected)>>> Sheets =>
        from rows in Gen.OneOf(Numbers, Texts.Select(text => (text, Plain(text))), Gen.Constant(("", ""))).NonEmptyListOf().Where(cells => cells.Count <= 20).ListOf()
        select (IReadOnlyList<IReadOnlyList<(string, string)>>)[.. rows.Select(row => (IReadOnlyList<(string, string)>)[.. row])];

    private static Gen<IReadOnlyList<(string Name, string Amount, string Note)>> Documents =>
        from items in (from name in Texts
                       from amount in Gen.Choose(-999_999_999, 999_999_999).Select(minor => (minor / 100m).ToString("0.00", CultureInfo.InvariantCulture))
                       from note in Texts
                       select (name, amount, note)).NonEmptyListOf()
        select (IReadOnlyList<(string, string, string)>)[.. items];

    private static string Plain(string text) => text.Replace('\n', ' ');

    /// <summary>A sheet has no row that ends early: empty cells behind the last one say nothing.</summary>
    private static string Filled(IEnumerable<string> cells) => string.Join('¤', cells).TrimEnd('¤');

    private static List<List<string>> Lines(FileBytes text)
    {
        using var reader = new StreamReader(text.Open());
        var lines = reader.ReadToEnd().Split('\n')[..^1];
        return [.. lines.Select(line => Regex.Matches(line, "\"((?:[^\"]|\"\")*)\"").Select(cell => cell.Groups[1].Value.Replace("\"\"", "\"", StringComparison.Ordinal)).ToList())];
    }
}

using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Mappings.Targets;

namespace Sharespine.Etl.Tests.Mappings;

/// <summary>Every kind of finding in a mapping file, word for word. Each case changes one thing in a mapping that is right.</summary>
public sealed class MappingFindingTests
{
    private const string Right = """
        mapping: shop.article
        kind: document
        target: article
        lookups:
          rates:
            inline: { standard: "25" }
        let:
          number: trim(sku)
        skip:
          - when: status == "draft"
            because: not published
        fields:
          key: '"article/" & number'
          sku: number
          name: clean(title)
          vatRate: number(lookup("rates", vat_class))
        examples:
          - name: an article
            given: { sku: " A1 ", title: Cup, vat_class: standard, status: live }
            expect: { key: article/A1, vatRate: 25 }
        """;

    [Fact]
    public void The_mapping_that_the_cases_change_is_right() => Assert.Equal("", Findings(Right));

    [Theory]
    [InlineData("kind: document", "kinds: document", "3:1: MAP013 kind: the mapping does not say its kind. Try: kind: document", 1)]
    [InlineData("kind: document", "kind: documents", "2:7: MAP020 kind: there is no kind \"documents\". Try: did you mean \"document\"?")]
    [InlineData("target: article", "target: artikel", "3:9: MAP019 target: there is no target \"artikel\". Try: one of article, customer, document, order, order-status, price, price-list, product, stock.")]
    [InlineData("target: article", "target: ledger", "3:9: MAP019 target: there is no target \"ledger\". Try: one of article, customer, document, order, order-status, price, price-list, product, stock.")]
    [InlineData("mapping: shop.article", "mapping: shop.articles", "1:10: MAP015 mapping: the mapping \"shop.articles\" stands in the file shop.article.yaml. Try: name the file shop.articles.yaml, or write mapping: shop.article")]
    [InlineData("mapping: shop.article\n", "", "1:1: MAP013 mapping: the file does not name its mapping. Try: mapping: shop.article")]
    [InlineData("skip:", "skips:", "9:1: MAP010 shop.article: there is no key \"skips\" here. Try: did you mean \"skip\"?")]
    [InlineData("  name: clean(title)", "  nam: clean(title)", "15:3: MAP011 nam: the target has no field \"nam\". Try: did you mean \"name\"?|13:3: MAP012 name: the target needs \"name\", and no rule fills it. Try: name: an expression")]
    [InlineData("  name: clean(title)\n", "", "13:3: MAP012 name: the target needs \"name\", and no rule fills it. Try: name: an expression")]
    [InlineData("  name: clean(title)", "  name: null", "15:9: MAP012 name: the field is required and the rule gives nothing.")]
    [InlineData("  name: clean(title)", "  name: \"title\"", "15:9: MAP028 name: the quoted word title is read as the source's field title. Try: { constant: title } for the text itself, or title without quotes for the field.")]
    [InlineData("  name: clean(title)", "  name: inputs.conection", "15:16: MAP002 name: \"inputs.conection\" is not known. Try: did you mean \"inputs.connection\"?")]
    [InlineData("  name: clean(title)", "  name: inputs", "15:9: MAP002 name: inputs is a group of names, not a value. Try: inputs.connection")]
    [InlineData("  name: clean(title)", "  name: clean(titel ?? title)", "15:15: MAP030 shop.article: no example has a value at titel. Try: correct the path, or put the value into an example.")]
    [InlineData("  name: clean(title)", "  name: clean(titel) + 1", "15:22: MAP005 name: + adds numbers. Try: join texts with &.")]
    [InlineData("  name: clean(title)", "  name: { value: clean(title), write: never }", "15:39: MAP021 name: there is no write policy \"never\". Try: one of always, create-only, if-empty, if-unchanged-since-we-wrote.")]
    [InlineData("  name: clean(title)", "  name: { value: clean(title), write: create-onl }", "15:39: MAP021 name: there is no write policy \"create-onl\". Try: did you mean \"create-only\"?")]
    [InlineData("  name: clean(title)", "  name: { valu: clean(title) }", "15:11: MAP010 name: there is no key \"valu\" here. Try: did you mean \"value\"?|15:9: MAP013 name: a field has either value: or constant:. Try: name: { value: expression }")]
    [InlineData("  name: clean(title)", "  name: [ clean(title) ]", "15:9: MAP014 name: the field is a plain value. Try: name: expression")]
    [InlineData("  vatRate: number(lookup(\"rates\", vat_class))", "  vatRate: lookup(\"rates\", vat_class)", "16:12: MAP005 vatRate: lookup(\"rates\", vat_class) is a text, where a number is wanted. Try: number(lookup(\"rates\", vat_class))")]
    [InlineData("  vatRate: number(lookup(\"rates\", vat_class))", "  vatRate: { constant: tjugofem }", "16:24: MAP005 vatRate: \"tjugofem\" is a text, where a number is wanted. Try: number(\"tjugofem\")|5:3: MAP017 lookups: the table \"rates\" is never looked up. Try: lookup(\"rates\", key), or take it out.")]
    [InlineData("  vatRate: number(lookup(\"rates\", vat_class))", "  vatRate: 25", "5:3: MAP017 lookups: the table \"rates\" is never looked up. Try: lookup(\"rates\", key), or take it out.")]
    [InlineData("number(lookup(\"rates\"", "number(lookup(\"rate\"", "16:26: MAP007 vatRate: there is no lookup table \"rate\". Try: did you mean \"rates\"?|5:3: MAP017 lookups: the table \"rates\" is never looked up. Try: lookup(\"rates\", key), or take it out.")]
    [InlineData("  number: trim(sku)", "  number: trim(sku)\n  other: sku", "9:3: MAP017 let: \"other\" is computed and never used. Try: use it or take it out.")]
    [InlineData("  number: trim(sku)", "  number: trim(last)\n  last: sku", "8:16: MAP002 let.number: \"last\" is defined further down. Try: move it above the place that uses it.|9:3: MAP017 let: \"last\" is computed and never used. Try: use it or take it out.")]
    [InlineData("    because: not published\n", "", "10:5: MAP018 skip: this skip rule gives no reason. Try: because: \"why such a record is not wanted\"")]
    [InlineData("    because: not published", "    because:", "11:13: MAP014 because: a plain text is wanted here.|10:5: MAP018 skip: this skip rule gives no reason. Try: because: \"why such a record is not wanted\"")]
    [InlineData("  - when: status == \"draft\"", "  - when: 1 == 2", "10:11: MAP006 skip: the condition is always false. Try: take it out, or correct it.")]
    [InlineData("  - when: status == \"draft\"", "  - when: text(status)", "10:11: MAP005 skip: text(status) is a text, where a yes/no is wanted.")]
    [InlineData("inline: { standard: \"25\" }", "csv: rates.csv", "6:10: MAP013 lookups.rates: a CSV table names its key and value columns. Try: { csv: file.csv, key: column, value: column }")]
    [InlineData("inline: { standard: \"25\" }", "{ csv: rates.csv, key: k, value: v }", "6:12: MAP023 lookups.rates: there is no file \"rates.csv\" beside the mapping.")]
    [InlineData("inline: { standard: \"25\" }", "{ csv: ../rates.csv, key: k, value: v }", "6:12: MAP023 lookups.rates: \"../rates.csv\" leads out of the mapping's folder. Try: put the file beside the mapping and write its name alone.")]
    [InlineData("inline: { standard: \"25\" }", "{ inline: { standard: \"25\" }, staged: rates }", "5:3: MAP013 lookups.rates: a table has one of inline, csv and staged. Try: rates: { inline: { key: value } }")]
    [InlineData("key: article/A1", "key: article/A2", "20:20: MAP025 an article: key is \"article/A1\", and \"article/A2\" is expected.")]
    [InlineData("vatRate: 25 }", "vatRate: null }", "20:41: MAP025 an article: vatRate is 25, and left out is expected.")]
    [InlineData("vatRate: 25 }", "vatrate: 25 }", "20:32: MAP011 an article: the target has no field \"vatrate\". Try: did you mean \"vatRate\"?")]
    [InlineData("status: live", "status: draft", "20:5: MAP025 an article: the record is skipped: not published.")]
    [InlineData("vat_class: standard", "vat_class: food", "20:5: MAP025 an article: the record is rejected: vatRate: vat_class (\"food\") is not in the table \"rates\".")]
    [InlineData("    expect: { key: article/A1, vatRate: 25 }", "    expect: {}", "20:13: MAP026 an article: no expected field reads a value that the example gives. Try: expect a field that comes from the record.")]
    [InlineData("    expect: { key: article/A1, vatRate: 25 }", "    skipped: draft", "20:5: MAP025 an article: the record is mapped.")]
    [InlineData("    expect: { key: article/A1, vatRate: 25 }", "    about: x", "20:5: MAP010 examples: there is no key \"about\" here. Try: one of name, given, inputs, staged, expect, skipped, rejected, held.|18:5: MAP026 an article: an example says one of expect, skipped, rejected and held. Try: expect: with the fields of interest.")]
    [InlineData("    given: {", "    given: '{ nonsense' #", "19:12: MAP066 an article: given is not readable JSON: ", 2)]
    [InlineData("  name: clean(title)", "   name: clean(title)", "15:8: CFG001 ", 2)]
    public void One_mistake_is_told_with_its_place_and_what_to_write(string right, string wrong, string expected, int mode = 0)
    {
        Assert.Contains(right, Right, StringComparison.Ordinal);
        var findings = Findings(Right.Replace(right, wrong, StringComparison.Ordinal));
        if (mode == 2)
        {
            Assert.StartsWith(expected, findings, StringComparison.Ordinal);
        }
        else if (mode == 1)
        {
            Assert.Equal("1:1: " + expected[5..], findings);
        }
        else
        {
            Assert.Equal(string.Join('\n', expected.Split('|').Order(StringComparer.Ordinal)), string.Join('\n', findings.Split('\n').Order(StringComparer.Ordinal)));
        }
    }

    [Fact]
    public void All_mistakes_of_all_files_are_told_at_once_in_the_order_of_file_and_line()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.yaml", "mapping: b\nkind: document\n");
        folder.Write("shop.article.yaml", Right.Replace("trim(sku)", "trin(sku)").Replace("clean(title)", "clen(title)"));
        folder.Write("site.yaml", "overlays: shop.articl\n");
        var findings = new List<Issue>();
        var library = MappingLibrary.Load([folder.Path], new(), findings);
        Assert.Empty(library.All);
        Assert.Equal(
            ["a.yaml:1:10 MAP015", "shop.article.yaml:8:11 MAP003", "shop.article.yaml:15:9 MAP003", "site.yaml:1:11 MAP022"],
            findings.Select(finding => $"{Path.GetFileName(finding.At!.Value.Source)}:{finding.At.Value.Line}:{finding.At.Value.Column} {finding.Code}"));
        Assert.Equal("there is no mapping \"shop.articl\" to lie over.", findings[^1].Message);
        Assert.Equal("did you mean \"shop.article\"?", findings[^1].Try);
    }

    [Fact]
    public void A_word_that_a_choice_does_not_take_is_found_in_expressions_and_in_lookup_tables()
    {
        using var folder = new TemporaryFolder();
        folder.Write("shop.status.yaml", """
            mapping: shop.status
            kind: document
            target: order-status
            lookups:
              events:
                inline: { a: delivered, b: sent }
            fields:
              orderId: text(id)
              documentKey: text(id)
              event: if id == 1 then "payed" else lookup("events", code)
              at: instant(at, "UTC")
            examples: []
            """);
        Assert.Equal(
            "5:3: MAP027 event: \"sent\" is not one of the words that the field takes. Try: one of received, partlyDelivered, delivered, invoiced, paid, cancelled.\n10:26: MAP027 event: \"payed\" is not one of the words that the field takes. Try: one of received, partlyDelivered, delivered, invoiced, paid, cancelled.",
            Findings(folder));
    }

    [Fact]
    public void The_same_mapping_in_two_folders_is_told_to_become_an_overlay()
    {
        using var shipped = new TemporaryFolder();
        using var site = new TemporaryFolder();
        var first = shipped.Write("shop.article.yaml", Right);
        site.Write("shop.article.yaml", Right);
        var findings = new List<Issue>();
        MappingLibrary.Load([shipped.Path, site.Path], new(), findings);
        var finding = Assert.Single(findings);
        Assert.Equal($"the mapping \"shop.article\" is already in {first}.", finding.Message);
        Assert.Equal("write overlays: shop.article to change single fields of it.", finding.Try);
        Assert.Equal(MappingErrors.DuplicateName, finding.Code);
    }

    [Fact]
    public void A_target_type_that_mappings_cannot_fill_is_refused_by_name()
    {
        var exception = Assert.Throws<NotSupportedException>(() => TargetCatalog.Hub.With("payout", typeof(Model.Payout)));
        Assert.Equal("Payout.Totals is a IReadOnlyDictionary`2, which mappings cannot fill.", exception.Message);
    }

    private static string Findings(string text)
    {
        using var folder = new TemporaryFolder();
        folder.Write("shop.article.yaml", text);
        return Findings(folder);
    }

    /// <summary>Without the folder and file name before the place.</summary>
    private static string Findings(TemporaryFolder folder)
    {
        var findings = new List<Issue>();
        MappingLibrary.Load([folder.Path], new(), findings);
        return string.Join('\n', findings.Select(finding => finding.ToString()[(finding.ToString().IndexOf(".yaml:", StringComparison.Ordinal) + 6)..]));
    }
}

using System.Text;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Library;

namespace Sharespine.Etl.Tests.Mappings;

public sealed class OverlayTests
{
    private const string Shipped = """
        mapping: shop.article
        kind: document
        target: article
        include: [ _common.yaml ]
        lookups:
          rates:
            inline: { standard: "25", food: "12" }
        skip:
          - { name: drafts, when: status == "draft", because: not published }
        fields:
          key: '"article/" & sku'
          sku: { value: sku, write: create-only }
          name: title
          vatRate: number(lookup("rates", vat_class))
        examples:
          - name: an article
            given: { sku: A1, title: Cup, vat_class: standard, status: live }
            expect: { name: Cup, vatRate: 25 }
        """;

    private const string Common = """
        let:
          title: clean(name)
          unused_by_this_one: clean(other)
        """;

    [Fact]
    public void A_site_s_file_changes_single_fields_entries_names_and_rules_and_leaves_the_rest()
    {
        var (mapping, findings) = Load("""
            overlays: shop.article
            lookups:
              rates:
                inline: { books: "6" }
            let:
              title: upper(clean(name))
            skip:
              - { name: drafts, remove: true }
              - { when: isEmpty(sku), because: no number }
            fields:
              sku: '"X" & sku'
            examples:
              - name: a book of ours
                given: { sku: A1, name: Cup, vat_class: books, status: draft }
                expect: { sku: XA1, key: article/A1, name: CUP, vatRate: 6 }
              - name: without number
                given: { name: Cup }
                skipped: no number
            """);
        Assert.Equal("", findings);
        Assert.NotNull(mapping);
        Assert.Equal(2, mapping.Files.Count);
        Assert.Equal("create-only", Etl.Mappings.WritePolicies.Words.Single(word => word.Value == mapping.WritePolicies.ByPath["sku"]).Key);
        var skipped = Assert.IsType<MappingResult.Skipped>(mapping.Map(Encoding.UTF8.GetBytes("{}"), MappingInputs.None));
        Assert.EndsWith("shop.article.yaml:9:13", skipped.Rule.ToString(), StringComparison.Ordinal);
        Assert.Equal(mapping.Files[1], skipped.Rule.Source);
    }

    [Fact]
    public void Of_a_list_s_sources_an_overlay_changes_one_field_adds_one_and_takes_one_out()
    {
        using var site = new TemporaryFolder();
        site.Write("woocommerce.order.yaml", """
            overlays: woocommerce.order
            fields:
              lines:
                - as: line
                  fields:
                    sku: line.own ?? clean(line.sku)
                - as: fee
                  remove: true
                - each: gifts
                  as: gift
                  fields:
                    id: text(gift.id)
                    name: gift.name
                    quantity: { constant: 1 }
                    net: { constant: 0 }
                    vat: { constant: 0 }
            examples:
              - name: an own number, a gift, and a fee that the site does not want
                given: |
                  { "id": 1, "number": "1", "status": "processing", "currency": "SEK", "date_created_gmt": "2026-11-10T09:00:00", "customer_id": 0, "billing": { "city": "Lund" },
                    "line_items": [ { "id": 2, "name": "Cup", "sku": "S", "own": "O-1", "quantity": 1, "subtotal": "1.00", "total": "1.00", "total_tax": "0.00" } ],
                    "fee_lines": [ { "id": 3, "name": "Fee", "total": "1.00", "total_tax": "0.00" } ], "gifts": [ { "id": 4, "name": "Pen" } ], "total": "1.00", "total_tax": "0.00" }
                expect:
                  lines:
                    - { id: "2", sku: O-1, net: 1.00 }
                    - { id: "4", name: Pen }
            """);
        var findings = new List<Issue>();
        Assert.NotNull(MappingLibrary.Load([Repository.Mappings, site.Path], new() { Targets = Sharespine.Etl.Connectors.ConnectorCatalog.Targets }, findings).Document("woocommerce.order"));
        Assert.Empty(findings);
    }

    [Fact]
    public void A_finding_in_an_overlay_points_into_the_overlay()
    {
        var (_, findings) = Load("overlays: shop.article\nfields:\n  nam: title\n");
        Assert.EndsWith("shop.article.yaml:3:3: MAP011 nam: the target has no field \"nam\". Try: did you mean \"name\"?", findings, StringComparison.Ordinal);
        Assert.Contains("site", findings, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failing_example_of_the_overlay_is_a_finding_and_the_shipped_examples_still_hold_for_the_shipped_mapping()
    {
        var (_, findings) = Load("overlays: shop.article\nfields:\n  vatRate: number(lookup(\"rates\", vat_class)) + 1\nexamples:\n  - name: ours\n    given: { sku: A1, name: Cup, vat_class: food }\n    expect: { vatRate: 12 }\n");
        Assert.EndsWith("shop.article.yaml:7:24: MAP025 ours: vatRate is 13, and \"12\" is expected.", findings, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', findings);
    }

    [Fact]
    public void Includes_are_found_beside_the_file_and_may_define_only_shared_things()
    {
        using var folder = new TemporaryFolder();
        folder.Write("shop.article.yaml", Shipped.Replace("_common.yaml", "_comon.yaml, other.yaml, _fields.yaml, _twice.yaml"));
        folder.Write("_common.yaml", Common);
        folder.Write("_fields.yaml", "let: { title: name }\nskip: []\n");
        folder.Write("_twice.yaml", "let: { title: name }\n");
        var findings = new List<Issue>();
        MappingLibrary.Load([folder.Path], new(), findings);
        Assert.Equal(
            [
                "_fields.yaml:2:1: MAP010 _fields.yaml: an included file has no key \"skip\". Try: one of lookups, let, fields.",
                "_twice.yaml:1:8: MAP016 let: \"title\" is already in _fields.yaml. Try: keep one of the two.",
                "shop.article.yaml:4:12: MAP023 include: there is no file \"_comon.yaml\" beside this one. Try: did you mean \"_common.yaml\"?",
                "shop.article.yaml:4:25: MAP014 include: an include is a file beside this one whose name begins with _. Try: include: [ _common.yaml ]",
            ],
            findings.Select(finding => finding.ToString().Replace(folder.Path + "/", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_csv_table_is_read_beside_its_mapping_and_its_mistakes_are_told_by_line()
    {
        var table = Shipped.Replace("inline: { standard: \"25\", food: \"12\" }", "csv: rates.csv\n    key: class\n    value: percent");
        using var folder = new TemporaryFolder();
        folder.Write("_common.yaml", Common);
        folder.Write("shop.article.yaml", table.Replace("title: Cup", "name: Cup"));
        folder.Write("rates.csv", "\uFEFFclass;note;percent\r\nstandard;\"a; b\";25\r\nfood;;\"12\"\r\n");
        var findings = new List<Issue>();
        Assert.NotNull(MappingLibrary.Load([folder.Path], new(), findings).Document("shop.article"));
        Assert.Empty(findings);

        folder.Write("rates.csv", "class;percent\nstandard;25\nstandard;12\nfood\n");
        MappingLibrary.Load([folder.Path], new(), findings);
        Assert.Equal(
            ["rates.csv:3: MAP024 the key \"standard\" stands in an earlier line too. Try: keep one of the two.", "rates.csv:4: MAP024 the line has fewer columns than the header."],
            findings.Select(finding => finding.ToString().Replace(folder.Path + "/", "", StringComparison.Ordinal)));

        findings.Clear();
        folder.Write("rates.csv", "klass;percent\nstandard;25\n");
        MappingLibrary.Load([folder.Path], new(), findings);
        Assert.Equal("there is no column \"class\".", findings[0].Message);
        Assert.Equal("did you mean \"klass\"?", findings[0].Try);
    }

    private static (DocumentMapping? Mapping, string Findings) Load(string overlay)
    {
        using var shipped = new TemporaryFolder();
        shipped.Write("_common.yaml", Common);
        shipped.Write("shop.article.yaml", Shipped.Replace("title: Cup", "name: Cup"));
        var site = Path.Combine(shipped.Path, "site");
        Directory.CreateDirectory(site);
        File.WriteAllText(Path.Combine(site, "shop.article.yaml"), overlay);
        var findings = new List<Issue>();
        var library = MappingLibrary.Load([shipped.Path, site], new(), findings);
        return (library.Document("shop.article"), string.Join('\n', findings));
    }
}

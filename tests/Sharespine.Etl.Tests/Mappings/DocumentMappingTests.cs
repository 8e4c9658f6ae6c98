using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Mappings;

public sealed class DocumentMappingTests
{
    private const string Invoice = """
        mapping: erp.invoice
        kind: document
        target: invoice
        lookups:
          articles: { staged: article, on-miss: hold }
          terms: { inline: { net30: "30" } }
        let:
          due: number(lookup("terms", terms))
        fields:
          number: number
          customer: { fields: { name: name, phone: phone } }
          delivery: { fields: { street: street, city: city } }
          date: date(day)
          at: instant(made, "UTC")
          days: due
          paid: paid
          total: money(total, currency)
          tags: tags
          shop: inputs.connection
          rows:
            - each: rows
              as: row
              when: row.type != "note"
              let: { net: number(row.net) }
              fields:
                article: lookup("articles", row.sku)
                net: net
            - each: extra
              fields:
                article: { constant: EXTRA }
                net: item.net
        examples:
          - name: all
            given: { number: "1", name: A, phone: "1", street: S, city: C, day: "2026-10-05", made: "2026-10-05T10:00:00", terms: net30, total: "1.00", currency: SEK, paid: true, tags: [ t ], rows: [ { sku: s, net: "2", type: x } ], extra: [ { net: 1 } ] }
            inputs: { connection: shop }
            staged: { article: { s: "77" } }
            expect: { number: "1", shop: shop, rows: [ { article: "77", net: 2 }, { net: 1 } ] }
        """;

    private const string Record = """
        {"number":"7","name":"Anna","day":"2026-10-05","made":"2026-10-05T10:00:00","terms":"net30","paid":false,"total":"12.50","currency":"SEK","tags":["a","b"],
         "rows":[{"type":"note","sku":"x"},{"sku":"known","net":"10.10"}],"extra":[{"net":2.400}]}
        """;

    [Fact]
    public void A_record_becomes_json_in_the_target_s_order_and_form()
    {
        Assert.Equal(
            """{"number":"7","customer":{"name":"Anna"},"date":"2026-10-05","at":"2026-10-05T10:00:00Z","days":30,"paid":false,"total":"12.50 SEK","tags":["a","b"],"shop":"shop-se","rows":[{"article":"100","net":10.10},{"article":"EXTRA","net":2.400}]}""",
            Text(Map(Record)));
    }

    [Fact]
    public void What_a_mapping_writes_is_read_and_written_alike_by_the_target_json_options()
    {
        var document = Text(Map(Record));
        var invoice = JsonSerializer.Deserialize<TestInvoice>(document, TargetJson.Options)!;
        Assert.Equal(Money.Exact(12.5m, Currency.Sek), invoice.Total);
        Assert.Equal(document, JsonSerializer.Serialize(invoice, TargetJson.Options));
    }

    [Fact]
    public void All_issues_of_a_record_come_together_each_with_field_source_place_and_rule()
    {
        var record = Record.Replace("\"10.10\"", "\"10,10x\"").Replace("2026-10-05\"", "5/10\"").Replace("net30", "net99").Replace("\"number\":\"7\"", "\"number\":\"12345678901\"").Replace("\"total\":\"12.50\",", "");
        var issues = Assert.IsType<MappingResult.Rejected>(Map(record)).Issues;
        Assert.Equal(
            [
                "erp.invoice.yaml:10:11 (order 7): MAP062 number: number (\"12345678901\") has 11 characters; the field takes 10.",
                "erp.invoice.yaml:13:9 (order 7): MAP060 date: day (\"5/10\") cannot be read as a date yyyy-MM-dd.",
                "erp.invoice.yaml:8:31 (order 7): MAP063 days: terms (\"net99\") is not in the table \"terms\".",
                "erp.invoice.yaml:17:10 (order 7): MAP061 total: is empty; money(total, currency) gives nothing.",
                "erp.invoice.yaml:24:19 (order 7): MAP060 rows[0].net: rows[1].net (\"10,10x\") cannot be read as a number.",
            ],
            issues.Select(WithoutFolder));
    }

    [Fact]
    public void Personal_values_are_masked_in_issues_and_in_explain()
    {
        var issue = Assert.Single(Assert.IsType<MappingResult.Rejected>(Map(Record.Replace("\"Anna\"", "[\"Anna\"]"))).Issues);
        Assert.Equal("name (•••) is a list, where a text is wanted.", issue.Message);
        var (mapping, _) = Load(Invoice);
        using var source = JsonDocument.Parse(Record);
        var masked = mapping!.Explain(source.RootElement, Inputs()).Fields.Single(field => field.Path == "customer.name");
        Assert.Equal(("•••", "name", "•••"), (masked.Value, masked.Expression, masked.Sources.Single().Value));
        var shown = mapping.Explain(source.RootElement, Inputs(), showsPersonal: true).Fields.Single(field => field.Path == "customer.name");
        Assert.Equal(("\"Anna\"", "\"Anna\""), (shown.Value, shown.Sources.Single().Value));
        Assert.Equal(["customer.name", "customer.phone"], mapping.PersonalFields);
    }

    [Fact]
    public void Explain_shows_value_expression_sources_through_names_and_the_rule()
    {
        var (mapping, _) = Load(Invoice);
        using var source = JsonDocument.Parse(Record);
        var explanation = mapping!.Explain(source.RootElement, Inputs());
        Assert.IsType<MappingResult.Document>(explanation.Result);
        var days = explanation.Fields.Single(field => field.Path == "days");
        Assert.Equal(("30", "due"), (days.Value, days.Expression));
        Assert.Equal([("terms", "\"net30\"")], days.Sources);
        Assert.Equal("erp.invoice.yaml:15:9", WithoutFolder(days.Rule.ToString()));
        var net = explanation.Fields.Single(field => field.Path == "rows[0].net");
        Assert.Equal([("rows[1].net", "\"10.10\"")], net.Sources);
        Assert.Null(explanation.Fields.Single(field => field.Path == "delivery.city").Value);
    }

    [Fact]
    public void A_record_waits_for_what_a_holding_table_does_not_have_yet_unless_something_else_is_wrong()
    {
        var held = Assert.IsType<MappingResult.Held>(Map(Record.Replace("known", "new")));
        Assert.Equal("rows[1].sku (\"new\") is not in \"articles\" yet.", Assert.Single(held.Issues).Message);
        Assert.IsType<MappingResult.Rejected>(Map(Record.Replace("known", "new").Replace("net30", "net99")));
    }

    [Fact]
    public void An_optional_object_is_left_out_whole_and_a_half_filled_one_misses_its_required_field()
    {
        Assert.DoesNotContain("delivery", Text(Map(Record)), StringComparison.Ordinal);
        Assert.Contains("\"delivery\":{\"street\":\"Gatan 1\",\"city\":\"Lund\"}", Text(Map(Record.Replace("\"number\"", "\"street\":\"Gatan 1\",\"city\":\"Lund\",\"number\""))), StringComparison.Ordinal);
        var issue = Assert.Single(Assert.IsType<MappingResult.Rejected>(Map(Record.Replace("\"number\"", "\"city\":\"Lund\",\"number\""))).Issues);
        Assert.Equal("erp.invoice.yaml:12:33 (order 7): MAP061 delivery.street: is empty; street gives nothing.", WithoutFolder(issue));
    }

    [Theory]
    [InlineData("[1]", "the record is a JSON Array, where an object is wanted.")]
    [InlineData("{\"a\":", "the record cannot be read as JSON: ")]
    public void What_is_no_record_is_rejected(string payload, string message)
    {
        var issue = Assert.Single(Assert.IsType<MappingResult.Rejected>(Map(payload)).Issues);
        Assert.Equal(MappingErrors.NotJson, issue.Code);
        Assert.StartsWith(message, issue.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mapping_the_same_record_again_and_on_many_threads_gives_the_same_bytes()
    {
        var (mapping, _) = Load(Invoice);
        var expected = Text(mapping!.Map(Encoding.UTF8.GetBytes(Record), Inputs()));
        var all = new string[200];
        Parallel.For(0, all.Length, i => all[i] = Text(mapping.Map(Encoding.UTF8.GetBytes(Record), Inputs())));
        Assert.All(all, text => Assert.Equal(expected, text));
    }

    [Fact]
    public void A_record_hook_changes_the_document_or_rejects_the_record()
    {
        var hooked = Invoice.Replace("fields:\n  number: number", "hooks: [ stamp ]\nfields:\n  number: number").Replace("expect: { number: \"1\"", "expect: { number: S-1");
        var (mapping, findings) = Load(hooked, new Stamp());
        Assert.Empty(findings);
        Assert.Contains("\"number\":\"S-7\"", Text(mapping!.Map(Encoding.UTF8.GetBytes(Record), Inputs())), StringComparison.Ordinal);
        var rejected = Assert.IsType<MappingResult.Rejected>(mapping.Map(Encoding.UTF8.GetBytes(Record.Replace("\"7\"", "\"13\"")), Inputs()));
        Assert.Equal("unlucky", Assert.Single(rejected.Issues).Message);
        Assert.Contains("there is no record hook \"stamp\".", Load(hooked).Findings, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_policies_are_read_off_fields_objects_and_lists()
    {
        var (mapping, findings) = Load(Invoice
            .Replace("  number: number", "  number: { value: number, write: create-only }")
            .Replace("customer: { fields:", "customer: { write: if-empty, fields:"));
        Assert.Empty(findings);
        Assert.Equal([("number", WritePolicy.CreateOnly), ("customer", WritePolicy.IfEmpty)], mapping!.WritePolicies.ByPath.Select(pair => (pair.Key, pair.Value)));
    }

    private static MappingResult Map(string record)
    {
        var (mapping, findings) = Load(Invoice);
        Assert.Equal("", findings);
        return mapping!.Map(Encoding.UTF8.GetBytes(record), Inputs());
    }

    private static MappingInputs Inputs() => new(new Dictionary<string, Value> { ["connection"] = Value.Of("shop-se") }, new Articles(), "order 7");

    private static (DocumentMapping? Mapping, string Findings) Load(string yaml, params IRecordHook[] hooks)
    {
        using var folder = new TemporaryFolder();
        folder.Write("erp.invoice.yaml", yaml);
        var findings = new List<Issue>();
        var options = new MappingOptions { Targets = TargetCatalog.Hub.With("invoice", typeof(TestInvoice)), Hooks = hooks };
        return (MappingLibrary.Load([folder.Path], options, findings).Document("erp.invoice"), string.Join('\n', findings));
    }

    private static string Text(MappingResult result) => Encoding.UTF8.GetString(Assert.IsType<MappingResult.Document>(result).Utf8.Span);

    private static string WithoutFolder(Issue issue) => WithoutFolder(issue.ToString());

    private static string WithoutFolder(string text) => text[text.IndexOf("erp.invoice.yaml", StringComparison.Ordinal)..];

    private sealed class Articles : ILookupSource
    {
        public string? Find(string table, string key) => (table, key) == ("article", "known") ? "100" : null;
    }

    private sealed class Stamp : IRecordHook
    {
        public string Name => "stamp";

        public void Apply(JsonElement source, JsonObject document, ICollection<Issue> issues)
        {
            document["number"] = "S-" + source.GetProperty("number").GetString();
            if (source.GetProperty("number").ValueEquals("13"))
            {
                issues.Add(new(MappingErrors.Rejected, "unlucky"));
            }
        }
    }

    public sealed record TestInvoice
    {
        [MaxLength(10)]
        public required string Number { get; init; }

        public required TestCustomer Customer { get; init; }

        public TestDelivery? Delivery { get; init; }

        public required DateOnly Date { get; init; }

        public DateTimeOffset? At { get; init; }

        public int? Days { get; init; }

        public bool? Paid { get; init; }

        public required Money Total { get; init; }

        public IReadOnlyList<string>? Tags { get; init; }

        public string? Shop { get; init; }

        public required IReadOnlyList<TestRow> Rows { get; init; }
    }

    public sealed record TestCustomer
    {
        [Personal]
        public string? Name { get; init; }

        [Personal]
        public string? Phone { get; init; }
    }

    public sealed record TestDelivery
    {
        public required string Street { get; init; }

        public string? City { get; init; }
    }

    public sealed record TestRow
    {
        public required string Article { get; init; }

        public required decimal Net { get; init; }
    }
}

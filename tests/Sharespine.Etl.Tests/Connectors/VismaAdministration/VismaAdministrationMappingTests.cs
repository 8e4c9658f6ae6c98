using System.Text;
using System.Text.Json;
using Sharespine.Etl.Connectors.Erps.VismaAdministration;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Connectors.VismaAdministration;

public sealed class VismaAdministrationMappingTests : ExchangeFixture
{
    private static readonly CommercialDocument Document = new()
    {
        Key = "order/87",
        Kind = DocumentKind.Order,
        Shop = "shop-se",
        OrderId = "87",
        OrderNumber = "W-1087",
        Date = new(2026, 10, 25),
        Currency = "SEK",
        CustomerKey = "customer/shop-se/guest",
        Customer = new() { IsGuest = true },
        BillingAddress = new() { Name = "Åke =Ek", City = "Växjö", CountryCode = "SE" },
        ShippingAddress = new() { Name = "Åke Ek" },
        PaymentMethod = "kco",
        Rows =
        [
            new() { Kind = OrderLineKind.Product, Sku = "T-1", Text = "-10% Termos", Quantity = 3, Net = Sek(16000), Vat = Sek(4000), VatRate = 25 },
            new() { Kind = OrderLineKind.GiftCard, Text = "Presentkort", Quantity = 1, Net = Sek(-5000), Vat = Sek(0), VatRate = 0 },
            new() { Kind = OrderLineKind.Fee, Text = "Avgift", Quantity = 1, Net = Sek(2320), Vat = Sek(580), VatRate = 25 },
        ],
        Rounding = Sek(25),
        Total = Sek(17925),
        TotalVat = Sek(4580),
        Vat = [],
    };

    private static readonly string[] Names = ["order", "invoice", "credit", "customer", "article"];

    private static Money Sek(long minor) => new(minor, Currency.Sek);

    private static MappingLibrary Library(out string findings)
    {
        var found = new List<Issue>();
        var library = MappingLibrary.Load([Repository.Mappings], new() { Targets = Sharespine.Etl.Connectors.ConnectorCatalog.Targets }, found);
        findings = string.Join('\n', found);
        return library;
    }

    [Fact]
    public void The_shipped_mappings_check_without_a_finding()
    {
        var library = Library(out var findings);

        Assert.True(findings.Length == 0, findings);
        Assert.All(Names, name => Assert.NotNull(library.Document($"visma-administration.{name}")));
    }

    [Theory]
    [InlineData("order")]
    [InlineData("invoice")]
    [InlineData("credit")]
    public void A_document_of_the_hub_goes_through_mapping_and_files_to_the_ERP_with_its_exact_total(string entity)
    {
        var mapping = Library(out _).Document($"visma-administration.{entity}")!;
        var kind = Enum.Parse<DocumentKind>(entity, ignoreCase: true);
        var source = JsonSerializer.SerializeToUtf8Bytes(Document with { Kind = kind, Credits = kind == DocumentKind.Credit ? "order/86" : null }, TargetJson.Options);

        var result = Assert.IsType<MappingResult.Document>(mapping.Map(source, MappingInputs.None));
        var exchange = new VismaExchange(Settings);
        exchange.Write(Batch("b", entity, new FileRecord(Document.Key, "create", result.Utf8)));
        var agent = new DemoAgent(Folder);
        agent.Run();

        Assert.Equal([new("order/87", entity == "order" ? "1001" : "5001", null)], exchange.Check(new("b", entity)).Records);
        var taken = Assert.Single(agent.Documents);
        Assert.Equal(("W-1087", "179.25"), (taken.CustomerOrderNumber, taken.Total));
    }

    [Fact]
    public void A_site_can_send_a_fee_or_freight_in_the_program_s_own_field()
    {
        using var site = new TemporaryFolder();
        site.Write("visma-administration.order.yaml", """
            overlays: visma-administration.order
            fields:
              cargo_amount: sum(filter(rows, it.kind == "fee"), number(split(it.net, " ")[0]) + number(split(it.vat, " ")[0]))
              cargo_vat_code: { constant: "1" }
              rows:
                when: row.kind != "fee"
            examples:
              - name: the fee stands in the program's own field
                given: |
                  { "key": "order/1", "orderNumber": "1", "date": "2026-10-25", "currency": "SEK", "customer": { "isGuest": true }, "billingAddress": { "name": "A" }, "shippingAddress": { "name": "A" },
                    "paymentMethod": "kco", "rows": [ { "kind": "fee", "text": "Avgift", "quantity": 1, "net": "40.00 SEK", "vat": "10.00 SEK", "vatRate": 25 } ], "total": "50.00 SEK", "totalVat": "10.00 SEK" }
                expect: { cargo_amount: 50, rows: [] }
            """);
        var findings = new List<Issue>();
        var mapping = MappingLibrary.Load([Repository.Mappings, site.Path], new() { Targets = Sharespine.Etl.Connectors.ConnectorCatalog.Targets }, findings).Document("visma-administration.order")!;
        Assert.True(findings.Count == 0, string.Join('\n', findings));

        var result = Assert.IsType<MappingResult.Document>(mapping.Map(JsonSerializer.SerializeToUtf8Bytes(Document, TargetJson.Options), MappingInputs.None));
        new VismaExchange(Settings).Write(Batch("b", "order", new FileRecord(Document.Key, "create", result.Utf8)));
        new DemoAgent(Folder).Run();

        Assert.Equal("1001", Assert.Single(new VismaExchange(Settings).Check(new("b", "order")).Records).TargetKey);
        Assert.DoesNotContain("Avgift", Text("taken", "order_rows_delta_b.csv"), StringComparison.Ordinal);
        Assert.Contains(";29;1;", Text("taken", "orders_delta_b.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public void Payload_fields_that_say_something_about_a_person_are_known_as_personal()
    {
        var order = Library(out _).Document("visma-administration.order")!;

        Assert.Superset(new HashSet<string> { "customer_name", "mailing_address1", "delivery_name", "city" }, order.PersonalFields.ToHashSet());
        Assert.Contains("email", Library(out _).Document("visma-administration.customer")!.PersonalFields);
    }

    [Fact]
    public void A_name_too_long_for_the_ERP_is_rejected_by_the_mapping()
    {
        var source = JsonSerializer.SerializeToUtf8Bytes(Document with { BillingAddress = new() { Name = new string('x', 51) } }, TargetJson.Options);

        var rejected = Assert.IsType<MappingResult.Rejected>(Library(out _).Document("visma-administration.order")!.Map(source, MappingInputs.None));

        Assert.Contains("has 51 characters; the field takes 50", Assert.Single(rejected.Issues).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", Assert.Single(rejected.Issues).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_write_policies_keep_what_an_accountant_edits()
    {
        var policies = Library(out _).Document("visma-administration.article")!.WritePolicies;
        static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

        var decision = policies.Decide(Json("""{"number":"A","name":"Vår"}"""), Json("""{"number":"A","name":"Ekonomens"}"""), Json("""{"number":"A","name":"Ny"}"""));

        Assert.Equal("""{"number":"A"}""", Encoding.UTF8.GetString(decision.Payload.Span));
        Assert.True(decision.IsUnchanged);
    }
}

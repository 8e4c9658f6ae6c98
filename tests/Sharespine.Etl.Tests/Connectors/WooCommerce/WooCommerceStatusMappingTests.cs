using System.Text;
using System.Text.Json;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>From an event in the ERP, through the shipped mapping, into the shop.</summary>
public sealed class WooCommerceStatusMappingTests : IAsyncLifetime
{
    private static readonly string Shipped = Path.Combine(Root(), "mappings");
    private readonly string _site = Directory.CreateTempSubdirectory("woo-site-").FullName;
    private FakeWooCommerce _shop = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync();
        _shop.Orders.Add(42, "processing");
    }

    public async Task DisposeAsync()
    {
        Directory.Delete(_site, recursive: true);
        await _shop.DisposeAsync();
    }

    [Fact]
    public void The_shipped_mapping_and_its_examples_check_without_a_finding()
    {
        Assert.Equal("woocommerce.order-status", Mapping().TargetName);
    }

    [Fact]
    public async Task An_order_received_by_the_ERP_gets_its_number_and_keeps_its_status()
    {
        await ApplyAsync(ErpEvent.Received, "10025");

        Assert.Equal(("processing", "10025"), (_shop.Orders.StatusOf(42), _shop.Orders.Meta(42, "_erp_order_number")));
    }

    [Fact]
    public async Task A_delivered_order_becomes_completed()
    {
        await ApplyAsync(ErpEvent.Delivered, null);

        Assert.Equal("completed", _shop.Orders.StatusOf(42));
    }

    [Fact]
    public async Task A_site_names_another_key_and_its_own_status_in_an_overlay()
    {
        await File.WriteAllTextAsync(Path.Combine(_site, "woocommerce.order-status.yaml"), """
            overlays: woocommerce.order-status
            lookups:
              shop-status:
                inline:
                  delivered: dellevererad
              number-key:
                inline:
                  received: visma_order
            """);

        await ApplyAsync(ErpEvent.Received, "10025");
        await ApplyAsync(ErpEvent.Delivered, null);

        Assert.Equal(("dellevererad", "10025"), (_shop.Orders.StatusOf(42), _shop.Orders.Meta(42, "visma_order")));
    }

    private static MappingOptions Options => new()
    {
        Targets = Sharespine.Etl.Connectors.ConnectorCatalog.Targets,
    };

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sharespine.Etl.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    private DocumentMapping Mapping()
    {
        var findings = new List<Issue>();
        var library = MappingLibrary.Load([Shipped, _site], Options, findings);
        Assert.Equal("", string.Join(Environment.NewLine, findings));
        return library.Document("woocommerce.order-status")!;
    }

    private async Task ApplyAsync(ErpEvent happened, string? number)
    {
        var change = new OrderStatusChange { OrderId = "42", DocumentKey = "order/42", Event = happened, ErpNumber = number, At = _shop.Time.GetUtcNow() };
        var result = Mapping().Map(JsonSerializer.SerializeToUtf8Bytes(change, TargetJson.Options), MappingInputs.None);
        var payload = Assert.IsType<MappingResult.Document>(result).Utf8;
        using var client = _shop.Client();
        var document = new OutboxDocument("order-status", "order/42", null, payload, "hash");

        Assert.True(await new WooCommerceStatusTarget(client).SendAsync(document, default) is TargetAnswer.Done, Encoding.UTF8.GetString(payload.Span));
    }
}

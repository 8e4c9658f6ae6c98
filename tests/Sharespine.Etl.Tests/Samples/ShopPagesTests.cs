using System.Text.Json;
using Sharespine.Etl.Benchmarks.Measure;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Tests.Connectors.WooCommerce;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Samples;

public sealed class ShopPagesTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Shops => [.. MeasuredShop.All.Select(shop => shop.Name)];

    [Theory]
    [MemberData(nameof(Shops))]
    public void Every_generated_order_comes_once_and_maps_without_rejection(string name)
    {
        var shop = MeasuredShop.All.Single(shop => shop.Name == name);
        var findings = new List<Issue>();
        var mapping = MappingLibrary.Load([Repository.Mappings], new() { Targets = ConnectorCatalog.Targets }, findings, new HashSet<string> { shop.Mapping }).Document(shop.Mapping)!;
        Assert.Empty(findings);
        var orders = new List<JsonElement>();
        shop.Walk(20, new World(new FixedClock("2026-11-02T01:00:00Z"), seed: 1), payload => orders.Add(Mapped(mapping.Map(payload, MappingInputs.None))));
        Assert.Equal(20, orders.Count);
        Assert.All(orders, order => Assert.Equal(5, order.GetProperty("lines").EnumerateArray().Count(line => line.GetProperty("kind").GetString() == "product")));
    }

    /// <summary>The orders and what is to be read from them are kept, for people to look at and for a change of a mapping to be seen.</summary>
    [Theory]
    [MemberData(nameof(Shops))]
    public void The_sample_orders_become_the_orders_that_are_written_down_beside_them(string name)
    {
        var shop = MeasuredShop.All.Single(shop => shop.Name == name);
        var mapping = MappingLibrary.Load([Repository.Mappings], new() { Targets = ConnectorCatalog.Targets }, new List<Issue>(), new HashSet<string> { shop.Mapping }).Document(shop.Mapping)!;
        var folder = Path.Combine(Repository.Root, "sample-files", "shops", name);
        Directory.CreateDirectory(folder);
        var payloads = new List<JsonElement>();
        shop.Walk(3, new World(new FixedClock("2026-11-02T01:00:00Z"), seed: 1), payload => payloads.Add(JsonDocument.Parse(payload).RootElement));

        Accepted.Equal(Path.Combine(folder, "orders.json"), JsonSerializer.Serialize(payloads, Readable) + "\n");
        Accepted.Equal(Path.Combine(folder, "orders.expected.json"), JsonSerializer.Serialize(payloads.Select(payload => Mapped(mapping.Map(payload, MappingInputs.None))), Readable) + "\n");
    }

    private static JsonElement Mapped(MappingResult result) => result is MappingResult.Document made
        ? JsonDocument.Parse(made.Utf8).RootElement
        : throw new InvalidOperationException(result is MappingResult.Rejected rejected ? string.Join("; ", rejected.Issues) : result.ToString());
}

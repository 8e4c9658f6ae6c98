using Sharespine.Etl.Extract;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Flows;

/// <summary>What one system gives another beside orders: products, prices, stock, what became of orders. One job per entity.</summary>
public sealed record FeedConfiguration
{
    [About("The connection that is read.")]
    public required string From { get; init; }

    [About("The connection that is written to.")]
    public required string To { get; init; }

    [About("What is fed: product, price, price-list, stock, order-status. Products come first.")]
    public required IReadOnlyList<FeedEntity> Entities { get; init; }

    [About("Mappings by name where they are not those of the connections' types: stock (out of the source), stock-in (into the target), and so on.")]
    public IReadOnlyDictionary<string, string> Mappings { get; init; } = new Dictionary<string, string>();

    public ExtractSettings Extract { get; init; } = new();

    [About("Stops a load that would change too much at once before its first call.")]
    public GuardSettings Guard { get; init; } = new();

    [About("Whether a delivery makes the shop collect the reserved payment.")]
    public CaptureRule Capture { get; init; } = CaptureRule.None;

    [About("Whether the shop writes to the customer when goods are sent off.")]
    public bool NotifyCustomer { get; init; }

    /// <summary>The entities by the names that mappings, jobs and documents have for them, in the order of the jobs.</summary>
    public IReadOnlyList<string> Names() => [.. Entities.Distinct().Order().Select(entity => YamlBinder.Kebab(entity.ToString()))];
}

public enum FeedEntity
{
    Product,
    Price,
    PriceList,
    Stock,
    OrderStatus,
}

public enum CaptureRule
{
    /// <summary>The shop, its extension or a person collects.</summary>
    None,

    /// <summary>Each delivery that the ERP reports, for what was delivered.</summary>
    OnDelivery,
}

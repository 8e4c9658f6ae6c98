using Sharespine.Etl.Configuration;
using Sharespine.Etl.Tests.Connectors.WooCommerce;

namespace Sharespine.Etl.Tests.EndToEnd.Feeds.Sides;

/// <summary>One shop of a pair, over its fake: how a site connects to it, what people do in it, and what it then holds.</summary>
internal interface IShopSide : IAsyncDisposable
{
    /// <summary>The connection's name.</summary>
    string Name { get; }

    FixedClock Clock { get; }

    /// <summary>The connection's block, indented by two.</summary>
    string Yaml { get; }

    /// <summary>The site's word for the shop's full VAT, as its products come out.</summary>
    string TaxClass { get; }

    /// <summary>The basis of the shop's prices, out of it and as <see cref="Sold"/> gives them.</summary>
    bool PricesIncludeVat { get; set; }

    /// <summary>False: the shop, or its interface, does not show which articles are one product.</summary>
    bool GivesVariants { get; }

    /// <summary>False: a product with several variants is rejected.</summary>
    bool TakesVariants { get; }

    /// <summary>False: EANs go in and cannot be read.</summary>
    bool GivesEan => true;

    /// <summary>False: weights are left to the shop.</summary>
    bool TakesWeight => true;

    /// <summary>What is on sale, in whichever product; more than once where the shop has it more than once.</summary>
    IReadOnlyList<Sold> Sold { get; }

    /// <summary>Calls that changed something.</summary>
    IReadOnlyList<string> Writes { get; }

    string? Secret(string variable);

    /// <summary>Files of the site that this side needs, by path: its overlays, its list of articles.</summary>
    /// <param name="source">Where products, prices and stock come from; null when this side is the source.</param>
    IEnumerable<(string Path, string Text)> Files(IShopSide? source);

    /// <summary>The connection, where the vendor's address is not one of this machine.</summary>
    Connection? Open(ConnectionContext context, object settings) => null;

    /// <summary>A product without variants.</summary>
    void Add(Sold article);

    /// <summary>A product with variants, set apart by their size.</summary>
    void AddVariants(string sku, string name, params (string Size, Sold Article)[] variants);

    void SetPrice(string sku, decimal regular, decimal? campaign);

    void SetStock(string sku, decimal stock);

    void Rename(string sku, string name);

    void Describe(string sku, Details details);

    Details DetailsOf(string sku);

    /// <summary>A product without variants is put on sale, or taken out of it.</summary>
    void SetOnSale(string sku, bool isOnSale);

    /// <summary>An order of one row that is reserved and not yet sent; freight is the shop's own matter.</summary>
    /// <param name="price">Of a piece, with VAT at 25 %.</param>
    ExampleOrder AddOrder(int number, int quantity = 2, decimal price = 100);

    /// <summary>How often the shop was told of the order's goods.</summary>
    int Shipments(ExampleOrder order);

    /// <summary>How often the order's payment was collected.</summary>
    int Captures(ExampleOrder order);

    /// <summary>What was collected of it in all.</summary>
    decimal Collected(ExampleOrder order);
}

/// <param name="Name">The product's name; a variant's begins with it.</param>
/// <param name="Stock">What can be sold.</param>
/// <param name="Campaign">Null: none.</param>
internal sealed record Sold(string Sku, string Name, decimal Stock, decimal Regular, decimal? Campaign = null);

internal sealed record Details(string Html, string? Ean, decimal? Kilograms);

/// <param name="Id">The shop's own id, which the ERP's events name.</param>
/// <param name="Number">As people read it.</param>
/// <param name="Total">What the customer pays.</param>
internal sealed record ExampleOrder(string Id, string Number, decimal Total, string LineId, string Sku, decimal Quantity);

internal static class ShopSides
{
    public static IReadOnlyList<string> All { get; } = ["woocommerce", "magento2", "magento1", "shopify", "jetshop"];

    public static async Task<IShopSide> StartAsync(string type, string name) => type switch
    {
        "woocommerce" => await WooCommerceSide.StartAsync(name),
        "magento2" => await Magento2Side.StartAsync(name),
        "magento1" => await Magento1Side.StartAsync(name),
        "shopify" => await ShopifySide.StartAsync(name),
        "jetshop" => await JetshopSide.StartAsync(name),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such side."),
    };
}

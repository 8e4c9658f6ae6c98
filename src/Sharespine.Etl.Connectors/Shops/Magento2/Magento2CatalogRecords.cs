using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>The record that stock mappings of Magento make.</summary>
public sealed record Magento2StockLevel
{
    public const string TargetName = "magento2.stock";

    public required string Sku { get; init; }

    [About("MSI source; left out: the connection's. Without MSI it has to be left out.")]
    public string? Source { get; init; }

    [About("With MSI what lies on the shelf, since the shop subtracts open orders itself; without MSI what can still be sold.")]
    public required decimal Quantity { get; init; }

    public required bool InStock { get; init; }
}

/// <summary>The record that price mappings of Magento make.</summary>
public sealed record Magento2Price
{
    public const string TargetName = "magento2.price";

    public required string Sku { get; init; }

    [About("Code of the store view that the price is for; left out: all stores.")]
    public string? StoreView { get; init; }

    [About("Has to be the website's base currency.")]
    public required string Currency { get; init; }

    [About("Has to be as the shop's prices are (prices-include-tax).")]
    public required bool IncludesVat { get; init; }

    public required decimal Price { get; init; }

    [About("A campaign's price; left out: there is none, and one that is there is removed.")]
    public decimal? Special { get; init; }

    [About("UTC; left out: from the day it is written.")]
    public DateTimeOffset? SpecialFrom { get; init; }

    [About("UTC; left out: until the end of 2099.")]
    public DateTimeOffset? SpecialTo { get; init; }
}

/// <summary>The record that price-list mappings of Magento make: all tiers of an article for one customer group.</summary>
public sealed record Magento2TierPrices
{
    public const string TargetName = "magento2.price-list";

    public required string Sku { get; init; }

    [About("The customer group's name; ALL GROUPS for everybody.")]
    public required string CustomerGroup { get; init; }

    [About("Code of the website; left out: all websites.")]
    public string? Website { get; init; }

    [About("Has to be the website's base currency.")]
    public required string Currency { get; init; }

    [About("Has to be as the shop's prices are (prices-include-tax).")]
    public required bool IncludesVat { get; init; }

    [About("None: the group's tiers of the article are removed.")]
    public IReadOnlyList<Magento2Tier> Tiers { get; init; } = [];
}

public sealed record Magento2Tier
{
    public required decimal Quantity { get; init; }

    public required decimal Price { get; init; }
}

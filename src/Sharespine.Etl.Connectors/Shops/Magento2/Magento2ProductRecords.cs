using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>The record that product mappings of Magento make. A product whose only variant has no options is a simple product, any other a configurable one.</summary>
public sealed record Magento2Product
{
    public const string TargetName = "magento2.product";

    [About("Of the product as a whole; of a simple product its only variant's.")]
    public required string Sku { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? ShortDescription { get; init; }

    public required bool IsActive { get; init; }

    [About("Number of the attribute set that new products are made with; 4 is the shop's first.")]
    public required int AttributeSetId { get; init; }

    [About("Number of the tax class; left out: it is left alone, and a new product has none.")]
    public string? TaxClassId { get; init; }

    [About("Codes of the websites that a new product is sold on. None: all of the connection's.")]
    public IReadOnlyList<string> Websites { get; init; } = [];

    [About("Part of the address of a new product; left out: made of name and SKU.")]
    public string? UrlKey { get; init; }

    [About("Further attributes of the product and its variants, by code. Of a list to choose from the number of the choice.")]
    public IReadOnlyList<Magento2Attribute> Attributes { get; init; } = [];

    public required IReadOnlyList<Magento2Variant> Variants { get; init; }
}

public sealed record Magento2Attribute
{
    public required string Code { get; init; }

    public required string Value { get; init; }
}

public sealed record Magento2Variant
{
    public required string Sku { get; init; }

    public string? Name { get; init; }

    public required bool IsActive { get; init; }

    [About("Kilogram; the shop's own unit is heeded.")]
    public decimal? Weight { get; init; }

    [About("Price of a new variant, in the shop's currency and VAT basis.")]
    public decimal? FirstPrice { get; init; }

    public IReadOnlyList<Magento2Attribute> Attributes { get; init; } = [];

    [About("What sets it apart: code of the attribute, and the choice as people read it. A choice that the shop does not have is added.")]
    public IReadOnlyList<Magento2Attribute> Options { get; init; } = [];
}

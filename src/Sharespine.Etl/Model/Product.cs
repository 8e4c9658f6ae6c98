namespace Sharespine.Etl.Model;

/// <summary>
/// What a shop sells and an ERP keeps as articles. Everything sellable is a <see cref="Variant"/>: a product without
/// variants has one, without options. Stock and prices are records of their own (<see cref="StockLevel"/>,
/// <see cref="Price"/>), since they change on their own.
/// </summary>
public sealed record Product
{
    [About("The source's own id.")]
    public required string Id { get; init; }

    [About("The article number that the product as a whole goes by: its own where it has variants, else its only variant's.")]
    public required string Sku { get; init; }

    public required string Name { get; init; }

    [About("May hold HTML, as the source keeps it.")]
    public string? Description { get; init; }

    public string? ShortDescription { get; init; }

    [About("False: not to be sold any more. Absence of a product is never that.")]
    public bool IsActive { get; init; } = true;

    public string? Brand { get; init; }

    [About("The source's word for its VAT class or rate.")]
    public string? TaxClass { get; init; }

    [About("Names or codes of the categories it stands in.")]
    public IReadOnlyList<string> Categories { get; init; } = [];

    [About("Further fields that matter, by name.")]
    public IReadOnlyList<ProductAttribute> Attributes { get; init; } = [];

    public required IReadOnlyList<Variant> Variants { get; init; }

    [About("When the source changed it last, UTC.")]
    public DateTimeOffset? ChangedAt { get; init; }
}

public sealed record ProductAttribute
{
    public required string Name { get; init; }

    public required string Value { get; init; }
}

/// <summary>One sellable article.</summary>
public sealed record Variant
{
    [About("The source's own id.")]
    public required string Id { get; init; }

    [About("The article number; what all else (stock, prices, order rows) goes by.")]
    public required string Sku { get; init; }

    [About("Its own name where it has one: Anorak, blue, XL.")]
    public string? Name { get; init; }

    [About("EAN/GTIN.")]
    public string? Ean { get; init; }

    [About("What sets it apart from its siblings: size XL, colour blue. None on the only variant of a product.")]
    public IReadOnlyList<ProductAttribute> Options { get; init; } = [];

    [About("Kilogram.")]
    public decimal? Weight { get; init; }

    [About("Purchase cost without VAT, in the books' currency.")]
    public decimal? Cost { get; init; }

    [About("For making a new product only, so that it is never sold for nothing: later prices come as prices.")]
    public decimal? FirstPrice { get; init; }

    public bool IsActive { get; init; } = true;
}

/// <summary>How much of an article can be sold.</summary>
public sealed record StockLevel
{
    public required string Sku { get; init; }

    [About("Warehouse, location or stock source; absent where there is one.")]
    public string? Location { get; init; }

    [About("What can still be sold: on hand less what is promised.")]
    public required decimal Available { get; init; }

    [About("What lies on the shelf, promised or not, where the source says it.")]
    public decimal? OnHand { get; init; }

    [About("Whether it may be bought; absent: when more than nothing is available.")]
    public bool? InStock { get; init; }

    [About("When the source said so, UTC. A level never overwrites a younger one.")]
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>What an article costs: the regular price and a campaign's.</summary>
public sealed record Price
{
    public required string Sku { get; init; }

    [About("Website, store view, channel or market that the price is for; absent: all.")]
    public string? Store { get; init; }

    public required string Currency { get; init; }

    public required bool IncludesVat { get; init; }

    public required decimal Regular { get; init; }

    [About("The lower price of a campaign; absent: no campaign.")]
    public decimal? Campaign { get; init; }

    [About("UTC; absent: at once.")]
    public DateTimeOffset? CampaignFrom { get; init; }

    [About("UTC; absent: until further notice.")]
    public DateTimeOffset? CampaignTo { get; init; }

    [About("When the source said so, UTC. A price never overwrites a younger one.")]
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>What an article costs in one price list: for a customer group, from a quantity on. Replaces what the list had for the article.</summary>
public sealed record ListPrice
{
    [About("The list's code or name.")]
    public required string List { get; init; }

    [About("The customer group that buys by the list, where the list is not known by its own name.")]
    public string? CustomerGroup { get; init; }

    public required string Sku { get; init; }

    [About("Website or market that it is for; absent: all.")]
    public string? Store { get; init; }

    public required string Currency { get; init; }

    public required bool IncludesVat { get; init; }

    [About("By rising quantity. None: the article is taken off the list.")]
    public required IReadOnlyList<PriceTier> Tiers { get; init; }

    [About("When the source said so, UTC. A price never overwrites a younger one.")]
    public DateTimeOffset? AsOf { get; init; }
}

public sealed record PriceTier
{
    [About("From this quantity on; 1 for the list's plain price.")]
    public required decimal FromQuantity { get; init; }

    public required decimal Price { get; init; }
}

namespace Sharespine.Etl.Benchmarks.Generate.Shop;

/// <summary>Something on the shelf, or one variation of it.</summary>
/// <param name="Id">0: deleted since; the order line keeps its name and loses its article number.</param>
/// <param name="PriceSek">In öre, Swedish VAT included.</param>
/// <param name="PriceEur">In cents, Swedish VAT included: the Finnish price is made from the price without VAT.</param>
public sealed record Product(int Id, int VariationId, string Name, string? Sku, string TaxClass, long PriceSek, long PriceEur)
{
    public string? ParentName { get; init; }

    public IReadOnlyList<ProductAttribute> Attributes { get; init; } = [];
}

public sealed record ProductAttribute(string Key, string Value, string DisplayKey, string DisplayValue);

/// <summary>The invented shop's articles: every VAT rate, variations, and the names that break careless code.</summary>
public static class Catalogue
{
    public static readonly Product Candle = new(131, 0, "Ljuslykta Norrsken", "LYKTA-1", TaxRate.Standard, 34900, 3290);

    public static readonly Product Deleted = new(0, 0, "Utgången filt, ej i sortiment", null, TaxRate.Standard, 44900, 4190);

    public static readonly Product GiftCard = new(115, 0, "Presentkort 500 kr", "PK-500", TaxRate.Zero, 50000, 4500);

    public static readonly IReadOnlyList<Product> Standard =
    [
        new(101, 0, "Yllefilt \"Kiruna\" 130×170", "FILT-KIR", TaxRate.Standard, 89900, 8290),
        new(102, 0, "Gryta & lock 3 l", "GRYTA-3", TaxRate.Standard, 64900, 5990),
        new(103, 0, "Kaffekanna <Ångström>", "KANNA Å", TaxRate.Standard, 42900, 3990),
        new(104, 0, "Fällkniv björk", "KNIV-07", TaxRate.Standard, 29900, 2790),
        new(105, 0, "Produkt utan artikelnummer", "", TaxRate.Standard, 15900, 1490),
        new(106, 0, "Rentra\u030adssax", "SAX-NFD", TaxRate.Standard, 12350, 1190),
        Candle,
        Variation(37, 38, "Tröja Åre", "S", "Röd", "TROJA-S-ROD", 79900, 7390),
        Variation(37, 41, "Tröja Åre", "M", "Blå", "TROJA-M-BLA", 79900, 7390),
        Variation(37, 44, "Tröja Åre", "L", "Blå", "TROJA-L-BLA", 83995, 7790),
        Variation(50, 52, "Barnvantar Møre", "4 år", "Grön", "VANTE", 12900, 1290),
    ];

    public static readonly IReadOnlyList<Product> Food =
    [
        new(13, 0, "O'Learys kaffe – mörkrost ☕ 500 g", "KAFFE/500", TaxRate.Reduced, 8990, 890),
        new(31, 0, "Ekologisk honung 350 g", "HON-350", TaxRate.Reduced, 7900, 790),
        new(32, 0, "Knäckebröd", "KNÄCKE", TaxRate.Reduced, 3250, 350),
    ];

    public static readonly IReadOnlyList<Product> Books =
    [
        new(61, 0, "Bok: Norrsken för nybörjare", "9789100000012", TaxRate.Books, 24900, 2290),
        new(62, 0, "Crème brûlée & andra rätter", "9789100000029", TaxRate.Books, 18950, 1790),
    ];

    public static readonly IReadOnlyList<Product> Untaxed =
    [
        GiftCard,
        new(116, 0, "Gåva till Fjällräddningen", "GAVA", TaxRate.Zero, 5000, 500),
    ];

    private static Product Variation(int id, int variationId, string parent, string size, string colour, string sku, long sek, long eur) =>
        new(id, variationId, $"{parent} - {size}, {colour}", sku, TaxRate.Standard, sek, eur)
        {
            ParentName = parent,
            Attributes =
            [
                new("pa_storlek", Slug(size), "Storlek", size),
                new("pa_farg", Slug(colour), "Färg", colour),
            ],
        };

    private static string Slug(string value) => value.ToUpperInvariant() switch
    {
        "RÖD" => "rod",
        "BLÅ" => "bla",
        "GRÖN" => "gron",
        "4 ÅR" => "4-ar",
        "S" => "s",
        "M" => "m",
        _ => "l",
    };
}

namespace Sharespine.Etl.Benchmarks.Generate.Shop;

/// <summary>A row of the shop's tax table. The shop's prices include the Swedish rate of the same class.</summary>
/// <param name="Id">What <c>taxes[].id</c> and <c>tax_lines[].rate_id</c> carry.</param>
/// <param name="TaxClass">The shop's slug; empty is the standard class.</param>
public sealed record TaxRate(int Id, string Country, string TaxClass, string Code, string Label, decimal Percent)
{
    public const string Standard = "";
    public const string Reduced = "reduced-rate";
    public const string Books = "bocker";
    public const string Zero = "zero-rate";

    public static readonly IReadOnlyList<TaxRate> Table =
    [
        new(1, "SE", Standard, "SE-MOMS 25%-1", "Moms 25%", 25m),
        new(2, "SE", Reduced, "SE-MOMS 12%-1", "Moms 12%", 12m),
        new(3, "SE", Books, "SE-MOMS 6%-1", "Moms 6%", 6m),
        new(7, "FI", Standard, "FI-ALV 25.5%-1", "ALV 25.5%", 25.5m),
        new(8, "FI", Reduced, "FI-ALV 13.5%-1", "ALV 13.5%", 13.5m),
        new(9, "FI", Books, "FI-ALV 13.5%-2", "ALV 13.5% (böcker)", 13.5m),
    ];

    /// <summary>Null for the zero class: the shop then writes no tax row at all.</summary>
    public static TaxRate? Find(string country, string taxClass) =>
        Table.FirstOrDefault(rate => rate.Country == country && rate.TaxClass == taxClass);
}

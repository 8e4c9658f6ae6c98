using Sharespine.Etl.Benchmarks.Generate.Shop;

namespace Sharespine.Etl.Benchmarks.Generate.Shops;

/// <summary>An invented Swedish order before a shop has written it in its own words: five rows and freight, prices with VAT, all in öre.</summary>
public sealed record DrawnOrder(Customer Customer, IReadOnlyList<DrawnRow> Rows, DrawnRow Freight, string PaymentId)
{
    private const int RowCount = 5;
    private static readonly IReadOnlyList<Product> Articles = [.. Catalogue.Standard.Where(product => !string.IsNullOrEmpty(product.Sku)), .. Catalogue.Food, .. Catalogue.Books];

    public IEnumerable<DrawnRow> All => Rows.Append(Freight);

    public long Total => All.Sum(row => row.Charged);

    public long Vat => All.Sum(row => row.Vat);

    public long Discount => Rows.Sum(row => row.Discount);

    /// <summary>VAT by rate, the highest first.</summary>
    public IEnumerable<(int Percent, long Vat)> VatByRate => All.GroupBy(row => row.Percent).Select(rows => (rows.Key, rows.Sum(row => row.Vat))).OrderByDescending(rate => rate.Key);

    public static DrawnOrder Draw(SplitMix64 random)
    {
        var percentOff = random.Chance(15) ? 10 : 0;
        List<DrawnRow> rows = [.. Basket(random).Select((item, index) => Row(index + 1, item.Product, item.Quantity, percentOff))];
        var freight = new DrawnRow(RowCount + 1, "FRAKT", "PostNord - MyPack", 1, 25, random.Pick([4900L, 7900L, 9900L]), 0);
        return new(People.Draw(random, "SE"), rows, freight, random.Uuid());
    }

    /// <summary>Five articles, all with article numbers and VAT: what every ERP takes.</summary>
    public static IReadOnlyList<(Product Product, int Quantity)> Basket(SplitMix64 random) =>
        [.. Enumerable.Range(0, RowCount).Select(_ => (random.Pick(Articles), random.Chance(60) ? 1 : random.Between(2, 5)))];

    private static DrawnRow Row(int index, Product product, int quantity, int percentOff)
    {
        var percent = product.TaxClass switch { TaxRate.Reduced => 12, TaxRate.Books => 6, _ => 25 };
        return new(index, product.Sku!, product.Name, quantity, percent, product.PriceSek, Amounts.Percent(product.PriceSek * quantity, percentOff));
    }
}

/// <param name="Index">From 1.</param>
/// <param name="Price">Of one, VAT included.</param>
/// <param name="Discount">On the whole row, VAT included.</param>
public sealed record DrawnRow(int Index, string Sku, string Name, int Quantity, int Percent, long Price, long Discount)
{
    public long Gross => Price * Quantity;

    /// <summary>What is paid for it.</summary>
    public long Charged => Gross - Discount;

    public long Vat => VatIn(Charged);

    public long Net => Charged - Vat;

    public long DiscountVat => VatIn(Discount);

    /// <summary>Without VAT and before the discount: what is left of it after the discount is <see cref="Net"/>.</summary>
    public long NetBefore => Net + Discount - DiscountVat;

    private long VatIn(long gross) => Amounts.Round((decimal)gross * Percent / (100 + Percent));
}

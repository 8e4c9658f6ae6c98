using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>A product as the shop has it, beside what is wanted of it.</summary>
internal sealed class ProductThere
{
    private const string OnlyOption = "Title";
    private static readonly string[] InSale = ["ACTIVE", "UNLISTED"];
    private readonly JsonElement _product;
    private readonly List<JsonElement> _variants;

    public ProductThere(JsonObject product)
    {
        _product = JsonSerializer.SerializeToElement(product);
        _variants = [.. _product.Items("variants", "nodes")];
    }

    public string Number => Gid.Number(_product.Text("id"))!;

    public bool IsInSale => InSale.Contains(_product.Text("status"));

    public string? Status => _product.Text("status");

    /// <summary>Whether one of its variants has one of these SKUs.</summary>
    public bool HasAny(IEnumerable<string> skus) => _variants.Any(variant => skus.Contains(variant.Text("sku"), StringComparer.Ordinal));

    public JsonElement? Variant(string sku) => _variants.FirstOrDefault(variant => variant.Text("sku") == sku) is { ValueKind: JsonValueKind.Object } found ? found : null;

    /// <summary>The names that its variants are set apart by; none of a product with one variant.</summary>
    public IReadOnlyList<string> OptionNames
    {
        get
        {
            var names = _product.Items("options").Select(option => option.Text("name") ?? "").ToList();
            return names is [OnlyOption] && _variants.Count <= 1 ? [] : names;
        }
    }

    /// <summary>Whether the wanted variants are set apart by the same names.</summary>
    public bool FitsOptionsOf(ShopifyProduct wanted) => wanted.Variants.All(variant =>
        variant.Options.Select(option => option.Name).ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(OptionNames));

    /// <summary>What the shop has of the wanted fields, in the payload's own shape.</summary>
    /// <param name="taken">The status of what was taken out of sale.</param>
    public ShopifyProduct Now(ShopifyProduct wanted, string taken) => new()
    {
        Sku = wanted.Sku,
        Title = wanted.Title is null ? null : _product.Text("title"),
        DescriptionHtml = wanted.DescriptionHtml is null ? null : _product.Text("descriptionHtml"),
        Vendor = wanted.Vendor is null ? null : _product.Text("vendor"),
        ProductType = wanted.ProductType is null ? null : _product.Text("productType"),
        Active = wanted.Active switch { null => null, true => Status != taken, false => IsInSale },
        Taxable = wanted.Taxable,
        Variants = [.. wanted.Variants.Select(Now).OfType<ShopifyVariant>()],
    };

    /// <summary>Wanted variants that have to be made.</summary>
    public IEnumerable<ShopifyVariant> Missing(ShopifyProduct wanted) => wanted.Variants.Where(variant => variant.Active && Variant(variant.Sku) is null);

    /// <summary>Wanted variants that are there with something else, and their ids.</summary>
    public IEnumerable<(string Id, ShopifyVariant Wanted)> Differing(ShopifyProduct wanted)
    {
        foreach (var variant in wanted.Variants)
        {
            if (Variant(variant.Sku) is { } there && !IsSame(variant, there))
            {
                yield return (there.Text("id")!, variant);
            }
        }
    }

    public bool IsAsWanted(ShopifyProduct wanted, string taken)
    {
        var now = Now(wanted, taken);
        return now.Title == wanted.Title && now.DescriptionHtml == wanted.DescriptionHtml && now.Vendor == wanted.Vendor && now.ProductType == wanted.ProductType
            && now.Active == wanted.Active && !Missing(wanted).Any() && !Differing(wanted).Any();
    }

    private ShopifyVariant? Now(ShopifyVariant wanted) => Variant(wanted.Sku) is not { } there
        ? (wanted.Active ? null : wanted)
        : new()
        {
            Sku = wanted.Sku,
            Options = Options(there),
            Barcode = wanted.Barcode is null ? null : there.Text("barcode"),
            Weight = wanted.Weight is null ? null : Weight(there),
            Cost = wanted.Cost is null ? null : there.Decimal("inventoryItem", "unitCost", "amount"),
            FirstPrice = wanted.FirstPrice,
            Active = wanted.Active,
        };

    private bool IsSame(ShopifyVariant wanted, JsonElement there) =>
        (wanted.Barcode is null || wanted.Barcode == there.Text("barcode"))
        && (wanted.Weight is null || wanted.Weight == Weight(there))
        && (wanted.Cost is null || wanted.Cost == there.Decimal("inventoryItem", "unitCost", "amount"))
        && wanted.Options.All(option => Options(there).Any(one => string.Equals(one.Name, option.Name, StringComparison.OrdinalIgnoreCase) && one.Value == option.Value));

    private IReadOnlyList<ShopifyOption> Options(JsonElement variant) => OptionNames.Count == 0 ? []
        : [.. variant.Items("selectedOptions").Select(option => new ShopifyOption { Name = option.Text("name") ?? "", Value = option.Text("value") ?? "" })];

    /// <summary>In kilogram, whatever the shop weighs in.</summary>
    private static decimal? Weight(JsonElement variant)
    {
        if (variant.At("inventoryItem", "measurement", "weight") is not { } weight || weight.Decimal("value") is not { } value)
        {
            return null;
        }

        return Math.Round(value * weight.Text("unit") switch { "GRAMS" => 0.001m, "POUNDS" => 0.45359237m, "OUNCES" => 0.028349523125m, _ => 1m }, 6);
    }
}

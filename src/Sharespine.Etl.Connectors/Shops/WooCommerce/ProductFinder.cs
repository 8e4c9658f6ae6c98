using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>Looks whether the shop has a product, by the SKUs of the product and of all its variants.</summary>
internal sealed class ProductFinder(WooCommerceClient client)
{
    // As whoever edits a product sees it: texts as they are kept, and no SKU or stock that is its product's.
    private const string ForEdit = "edit";
    private const string VariationFields = "id,status,sku,parent_id,weight,global_unique_id,attributes";
    private const string Fields = $"{VariationFields},type,name,description,short_description,tax_class,categories,meta_data,variations";

    private readonly ArticleLookup _lookup = new(client, Fields, ForEdit);
    private readonly Variations _variations = new(client, VariationFields);

    /// <summary>For each the product, or null where it is not there; or an issue where it is not clear or not possible.</summary>
    public async Task<IReadOnlyList<(ProductThere? There, Issue? Problem)>> FindAsync(
        IReadOnlyList<(WooCommerceProduct Wanted, OutboxDocument Document)> products, CancellationToken cancellation)
    {
        var found = await _lookup.FindAsync(products.SelectMany(product => Skus(product.Wanted)), cancellation);
        var results = new List<(ProductThere?, Issue?)>();
        foreach (var (wanted, document) in products)
        {
            results.Add(await FindAsync(wanted, found, WooCommerceWrite.At(document), cancellation));
        }

        // Only of those that are nowhere else.
        var absent = products.Zip(results).Where(pair => pair.Second is (null, null)).SelectMany(pair => Skus(pair.First.Wanted)).ToList();
        var thrown = await _lookup.FindAsync(absent, cancellation, "trash");
        return [.. products.Zip(results, (product, result) => result is (null, null) ? (null, InTrash(product.Wanted, thrown, WooCommerceWrite.At(product.Document))) : result)];
    }

    private async Task<(ProductThere?, Issue?)> FindAsync(WooCommerceProduct wanted, ILookup<string, ShopArticle> found, SourcePosition at, CancellationToken cancellation)
    {
        if (Contradiction(wanted, at) is { } contradiction)
        {
            return (null, contradiction);
        }

        var skus = Skus(wanted).ToList();
        foreach (var sku in skus.Where(sku => found[sku].Count() > 1))
        {
            return (null, new(WooCommerceErrors.SkuTwice, $"The shop has the SKU \"{sku}\" several times: {string.Join(", ", found[sku].Select(article => article.Key))}.", at, "sku"));
        }

        if (found[skus[0]].FirstOrDefault() is { } product)
        {
            return await ReadAsync(wanted, product, found, at, cancellation);
        }

        return skus.Select(sku => found[sku].FirstOrDefault()).OfType<ShopArticle>().FirstOrDefault() is { } elsewhere
            ? (null, new(WooCommerceErrors.OtherKind, $"The shop has no product \"{wanted.Sku}\", and has its variant \"{elsewhere.Sku}\" as {elsewhere.Key}.", at, "sku"))
            : (null, null);
    }

    private static Issue? InTrash(WooCommerceProduct wanted, ILookup<string, ShopArticle> thrown, SourcePosition at) =>
        Skus(wanted).SelectMany(sku => thrown[sku]).FirstOrDefault() is { } there ? new(WooCommerceErrors.ProductInTrash, $"\"{there.Sku}\" is {there.Key} there.", at, "sku") : null;

    private static IEnumerable<string> Skus(WooCommerceProduct wanted) => wanted.Variations.Select(variation => variation.Sku.Trim()).Prepend(wanted.Sku.Trim());

    private async Task<(ProductThere?, Issue?)> ReadAsync(
        WooCommerceProduct wanted, ShopArticle product, ILookup<string, ShopArticle> found, SourcePosition at, CancellationToken cancellation)
    {
        var type = product.Json.Text("type") ?? "";
        var isVariable = type.StartsWith("variable", StringComparison.Ordinal);
        if (product.ParentId > 0 || type is "grouped" or "external" or "variation" || isVariable != (wanted.Type == "variable"))
        {
            return (null, new(WooCommerceErrors.OtherKind, $"\"{product.Sku}\" is a {wanted.Type} product here and a {type} in the shop ({product.Key}).", at, "type"));
        }

        if (wanted.Variations.Select(variation => found[variation.Sku.Trim()].FirstOrDefault()).FirstOrDefault(variant => variant is not null && variant.ParentId != product.Id) is { } astray)
        {
            return (null, new(WooCommerceErrors.OtherKind, $"The variant \"{astray.Sku}\" is {astray.Key} in the shop, not one of product {product.Key}.", at, "variations"));
        }

        List<JsonElement> variations = [];
        if (isVariable)
        {
            if (await _variations.ReadAsync(product.Id, cancellation, ForEdit) is not { } rows)
            {
                return (null, null);
            }

            variations.AddRange(rows.Select(row => ShopArticle.Read(row).Json));
        }

        var there = new ProductThere(product.Id, product.Json, variations);
        var rival = wanted.Variations.Select(variation => (Wanted: variation, Rival: there.Rival(variation))).FirstOrDefault(pair => pair.Rival is not null);
        return rival.Rival is { } own
            ? (null, new(WooCommerceErrors.OptionsTaken,
                $"Variation {own.Id().ToString(CultureInfo.InvariantCulture)} with the options of \"{rival.Wanted.Sku}\" goes by \"{own.Text("sku")}\".", at, "variations"))
            : (there, null);
    }

    private static Issue? Contradiction(WooCommerceProduct wanted, SourcePosition at)
    {
        if (wanted.Type is not ("simple" or "variable"))
        {
            return new(WooCommerceErrors.BadPayload, $"\"{wanted.Type}\" is neither simple nor variable.", at, "type");
        }

        if (string.IsNullOrWhiteSpace(wanted.Sku) || wanted.Variations.Any(variation => string.IsNullOrWhiteSpace(variation.Sku)))
        {
            return new(WooCommerceErrors.BadPayload, "It has no SKU.", at, "sku");
        }

        if (wanted.Type == "simple" && wanted.Variations.Count > 0)
        {
            return new(WooCommerceErrors.BadPayload, "A simple product has no variations.", at, "variations");
        }

        var twice = Skus(wanted).GroupBy(sku => sku, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? null : new(WooCommerceErrors.BadPayload, $"\"{twice.Key}\" stands for two of the product and its variants; in the shop each has its own SKU.", at, "sku");
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>What is sent of a product.</summary>
internal static class ProductBody
{
    private const string OnlyOption = "Title";
    private const string OnlyValue = "Default Title";

    /// <summary>
    /// The address that a new product gets: always the same for the same title and number, so that a second attempt comes to
    /// the same product, and so that it can be found before the search has seen it.
    /// </summary>
    public static string Handle(ShopifyProduct product)
    {
        var sku = Slug(product.Sku);
        var title = Slug(product.Title ?? "");
        var tail = string.Equals(sku, product.Sku, StringComparison.OrdinalIgnoreCase) ? sku : $"{sku}-{ShopifyWrite.Hash(product.Sku)[..6]}".Trim('-');
        return $"{title[..Math.Min(title.Length, 150)]}-{tail}".Trim('-');
    }

    /// <summary>Everything of a product that is not there: the only time that whole lists are sent.</summary>
    public static JsonObject Create(ShopifyProduct product, string status)
    {
        ShopifyVariant[] variants = [.. product.Variants.Where(variant => variant.Active)];
        var names = variants[0].Options.Count == 0 ? [OnlyOption] : variants[0].Options.Select(option => option.Name).ToList();
        var input = new JsonObject
        {
            ["handle"] = Handle(product),
            ["title"] = product.Title,
            ["status"] = status,
            ["productOptions"] = new JsonArray(
            [
                .. names.Select((name, index) => (JsonNode)new JsonObject
                {
                    ["name"] = name, ["position"] = index + 1,
                    ["values"] = new JsonArray([.. variants.Select(variant => Value(variant, name)).Distinct(StringComparer.Ordinal).Select(value => (JsonNode)new JsonObject { ["name"] = value })]),
                }),
            ]),
            ["variants"] = new JsonArray([.. variants.Select(variant => (JsonNode)NewForSet(product, variant, names))]),
        };
        AddTexts(input, product);
        return input;
    }

    /// <summary>The product's own fields; null when none is to be written.</summary>
    /// <param name="status">To set; null leaves it.</param>
    public static JsonObject? Update(ShopifyProduct product, string id, string? status)
    {
        var input = new JsonObject { ["id"] = id };
        if (product.Title is not null)
        {
            input["title"] = product.Title;
        }

        if (status is not null)
        {
            input["status"] = status;
        }

        AddTexts(input, product);
        return input.Count == 1 ? null : input;
    }

    public static JsonObject UpdateVariant(string id, ShopifyVariant variant)
    {
        var input = Variant(variant, isNew: false, taxable: null);
        input["id"] = id;
        return input;
    }

    public static JsonObject NewVariant(ShopifyProduct product, ShopifyVariant variant) => Variant(variant, isNew: true, product.Taxable);

    private static JsonObject NewForSet(ShopifyProduct product, ShopifyVariant variant, IEnumerable<string> names)
    {
        var input = Variant(variant, isNew: true, product.Taxable);
        input["optionValues"] = new JsonArray([.. names.Select(name => (JsonNode)new JsonObject { ["optionName"] = name, ["name"] = Value(variant, name) })]);
        input["sku"] = variant.Sku;
        input["inventoryItem"]!.AsObject().Remove("sku");
        return input;
    }

    private static JsonObject Variant(ShopifyVariant variant, bool isNew, bool? taxable)
    {
        var item = new JsonObject();
        var input = new JsonObject();
        if (isNew)
        {
            item["sku"] = variant.Sku;
            item["tracked"] = true;
            if (variant.FirstPrice is { } price)
            {
                input["price"] = OrderMoney.Text(price);
            }

            if (taxable is { } isTaxed)
            {
                input["taxable"] = isTaxed;
            }
        }

        if (variant.Cost is { } cost)
        {
            item["cost"] = OrderMoney.Text(cost);
        }

        if (variant.Weight is { } weight)
        {
            item["measurement"] = new JsonObject { ["weight"] = new JsonObject { ["value"] = weight, ["unit"] = "KILOGRAMS" } };
        }

        if (variant.Barcode is { } barcode)
        {
            input["barcode"] = barcode;
        }

        if (variant.Options.Count > 0)
        {
            input["optionValues"] = new JsonArray([.. variant.Options.Select(option => (JsonNode)new JsonObject { ["optionName"] = option.Name, ["name"] = option.Value })]);
        }

        if (item.Count > 0)
        {
            input["inventoryItem"] = item;
        }

        return input;
    }

    private static void AddTexts(JsonObject input, ShopifyProduct product)
    {
        foreach (var (name, value) in new[] { ("descriptionHtml", product.DescriptionHtml), ("vendor", product.Vendor), ("productType", product.ProductType) })
        {
            if (value is not null)
            {
                input[name] = value;
            }
        }
    }

    private static string Value(ShopifyVariant variant, string name) =>
        variant.Options.FirstOrDefault(option => string.Equals(option.Name, name, StringComparison.OrdinalIgnoreCase))?.Value ?? OnlyValue;

    /// <summary>Small letters without their marks, digits, and single hyphens.</summary>
    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var sign in text.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(sign))
            {
                slug.Append(sign);
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(sign) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().Trim('-');
    }
}

using System.Text.Json;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>What sets variants apart, as the shop's numbers: attributes, and their choices by what people read.</summary>
internal sealed class ProductChoices(AttributeDirectory attributes)
{
    /// <summary>The attributes that the variants name, in their order; an issue for one that the shop does not have as a list to choose from.</summary>
    public async Task<(IReadOnlyList<JsonElement> Attributes, Issue? Problem)> OfAsync(Magento2Product product, bool again, CancellationToken cancellation)
    {
        var found = new List<JsonElement>();
        var codes = product.Variants.SelectMany(v => v.Options).Select(o => o.Code).Distinct().ToList();
        foreach (var code in codes)
        {
            if (await attributes.FindAsync(code, again && code == codes[0], cancellation) is not { } attribute)
            {
                return ([], new(Magento2Errors.BadOption, $"The shop has no attribute \"{code}\" to choose from.", Field: "variants.options"));
            }

            found.Add(attribute);
        }

        return product.Variants.FirstOrDefault(v => codes.Exists(code => v.Options.Count(o => o.Code == code) != 1)) is { } incomplete
            ? ([], new(Magento2Errors.BadOption, $"Variant {incomplete.Sku} does not have each of {string.Join(", ", codes)} once.", Field: "variants.options"))
            : (found, null);
    }

    /// <summary>The number of a choice; null when the shop does not have it.</summary>
    public static string? Value(JsonElement attribute, string label) => attribute.Rows("options")
        .Where(option => string.Equals(option.Text("label")?.Trim(), label.Trim(), StringComparison.OrdinalIgnoreCase) && option.Text("value") is { Length: > 0 })
        .Select(option => option.Text("value")).FirstOrDefault();

    /// <summary>Choices that variants name and the shop does not have, each once.</summary>
    public static IEnumerable<(string Code, string Label)> Missing(Magento2Product product, IReadOnlyList<JsonElement> attributes) => product.Variants
        .SelectMany(v => v.Options)
        .Where(option => attributes.First(a => a.Text("attribute_code") == option.Code) is var attribute && Value(attribute, option.Value) is null)
        .Select(option => (option.Code, Label: option.Value.Trim()))
        .DistinctBy(missing => (missing.Code, missing.Label.ToUpperInvariant()));

    /// <summary>A variant's options as attributes; only those whose choice is there.</summary>
    public static IEnumerable<Magento2Attribute> Attributes(Magento2Variant variant, IReadOnlyList<JsonElement> attributes) =>
        from option in variant.Options
        let value = Value(attributes.First(a => a.Text("attribute_code") == option.Code), option.Value)
        where value is not null
        select new Magento2Attribute { Code = option.Code, Value = value };
}

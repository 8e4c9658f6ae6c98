using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sharespine.Etl.Mappings.Targets;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>A product of the shop with its variations, held against the product that is wanted.</summary>
/// <param name="Json">As the shop gives it to whoever edits it.</param>
/// <param name="Variations">All it has.</param>
internal sealed partial record ProductThere(long Id, JsonElement Json, IReadOnlyList<JsonElement> Variations)
{
    /// <summary>Marks what was taken out of sale by us: nothing else is put back.</summary>
    public const string TakenOutKey = "_erp_taken_out";

    private const string OnSale = "publish";

    public string Status => Json.Text("status") ?? "";

    public bool WasTakenOutByUs => Json.Meta(TakenOutKey) == "yes";

    /// <summary>
    /// What is there of what is wanted, in the same form and order. A value that means the same is written as it is wanted, so
    /// that the two are equal byte for byte when nothing is to be done.
    /// </summary>
    public WooCommerceProduct Of(WooCommerceProduct wanted) => wanted with
    {
        Name = Same(wanted.Name, Json.Text("name")),
        Description = Same(wanted.Description, Json.Text("description")),
        ShortDescription = Same(wanted.ShortDescription, Json.Text("short_description")),
        Active = wanted.Active is { } active && HasToChange(active) ? !active : wanted.Active,
        TaxClass = wanted.TaxClass is null ? null : (Json.Text("tax_class") ?? "") is { Length: > 0 } taxClass ? taxClass : "standard",
        Weight = Same(wanted.Weight, Json.Number("weight")),
        GlobalUniqueId = wanted.GlobalUniqueId is null ? null : Json.Text("global_unique_id"),
        Categories = Json.List("categories").Select(category => category.Id()).ToList() is var there && wanted.Categories.All(there.Contains) ? wanted.Categories : there,
        Attributes = [.. wanted.Attributes.Select(AttributeThere).OfType<WooCommerceAttribute>()],
        MetaData = [.. wanted.MetaData.Where(meta => Json.Meta(meta.Key) is not null).Select(meta => meta with { Value = Json.Meta(meta.Key)! })],
        Variations = [.. wanted.Variations.Select(variation => Find(variation) is { } own ? Of(variation, own) : null).OfType<WooCommerceVariation>()],
    };

    public bool IsAsWanted(WooCommerceProduct wanted) => Bytes(Of(wanted)).AsSpan().SequenceEqual(Bytes(wanted)) && HasOptions(wanted);

    /// <summary>
    /// The field that is not as it was sent, of those that decide what is sold and with which VAT (the shop takes an unknown VAT
    /// class for the standard one without a word); null when all are. Texts may come back cleaned.
    /// </summary>
    public string? NotTaken(WooCommerceProduct wanted)
    {
        var now = Of(wanted);
        return now.Active != wanted.Active ? "active"
            : now.TaxClass != wanted.TaxClass ? "tax_class"
            : now.Variations.Count != wanted.Variations.Count || now.Variations.Zip(wanted.Variations).Any(pair => pair.First.Sku != pair.Second.Sku || pair.First.Active != pair.Second.Active) ? "variations"
            : null;
    }

    /// <summary>Whether the status has to move for the product to be, or not to be, for sale.</summary>
    public bool HasToChange(bool active) => active ? Status != OnSale && WasTakenOutByUs : Status is OnSale or "future";

    public bool WouldDeactivate(WooCommerceProduct wanted) =>
        (wanted.Active == false && Status == OnSale)
        || wanted.Variations.Any(variation => variation.Active == false && Find(variation) is { } own && own.Text("status") == OnSale);

    /// <summary>By its SKU; else one with the same options that has no SKU yet.</summary>
    public JsonElement? Find(WooCommerceVariation wanted)
    {
        var bySku = Variations.Where(own => IsSku(own, wanted.Sku)).ToList();
        var found = bySku.Count > 0 ? bySku : [.. Variations.Where(own => string.IsNullOrWhiteSpace(own.Text("sku")) && HasOptions(own, wanted))];
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>One with the same options and another SKU.</summary>
    public JsonElement? Rival(WooCommerceVariation wanted) =>
        Find(wanted) is null ? Variations.Where(own => HasOptions(own, wanted)).Select(own => (JsonElement?)own).FirstOrDefault() : null;

    /// <summary>The product's attribute of that name.</summary>
    public JsonElement? Attribute(string name) =>
        Json.List("attributes").Where(attribute => IsName(attribute.Text("name"), name)).Select(attribute => (JsonElement?)attribute).FirstOrDefault();

    public static IEnumerable<string> Options(JsonElement attribute) => attribute.List("options").Select(option => option.ToString());

    public static byte[] Bytes(WooCommerceProduct product) => JsonSerializer.SerializeToUtf8Bytes(product, TargetJson.Options);

    /// <summary>Names of attributes and options are compared as people read them.</summary>
    public static bool IsName(string? a, string? b) => string.Equals(Plain(a), Plain(b), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether every option that the variations need can be chosen.</summary>
    public bool HasOptions(WooCommerceProduct wanted) => wanted.Variations.SelectMany(variation => variation.Options).All(option =>
        Attribute(option.Name) is { } attribute && attribute.Text("variation") == "true" && Options(attribute).Any(there => IsName(there, option.Option)));

    private static WooCommerceVariation Of(WooCommerceVariation wanted, JsonElement own) => wanted with
    {
        Sku = IsSku(own, wanted.Sku) ? wanted.Sku : own.Text("sku") ?? "",
        Active = wanted.Active is null ? null : own.Text("status") == OnSale,
        Weight = Same(wanted.Weight, own.Number("weight")),
        GlobalUniqueId = wanted.GlobalUniqueId is null ? null : own.Text("global_unique_id"),
    };

    private WooCommerceAttribute? AttributeThere(WooCommerceAttribute wanted) => Attribute(wanted.Name) is not { } there ? null
        : Options(there).ToList() is var options && options.Count == wanted.Options.Count && wanted.Options.All(option => options.Any(own => IsName(own, option))) ? wanted
        : wanted with { Options = options };

    private static bool IsSku(JsonElement own, string sku) => string.Equals((own.Text("sku") ?? "").Trim(), sku.Trim(), StringComparison.OrdinalIgnoreCase);

    private static bool HasOptions(JsonElement own, WooCommerceVariation wanted)
    {
        var there = own.List("attributes").Where(attribute => !string.IsNullOrEmpty(attribute.Text("option"))).ToList();
        return there.Count == wanted.Options.Count
            && wanted.Options.All(option => there.Any(attribute => IsName(attribute.Text("name"), option.Name) && IsName(attribute.Text("option"), option.Option)));
    }

    private static string? Same(string? wanted, string? there) => wanted is null ? null : Plain(wanted) == Plain(there) ? wanted : there ?? "";

    /// <summary>0.350 and 0.35 are the same.</summary>
    private static decimal? Same(decimal? wanted, decimal? there) => wanted is null || wanted == there ? wanted : there ?? 0;

    /// <summary>The shop writes &amp; as &amp;amp; in places, and adds or takes line breaks.</summary>
    private static string Plain(string? text) => Blanks().Replace(WebUtility.HtmlDecode(text ?? ""), " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>What is sent for a product and its variations: all of a new one, of an old one what differs.</summary>
/// <param name="attributeIds">The shop's own attributes by name; one that is not there is the product's alone.</param>
internal sealed class ProductBody(WooCommerceSettings settings, IReadOnlyDictionary<string, long> attributeIds)
{
    private const string OnSale = "publish";
    private const string SwitchedOff = "private";
    private static readonly string[] AttributeFields = ["id", "name", "position", "visible", "variation", "options"];

    public JsonObject Create(WooCommerceProduct wanted)
    {
        var body = new JsonObject { ["sku"] = wanted.Sku, ["type"] = wanted.Type, ["status"] = FirstStatus(wanted) };
        Set(body, "name", wanted.Name);
        Set(body, "description", wanted.Description);
        Set(body, "short_description", wanted.ShortDescription);
        Set(body, "tax_class", wanted.TaxClass);
        Set(body, "weight", Number(wanted.Weight));
        Set(body, "global_unique_id", wanted.GlobalUniqueId);
        if (wanted.Variations.Count == 0)
        {
            Set(body, "regular_price", Number(wanted.FirstPrice));
            SetCounting(body, wanted);
        }

        if (wanted.Categories.Count > 0)
        {
            body["categories"] = Categories(wanted.Categories);
        }

        if (Attributes(wanted, null) is { Count: > 0 } attributes)
        {
            body["attributes"] = attributes;
        }

        if (Meta(wanted, wanted.Active == false && settings.NewProducts == WooCommerceNewProducts.Publish ? "yes" : null) is { Count: > 0 } meta)
        {
            body["meta_data"] = meta;
        }

        return body;
    }

    /// <summary>Empty when the product itself is as wanted.</summary>
    public JsonObject Update(WooCommerceProduct wanted, ProductThere there)
    {
        var now = there.Of(wanted);
        var body = new JsonObject();
        Set(body, "name", wanted.Name, now.Name);
        Set(body, "description", wanted.Description, now.Description);
        Set(body, "short_description", wanted.ShortDescription, now.ShortDescription);
        Set(body, "tax_class", wanted.TaxClass, now.TaxClass);
        Set(body, "weight", wanted.Weight == now.Weight ? null : Number(wanted.Weight));
        Set(body, "global_unique_id", wanted.GlobalUniqueId, now.GlobalUniqueId);
        string? takenOut = null;
        if (wanted.Active is { } active && there.HasToChange(active))
        {
            body["status"] = active ? OnSale : InactiveStatus;
            takenOut = active ? "no" : "yes";
        }

        if (!ReferenceEquals(now.Categories, wanted.Categories))
        {
            body["categories"] = Categories([.. now.Categories.Union(wanted.Categories)]);
        }

        if (!now.Attributes.SequenceEqual(wanted.Attributes) || !there.HasOptions(wanted))
        {
            body["attributes"] = Attributes(wanted, there);
        }

        if (!now.MetaData.SequenceEqual(wanted.MetaData) || takenOut is not null)
        {
            body["meta_data"] = Meta(wanted, takenOut);
        }

        return body;
    }

    public JsonObject Create(WooCommerceVariation wanted, WooCommerceProduct product)
    {
        var body = new JsonObject { ["sku"] = wanted.Sku, ["status"] = wanted.Active == false ? SwitchedOff : OnSale };
        Set(body, "regular_price", Number(wanted.FirstPrice));
        Set(body, "weight", Number(wanted.Weight));
        Set(body, "global_unique_id", wanted.GlobalUniqueId);
        SetCounting(body, product);
        body["attributes"] = new JsonArray([.. wanted.Options.Select(option => (JsonNode)Named(option.Name, new JsonObject { ["option"] = option.Option }))]);
        return body;
    }

    /// <summary>Null when the variation is as wanted.</summary>
    public static JsonObject? Update(WooCommerceVariation wanted, JsonElement own, ProductThere there, WooCommerceProduct product)
    {
        var now = there.Of(product with { Variations = [wanted] }).Variations[0];
        var body = new JsonObject();
        Set(body, "sku", wanted.Sku, now.Sku);
        if (wanted.Active is { } active && active != now.Active)
        {
            body["status"] = active ? OnSale : SwitchedOff;
        }

        Set(body, "weight", wanted.Weight == now.Weight ? null : Number(wanted.Weight));
        Set(body, "global_unique_id", wanted.GlobalUniqueId, now.GlobalUniqueId);
        if (body.Count == 0)
        {
            return null;
        }

        body.Insert(0, "id", own.Id());
        return body;
    }

    private string InactiveStatus => settings.InactiveProducts == WooCommerceInactiveProducts.Private ? "private" : "draft";

    private string FirstStatus(WooCommerceProduct wanted) =>
        wanted.Active == false ? InactiveStatus : settings.NewProducts == WooCommerceNewProducts.Publish ? OnSale : "draft";

    /// <summary>The list is written as a whole: what is there comes first, with what is wanted put in.</summary>
    private JsonArray Attributes(WooCommerceProduct wanted, ProductThere? there)
    {
        var all = new JsonArray([.. there?.Json.List("attributes").Select(Kept) ?? []]);
        foreach (var attribute in wanted.Attributes)
        {
            Attribute(all, attribute.Name, attribute.Options, there, isChoice: false);
        }

        foreach (var choice in wanted.Variations.SelectMany(variation => variation.Options).GroupBy(option => option.Name, StringComparer.OrdinalIgnoreCase))
        {
            Attribute(all, choice.Key, [.. choice.Select(option => option.Option).Distinct(StringComparer.OrdinalIgnoreCase)], there, isChoice: true);
        }

        return all;
    }

    private static JsonNode Kept(JsonElement attribute) => new JsonObject(attribute.EnumerateObject()
        .Where(field => AttributeFields.Contains(field.Name))
        .Select(field => KeyValuePair.Create(field.Name, JsonNode.Parse(field.Value.GetRawText()))));

    private void Attribute(JsonArray all, string name, IReadOnlyList<string> options, ProductThere? there, bool isChoice)
    {
        var known = all.OfType<JsonObject>().FirstOrDefault(attribute => ProductThere.IsName(attribute["name"]?.ToString(), name));
        if (known is null)
        {
            known = Named(name, new JsonObject { ["visible"] = true, ["variation"] = isChoice });
            all.Add(known);
        }

        // Other variations need their options too; a shown field has the ones that were sent and no others.
        var before = isChoice && there?.Attribute(name) is { } own ? ProductThere.Options(own).ToList() : [];
        known["options"] = new JsonArray([.. before.Concat(options.Where(option => !before.Any(b => ProductThere.IsName(b, option)))).Select(option => (JsonNode)option)]);
        if (isChoice)
        {
            known["variation"] = true;
        }
    }

    /// <summary>By the shop's own attribute where it has one of that name, so that its filters find the product.</summary>
    private JsonObject Named(string name, JsonObject attribute)
    {
        if (attributeIds.TryGetValue(name, out var id))
        {
            attribute.Insert(0, "id", id);
        }

        attribute.Insert(0, "name", name);
        return attribute;
    }

    private static JsonArray Categories(IReadOnlyList<long> ids) => new([.. ids.Select(id => (JsonNode)new JsonObject { ["id"] = id })]);

    private static JsonArray Meta(WooCommerceProduct wanted, string? takenOut)
    {
        var meta = new JsonArray([.. wanted.MetaData.Select(entry => (JsonNode)new JsonObject { ["key"] = entry.Key, ["value"] = entry.Value })]);
        if (takenOut is not null)
        {
            meta.Add(new JsonObject { ["key"] = ProductThere.TakenOutKey, ["value"] = takenOut });
        }

        return meta;
    }

    private static void SetCounting(JsonObject body, WooCommerceProduct wanted)
    {
        if (wanted.ManageStock is { } counts)
        {
            body["manage_stock"] = counts;
        }
    }

    private static void Set(JsonObject body, string field, string? value)
    {
        if (value is not null)
        {
            body[field] = value;
        }
    }

    private static void Set(JsonObject body, string field, string? wanted, string? now) => Set(body, field, wanted == now ? null : wanted);

    private static string? Number(decimal? number) => number is { } some ? WooCommerceWrite.Plain(some).ToString(CultureInfo.InvariantCulture) : null;
}

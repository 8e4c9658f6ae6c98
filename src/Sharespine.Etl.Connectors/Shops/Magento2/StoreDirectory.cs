using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>The shop's websites and store views, read once: records name them by number, people and mappings by code.</summary>
internal sealed class StoreDirectory(Magento2Client client)
{
    private IReadOnlyList<StoreView>? _views;

    /// <summary>All store views, the admin one (0, "all stores") among them.</summary>
    public async Task<IReadOnlyList<StoreView>> ViewsAsync(CancellationToken cancellation) => _views ??= await ReadAsync(cancellation);

    /// <summary>The store views that the connection is for; null when it is for all, deleted ones included.</summary>
    public async Task<IReadOnlyList<StoreView>?> WantedAsync(CancellationToken cancellation)
    {
        var settings = client.Settings;
        if (settings.Stores.Count == 0 && settings.Websites.Count == 0)
        {
            return null;
        }

        var views = await ViewsAsync(cancellation);
        ThrowUnlessKnown("stores", settings.Stores, views.Select(v => v.Code));
        ThrowUnlessKnown("websites", settings.Websites, views.Select(v => v.Website));
        return [.. views.Where(v => v.Id != 0 && (settings.Stores.Count == 0 || settings.Stores.Contains(v.Code)) && (settings.Websites.Count == 0 || settings.Websites.Contains(v.Website)))];
    }

    /// <summary>Null for a store view that was deleted.</summary>
    public async Task<StoreView?> ViewAsync(long id, CancellationToken cancellation) => (await ViewsAsync(cancellation)).FirstOrDefault(v => v.Id == id);

    /// <summary>Null for a code that the shop does not have; nothing for all stores.</summary>
    public async Task<StoreView?> ViewAsync(string? code, CancellationToken cancellation) =>
        (await ViewsAsync(cancellation)).FirstOrDefault(v => code is null ? v.Id == 0 : v.Id != 0 && v.Code == code);

    /// <summary>A website's number; 0 for all of them, null for a code that the shop does not have.</summary>
    public async Task<long?> WebsiteAsync(string? code, CancellationToken cancellation) =>
        code is null ? 0 : (await ViewsAsync(cancellation)).FirstOrDefault(v => v.WebsiteId != 0 && v.Website == code)?.WebsiteId;

    private async Task<IReadOnlyList<StoreView>> ReadAsync(CancellationToken cancellation)
    {
        var views = Magento2Client.Json(await client.ReadAsync("store/storeViews", null, cancellation));
        var websites = Magento2Client.Json(await client.ReadAsync("store/websites", null, cancellation));
        var configs = Magento2Client.Json(await client.ReadAsync("store/storeConfigs", null, cancellation));
        var codes = Rows(websites).ToDictionary(w => w.Long("id"), w => w.Text("code") ?? "");
        var byView = Rows(configs).ToDictionary(c => c.Long("id"));
        var first = byView.Values.FirstOrDefault();
        return
        [
            .. Rows(views).Select(view =>
            {
                // All stores has no configuration of its own; currency and weight unit are those of the first view.
                var config = byView.GetValueOrDefault(view.Long("id"), first);
                var website = view.Long("website_id");
                return new StoreView(view.Long("id"), view.Text("code") ?? "", website, codes.GetValueOrDefault(website, ""),
                    config.ValueKind == JsonValueKind.Object ? config.Text("base_currency_code") : null,
                    config.ValueKind == JsonValueKind.Object ? config.Text("weight_unit") : null);
            }),
        ];
    }

    private static List<JsonElement> Rows(JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray()]
        : throw new EtlException(new Issue(Magento2Errors.BadPage, "A list of stores was asked for, something else came."));

    private static void ThrowUnlessKnown(string setting, IEnumerable<string> wanted, IEnumerable<string> known)
    {
        var codes = known.Distinct().ToList();
        var unknown = wanted.Where(code => !codes.Contains(code)).ToList();
        if (unknown.Count > 0)
        {
            throw new EtlException([.. unknown.Select(code => new Issue(Magento2Errors.UnknownStore, $"The shop has no \"{code}\".", Field: setting, Try: string.Join(", ", codes)))]);
        }
    }
}

/// <param name="Id">0 for all stores.</param>
/// <param name="Currency">Of catalogue prices.</param>
internal sealed record StoreView(long Id, string Code, long WebsiteId, string Website, string? Currency, string? WeightUnit)
{
    /// <summary>What records carry of it as store_details; null codes for all stores.</summary>
    public void Write(Utf8JsonWriter writer, bool pricesIncludeTax)
    {
        writer.WriteStartObject("store_details");
        writer.WriteString("store_view", Id == 0 ? null : Code);
        writer.WriteString("website", WebsiteId == 0 ? null : Website);
        writer.WriteString("base_currency_code", Currency);
        writer.WriteString("weight_unit", WeightUnit);
        writer.WriteBoolean("prices_include_tax", pricesIncludeTax);
        writer.WriteEndObject();
    }
}

/// <summary>Reading single fields of Magento's JSON, where numbers come as numbers or as text.</summary>
internal static class MagentoJson
{
    public static string? Text(this JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    } : null;

    /// <summary>0 when it is absent or no whole number.</summary>
    public static long Long(this JsonElement of, string name) =>
        long.TryParse(of.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Exactly as written, never through a binary fraction; null when absent.</summary>
    public static decimal? Decimal(this JsonElement of, string name) =>
        decimal.TryParse(of.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The list's rows; none when it is absent.</summary>
    public static IEnumerable<JsonElement> Rows(this JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    /// <summary>An attribute outside the fixed fields; null when absent or a list.</summary>
    public static string? Attribute(this JsonElement product, string code) => product.Rows("custom_attributes")
        .Where(a => a.Text("attribute_code") == code).Select(a => a.Text("value")).FirstOrDefault();
}

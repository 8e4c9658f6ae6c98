using System.Text.Json;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>Whole walks, for tests that look at what comes out.</summary>
internal static class WooCommerceReading
{
    public static async Task<List<SourcePage>> PagesAsync(
        this WooCommerceClient client, DateTimeOffset? changedAfter = null, string? resumeAt = null, string entity = "order")
    {
        var pages = new List<SourcePage>();
        await foreach (var page in new WooCommerceSource(client).ReadAsync(new ExtractRequest(entity, changedAfter, resumeAt), default))
        {
            pages.Add(page);
        }

        return pages;
    }

    /// <summary>All records of a walk of another entity than orders.</summary>
    public static async Task<List<RawRecord>> RecordsAsync(this WooCommerceClient client, string entity, DateTimeOffset? changedAfter = null) =>
        [.. (await client.PagesAsync(changedAfter, entity: entity)).SelectMany(page => page.Records)];

    /// <summary>Ids of all records of a walk, in order, repetitions included.</summary>
    public static async Task<List<long>> IdsAsync(this WooCommerceClient client, DateTimeOffset? changedAfter = null, string? resumeAt = null) =>
        [.. (await client.PagesAsync(changedAfter, resumeAt)).SelectMany(p => p.Records).Select(r => long.Parse(r.Key, System.Globalization.CultureInfo.InvariantCulture))];

    public static JsonElement Json(this RawRecord record) => JsonDocument.Parse(record.Payload).RootElement.Clone();

    public static string Text(this RawRecord record) => System.Text.Encoding.UTF8.GetString(record.Payload.Span);
}

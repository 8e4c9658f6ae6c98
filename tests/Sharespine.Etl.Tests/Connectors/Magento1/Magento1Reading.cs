using System.Text.Json;
using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

internal static class Magento1Reading
{
    public static async Task<List<SourcePage>> PagesAsync(this Magento1Client client, string entity, DateTimeOffset? changedAfter = null, string? resumeAt = null)
    {
        var pages = new List<SourcePage>();
        await foreach (var page in new Magento1Source(client).ReadAsync(new ExtractRequest(entity, changedAfter, resumeAt), default))
        {
            pages.Add(page);
        }

        return pages;
    }

    public static async Task<List<RawRecord>> RecordsAsync(this Magento1Client client, string entity, DateTimeOffset? changedAfter = null, string? resumeAt = null) =>
        [.. (await client.PagesAsync(entity, changedAfter, resumeAt)).SelectMany(page => page.Records)];

    public static JsonElement Json(this RawRecord record) => JsonDocument.Parse(record.Payload).RootElement;

    private static readonly Lazy<(MappingLibrary Library, IReadOnlyList<string> Findings)> Shipped = new(() =>
    {
        var findings = new List<Issue>();
        var library = MappingLibrary.Load([Repository.Mappings], new() { Targets = Sharespine.Etl.Connectors.ConnectorCatalog.Targets }, findings);
        return (library, [.. findings.Select(finding => finding.ToString())]);
    });

    public static DocumentMapping Mapping(string name)
    {
        Assert.DoesNotContain(Shipped.Value.Findings, finding => finding.Contains($"/{name}.yaml", StringComparison.Ordinal));
        return Shipped.Value.Library.Document(name)!;
    }

    public static T Map<T>(this DocumentMapping mapping, ReadOnlyMemory<byte> payload)
    {
        var result = mapping.Map(payload, MappingInputs.None);
        Assert.True(result is MappingResult.Document, result.ToString());
        return JsonSerializer.Deserialize<T>(((MappingResult.Document)result).Utf8.Span, Sharespine.Etl.Mappings.Targets.TargetJson.Options)!;
    }
}

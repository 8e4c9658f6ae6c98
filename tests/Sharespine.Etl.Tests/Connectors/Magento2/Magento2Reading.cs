using System.Text.Json;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Connectors.Shops.Magento2;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

/// <summary>Whole walks and shipped mappings, for tests that look at what comes out.</summary>
internal static class Magento2Reading
{
    public static async Task<List<SourcePage>> PagesAsync(this Magento2Client client, string entity = "order", DateTimeOffset? changedAfter = null, string? resumeAt = null)
    {
        var pages = new List<SourcePage>();
        await foreach (var page in new Magento2Source(client).ReadAsync(new ExtractRequest(entity, changedAfter, resumeAt), default))
        {
            pages.Add(page);
        }

        return pages;
    }

    public static async Task<List<RawRecord>> RecordsAsync(this Magento2Client client, string entity = "order", DateTimeOffset? changedAfter = null, string? resumeAt = null) =>
        [.. (await client.PagesAsync(entity, changedAfter, resumeAt)).SelectMany(page => page.Records)];

    public static async Task<List<string>> KeysAsync(this Magento2Client client, string entity = "order", DateTimeOffset? changedAfter = null, string? resumeAt = null) =>
        [.. (await client.RecordsAsync(entity, changedAfter, resumeAt)).Select(record => record.Key)];

    public static async Task<List<string>> SweepAsync(this Magento2Client client, string entity, DateTimeOffset from)
    {
        var keys = new List<string>();
        await foreach (var key in new Magento2Source(client).ListAsync(entity, from, default))
        {
            keys.Add(key.Key);
        }

        return keys;
    }

    public static JsonElement Json(this RawRecord record)
    {
        using var document = JsonDocument.Parse(record.Payload);
        return document.RootElement.Clone();
    }

    /// <summary>A shipped mapping, its examples checked.</summary>
    public static DocumentMapping Mapping(string name)
    {
        var findings = Library.Value.Findings.Where(finding => finding.Contains($"{name}.yaml", StringComparison.Ordinal)).ToList();
        return findings.Count == 0 ? Library.Value.Mappings.Document(name)! : throw new InvalidOperationException(string.Join(Environment.NewLine, findings));
    }

    private static readonly Lazy<(MappingLibrary Mappings, IReadOnlyList<string> Findings)> Library = new(() =>
    {
        var findings = new List<Issue>();
        var library = MappingLibrary.Load([Repository.Mappings], new MappingOptions { Targets = ConnectorCatalog.Targets }, findings);
        return (library, [.. findings.Select(finding => finding.ToString())]);
    });

    public static T Map<T>(this DocumentMapping mapping, JsonElement source)
    {
        var result = mapping.Map(source, MappingInputs.None);
        if (result is MappingResult.Rejected rejected)
        {
            Assert.Fail(string.Join(Environment.NewLine, rejected.Issues));
        }

        return JsonSerializer.Deserialize<T>(Assert.IsType<MappingResult.Document>(result).Utf8.Span, TargetJson.Options)!;
    }
}

using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>The shipped mappings of the connector, checked with their examples.</summary>
internal static class ShopifyMappings
{
    private static readonly Lazy<MappingLibrary> Library = new(() =>
    {
        var findings = new List<Issue>();
        var library = MappingLibrary.Load([Repository.Mappings], new() { Targets = Etl.Connectors.ConnectorCatalog.Targets }, findings);
        string[] ours = [.. findings.Select(finding => finding.ToString()).Where(finding => finding.Contains("shopify", StringComparison.Ordinal))];
        Assert.True(ours.Length == 0, string.Join(Environment.NewLine, ours));
        return library;
    });

    public static DocumentMapping Get(string name) => Library.Value.Document(name) ?? throw new InvalidOperationException($"There is no mapping {name}.");

    public static JsonElement Map(string name, ReadOnlyMemory<byte> payload)
    {
        var result = Get(name).Map(payload, MappingInputs.None);
        return result is MappingResult.Document made
            ? JsonDocument.Parse(made.Utf8).RootElement
            : throw new InvalidOperationException(result is MappingResult.Rejected rejected ? string.Join("; ", rejected.Issues) : result.ToString());
    }

    public static byte[] Make(string name, object hub)
    {
        var result = Get(name).Map(JsonSerializer.SerializeToUtf8Bytes(hub, hub.GetType(), Etl.Mappings.Targets.TargetJson.Options), MappingInputs.None);
        return result is MappingResult.Document made
            ? made.Utf8.ToArray()
            : throw new InvalidOperationException(result is MappingResult.Rejected rejected ? string.Join("; ", rejected.Issues) : result.ToString());
    }
}

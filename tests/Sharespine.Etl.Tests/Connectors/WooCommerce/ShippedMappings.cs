using System.Text;
using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>The mappings as shipped, their examples checked.</summary>
internal static class ShippedMappings
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, DocumentMapping> Loaded = new();

    public static DocumentMapping Load(string name, string? site = null) => site is null ? Loaded.GetOrAdd(name, known => Read(known, null)) : Read(name, site);

    private static DocumentMapping Read(string name, string? site)
    {
        var findings = new List<Issue>();
        string[] folders = site is null ? [Repository.Mappings] : [Repository.Mappings, site];
        var mapping = MappingLibrary.Load(folders, new MappingOptions { Targets = Etl.Connectors.ConnectorCatalog.Targets }, findings).Document(name);
        var ours = string.Join(Environment.NewLine, findings.Where(finding => finding.ToString().Contains("woocommerce.", StringComparison.Ordinal)));
        Assert.True(ours.Length == 0, ours);
        return mapping!;
    }

    /// <summary>"rejected: …", "skipped: …", or nothing for a document.</summary>
    public static string Verdict(this MappingResult result) => result switch
    {
        MappingResult.Document => "",
        MappingResult.Rejected rejected => "rejected: " + rejected.Issues[0].Message,
        MappingResult.Skipped skipped => "skipped: " + skipped.Reason,
        _ => result.ToString()!,
    };

    public static T Record<T>(this DocumentMapping mapping, ReadOnlyMemory<byte> source)
    {
        var result = mapping.Map(source, MappingInputs.None);
        Assert.Equal("", result.Verdict());
        return JsonSerializer.Deserialize<T>(((MappingResult.Document)result).Utf8.Span, TargetJson.Options)!;
    }

    /// <summary>What a hub record becomes on its way into the shop.</summary>
    public static ReadOnlyMemory<byte> Payload(this DocumentMapping mapping, object hub, MappingInputs? inputs = null)
    {
        var result = mapping.Map(JsonSerializer.SerializeToUtf8Bytes(hub, hub.GetType(), TargetJson.Options), inputs ?? MappingInputs.None);
        Assert.Equal("", result.Verdict());
        return ((MappingResult.Document)result).Utf8;
    }

    public static string Text(this ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}

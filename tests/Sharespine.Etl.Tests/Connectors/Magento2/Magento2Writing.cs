using System.Text.Json;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Targets;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

/// <summary>Documents for targets, from records or through a shipped mapping.</summary>
internal static class Magento2Writing
{
    public static OutboxDocument Document<T>(string entity, T record, string key = "doc-1") =>
        new(entity, key, null, JsonSerializer.SerializeToUtf8Bytes(record, TargetJson.Options), "");

    /// <summary>A hub record through the shipped mapping.</summary>
    public static OutboxDocument Mapped<T>(string mapping, T hub, string key = "doc-1")
    {
        var source = JsonSerializer.SerializeToElement(hub, TargetJson.Options);
        var result = Magento2Reading.Mapping(mapping).Map(source, MappingInputs.None);
        return new(mapping.Split('.')[1].Replace("-in", "", StringComparison.Ordinal), key, null, result is MappingResult.Document document
            ? document.Utf8
            : throw new InvalidOperationException(result.ToString()), "");
    }

    public static async Task<TargetState> FindAsync(this IRecordTarget target, OutboxDocument document) => (await target.FindAsync([document], default))[0];

    /// <summary>Looks, and writes what is not as wanted: what the load stage does with one document.</summary>
    public static async Task<TargetAnswer> LoadAsync(this IRecordTarget target, OutboxDocument document) => await target.FindAsync(document) switch
    {
        TargetState.AsWanted there => new TargetAnswer.Done(there.TargetKey),
        TargetState.CannotAsk cannot => new TargetAnswer.Refused(cannot.Issue),
        TargetState.WaitsFor waits => new TargetAnswer.NotDone(waits.Issue),
        var found => (await target.SendAsync([new PlannedWrite(document, found)], default))[0],
    };

    public static string Code(this TargetAnswer answer) => Assert.IsType<TargetAnswer.Refused>(answer).Issue.Code.Code;

    public static string Code(this TargetState state) => Assert.IsType<TargetState.CannotAsk>(state).Issue.Code.Code;
}

using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Mappings.Targets;

namespace Sharespine.Etl.Mappings.Documents;

/// <summary>
/// A compiled document mapping: one JSON record in, one target record out. Pure: the same record, inputs and lookups give the
/// same bytes. Safe for several threads.
/// </summary>
public sealed class DocumentMapping : IMapping
{
    private readonly ConcurrentBag<DocumentRun> _runs = [];

    internal DocumentMapping(DocumentPlan plan) => Plan = plan;

    public string Name => Plan.Name;

    public string Kind => "document";

    public IReadOnlyList<string> Files => Plan.Files;

    public string TargetName => Plan.TargetName;

    public TargetSchema Target => Plan.Target;

    public WritePolicies WritePolicies => Plan.WritePolicies;

    /// <summary>Paths in the target whose values say something about a person, with [] for the position in a list.</summary>
    public IReadOnlyList<string> PersonalFields => Plan.PersonalFields;

    internal DocumentPlan Plan { get; }

    /// <summary>Maps one record. What is wrong with it is in the result; nothing is thrown for a record.</summary>
    public MappingResult Map(JsonElement source, MappingInputs inputs)
    {
        if (source.ValueKind != JsonValueKind.Object)
        {
            return NotARecord($"the record is a JSON {source.ValueKind}, where an object is wanted.", inputs);
        }

        var run = _runs.TryTake(out var free) ? free : new DocumentRun(this);
        var result = run.Map(source, inputs);
        _runs.Add(run);
        return result;
    }

    /// <summary>Maps one record from its UTF-8 JSON.</summary>
    public MappingResult Map(ReadOnlyMemory<byte> utf8, MappingInputs inputs)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return Map(document.RootElement, inputs);
        }
        catch (JsonException exception)
        {
            return NotARecord($"the record cannot be read as JSON: {exception.Message}", inputs);
        }
    }

    /// <summary>Maps one record and tells for each field where its value came from. Personal values are shown as ••• unless asked for.</summary>
    public Explanation Explain(JsonElement source, MappingInputs inputs, bool showsPersonal = false) => Explain(source, inputs, showsPersonal, null);

    internal Explanation Explain(JsonElement source, MappingInputs inputs, bool showsPersonal, HashSet<SourcePath>? seen)
    {
        using var run = new DocumentRun(this) { Explained = [], ShowsPersonal = showsPersonal, Seen = seen };
        var result = run.Map(source, inputs);
        var rules = Plan.Skips.Concat(Plan.Rejects).SelectMany(rule => rule.When.SourcePaths.Select(path => path.Text).Append(rule.When.Text.Text));
        return new(result, run.Explained, UnreadFields.Find(source, rules.Concat(run.Explained.SelectMany(field => field.Sources.Select(read => read.Path).Append(field.Expression)))));
    }

    /// <summary>True when an expression reads a source path that a personal field is made of.</summary>
    internal bool IsPersonal(string source)
    {
        foreach (var path in Plan.PersonalPaths)
        {
            if (source.Contains(path, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    internal byte[]? AfterHooks(JsonElement source, ReadOnlySpan<byte> utf8, ICollection<Issue> issues, string? record)
    {
        if (Plan.Hooks.Count == 0)
        {
            return null;
        }

        var document = JsonNode.Parse(utf8)!.AsObject();
        var told = new List<Issue>();
        foreach (var hook in Plan.Hooks)
        {
            hook.Apply(source, document, told);
        }

        told.ForEach(issue => issues.Add(issue with { At = issue.At ?? new(Files[0], Record: record) }));
        return JsonSerializer.SerializeToUtf8Bytes(document, TargetJson.Options);
    }

    private MappingResult.Rejected NotARecord(string message, MappingInputs inputs) =>
        new([new(MappingErrors.NotJson, message, new(Files[0], Record: inputs.Record))]);
}

/// <summary>What a document mapping was compiled to.</summary>
internal sealed record DocumentPlan
{
    internal required string Name { get; init; }

    internal required IReadOnlyList<string> Files { get; init; }

    internal required string TargetName { get; init; }

    internal required TargetSchema Target { get; init; }

    internal required Scope Scope { get; init; }

    internal required IReadOnlyList<(string Name, int Slot)> InputSlots { get; init; }

    internal required IReadOnlyList<RecordRule> Skips { get; init; }

    internal required IReadOnlyList<RecordRule> Rejects { get; init; }

    internal required ObjectBody Body { get; init; }

    internal required IReadOnlyList<IRecordHook> Hooks { get; init; }

    internal required WritePolicies WritePolicies { get; init; }

    /// <summary>Source paths that personal fields are made of.</summary>
    internal required IReadOnlyList<string> PersonalPaths { get; init; }

    internal required IReadOnlyList<string> PersonalFields { get; init; }
}

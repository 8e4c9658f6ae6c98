using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Documents;

/// <summary>What became of one source record.</summary>
public abstract record MappingResult
{
    private MappingResult()
    {
    }

    /// <summary>UTF-8 JSON of the target record: <c>JsonSerializer.Deserialize&lt;Order&gt;(bytes, TargetJson.Options)</c> reads it.</summary>
    public sealed record Document(ReadOnlyMemory<byte> Utf8) : MappingResult;

    /// <summary>Not wanted.</summary>
    /// <param name="Reason">The rule's because.</param>
    /// <param name="Rule">Where the rule stands: the setting that said so.</param>
    public sealed record Skipped(string Reason, SourcePosition Rule) : MappingResult;

    /// <summary>Wrong: every issue of the record at once.</summary>
    public sealed record Rejected(IReadOnlyList<Issue> Issues) : MappingResult;

    /// <summary>Waits for something that a held-on-miss lookup does not have yet; nothing else is wrong with it.</summary>
    public sealed record Held(IReadOnlyList<Issue> Issues) : MappingResult;
}

/// <summary>What a mapping is given beside the record.</summary>
/// <param name="Values">The values of the declared <c>inputs.xxx</c>; one that is left out is nothing.</param>
/// <param name="Lookups">For staged lookup tables; needed only by mappings that have some.</param>
/// <param name="Record">The record's key, for messages.</param>
public sealed record MappingInputs(IReadOnlyDictionary<string, Value> Values, ILookupSource? Lookups = null, string? Record = null)
{
    public static MappingInputs None { get; } = new(new Dictionary<string, Value>());
}

/// <summary>How each field of one record came to its value.</summary>
/// <param name="Unread">Paths of the record's values that the mapping does not look at, each once.</param>
public sealed record Explanation(MappingResult Result, IReadOnlyList<ExplainedField> Fields, IReadOnlyList<string> Unread);

/// <param name="Path">lines[0].net</param>
/// <param name="Value">As our JSON writes it; ••• for a personal field; null when the field is left out.</param>
/// <param name="Expression">The rule as written.</param>
/// <param name="Sources">The source paths it read, each with what stood there (masked alike).</param>
/// <param name="Rule">File, line and column of the rule.</param>
public sealed record ExplainedField(string Path, string? Value, string Expression, IReadOnlyList<(string Path, string Value)> Sources, SourcePosition Rule, bool IsPersonal);

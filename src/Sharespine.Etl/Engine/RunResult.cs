using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sharespine.Etl.Engine;

/// <summary>How a run went: what run-result.json holds and the console prints.</summary>
public sealed record RunResult
{
    /// <summary>How our JSON for people and machines is written: indented, åäö as they are.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public required string RunId { get; init; }

    public required string Kind { get; init; }

    public string? RerunOf { get; init; }

    public required bool IsDryRun { get; init; }

    public required RunState State { get; init; }

    public required int ExitCode { get; init; }

    /// <summary>The one clear reason, when it did not simply finish.</summary>
    public string? Reason { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    public required IReadOnlyList<JobResult> Jobs { get; init; }

    /// <summary>Rejected and held records and reconciliation exceptions that are new in this run or overdue.</summary>
    public required IReadOnlyList<OpenMatter> OpenMatters { get; init; }
}

public enum RunState
{
    Running,
    Done,

    /// <summary>Finished, with rejections or exceptions that are new or overdue.</summary>
    DoneWithExceptions,
    Failed,
    Interrupted,
}

public sealed record JobResult
{
    public required string Job { get; init; }

    public required JobState State { get; init; }

    public string? ReasonCode { get; init; }

    public string? Reason { get; init; }

    public required IReadOnlyList<StageResult> Stages { get; init; }
}

public enum JobState
{
    Pending,
    Running,
    Done,
    Failed,
    Held,
    Interrupted,
}

public sealed record StageResult
{
    [JsonIgnore]
    public string Job { get; init; } = "";

    public required string Stage { get; init; }

    [JsonIgnore]
    public JobState State { get; init; }

    /// <summary>What it told of beside rejections and holds.</summary>
    [JsonIgnore]
    public IReadOnlyList<OpenMatter> Matters { get; init; } = [];

    public required StageCounts Counts { get; init; }

    public required IReadOnlyDictionary<string, int> Reasons { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required double Seconds { get; init; }
}

/// <summary>Something that somebody has to look at.</summary>
/// <param name="Kind">rejected, held or exception.</param>
/// <param name="Job">Where it arose.</param>
/// <param name="Record">The record, line or entry.</param>
/// <param name="Code">Error code or disposition.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="IsNew">First seen in this run; false: overdue.</param>
/// <param name="Number">For rejected and held: what the commands take.</param>
public sealed record OpenMatter(string Kind, string Job, string Record, string Code, string Message, bool IsNew, long? Number = null);

/// <summary>The program's exit codes, as the scheduler sees them.</summary>
public static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int DoneWithExceptions = 3;
    public const int NotAuthorised = 4;
    public const int AlreadyRunning = 5;
    public const int Interrupted = 130;
}

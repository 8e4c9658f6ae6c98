namespace Sharespine.Etl.Engine;

/// <summary>A run as stored. Instants UTC.</summary>
public sealed class RunRow
{
    public string RunId { get; init; } = "";

    /// <summary>nightly, job or rerun.</summary>
    public string Kind { get; init; } = "";

    public string? RerunOf { get; init; }

    public bool IsDryRun { get; init; }

    /// <summary>Several workers may work at it.</summary>
    public bool IsShared { get; init; }

    public string State { get; init; } = "";

    public string? Reason { get; init; }

    /// <summary>Null while it runs.</summary>
    public long? ExitCode { get; init; }

    public string Host { get; init; } = "";

    public long ProcessId { get; init; }

    public string ProcessStarted { get; init; } = "";

    public string ProgramVersion { get; init; } = "";

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}

using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Engine;

/// <summary>Rejected and held records, each with its reason, kept until it is mended, ignored or overtaken by events.</summary>
public static class Quarantine
{
    // A load stage's records are named entity/document key.
    private const string Subject = "entity = @Entity AND document_key = @Key AND flow IN (SELECT flow FROM job_source WHERE job = @Job)";

    private const string Columns = "quarantine_id, job, stage, record_key, outcome, state, code, message, details, waits_for, first_run, first_at, last_run, last_at, decided_by, decided_because";

    /// <summary>Enters a record, or renews its reason. A record that a person chose to ignore stays ignored.</summary>
    /// <param name="waitsFor">For a held record: the named thing it waits for.</param>
    public static void Put(Session session, StageContext context, string recordKey, Outcome outcome, IReadOnlyList<Issue> issues, string? waitsFor = null)
    {
        var parameters = new
        {
            context.Job,
            context.Stage,
            recordKey,
            Outcome = RunStore.Word(outcome),
            issues[0].Code.Code,
            Message = Describe(issues[0]),
            Details = JsonSerializer.Serialize(issues.Select(issue => new { issue.Code.Code, text = issue.ToString() }), RunResult.Json),
            waitsFor,
            context.RunId,
            At = context.World.UtcNow,
        };
        // A record that comes back after it was resolved is a new matter; one that is still open keeps its first day.
        var updated = session.Execute("""
            UPDATE quarantine SET outcome = @Outcome, code = @Code, message = @Message, details = @Details, waits_for = @waitsFor, last_run = @RunId, last_at = @At,
                first_run = CASE WHEN state = 'resolved' THEN @RunId ELSE first_run END,
                first_at = CASE WHEN state = 'resolved' THEN @At ELSE first_at END,
                state = CASE WHEN state = 'ignored' THEN 'ignored' ELSE 'open' END
            WHERE job = @Job AND stage = @Stage AND record_key = @recordKey
            """, parameters);
        if (updated == 0)
        {
            session.Execute("""
                INSERT INTO quarantine (job, stage, record_key, outcome, state, code, message, details, waits_for, first_run, first_at, last_run, last_at)
                VALUES (@Job, @Stage, @recordKey, @Outcome, 'open', @Code, @Message, @Details, @waitsFor, @RunId, @At, @RunId, @At)
                """, parameters);
        }
    }

    /// <summary>The record went through: its entry is closed. One that a person chose to ignore stays ignored.</summary>
    public static void Resolve(Session session, StageContext context, string recordKey) => session.Execute(
        "UPDATE quarantine SET state = 'resolved', last_run = @RunId, last_at = @At WHERE job = @Job AND stage = @Stage AND record_key = @recordKey AND state = 'open'",
        new { context.Job, context.Stage, recordKey, context.RunId, At = context.World.UtcNow });

    public static IReadOnlySet<string> Ignored(Session session, string job, string stage) => session.Query<string>(
        "SELECT record_key FROM quarantine WHERE job = @job AND stage = @stage AND state = 'ignored'", new { job, stage }).ToHashSet(StringComparer.Ordinal);

    /// <summary>Open entries, oldest first.</summary>
    public static IReadOnlyList<QuarantineRow> Open(Session session, Outcome? outcome = null) => session.Query<QuarantineRow>(
        $"SELECT {Columns} FROM quarantine WHERE state = 'open' AND (@word IS NULL OR outcome = @word) ORDER BY first_at, job, record_key",
        new { word = outcome is { } o ? RunStore.Word(o) : null });

    public static QuarantineRow? Find(Session session, long number) =>
        session.First<QuarantineRow>($"SELECT {Columns} FROM quarantine WHERE quarantine_id = @number", new { number });

    /// <summary>
    /// A person decides: <c>retry</c> lets the record through the stage again in the next run, <c>ignore</c> leaves it out
    /// from now on. Both are audited. Returns false when the entry is not open.
    /// </summary>
    public static bool Decide(Session session, long number, string decision, string who, string? because, DateTimeOffset at)
    {
        var decided = session.Execute("UPDATE quarantine SET state = @State, decided_by = @who, decided_because = @because WHERE quarantine_id = @number AND state = 'open'",
            new { number, State = decision == "ignore" ? "ignored" : "open", who, because });
        if (decided == 0 || Find(session, number) is not { } row)
        {
            return false;
        }

        if (decision == "retry")
        {
            Reopen(session, row);
        }
        else if (row.Stage == "load")
        {
            WriteOff(session, row, at);
        }

        session.Execute("INSERT INTO audit (at, who, what, subject, because) VALUES (@at, @who, @What, @Subject, @because)",
            new { at, who, What = $"{row.Outcome} {decision}", Subject = $"{row.Job} {row.Stage} {row.RecordKey}", because });
        return true;
    }

    private static void Reopen(Session session, QuarantineRow row)
    {
        switch (row.Stage)
        {
            case "transform":
                // A version of its own: a run that is deciding on the record just now leaves it pending for the next one.
                session.Execute("""
                    UPDATE source_record SET is_pending = 1, version = version + 1
                    WHERE record_key = @RecordKey AND outcome IN ('rejected', 'held') AND source IN (SELECT source FROM job_source WHERE job = @Job)
                    """, row);
                break;
            case "load":
                // A call that may have arrived is asked about again before it is sent again; a file goes into a new batch.
                session.Execute($"UPDATE document SET load_state = 'pending' WHERE {Subject} AND load_state IN ('rejected', 'held', 'sent')", Subjects(row, default));
                break;
        }
    }

    // A person has looked on the other side and wants nothing more sent: neither now nor when a late receipt comes.
    private static void WriteOff(Session session, QuarantineRow row, DateTimeOffset at)
    {
        session.Execute($"UPDATE outbox SET state = 'withdrawn', settled_at = @at WHERE {Subject} AND state <> 'done'", Subjects(row, at));
        session.Execute($"UPDATE document SET load_state = 'ignored' WHERE {Subject}", Subjects(row, at));
    }

    private static object Subjects(QuarantineRow row, DateTimeOffset at)
    {
        var slash = row.RecordKey.IndexOf('/', StringComparison.Ordinal);
        return new { row.Job, Entity = row.RecordKey[..slash], Key = row.RecordKey[(slash + 1)..], at };
    }

    // The message without its place: the place is the record, which has its own column.
    private static string Describe(Issue issue) => issue.Field is null ? issue.Message : $"{issue.Field}: {issue.Message}";
}

/// <summary>An entry of the quarantine. Instants UTC.</summary>
public sealed class QuarantineRow
{
    public long QuarantineId { get; init; }

    public string Job { get; init; } = "";

    public string Stage { get; init; } = "";

    public string RecordKey { get; init; } = "";

    /// <summary>rejected or held.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>open, ignored or resolved.</summary>
    public string State { get; init; } = "";

    public string Code { get; init; } = "";

    public string Message { get; init; } = "";

    /// <summary>JSON: every issue.</summary>
    public string? Details { get; init; }

    public string? WaitsFor { get; init; }

    public string FirstRun { get; init; } = "";

    public DateTimeOffset FirstAt { get; init; }

    public string LastRun { get; init; } = "";

    public DateTimeOffset LastAt { get; init; }

    public string? DecidedBy { get; init; }

    public string? DecidedBecause { get; init; }
}

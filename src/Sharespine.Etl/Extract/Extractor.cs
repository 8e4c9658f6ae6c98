using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Extract;

/// <summary>
/// The extract stage: walks a source from its cursor and stages every payload as received. Each page is committed with the
/// place where the walk goes on; the cursor itself moves only when the walk is complete, to the server's time at its
/// start less an overlap. Now and then a sweep compares ids on both sides and fetches what is missing.
/// </summary>
public sealed class Extractor(string sourceName, string entity, IRecordSource source, ExtractSettings settings)
{
    public async Task RunAsync(StageContext context, CancellationToken stop)
    {
        var cursor = context.Database.Read(session => SourceStore.Cursor(session, sourceName));
        await WalkAsync(context, cursor, stop);
        if (cursor.LastSweep is null || cursor.LastSweep <= context.World.UtcNow - settings.SweepEvery)
        {
            await SweepAsync(context, firstTime: cursor.ChangedAfter is null, stop);
        }

        context.Commit("expire payloads", default, session => SourceStore.Expire(session, sourceName, context.World.UtcNow));
        foreach (var remark in source.Remarks)
        {
            context.Note(remark);
        }
    }

    /// <summary>Stages these records as the source has them now; the cursor stays.</summary>
    public async Task FetchAsync(StageContext context, IReadOnlyList<string> keys, CancellationToken stop)
    {
        var records = new List<RawRecord>();
        foreach (var key in keys)
        {
            if (await source.FetchAsync(entity, key, stop) is { } record)
            {
                records.Add(record);
            }
            else
            {
                // Asked for by name: what is gone makes room for one that goes by the same number.
                context.Commit("gone", default, session => SourceStore.Forget(session, sourceName, key));
                context.Note($"{ExtractErrors.Missing.Code} {key}: {sourceName} has no such record");
            }
        }

        Stage(context, records, _ => { });
    }

    /// <summary>Stages what changed since then as the source has it now; the cursor stays. Interrupted, it starts over.</summary>
    public async Task FetchSinceAsync(StageContext context, DateTimeOffset changedAfter, CancellationToken stop)
    {
        await foreach (var page in source.ReadAsync(new(entity, changedAfter, null), stop))
        {
            Stage(context, page.Records, _ => { });
            stop.ThrowIfCancellationRequested();
        }
    }

    private async Task WalkAsync(StageContext context, CursorRow cursor, CancellationToken stop)
    {
        var walkStarted = cursor.WalkStarted;
        var request = new ExtractRequest(entity, cursor.ChangedAfter, cursor.WalkResume);
        await foreach (var page in source.ReadAsync(request, stop))
        {
            walkStarted ??= page.ServerTime;
            Stage(context, page.Records, session => SourceStore.SaveWalk(session, sourceName, cursor, walkStarted.Value, page.ResumeAt));
            stop.ThrowIfCancellationRequested();
        }

        if (walkStarted is null)
        {
            throw new EtlException(new Issue(ExtractErrors.NoServerTime, $"{sourceName} gave no page, so there is no server time to go on from."));
        }

        var next = walkStarted.Value - settings.Overlap;
        var moved = context.Commit("extract cursor", default, session => SourceStore.EndWalk(session, sourceName, cursor, walkStarted.Value, next, context.RunId));
        context.Note(moved ? $"cursor {sourceName} at {SqlValues.Text(next)}" : $"cursor {sourceName} was moved by hand meanwhile and stays there");
    }

    /// <summary>Stages what the source has and we have never seen, however old: late arrivals, and anything that a walk could miss.</summary>
    private async Task SweepAsync(StageContext context, bool firstTime, CancellationToken stop)
    {
        // The first walk has just read everything there is.
        if (!firstTime)
        {
            var from = context.World.UtcNow - settings.SweepBack;
            var missing = new List<RawRecord>();
            var listed = 0;
            await foreach (var key in source.ListAsync(entity, from, stop))
            {
                listed++;
                if (!context.Database.Read(session => SourceStore.Has(session, sourceName, key.Key)))
                {
                    if (await source.FetchAsync(entity, key.Key, stop) is { } record)
                    {
                        missing.Add(record);
                    }
                    else
                    {
                        context.Note($"{ExtractErrors.Missing.Code} {key.Key} was listed by {sourceName} and is gone");
                    }
                }
            }

            context.Note(string.Create(CultureInfo.InvariantCulture, $"completeness sweep of {sourceName}: {listed} listed since {from:yyyy-MM-dd}, {missing.Count} were missing here"));
            Stage(context, missing, _ => { });
        }

        context.Commit("sweep done", default, session => SourceStore.SetSweep(session, sourceName, context.World.UtcNow));
    }

    private void Stage(StageContext context, IReadOnlyList<RawRecord> records, Action<Session> alongside)
    {
        // A page may hold a record twice when the source shifted under the walk: the later one is the newer.
        var distinct = records.GroupBy(record => record.Key).Select(group => group.Last()).ToList();
        var now = context.World.UtcNow;
        var batch = context.RunId + "/" + sourceName;
        context.Commit("extract page", distinct, session =>
        {
            var changed = SourceStore.TakeIn(session, sourceName, batch, distinct.Select(record => new IntakeRow(
                record.Key, Encoding.UTF8.GetString(record.Payload.Span), Hash(record.Payload.Span), record.Position.ToString())), context.RunId, now, now + settings.KeepPayloads);
            alongside(session);
            return changed;
        });
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>Settings of an extract; durations.</summary>
public sealed record ExtractSettings
{
    /// <summary>How far before the last walk's start the next one asks again.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often ids are compared on both sides.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How far back the comparison looks.</summary>
    public TimeSpan SweepBack { get; init; } = TimeSpan.FromDays(45);

    /// <summary>How long raw payloads are kept.</summary>
    public TimeSpan KeepPayloads { get; init; } = TimeSpan.FromDays(90);
}

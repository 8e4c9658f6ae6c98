using System.Text;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Tests.Support;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Tests.Load;

/// <summary>Documents in a store, and targets that keep state and can lose answers.</summary>
public sealed class LoadFixture : IDisposable
{
    public TestStore Store { get; } = new();

    public void Document(string entity, string key, string payload = "{\"v\":1}") => Store.Database.Write("test", null, session =>
    {
        var row = new StagedDocument
        {
            Flow = "a→b",
            Entity = entity,
            DocumentKey = key,
            Source = "a/order",
            RecordKey = key,
            Hub = "{}",
            Payload = payload,
            PayloadHash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(payload))),
        };
        if (DocumentStore.Find(session, "a→b", entity, key) is null)
        {
            DocumentStore.Insert(session, row, "r", Store.World.UtcNow);
        }
        else
        {
            DocumentStore.Replace(session, row, "r", Store.World.UtcNow);
        }
    });

    public async Task<StageResult> LoadAsync(Func<StageContext, CancellationToken, Task> load)
    {
        Remember();
        var result = await Store.RunAsync(new TestJob("a→b/order", [], new Stage("load", load)));
        Assert.True(result.Jobs[0].State == JobState.Done, result.Jobs[0].Reason);
        return result.Jobs[0].Stages[0];
    }

    /// <summary>As a job of its own, whatever it comes to.</summary>
    /// <param name="approved">Hashes of plans that go through a guard.</param>
    public async Task<JobResult> JobAsync(Func<StageContext, CancellationToken, Task> load, params string[] approved)
    {
        Remember();
        var result = await Store.RunAsync(new RunRequest("job") { Approved = approved.ToHashSet() }, CancellationToken.None, new TestJob("a→b/order", [], new Stage("load", load)));
        return result.Jobs[0];
    }

    public string State(string entity, string key) => Store.Database.Read(session => DocumentStore.Find(session, "a→b", entity, key)!.LoadState);

    public void Dispose() => Store.Dispose();

    private void Remember() => Store.Database.Write("test", null, session =>
    {
        session.Execute("DELETE FROM job_source");
        session.Execute("INSERT INTO job_source (job, source, flow) VALUES (@job, 'a/order', @flow)", new { job = "a→b/order", flow = "a→b" });
    });
}

/// <summary>A target with state: it can act and lose the answer, refuse, be away, or be unable to tell.</summary>
public sealed class StatefulTarget : SingleRecordTarget
{
    private static readonly ErrorCode Code = new("TST001", "t", "c", "a");

    public Dictionary<string, string> There { get; } = [];

    public List<string> Calls { get; } = [];

    /// <summary>done, lost (acts, no answer), lost-before (does not act, no answer), refused, not-done.</summary>
    public Queue<string> Script { get; } = new();

    public bool CannotAsk { get; set; }

    public Action WhenAsked { get; set; } = () => { };

    public override Task<TargetState> FindAsync(OutboxDocument document, CancellationToken cancellation)
    {
        Calls.Add("find " + document.Key);
        WhenAsked();
        if (CannotAsk)
        {
            return Task.FromResult<TargetState>(new TargetState.CannotAsk(new(Code, "no way to ask.")));
        }

        return Task.FromResult<TargetState>(!There.TryGetValue(document.Key, out var hash) ? new TargetState.Absent()
            : hash == document.PayloadHash ? new TargetState.AsWanted("T-" + document.Key)
            : new TargetState.Other("T-" + document.Key, default));
    }

    public override Task<TargetAnswer> SendAsync(OutboxDocument document, CancellationToken cancellation)
    {
        Calls.Add("send " + document.Key);
        var what = Script.Count > 0 ? Script.Dequeue() : "done";
        if (what is "done" or "lost")
        {
            There[document.Key] = document.PayloadHash;
        }

        return Task.FromResult<TargetAnswer>(what switch
        {
            "done" => new TargetAnswer.Done("T-" + document.Key),
            "refused" => new TargetAnswer.Refused(new(Code, "it breaks a rule.")),
            "not-done" => new TargetAnswer.NotDone(new(Code, "away.")),
            _ => new TargetAnswer.Unknown(new(Code, "no answer.")),
        });
    }
}

/// <summary>A file target in memory whose receipts a test sets.</summary>
public sealed class MemoryFiles : IFileTarget
{
    public Dictionary<string, FileBatch> Written { get; } = [];

    public Dictionary<string, BatchReceipt> Receipts { get; } = [];

    public int Writes { get; private set; }

    public Action<FileBatch> BeforeWrite { get; set; } = _ => { };

    public IReadOnlyList<Issue> Examine(string entity, FileRecord record) => [];

    public IReadOnlyList<WrittenFile> Write(FileBatch batch)
    {
        BeforeWrite(batch);
        Writes++;
        if (Written.TryGetValue(batch.Id, out var before))
        {
            Assert.Equal(before.Records.Select(record => (record.Key, record.Action)), batch.Records.Select(record => (record.Key, record.Action)));
            Assert.Equal(before.MadeAt, batch.MadeAt);
        }

        Written[batch.Id] = batch;
        return [new($"{batch.Entity}_{batch.Id}.csv", "00", 1)];
    }

    public BatchReceipt Check(FileBatchRef batch) => Receipts.GetValueOrDefault(batch.Id) ?? new(BatchState.Written, []);

    public void Acknowledge(params (string Key, string? Number, string? Error)[] records)
    {
        var batch = Written.Values.Last();
        Receipts[batch.Id] = new(BatchState.Acknowledged, [.. records.Select(record => new RecordReceipt(record.Key, record.Number, record.Error))]);
    }
}

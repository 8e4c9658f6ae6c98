using Sharespine.Etl.Engine;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Engine;

public sealed class QuarantineTests : IDisposable
{
    private const string Source = "shop/order";

    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [StoreFact]
    public async Task A_record_to_be_retried_stays_pending_when_a_run_decides_on_it_at_that_moment()
    {
        await RunAsync(context => context.Commit("first", default, session =>
        {
            SourceStore.TakeIn(session, Source, "batch", [new("1", "{}", "hash", "here")], context.RunId, context.World.UtcNow, context.World.UtcNow.AddDays(1));
            Reject(context, session, version: 1);
        }));
        Assert.Equal(0, Pending());

        await RunAsync(context =>
        {
            // The run has read the record, and before it saves what it decided somebody says retry.
            Assert.True(Decide("retry"));
            context.Commit("second", default, session => Reject(context, session, version: 1));
        });

        Assert.Equal(1, Pending());
    }

    [StoreFact]
    public async Task Of_two_decisions_on_one_record_the_second_changes_nothing()
    {
        await RunAsync(context => context.Commit("first", default, session => Reject(context, session, version: 1)));

        Assert.True(Decide("ignore"));
        Assert.False(Decide("retry"));

        Assert.Equal(1, _store.Count("quarantine", "state = 'ignored'"));
        Assert.Equal(1, _store.Count("audit"));
    }

    private static void Reject(StageContext context, Session session, long version)
    {
        Quarantine.Put(session, context, "1", Outcome.Rejected, [new(RunErrors.Disk, "cannot be.")]);
        SourceStore.SetOutcome(session, Source, "1", version, "rejected", null);
    }

    private bool Decide(string decision) => _store.Database.Write("decision", null, session =>
        Quarantine.Decide(session, Quarantine.Open(session) is [var only] ? only.QuarantineId : 1, decision, "anna", null, _store.World.UtcNow));

    private long Pending() => _store.Count("source_record", "is_pending = 1");

    private async Task RunAsync(Action<StageContext> work)
    {
        _store.Database.Write("test", null, session =>
        {
            session.Execute("DELETE FROM job_source");
            session.Execute("INSERT INTO job_source (job, source, flow) VALUES ('job', @Source, 'flow')", new { Source });
        });
        var result = await _store.RunAsync(new TestJob("job", [], new Stage("transform", (context, _) =>
        {
            work(context);
            return Task.CompletedTask;
        })));
        Assert.True(result.Jobs[0].State == JobState.Done, result.Jobs[0].Reason);
    }
}

using Sharespine.Etl.Engine;
using Sharespine.Etl.Load;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Load;

public sealed class FileLoaderTests : IDisposable
{
    private readonly LoadFixture _fixture = new();
    private readonly MemoryFiles _files = new();

    public void Dispose() => _fixture.Dispose();

    private Task<StageResult> Load() => _fixture.LoadAsync(new FileLoader("a→b", "b", _files, ["customer", "order"], new()).RunAsync);

    [StoreFact]
    public async Task Documents_become_one_file_an_entity_customers_before_orders()
    {
        _fixture.Document("order", "order/1");
        _fixture.Document("order", "order/2");
        _fixture.Document("customer", "customer/7");
        Assert.Equal(new StageCounts(3, Done: 3), (await Load()).Counts);
        Assert.Equal(["customer", "order"], _files.Written.Values.Select(batch => batch.Entity));
        Assert.Equal(["order/1", "order/2"], _files.Written.Values.Last().Records.Select(record => record.Key));
    }

    [StoreFact]
    public async Task Nothing_new_writes_nothing()
    {
        _fixture.Document("order", "order/1");
        await Load();
        _files.Acknowledge(("order/1", "5001", null));
        await Load();
        Assert.Equal(0, (await Load()).Counts.In);
        Assert.Equal(1, _files.Writes);
    }

    [StoreFact]
    public async Task An_acknowledged_record_is_linked_to_the_ERPs_number()
    {
        _fixture.Document("order", "order/1");
        await Load();
        _files.Acknowledge(("order/1", "5001", null));
        Assert.Equal(1, (await Load()).Counts.Done);
        Assert.Equal(1, _fixture.Store.Count("link", "document_key = 'order/1' AND target_key = '5001'"));
        Assert.Equal("loaded", _fixture.State("order", "order/1"));
        Assert.Equal(1, _fixture.Store.Count("file_batch", "state = 'acknowledged'"));
    }

    [StoreFact]
    public async Task A_record_the_ERP_refused_is_rejected_and_goes_into_a_new_file_when_asked_for()
    {
        _fixture.Document("order", "order/1");
        _fixture.Document("order", "order/2");
        await Load();
        _files.Acknowledge(("order/1", "5001", null), ("order/2", null, "article X is missing"));
        var counts = (await Load()).Counts;
        Assert.Equal((1, 1), (counts.Done, counts.Rejected));
        Assert.Equal(1, _fixture.Store.Count("rejected_record", "message = 'article X is missing'"));

        Retry();
        await Load();
        Assert.Equal(2, _files.Written.Count);
        Assert.Equal(["order/2"], _files.Written.Values.Last().Records.Select(record => record.Key));
    }

    [StoreFact]
    public async Task A_file_killed_between_intent_and_writing_is_written_under_the_same_id_with_the_same_bytes()
    {
        _fixture.Document("order", "order/1");
        _files.BeforeWrite = _ => throw new IOException("killed");
        var failed = await _fixture.Store.RunAsync(new Support.TestJob("a→b/order", [], new Stage("load", new FileLoader("a→b", "b", _files, ["order"], new()).RunAsync)));
        Assert.Equal(JobState.Failed, failed.Jobs[0].State);
        var intent = _fixture.Store.Database.Read(session => OutboxStore.OpenBatches(session, "b", ["order"]))[0];

        _files.BeforeWrite = batch => Assert.Equal((intent.BatchId, intent.MadeAt), (batch.Id, batch.MadeAt));
        _fixture.Store.Clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(1, (await Load()).Counts.Done);
        Assert.Equal(1, _fixture.Store.Count("file_batch"));
    }

    [StoreFact]
    public async Task A_file_taken_and_not_acknowledged_is_held_by_name_once_it_is_late_and_never_written_again_by_itself()
    {
        _fixture.Document("order", "order/1");
        await Load();
        _files.Receipts[_files.Written.Keys.Single()] = new(BatchState.Taken, []);
        Assert.Equal(1, (await Load()).Counts.Held);
        Assert.Equal(0, _fixture.Store.Count("held_record"));

        _fixture.Store.Clock.Now += TimeSpan.FromHours(13);
        Assert.Equal(1, (await Load()).Counts.Held);
        Assert.Equal(1, _fixture.Store.Count("held_record", "code = 'LOD001'"));
        Assert.Equal(1, _files.Writes);

        Retry();
        Assert.Equal(1, (await Load()).Counts.Done);
        Assert.Equal(2, _files.Written.Count);
        await Load();
        Assert.Equal(1, _fixture.Store.Count("file_batch", "state = 'withdrawn'"));
    }

    [StoreFact]
    public async Task A_refused_file_rejects_all_its_records_with_the_reason()
    {
        _fixture.Document("order", "order/1");
        await Load();
        _files.Receipts[_files.Written.Keys.Single()] = new(BatchState.Refused, [], new(LoadErrors.BatchRefused, "the year is locked."));
        Assert.Equal(1, (await Load()).Counts.Rejected);
        Assert.Equal(1, _fixture.Store.Count("rejected_record", "message LIKE '%the year is locked.'"));
    }

    [StoreFact]
    public async Task A_record_that_the_acknowledgement_does_not_speak_of_is_held()
    {
        _fixture.Document("order", "order/1");
        _fixture.Document("order", "order/2");
        await Load();
        _files.Acknowledge(("order/1", "5001", null));
        var counts = (await Load()).Counts;
        Assert.Equal((1, 1), (counts.Done, counts.Held));
    }

    [StoreFact]
    public async Task Content_that_changed_while_its_file_was_out_goes_into_the_next_file_as_an_update()
    {
        _fixture.Document("order", "order/1", "{\"v\":1}");
        await Load();
        _fixture.Document("order", "order/1", "{\"v\":2}");
        _files.Acknowledge(("order/1", "5001", null));
        await Load();
        Assert.Equal("update", _files.Written.Values.Last().Records.Single().Action);
        Assert.Equal("sent", _fixture.State("order", "order/1"));
    }

    private void Retry()
    {
        var number = _fixture.Store.Database.Read(session => Quarantine.Open(session))[0].QuarantineId;
        Assert.True(_fixture.Store.Database.Write("test", null, session => Quarantine.Decide(session, number, "retry", "me", null, _fixture.Store.World.UtcNow)));
    }
}

using Sharespine.Etl.Engine;
using Sharespine.Etl.Load;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Load;

public sealed class RecordLoaderTests : IDisposable
{
    private readonly LoadFixture _fixture = new();
    private readonly StatefulTarget _target = new();

    public void Dispose() => _fixture.Dispose();

    private Task<StageResult> Load() => _fixture.LoadAsync(new RecordLoader("a→b", "b", [new("order-status", _target)]).RunAsync);

    [StoreFact]
    public async Task A_document_is_sent_once_and_never_again()
    {
        _fixture.Document("order-status", "order/1");
        Assert.Equal(1, (await Load()).Counts.Done);
        Assert.Equal(0, (await Load()).Counts.In);
        Assert.Equal(["find order/1", "send order/1"], _target.Calls);
        Assert.Equal("loaded", _fixture.State("order-status", "order/1"));
    }

    [StoreFact]
    public async Task A_lost_answer_is_asked_about_and_nothing_is_sent_twice()
    {
        _target.Script.Enqueue("lost");
        _fixture.Document("order-status", "order/1");
        Assert.Equal(1, (await Load()).Counts.Done);
        Assert.Equal(["find order/1", "send order/1", "find order/1"], _target.Calls);
    }

    [StoreFact]
    public async Task A_call_that_never_arrived_and_gave_no_answer_is_held_and_sent_after_asking_in_the_next_run()
    {
        _target.Script.Enqueue("lost-before");
        _fixture.Document("order-status", "order/1");
        Assert.Equal(1, (await Load()).Counts.Held);
        Assert.Equal(1, _fixture.Store.Count("held_record"));

        Assert.Equal(1, (await Load()).Counts.Done);
        Assert.Equal(["find order/1", "send order/1", "find order/1", "find order/1", "send order/1"], _target.Calls);
        Assert.Equal(0, _fixture.Store.Count("held_record"));
    }

    [StoreFact]
    public async Task What_a_person_writes_off_while_a_run_is_at_it_is_not_sent()
    {
        _target.Script.Enqueue("not-done");
        _fixture.Document("order-status", "order/1");
        Assert.Equal(1, (await Load()).Counts.Held);
        var entry = _fixture.Store.Database.Read(session => Quarantine.Open(session)).Single();
        _target.WhenAsked = () => _fixture.Store.Database.Write("decision", null, session => Quarantine.Decide(session, entry.QuarantineId, "ignore", "anna", null, _fixture.Store.World.UtcNow));
        _target.Calls.Clear();

        Assert.Equal(default, (await Load()).Counts);

        Assert.Equal(["find order/1"], _target.Calls);
        Assert.Equal("ignored", _fixture.State("order-status", "order/1"));
        Assert.Equal(1, _fixture.Store.Count("outbox", "state = 'withdrawn'"));
    }

    [StoreFact]
    public async Task What_the_other_side_has_already_is_not_sent()
    {
        _fixture.Document("order-status", "order/1");
        await Load();
        _fixture.Store.Database.Write("test", null, session =>
        {
            session.Execute("UPDATE outbox SET state = 'sending'");
            session.Execute("UPDATE document SET load_state = 'sent'");
        });
        _target.Calls.Clear();
        Assert.Equal(1, (await Load()).Counts.Unchanged);
        Assert.Equal(["find order/1"], _target.Calls);
    }

    [StoreFact]
    public async Task A_refused_document_is_rejected_with_its_reason_and_the_others_go_on()
    {
        _target.Script.Enqueue("refused");
        _fixture.Document("order-status", "order/1");
        _fixture.Document("order-status", "order/2");
        var counts = (await Load()).Counts;
        Assert.Equal((1, 1), (counts.Rejected, counts.Done));
        Assert.Equal(1, _fixture.Store.Count("rejected_record", "record_key = 'order-status/order/1' AND message = 'it breaks a rule.'"));

        Assert.Equal(0, (await Load()).Counts.In);
    }

    [StoreFact]
    public async Task A_rejected_document_is_sent_again_when_a_person_asks_for_it()
    {
        _target.Script.Enqueue("refused");
        _fixture.Document("order-status", "order/1");
        await Load();
        var number = _fixture.Store.Database.Read(session => Quarantine.Open(session))[0].QuarantineId;
        Assert.True(_fixture.Store.Database.Write("test", null, session => Quarantine.Decide(session, number, "retry", "me", "mended", _fixture.Store.World.UtcNow)));

        Assert.Equal(1, (await Load()).Counts.Done);
        Assert.Equal(0, _fixture.Store.Count("rejected_record"));
        Assert.Equal(1, _fixture.Store.Count("audit", "what = 'rejected retry'"));
    }

    [StoreFact]
    public async Task An_ignored_document_is_never_sent_again()
    {
        _target.Script.Enqueue("lost-before");
        _fixture.Document("order-status", "order/1");
        await Load();
        var number = _fixture.Store.Database.Read(session => Quarantine.Open(session))[0].QuarantineId;
        _fixture.Store.Database.Write("test", null, session => Quarantine.Decide(session, number, "ignore", "me", "done by hand", _fixture.Store.World.UtcNow));
        _target.Calls.Clear();
        Assert.Equal(0, (await Load()).Counts.In);
        Assert.Empty(_target.Calls);
    }

    [StoreFact]
    public async Task An_unknown_answer_from_a_side_that_cannot_be_asked_is_held_for_a_person()
    {
        _target.Script.Enqueue("lost-before");
        _fixture.Document("order-status", "order/1");
        await Load();
        _target.CannotAsk = true;
        _target.Calls.Clear();
        Assert.Equal(1, (await Load()).Counts.Held);
        Assert.Equal(["find order/1"], _target.Calls);
    }

    [StoreFact]
    public async Task Newer_content_overtakes_content_that_was_never_sent()
    {
        _target.Script.Enqueue("not-done");
        _fixture.Document("order-status", "order/1", "{\"v\":1}");
        await Load();
        _fixture.Document("order-status", "order/1", "{\"v\":2}");
        Assert.Equal(1, (await Load()).Counts.Done);
        Assert.Equal(1, _fixture.Store.Count("outbox", "state = 'withdrawn'"));
        Assert.Equal(["find order/1", "send order/1", "find order/1", "send order/1"], _target.Calls);
    }
}

using System.Globalization;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Load;

public sealed class BatchLoadTests : IDisposable
{
    private readonly LoadFixture _fixture = new();
    private readonly BatchTarget _shop = new(10);

    public void Dispose() => _fixture.Dispose();

    [StoreFact]
    public async Task Documents_go_as_many_at_a_time_as_the_target_takes_and_each_has_its_own_outcome()
    {
        Shop(25, stock: 1);
        Want(25, stock: 2);
        _shop.Stock["A003"] = 2;
        _shop.Stock.Remove("A004");
        _shop.Refuses.Add("A005");

        var counts = (await Load()).Counts;

        Assert.Equal(new(25, Done: 22, Unchanged: 1, Rejected: 1, Held: 1), counts);
        Assert.Equal(["find 10", "send 8", "find 10", "send 10", "find 5", "send 5"], _shop.Calls);
        Assert.Equal(1, _fixture.Store.Count("held_record", "waits_for = 'article A004'"));
        Assert.Equal("rejected", _fixture.State("stock", "stock/A005"));
    }

    [StoreFact]
    public async Task What_waits_for_an_article_is_asked_for_every_night_and_goes_when_the_article_is_there()
    {
        Want(1, stock: 7);
        Assert.Equal(1, (await Load()).Counts.Held);
        Assert.Equal(1, (await Load()).Counts.Held);
        _shop.Stock["A000"] = 0;
        Assert.Equal(1, (await Load()).Counts.Done);
        Assert.Equal(7, _shop.Stock["A000"]);
        Assert.Equal(0, _fixture.Store.Count("held_record"));
    }

    [StoreFact]
    public async Task After_a_lost_answer_the_whole_batch_is_asked_about_and_not_sent_again()
    {
        Shop(3, stock: 1);
        Want(3, stock: 2);
        _shop.LosesAnswer = true;

        Assert.Equal(3, (await Load()).Counts.Done);

        Assert.Equal(["find 3", "send 3", "find 3"], _shop.Calls);
    }

    [StoreFact]
    public async Task A_load_that_would_empty_the_shop_stops_before_its_first_call_and_goes_with_the_plan_s_hash_only()
    {
        Shop(20, stock: 5);
        Want(20, stock: 0);
        var guard = new GuardSettings { ZeroedStock = 100, Percent = 30 };

        var stopped = await Job(guard);

        Assert.Equal("LOD007", stopped.ReasonCode);
        Assert.Contains("20 of 20 stock levels would go to zero. First: stock/A000: stock to zero;", stopped.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(_shop.Calls, call => call.StartsWith("send", StringComparison.Ordinal));
        Assert.All(_shop.Stock.Values, stock => Assert.Equal(5, stock));
        Assert.Equal(20, _fixture.Store.Count("outbox", "answer = 'stock to zero'"));

        Assert.Equal("LOD007", (await Job(guard, "000000000000")).ReasonCode);
        var hash = stopped.Reason![(stopped.Reason!.IndexOf("--approve ", StringComparison.Ordinal) + 10)..][..12];
        var approved = await Job(guard, hash);
        Assert.Equal(JobState.Done, approved.State);
        Assert.Equal(20, approved.Stages[0].Counts.Done);
        Assert.All(_shop.Stock.Values, stock => Assert.Equal(0, stock));
    }

    [StoreFact]
    public async Task A_few_articles_that_run_out_stop_nothing()
    {
        Shop(20, stock: 5);
        Want(20, stock: 4);
        Want(9, stock: 0);
        Assert.Equal(20, (await Job(new() { ZeroedStock = 100, Percent = 1 })).Stages[0].Counts.Done);
    }

    [StoreFact]
    public async Task So_many_refusals_in_a_row_with_one_cause_stop_the_job_and_the_others_are_not_tried()
    {
        Shop(40, stock: 1);
        Want(40, stock: 2);
        _shop.Refuses.UnionWith(_shop.Stock.Keys);

        var job = await Job(null);

        Assert.Equal("RUN007", job.ReasonCode);
        Assert.Equal(3, _shop.Calls.Count(call => call.StartsWith("send", StringComparison.Ordinal)));
    }

    [StoreFact]
    public async Task A_field_that_a_policy_keeps_is_not_sent_and_a_document_of_such_fields_alone_is_unchanged()
    {
        Shop(1, stock: 3);
        Want(1, stock: 9);
        var policies = new WritePolicies(new Dictionary<string, WritePolicy> { ["quantity"] = WritePolicy.CreateOnly });
        var result = await _fixture.LoadAsync(new RecordLoader("a→b", "b", [new("stock", _shop, null, policies)]).RunAsync);
        Assert.Equal(1, result.Counts.Unchanged);
        Assert.Equal(3, _shop.Stock["A000"]);
    }

    private void Shop(int count, int stock)
    {
        for (var number = 0; number < count; number++)
        {
            _shop.Stock[Sku(number)] = stock;
        }
    }

    private void Want(int count, int stock)
    {
        for (var number = 0; number < count; number++)
        {
            _fixture.Document("stock", $"stock/{Sku(number)}", BatchTarget.Payload(Sku(number), stock));
        }
    }

    private static string Sku(int number) => string.Create(CultureInfo.InvariantCulture, $"A{number:000}");

    private Task<StageResult> Load() => _fixture.LoadAsync(new RecordLoader("a→b", "b", [new("stock", _shop)]).RunAsync);

    private Task<JobResult> Job(GuardSettings? guard, params string[] approved) =>
        _fixture.JobAsync(new RecordLoader("a→b", "b", [new("stock", _shop, guard)]).RunAsync, approved);
}

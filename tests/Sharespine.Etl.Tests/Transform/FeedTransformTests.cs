using System.Text;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Tests.Support;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Tests.Transform;

/// <summary>Stock of an ERP on its way into a shop, from staged records to documents.</summary>
public sealed class FeedTransformTests : IDisposable
{
    private const string Source = "erp/stock@shop";
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [StoreFact]
    public async Task A_level_becomes_a_document_under_its_article_and_place_and_the_same_level_again_changes_nothing()
    {
        Say("1", """{"sku":"A1","location":"Malmö","available":3}""");
        Assert.Equal(new(1, Done: 1, DocumentsOut: 1), (await Transform()).Counts);
        Assert.Equal("stock/A1@Malmö", Keys().Single());

        Say("1", """{"sku":"A1","location":"Malmö","available":3.0}""");
        Assert.Equal(1, (await Transform()).Counts.Done);
        Say("1", """{"available":3.0,"sku":"A1","location":"Malmö"}""");
        Assert.Equal(1, (await Transform()).Counts.In);
        Assert.Single(Keys());
    }

    [StoreFact]
    public async Task An_older_level_that_arrives_late_does_not_replace_a_younger_one()
    {
        Say("1", """{"sku":"A1","available":3,"asOf":"2026-11-03T06:00:00Z"}""");
        await Transform();
        Say("1", """{"sku":"A1","available":9,"asOf":"2026-11-03T05:00:00Z"}""");
        Assert.Equal(1, (await Transform()).Counts.Unchanged);
        Assert.Contains("\"available\":3", Payload("stock/A1"), StringComparison.Ordinal);

        Say("1", """{"sku":"A1","available":2,"asOf":"2026-11-03T07:00:00Z"}""");
        Assert.Equal(1, (await Transform()).Counts.Done);
        Assert.Contains("\"available\":2", Payload("stock/A1"), StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Two_records_with_one_article_number_do_not_take_turns()
    {
        Say("1", """{"sku":"A1","available":3}""");
        Say("2", """{"sku":"A1","available":8}""");

        Assert.Equal(new(2, Done: 1, Rejected: 1, DocumentsOut: 1), (await Transform()).Counts);
        Assert.Equal(1, _store.Count("rejected_record", "code = 'TRN009' AND message = 'stock/A1 comes from record 1 already.'"));
        Assert.Contains("\"available\":3", Payload("stock/A1"), StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task A_record_made_anew_takes_over_once_the_source_has_said_that_the_old_one_is_gone()
    {
        Say("1", """{"sku":"A1","available":3}""");
        Say("2", """{"sku":"A1","available":8}""");
        await Transform();
        _store.Database.Write("test", null, session => SourceStore.Forget(session, Source, "1"));
        Say("2", """{"sku":"A1","available":7}""");

        Assert.Equal(1, (await Transform()).Counts.Done);
        Assert.Contains("\"available\":7", Payload("stock/A1"), StringComparison.Ordinal);
        Assert.Equal(0, _store.Count("rejected_record"));
    }

    [StoreFact]
    public async Task A_record_that_is_not_the_model_s_is_rejected_with_the_field()
    {
        Say("1", """{"sku":"A1","available":"many"}""");
        Assert.Equal(1, (await Transform()).Counts.Rejected);
        Assert.Equal(1, _store.Count("rejected_record", "code = 'TRN007' AND message LIKE '%available%'"));
    }

    private void Say(string key, string payload) => _store.Database.Write("test", null, session => SourceStore.TakeIn(session, Source, "batch",
        [new(key, payload, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(payload))), "stock.csv")], "r", _store.World.UtcNow, _store.World.UtcNow + TimeSpan.FromDays(1)));

    private async Task<StageResult> Transform()
    {
        static MappingResult Same(ReadOnlyMemory<byte> source) => new MappingResult.Document(source);

        var transformer = new Transformer(Source, "erp→shop", new FeedMaker("stock", Same, Same), new() { ChangedAfterSent = ChangedAfterSent.Update });
        var result = await _store.RunAsync(new TestJob("erp→shop/stock", [], new Stage("transform", transformer.RunAsync)));
        Assert.True(result.Jobs[0].State == JobState.Done, result.Jobs[0].Reason);
        return result.Jobs[0].Stages[0];
    }

    private IReadOnlyList<string> Keys() => _store.Database.Read(session => session.Query<string>("SELECT document_key FROM document ORDER BY document_key"));

    private string Payload(string key) => _store.Database.Read(session => DocumentStore.Find(session, "erp→shop", "stock", key)!.Payload);
}

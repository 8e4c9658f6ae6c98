using System.Text;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

public sealed class RecordedShopTests : IDisposable
{
    private static readonly WooCommerceSettings Settings = new()
    {
        Url = "https://shop.example",
        ConsumerKey = "ck_demo",
        ConsumerSecret = "cs_demo",
        PageSize = 2,
    };

    private readonly World _world = new(new FixedClock("2026-11-02T02:00:00Z"), 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("recorded-shop-").FullName;

    public RecordedShopTests()
    {
        Directory.CreateDirectory(Recordings);
        Write("orders-1.json", Order(1, "processing", "2026-10-30T10:00:00"), Order(2, "checkout-draft", "2026-10-31T10:00:00"), Order(3, "completed", "2026-11-01T10:00:00"));
        Write("orders-2.json", Order(5, "processing", "2026-11-01T11:00:00", """[{"id":50,"total":"-10.00"}]"""), Order(1, "on-hold", "2026-11-01T12:00:00"));
        Write("refunds-5.json", """{"id":50,"amount":"10.00","line_items":[]}""");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Recorded_orders_are_walked_like_a_shops_and_the_later_recording_counts()
    {
        using var client = Client();

        var pages = await client.PagesAsync();

        Assert.Equal(["1 on-hold", "2 checkout-draft", "3 completed", "5 processing"],
            pages.SelectMany(p => p.Records).Select(r => $"{r.Key} {r.Json().GetProperty("status").GetString()}"));
        Assert.All(pages, p => Assert.Equal(_world.UtcNow, p.ServerTime));
        Assert.Equal("""[{"id":50,"amount":"10.00","line_items":[]}]""", pages[^1].Records[^1].Json().GetProperty("refund_details").GetRawText());
    }

    [Fact]
    public async Task Limits_and_statuses_are_honoured()
    {
        using var client = Client(Settings with { Statuses = ["processing", "completed"] });

        Assert.Equal([3, 5], await client.IdsAsync(new DateTimeOffset(2026, 11, 1, 10, 0, 0, TimeSpan.Zero)));
        Assert.Equal([5], await client.IdsAsync(new DateTimeOffset(2026, 11, 1, 10, 0, 1, TimeSpan.Zero).AddSeconds(1)));
    }

    [Fact]
    public async Task Amounts_come_as_they_were_recorded()
    {
        using var client = Client();

        Assert.Contains("\"price\":29.017857000000003", (await client.PagesAsync())[0].Records[0].Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probing_finds_nothing_wrong()
    {
        using var client = Client();

        Assert.Empty(await client.ProbeAsync(willWrite: true, default));
    }

    [Fact]
    public async Task A_write_is_kept_over_the_process_and_the_recordings_stay()
    {
        var before = File.ReadAllText(Path.Combine(Recordings, "orders-1.json"));
        var document = new OutboxDocument("order-status", "order/3", null,
            Encoding.UTF8.GetBytes("""{"id":5,"status":"completed","meta_data":[{"key":"_erp_order_number","value":"10025"}]}"""), "");
        using (var first = Client())
        {
            Assert.Equal(new TargetAnswer.Done("5"), await new WooCommerceStatusTarget(first).SendAsync(document, default));
        }

        using var second = Client();
        Assert.Equal(new TargetState.AsWanted("5"), await new WooCommerceStatusTarget(second).FindAsync(document, default));
        Assert.Equal([5], await second.IdsAsync(_world.UtcNow));
        Assert.Equal(before, File.ReadAllText(Path.Combine(Recordings, "orders-1.json")));
        Assert.Equal(["woocommerce-state.json"], Directory.GetFiles(Path.Combine(_folder, "work")).Select(Path.GetFileName));
    }

    [Fact]
    public void What_a_killed_process_left_half_written_is_taken_away()
    {
        var work = Directory.CreateDirectory(Path.Combine(_folder, "work")).FullName;
        File.WriteAllText(Path.Combine(work, "woocommerce-state.json.tmp"), "{\"1\":{\"sta");

        using var client = Client();

        Assert.Empty(Directory.GetFiles(work));
    }

    [Fact]
    public async Task The_same_meta_key_is_changed_in_place()
    {
        using var client = Client();
        foreach (var number in new[] { "1", "2" })
        {
            await client.PutOrderAsync("3", Encoding.UTF8.GetBytes($$"""{"meta_data":[{"key":"k","value":"{{number}}"}]}"""), default);
        }

        var order = JsonNode.Parse((await client.FindOrderAsync("3", default))!.Body.Span)!;
        Assert.Equal("""[{"key":"k","value":"2"}]""", order["meta_data"]!.ToJsonString());
    }

    [Fact]
    public async Task An_unknown_order_is_unknown_here_too()
    {
        using var client = Client();

        Assert.Null(await new WooCommerceSource(client).FetchAsync("order", "77", default));
        Assert.True((await client.PutOrderAsync("77", "{}"u8.ToArray(), default)) is Etl.Connectors.Transport.HttpOutcome.Refused { Answer.Status: 400 });
    }

    [Fact]
    public void A_folder_without_recordings_is_named()
    {
        var empty = Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName;

        var error = Assert.Throws<EtlException>(() => new RecordedShop(empty, Path.Combine(_folder, "work"), _world));

        Assert.Equal($"{empty}: WOO024 There is no orders*.json here.", error.Message);
    }

    [Theory]
    [InlineData("{", "WOO024 It is not JSON.")]
    [InlineData("{}", "WOO024 It is not a list.")]
    [InlineData("""[{"id":1},{"number":"2"}]""", "WOO024 Entry 2 has no id.")]
    public void A_recording_that_is_no_list_of_orders_is_named(string content, string expected)
    {
        File.WriteAllText(Path.Combine(Recordings, "orders-3.json"), content);

        var error = Assert.Throws<EtlException>(() => new RecordedShop(Recordings, Path.Combine(_folder, "work"), _world));

        Assert.EndsWith(expected, error.Message, StringComparison.Ordinal);
    }

    [RecordedShopFact]
    public async Task The_recorded_orders_of_a_running_shop_are_replayed_whole()
    {
        using var client = new WooCommerceClient(Settings with { PageSize = 20 }, _world, null,
            new RecordedShop(RecordedShopFactAttribute.Folder!, Path.Combine(_folder, "work"), _world));

        Assert.Equal(71, (await client.IdsAsync()).Count);
    }

    private string Recordings => Path.Combine(_folder, "recordings");

    private static string Order(long id, string status, string modified, string refunds = "[]") =>
        $$"""{"id":{{id}},"status":"{{status}}","price":29.017857000000003,"date_created_gmt":"2026-10-30T10:00:00","date_modified_gmt":"{{modified}}","meta_data":[],"refunds":{{refunds}}}""";

    private void Write(string name, params string[] rows) => File.WriteAllText(Path.Combine(Recordings, name), $"[{string.Join(',', rows)}]");

    private WooCommerceClient Client(WooCommerceSettings? settings = null) =>
        new(settings ?? Settings, _world, null, new RecordedShop(Recordings, Path.Combine(_folder, "work"), _world));
}

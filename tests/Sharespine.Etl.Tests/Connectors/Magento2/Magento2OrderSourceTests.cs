using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.Magento2;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Tests.Connectors.WooCommerce;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

public sealed class Magento2OrderSourceTests : IAsyncLifetime
{
    private readonly FixedClock _clock = new("2026-11-21T02:00:00Z");
    private FakeMagento _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeMagento.StartAsync(_clock);

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public async Task All_orders_come_once_whatever_the_page_size(int pageSize)
    {
        Fill(5);

        Assert.Equal(["1", "2", "3", "4", "5"], await Client(pageSize).KeysAsync());

        // Page two is never asked for, so it does not matter what the shop answers behind its last page.
        Assert.All(_shop.Calls.Where(c => c.Path == "orders"), call => Assert.Contains(("searchCriteria[currentPage]", "1"), call.Pairs));
    }

    [Fact]
    public async Task Rows_are_asked_for_by_rising_id_since_the_shop_sorts_falling_by_itself()
    {
        Fill(3);

        await Client(2).KeysAsync();

        var query = _shop.Calls.First(c => c.Path == "orders").Pairs.ToDictionary(p => p.Name, p => p.Value);
        Assert.Equal(("entity_id", "ASC"), (query["searchCriteria[sortOrders][0][field]"], query["searchCriteria[sortOrders][0][direction]"]));
    }

    [Fact]
    public async Task An_order_deleted_or_added_between_pages_hides_no_other()
    {
        Fill(6);
        _shop.BeforeEach = call =>
        {
            if (call.Path == "orders" && call.Pairs.Any(p => p == ("searchCriteria[filterGroups][0][filters][0][value]", "2")))
            {
                _shop.Sales.Orders.RemoveAll(o => o["entity_id"]!.GetValue<long>() == 1);
                if (_shop.Sales.Orders.TrueForAll(o => o["entity_id"]!.GetValue<long>() != 7))
                {
                    _shop.Sales.Add(7);
                }
            }
        };

        Assert.Equal(["1", "2", "3", "4", "5", "6", "7"], await Client(2).KeysAsync());
    }

    [Fact]
    public async Task A_walk_resumes_behind_its_last_page()
    {
        Fill(5);
        var pages = await Client(2).PagesAsync();

        Assert.Equal("orders@2", pages[0].ResumeAt);
        Assert.Equal(["3", "4", "5"], await Client(2).KeysAsync(resumeAt: pages[0].ResumeAt));
    }

    [Theory]
    [InlineData("orders@x")]
    [InlineData("7")]
    [InlineData("else@7")]
    public async Task A_position_that_is_not_ours_is_refused(string position) =>
        Assert.Equal(Magento2Errors.BadResume, (await Assert.ThrowsAsync<EtlException>(() => Client(2).KeysAsync(resumeAt: position))).Code);

    [Fact]
    public async Task The_limit_is_UTC_text_without_zone_and_includes_the_second_itself()
    {
        _shop.Sales.Add(1)["updated_at"] = "2026-11-20 21:59:59";
        _shop.Sales.Add(2)["updated_at"] = "2026-11-20 22:00:00";

        Assert.Equal(["2"], await Client(100).KeysAsync(changedAfter: At("2026-11-21T00:00:00+02:00")));
        Assert.Contains(_shop.Calls, call => call.Pairs.Any(p => p.Value == "2026-11-20 22:00:00"));
    }

    [Fact]
    public async Task A_walk_without_orders_still_tells_the_servers_time()
    {
        var page = Assert.Single(await Client(100).PagesAsync());

        Assert.Empty(page.Records);
        Assert.Equal(_clock.GetUtcNow(), page.ServerTime);
    }

    [Fact]
    public async Task An_order_whose_credit_memo_appeared_is_read_again_though_it_did_not_change_itself()
    {
        Fill(3);
        _clock.Advance(TimeSpan.FromHours(1));
        var since = _clock.GetUtcNow();
        _shop.Sales.Refund(2, 25);

        var record = Assert.Single(await Client(100).RecordsAsync(changedAfter: since));

        Assert.Equal("2", record.Key);
        Assert.Equal(25, record.Json().GetProperty("creditmemo_details")[0].GetProperty("grand_total").GetDecimal());
    }

    [Fact]
    public async Task The_walk_of_credit_memos_resumes_too()
    {
        Fill(3);
        _clock.Advance(TimeSpan.FromHours(1));
        var since = _clock.GetUtcNow();
        _shop.Sales.Refund(1, 10);
        _shop.Sales.Refund(3, 10);
        var pages = await Client(1).PagesAsync(changedAfter: since);
        var first = pages.First(p => p.ResumeAt.StartsWith("creditmemos@", StringComparison.Ordinal));

        Assert.Equal(["3"], await Client(1).KeysAsync(changedAfter: since, resumeAt: first.ResumeAt));
    }

    [Fact]
    public async Task Invoices_shipments_and_several_credit_memos_stand_beside_their_own_order()
    {
        Fill(2);
        _shop.Sales.Refund(1, 10);
        _shop.Sales.Refund(1, 20);
        _shop.Sales.Refund(2, 30);

        var records = await Client(100).RecordsAsync();

        Assert.Equal(["10 20", "30"], records.Select(r => string.Join(' ', r.Json().GetProperty("creditmemo_details").EnumerateArray().Select(m => m.GetProperty("grand_total").GetRawText()))));
        Assert.All(records, r => Assert.Equal(("default", "base", true), (Details(r, "store_view"), Details(r, "website"), r.Json().GetProperty("store_details").GetProperty("prices_include_tax").GetBoolean())));
        Assert.All(records, r => Assert.Equal((0, 0), (r.Json().GetProperty("invoice_details").GetArrayLength(), r.Json().GetProperty("shipment_details").GetArrayLength())));
    }

    [Fact]
    public async Task Only_orders_of_the_wanted_website_or_store_views_come()
    {
        _shop.Sales.Add(1, store: 1);
        _shop.Sales.Add(2, store: 2);

        Assert.Equal(["2"], await _shop.Client(_shop.Settings with { Websites = ["finland"] }).KeysAsync());
        Assert.Equal(["1"], await _shop.Client(_shop.Settings with { Stores = ["default"] }).KeysAsync());
        Assert.Null(await new Magento2Source(_shop.Client(_shop.Settings with { Stores = ["default"] })).FetchAsync("order", "2", default));
    }

    [Fact]
    public async Task An_unknown_website_is_named_with_those_that_there_are()
    {
        var thrown = await Assert.ThrowsAsync<EtlException>(() => _shop.Client(_shop.Settings with { Websites = ["norge"] }).KeysAsync());

        Assert.Equal(Magento2Errors.UnknownStore, thrown.Code);
        Assert.Contains("base", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_order_is_fetched_with_its_details_and_an_unknown_one_is_nothing()
    {
        _shop.Sales.Add(42);
        var source = new Magento2Source(Client(100));

        Assert.Equal("42", (await source.FetchAsync("order", "42", default))!.Key);
        Assert.Null(await source.FetchAsync("order", "43", default));
    }

    [Fact]
    public async Task The_sweep_lists_ids_and_days_of_all_orders_since_a_day()
    {
        _shop.Sales.Add(1)["created_at"] = "2026-11-18 23:59:59";
        _shop.Sales.Add(2)["created_at"] = "2026-11-19 00:00:00";

        Assert.Equal(["2"], await Client(100).SweepAsync("order", At("2026-11-19T00:00:00Z")));
    }

    [Fact]
    public async Task A_listing_that_ignores_the_filter_stops_the_job()
    {
        Fill(3);
        _shop.Faults.Add(new FakeFault
        {
            Path = "orders",
            Change = reply => reply with { Body = JsonSerializer.SerializeToUtf8Bytes(JsonNode.Parse("""{"items":[{"entity_id":3},{"entity_id":1}],"total_count":2}""")) },
        });

        Assert.Equal(Magento2Errors.FilterIgnored, (await Assert.ThrowsAsync<EtlException>(() => Client(2).KeysAsync())).Code);
    }

    [Fact]
    public async Task Rows_that_are_counted_but_not_shown_stop_the_job()
    {
        _shop.Faults.Add(new FakeFault { Path = "orders", Instead = FakeReply.Ok(JsonNode.Parse("""{"items":[],"total_count":2}""")) });

        Assert.Equal(Magento2Errors.BadPage, (await Assert.ThrowsAsync<EtlException>(() => Client(2).KeysAsync())).Code);
    }

    [Fact]
    public async Task An_answer_without_a_date_stops_the_job()
    {
        _shop.SendsDate = false;

        Assert.Equal(Magento2Errors.NoDate, (await Assert.ThrowsAsync<EtlException>(() => Client(2).KeysAsync())).Code);
    }

    [Fact]
    public async Task Reads_go_on_after_throttling_failures_and_answers_cut_short()
    {
        Fill(3);
        _shop.Faults.AddRange([FakeFault.TooMany, FakeFault.ServerError, FakeFault.CutOff with { Path = "orders" }, FakeFault.LostBefore("GET", "invoices")]);

        Assert.Equal(["1", "2", "3"], await Client(2).KeysAsync());
    }

    [Fact]
    public async Task A_web_page_instead_of_JSON_is_named_when_it_stays()
    {
        _shop.Faults.AddRange(Enumerable.Repeat(FakeFault.Html, 10));

        Assert.Equal(TransportErrors.HtmlInsteadOfJson, (await Assert.ThrowsAsync<EtlException>(() => Client(2).KeysAsync())).Code);
    }

    [Fact]
    public async Task Personal_numbers_are_dropped_and_counted_and_the_rest_stays()
    {
        var order = _shop.Sales.Add(1);
        order["customer_taxvat"] = "811218-9876";
        order["billing_address"]!["vat_id"] = "SE556677889901";
        order["billing_address"]!["telephone"] = "8112189876";
        order["payment"]!["additional_information"] = new JsonArray("Faktura", "198112189876");

        var client = Client(100);
        var json = (await client.RecordsAsync())[0].Json();

        Assert.Equal(JsonValueKind.Null, json.GetProperty("customer_taxvat").ValueKind);
        Assert.Equal("SE556677889901", json.GetProperty("billing_address").GetProperty("vat_id").GetString());
        Assert.Equal("8112189876", json.GetProperty("billing_address").GetProperty("telephone").GetString());
        Assert.Equal("""["Faktura",null]""", json.GetProperty("payment").GetProperty("additional_information").GetRawText());
        Assert.Equal(2, client.Notes.All.Where(n => n.First.Code == Magento2Errors.PersonalNumberDropped).Sum(n => n.Count));

        var kept = await _shop.Client(_shop.Settings with { AllowPersonalNumbers = true }).RecordsAsync();
        Assert.Equal("811218-9876", kept[0].Json().GetProperty("customer_taxvat").GetString());
    }

    [Fact]
    public async Task An_entity_that_is_not_read_is_named_with_those_that_are()
    {
        var thrown = await Assert.ThrowsAsync<EtlException>(() => Client(100).KeysAsync("customer"));

        Assert.Equal(Magento2Errors.UnknownEntity, thrown.Code);
    }

    private Magento2Client Client(int pageSize) => _shop.Client(_shop.Settings with { PageSize = pageSize });

    private void Fill(int count)
    {
        for (var id = 1; id <= count; id++)
        {
            _shop.Sales.Add(id);
        }
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string? Details(Etl.Extract.RawRecord record, string name) => record.Json().GetProperty("store_details").GetProperty(name).GetString();
}

using System.Globalization;
using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

public sealed class Magento1OrderSourceTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Yesterday = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private FakeOpenMage _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeOpenMage.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task A_payload_has_the_order_its_row_of_the_list_its_invoices_credit_memos_and_store()
    {
        var order = _shop.Shop.Add(7);
        order["total_refunded"] = "10.0000";
        _shop.Shop.ListOnly["7"] = new() { ["shipping_tax_amount"] = "9.8000" };
        _shop.Shop.Invoices.Add(new() { ["increment_id"] = "1", ["order_id"] = "7", ["state"] = "2", ["created_at"] = "2026-11-20 11:00:00" });
        _shop.Shop.Invoices.Add(new() { ["increment_id"] = "2", ["order_id"] = "8", ["state"] = "2" });
        _shop.Shop.CreditMemos.Add(new() { ["increment_id"] = "3", ["order_id"] = "7", ["items"] = new List<Row> { new() { ["sku"] = "TS-M" } } });
        using var client = _shop.Client();

        var record = Assert.Single(await client.RecordsAsync("order", Yesterday));

        var json = record.Json();
        Assert.Equal("7", record.Key);
        Assert.Equal("9.8000", json.GetProperty("list_row").GetProperty("shipping_tax_amount").GetString());
        Assert.Equal("1", Assert.Single(json.GetProperty("invoices").EnumerateArray()).GetProperty("increment_id").GetString());
        Assert.Equal("TS-M", json.GetProperty("creditmemos")[0].GetProperty("items")[0].GetProperty("sku").GetString());
        Assert.Equal("se", json.GetProperty("store").GetProperty("code").GetString());
        Assert.False(json.GetProperty("items")[1].TryGetProperty("tax_amount", out _));
    }

    [Fact]
    public async Task Orders_come_by_spans_of_time_and_within_them_by_id_in_pages()
    {
        for (var id = 1; id <= 25; id++)
        {
            _shop.Shop.Add(26 - id, updated: $"2026-11-{10 + (id / 3)} 10:00:00");
        }

        using var client = _shop.Client(_shop.Settings with { PageSize = 4 });

        var pages = await client.PagesAsync("order", new DateTimeOffset(2026, 11, 9, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(25, pages.SelectMany(page => page.Records).Select(record => record.Key).Distinct().Count());
        Assert.All(pages, page => Assert.True(page.Records.Count <= 4));
        Assert.All(pages, page => Assert.Equal(page.Records.Select(record => long.Parse(record.Key, CultureInfo.InvariantCulture)).Order(), page.Records.Select(record => long.Parse(record.Key, CultureInfo.InvariantCulture))));
        Assert.Equal(_shop.Clock.GetUtcNow(), pages[0].ServerTime);
    }

    [Fact]
    public async Task An_interrupted_walk_goes_on_behind_its_last_page()
    {
        Enumerable.Range(1, 10).ToList().ForEach(id => _shop.Shop.Add(id));
        using var client = _shop.Client(_shop.Settings with { PageSize = 3 });
        var pages = await client.PagesAsync("order", Yesterday);

        var rest = await client.RecordsAsync("order", Yesterday, pages[1].ResumeAt);

        Assert.Equal(["7", "8", "9", "10"], rest.Select(record => record.Key));
    }

    [Fact]
    public async Task An_order_that_changes_while_the_walk_is_under_way_comes_as_it_is_then()
    {
        _shop.Shop.Add(1, updated: "2026-11-10 10:00:00");
        _shop.Shop.Add(2, updated: "2026-11-20 10:00:00");
        using var client = _shop.Client();
        var changed = false;
        _shop.BeforeEach = call =>
        {
            if (call.Operation == "salesOrderInfo" && !changed)
            {
                changed = true;
                _shop.Shop.Order(1)["status"] = "complete";
                _shop.Shop.Order(1)["updated_at"] = "2026-11-20 12:00:00";
            }
        };

        var records = await client.RecordsAsync("order", new DateTimeOffset(2026, 11, 9, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(["1", "2"], records.Select(record => record.Key).Distinct().Order());
        Assert.All(records.Where(record => record.Key == "1"), record => Assert.Equal(record.Json().GetProperty("updated_at").GetString(), record.Json().GetProperty("list_row").GetProperty("updated_at").GetString()));
    }

    [Fact]
    public async Task A_shop_that_keeps_one_condition_only_loses_nothing_and_is_told()
    {
        _shop.Shop.KeepsOneCondition = true;
        _shop.Shop.Add(1, updated: "2026-10-01 10:00:00");
        _shop.Shop.Add(2, updated: "2026-11-11 10:00:00");
        _shop.Shop.Add(3, updated: "2026-11-20 10:00:00");
        using var client = _shop.Client();

        var records = await client.RecordsAsync("order", new DateTimeOffset(2026, 11, 10, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(["2", "3"], records.Select(record => record.Key));
        Assert.Equal(1, _shop.Count("salesOrderList"));
        Assert.Contains(client.Notes.All, note => note.First.Code == Magento1Errors.UpperBoundIgnored);
    }

    [Fact]
    public async Task An_answer_too_large_is_asked_for_in_shorter_spans()
    {
        for (var id = 1; id <= 30; id++)
        {
            _shop.Shop.Add(id, updated: $"2026-10-{id:00} 10:00:00");
            _shop.Shop.ListOnly[id.ToString(CultureInfo.InvariantCulture)] = new() { ["customer_note"] = new string('x', 2000) };
        }

        using var client = _shop.Client(_shop.Settings with { Slice = TimeSpan.FromDays(30), Transport = _shop.Settings.Transport with { MaxAnswerBytes = 40_000 } });

        var records = await client.RecordsAsync("order", new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(30, records.Select(record => record.Key).Distinct().Count());
    }

    [Fact]
    public async Task The_first_walk_begins_before_the_first_order()
    {
        _shop.Shop.Add(1, updated: "2012-03-04 10:00:00");
        _shop.Shop.Add(2);
        using var client = _shop.Client();

        Assert.Equal(["1", "2"], (await client.RecordsAsync("order")).Select(record => record.Key));
    }

    [Fact]
    public async Task Only_the_stores_wanted_are_read()
    {
        _shop.Shop.Add(1, store: "1");
        _shop.Shop.Add(2, store: "2");
        using var client = _shop.Client(_shop.Settings with { Stores = ["fi"] });

        Assert.Equal(["2"], (await client.RecordsAsync("order", Yesterday)).Select(record => record.Key));
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_named_with_those_that_are()
    {
        using var client = _shop.Client(_shop.Settings with { Stores = ["dk"] });

        var error = await Assert.ThrowsAsync<EtlException>(() => client.RecordsAsync("order"));

        Assert.Equal((Magento1Errors.UnknownStore, "se, fi"), (error.Code, error.Issues[0].Try));
    }

    [Fact]
    public async Task Birthday_address_of_the_browser_and_personal_numbers_are_dropped()
    {
        var order = _shop.Shop.Add(7);
        order["remote_ip"] = "10.1.2.3";
        ((Row)order["billing_address"]!)["vat_id"] = "811218-9876";
        _shop.Shop.ListOnly["7"] = new() { ["customer_dob"] = "1981-12-18 00:00:00", ["customer_taxvat"] = "SE811218987601" };
        using var client = _shop.Client();

        var record = Assert.Single(await client.RecordsAsync("order", Yesterday));

        var text = System.Text.Encoding.UTF8.GetString(record.Payload.Span);
        Assert.DoesNotContain("811218", text, StringComparison.Ordinal);
        Assert.DoesNotContain("1981-12-18", text, StringComparison.Ordinal);
        Assert.DoesNotContain("10.1.2.3", text, StringComparison.Ordinal);
        Assert.Equal(2, client.Notes.All.Count(note => note.First.Code == Magento1Errors.PersonalNumberDropped));
    }

    [Fact]
    public async Task A_companys_vat_number_stays()
    {
        ((Row)_shop.Shop.Add(7)["billing_address"]!)["vat_id"] = "SE556677889901";
        using var client = _shop.Client();

        Assert.Equal("SE556677889901", Assert.Single(await client.RecordsAsync("order", Yesterday)).Json().GetProperty("billing_address").GetProperty("vat_id").GetString());
    }

    [Fact]
    public async Task The_sweep_lists_ids_and_the_days_they_were_made()
    {
        _shop.Shop.Add(1, updated: "2026-11-01 10:00:00");
        _shop.Shop.Add(2, updated: "2026-11-15 10:00:00");
        using var client = _shop.Client();

        var keys = new List<SourceKey>();
        await foreach (var key in new Magento1Source(client).ListAsync("order", new DateTimeOffset(2026, 11, 10, 0, 0, 0, TimeSpan.Zero), default))
        {
            keys.Add(key);
        }

        Assert.Equal([new SourceKey("2", new DateTimeOffset(2026, 11, 15, 10, 0, 0, TimeSpan.Zero))], keys);
    }

    [Fact]
    public async Task One_order_is_fetched_by_its_id_and_an_unknown_one_is_nothing()
    {
        _shop.Shop.Add(7);
        using var client = _shop.Client();

        Assert.Equal("7", (await new Magento1Source(client).FetchAsync("order", "7", default))!.Key);
        Assert.Null(await new Magento1Source(client).FetchAsync("order", "8", default));
    }

    [Fact]
    public async Task An_order_deleted_between_list_and_details_is_left_out()
    {
        _shop.Shop.Add(7);
        using var client = _shop.Client();
        _shop.BeforeEach = call => _shop.Shop.Orders.RemoveAll(_ => call.Operation == "salesOrderInfo");

        Assert.Empty(await client.RecordsAsync("order", Yesterday));
    }

    [Fact]
    public async Task What_is_not_read_is_refused_by_name()
    {
        using var client = _shop.Client();

        Assert.Equal(Magento1Errors.UnknownEntity, (await Assert.ThrowsAsync<EtlException>(() => client.RecordsAsync("voucher"))).Code);
        Assert.Equal(Magento1Errors.BadResume, (await Assert.ThrowsAsync<EtlException>(() => client.RecordsAsync("order", Yesterday, "282@71"))).Code);
    }
}

using System.Text.Json;
using Sharespine.Etl.Connectors.Shops.Jetshop;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;
using Sharespine.Etl.Tests.Connectors.WooCommerce;
using Sharespine.Etl.Tests.Support;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Tests.Connectors.Jetshop;

/// <summary>Orders by operations that only the site's file knows.</summary>
public sealed class JetshopOrdersTests : IAsyncLifetime
{
    private FakeJetshop _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeJetshop.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task All_pages_are_read_and_an_order_becomes_ours()
    {
        Fill(8);

        var pages = await _shop.Connection().Records!.PagesAsync("order");

        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8"], pages.Keys());
        Assert.Equal(_shop.Time.GetUtcNow(), pages[0].ServerTime);
        var order = JetshopSite.Json(Assert.IsType<MappingResult.Document>(Mapping("jetshop.order").Map(pages[0].Records[0].Payload, MappingInputs.None)).Utf8);
        Assert.Equal("100.00 SEK", order.GetProperty("total").GetString());
        Assert.Equal("2026-11-27T11:00:00Z", order.GetProperty("placedAt").GetString());
        Assert.Equal(25, order.GetProperty("lines")[0].GetProperty("vatRate").GetDecimal());
        var assembled = OrderAssembler.Assemble(order.Deserialize<Order>(TargetJson.Options)!, "shop", new(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));
        Assert.Empty(assembled.Issues);
        Assert.Contains(assembled.Documents, document => document.Key == "order/shop/1");
    }

    [Fact]
    public async Task One_row_is_a_list_as_several_are()
    {
        Fill(1);

        var record = (await _shop.Connection().Records!.PagesAsync("order"))[0].Records[0];

        Assert.Equal("A-1", JetshopSite.Json(record.Payload).GetProperty("OrderRows").GetProperty("OrderRow")[0].GetProperty("ArticleNumber").GetString());
    }

    [Fact]
    public async Task A_personal_number_is_dropped_and_told_of()
    {
        Fill(2);
        var source = _shop.Connection().Records!;

        var pages = await source.PagesAsync("order");

        Assert.DoesNotContain("19800101", System.Text.Encoding.UTF8.GetString(pages[0].Records[0].Payload.Span), StringComparison.Ordinal);
        Assert.Contains(source.Remarks, remark => remark.StartsWith("2 × ", StringComparison.Ordinal) && remark.Contains("PersonalNumber", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_orders_changed_since_are_asked_for_in_the_shops_own_time()
    {
        Fill(1);

        await _shop.Connection().Records!.PagesAsync("order", new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.Zero));
        await _shop.Connection().Records!.PagesAsync("order", new DateTimeOffset(2026, 12, 1, 10, 0, 0, TimeSpan.Zero));

        var asked = _shop.Calls("Bestallning_Lista").Select(call => call.Text("urval", "AndradEfter")).Distinct();
        Assert.Equal(["2026-07-01T12:00:00", "2026-12-01T11:00:00"], asked);
    }

    [Fact]
    public async Task In_the_hour_that_comes_twice_the_hour_before_is_asked_for()
    {
        // 00:50 UTC is 02:50 in summer time; an order changed at 01:05 UTC bears 02:05.
        _shop.Orders.Add("1", "2026-10-25T02:05:00");

        var pages = await _shop.Connection().Records!.PagesAsync("order", new DateTimeOffset(2026, 10, 25, 0, 50, 0, TimeSpan.Zero));

        Assert.Equal(["1"], pages.Keys());
    }

    [Fact]
    public async Task An_order_that_moves_between_pages_is_read_all_the_same()
    {
        Fill(7);
        // Before the second page the first order goes: the fourth moves up to the first page, which was read.
        _shop.Orders.BeforeList = lists =>
        {
            if (lists == 1)
            {
                _shop.Orders.Remove("1");
            }
        };

        var keys = (await _shop.Connection().Records!.PagesAsync("order")).Keys();

        Assert.Equal(["1", "2", "3", "4", "5", "6", "7"], keys.Order());
    }

    [Fact]
    public async Task A_service_that_repeats_its_last_page_ends_there()
    {
        Fill(6);
        _shop.Orders.RepeatsLastPage = true;

        Assert.Equal(6, (await _shop.Connection().Records!.PagesAsync("order")).Keys().Count);
    }

    [Fact]
    public async Task A_service_that_does_not_heed_the_page_is_found_out()
    {
        Fill(7);
        _shop.Orders.IgnoresPage = true;
        _shop.Orders.TellsTotal = false;

        Assert.Equal(JetshopErrors.PagesRepeat, (await Assert.ThrowsAsync<EtlException>(() => _shop.Connection().Records!.PagesAsync("order"))).Code);
    }

    [Fact]
    public async Task A_listing_that_gives_fewer_than_it_says_is_not_taken_for_whole()
    {
        Fill(7);
        _shop.Orders.IgnoresPage = true;

        Assert.Equal(JetshopErrors.Incomplete, (await Assert.ThrowsAsync<EtlException>(() => _shop.Connection().Records!.PagesAsync("order"))).Code);
    }

    [Theory]
    [InlineData("offset", "Hoppa: \"{offset}\"")]
    [InlineData("after-key", "EfterNummer: \"{afterKey}\"")]
    public async Task Orders_are_paged_by_offset_or_key_where_the_service_does_so(string by, string parameter)
    {
        Fill(8);
        _shop.Orders.TellsTotal = false;
        var operations = JetshopSite.Operations(JetshopSite.OperationsFile.Replace("Sida: \"{page}\"", parameter, StringComparison.Ordinal).Replace("by: page", "by: " + by, StringComparison.Ordinal));
        var source = _shop.Connection(operations).Records!;

        var pages = await source.PagesAsync("order");
        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8"], pages.Keys());
        Assert.Equal(["4", "5", "6", "7", "8"], (await source.PagesAsync("order", resumeAt: pages[0].ResumeAt)).Keys().Take(5));

        _shop.Orders.IgnoresPage = true;
        Assert.Equal(JetshopErrors.PagesRepeat, (await Assert.ThrowsAsync<EtlException>(() => source.PagesAsync("order"))).Code);
    }

    [Fact]
    public async Task An_interrupted_walk_goes_on_and_misses_nothing()
    {
        Fill(8);
        var first = (await _shop.Connection().Records!.PagesAsync("order"))[0];

        var rest = await _shop.Connection().Records!.PagesAsync("order", resumeAt: first.ResumeAt);

        Assert.Equal(["4", "5", "6", "7", "8"], rest.Keys().Take(5));
        Assert.Equal(JetshopErrors.BadResume, (await Assert.ThrowsAsync<EtlException>(() => _shop.Connection().Records!.PagesAsync("order", resumeAt: "x"))).Code);
    }

    [Fact]
    public async Task No_orders_are_a_page_too()
    {
        var page = Assert.Single(await _shop.Connection().Records!.PagesAsync("order"));

        Assert.Empty(page.Records);
        Assert.Equal(_shop.Time.GetUtcNow(), page.ServerTime);
    }

    [Fact]
    public async Task A_lost_answer_of_a_read_is_asked_for_again()
    {
        Fill(4);
        _shop.Next(JetshopFault.LostAfter, "Bestallning_Lista");
        _shop.Next(JetshopFault.CutOff, "Bestallning_Lista");

        Assert.Equal(4, (await _shop.Connection().Records!.PagesAsync("order")).Keys().Count);
    }

    [Fact]
    public async Task The_sweep_lists_what_was_placed_since()
    {
        Fill(2);
        _shop.Orders.Add("9", "2026-01-01T00:00:00");
        var found = new List<string>();

        await foreach (var key in _shop.Connection().Records!.ListAsync("order", new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), default))
        {
            found.Add($"{key.Key} {key.CreatedAt:HH:mm}");
        }

        Assert.Equal(["1 11:00", "2 11:00"], found);
    }

    [Fact]
    public async Task One_order_is_fetched_by_its_key_and_a_missing_one_is_missing()
    {
        Fill(2);
        var source = _shop.Connection().Records!;

        Assert.Equal("2", (await source.FetchAsync("order", "2", default))!.Key);
        Assert.Null(await source.FetchAsync("order", "404", default));
    }

    [Fact]
    public async Task Heads_are_filled_by_fetching_each_order()
    {
        Fill(4);
        var operations = JetshopSite.Operations(JetshopSite.OperationsFile.Replace("created: OrderDate", "created: OrderDate\n  heads-only: true", StringComparison.Ordinal));

        var pages = await _shop.Connection(operations).Records!.PagesAsync("order");

        Assert.Equal(4, pages.Keys().Count);
        Assert.Equal(4, _shop.Calls("Bestallning_Hamta").Count);
    }

    [Fact]
    public async Task An_entity_that_nothing_says_how_to_read_is_refused()
    {
        var error = Assert.Throws<EtlException>(() => _shop.Connection().Records!.ReadAsync(new("stock", null, null), default));

        Assert.Equal(JetshopErrors.UnknownEntity, error.Code);
        await Task.CompletedTask;
    }

    [Fact]
    public void Every_shipped_mapping_of_jetshop_checks_without_a_finding()
    {
        var names = Directory.GetFiles(Repository.Mappings, "jetshop.*.yaml").Select(Path.GetFileNameWithoutExtension).OfType<string>().ToList();

        Assert.Equal(11, names.Count);
        Assert.All(names, name => Assert.Equal(name, Mapping(name).Name));
    }

    internal static DocumentMapping Mapping(string name)
    {
        var findings = new List<Issue>();
        var library = MappingLibrary.Load([Repository.Mappings], new() { Targets = Sharespine.Etl.Connectors.ConnectorCatalog.Targets }, findings, new HashSet<string> { name });
        Assert.Equal("", string.Join(Environment.NewLine, findings));
        return library.Document(name)!;
    }

    private void Fill(int count)
    {
        for (var id = 1; id <= count; id++)
        {
            _shop.Orders.Add(id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}

using System.Text;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>Products at the HTTP edge: what comes broken is asked for again, what was written is not written twice.</summary>
public sealed class ProductFaultTests : IAsyncLifetime
{
    private FakeWooCommerce _shop = null!;
    private WooCommerceClient _client = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync();
        for (var id = 1; id <= 5; id++)
        {
            _shop.Products.Add(id, $"A-{id}");
        }

        _shop.Products.Add(37, "TS", "variable");
        _shop.Products.AddVariation(37, 38, "TS-S", ("Storlek", "S"));
        Use(_shop.Settings);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _shop.DisposeAsync();
    }

    private static Dictionary<string, Fault> Faults => new()
    {
        ["reset"] = Fault.ResetBeforeHandling,
        ["500"] = Fault.ServerError,
        ["HTML"] = Fault.Html,
        ["truncated"] = Fault.TruncatedJson,
        ["cut off"] = Fault.CutOff,
        ["429"] = Fault.TooMany(0),
        ["maintenance"] = Fault.Maintenance(0),
    };

    [Theory]
    [InlineData("reset", "products")]
    [InlineData("500", "variations")]
    [InlineData("HTML", "products")]
    [InlineData("HTML", "variations")]
    [InlineData("truncated", "variations")]
    [InlineData("cut off", "products")]
    [InlineData("429", "settings/tax")]
    [InlineData("maintenance", "variations")]
    public async Task A_broken_answer_is_asked_for_again_and_nothing_is_left_out(string fault, string path)
    {
        _shop.Faults.Add(Faults[fault] with { Path = path });

        Assert.Equal(["1", "2", "3", "4", "5", "37", "38"], (await _client.RecordsAsync("price")).Select(r => r.Key));
        Assert.Equal(0, _shop.Faults.Left);
    }

    [Fact]
    public async Task A_page_that_stays_broken_ends_the_walk_with_an_error_and_not_early()
    {
        Use(_shop.Settings with { PageSize = 2, Transport = _shop.Settings.Transport with { Retries = 1 } });
        _shop.BeforeEach = request =>
        {
            if (request.Query.GetValueOrDefault("offset") == "2")
            {
                _shop.Faults.Add(Fault.ServerError);
            }
        };

        Assert.True((await Assert.ThrowsAsync<EtlException>(() => _client.RecordsAsync("stock"))).IsTransient);
    }

    [Fact]
    public async Task Products_deleted_and_made_between_two_pages_shift_nothing_out_of_the_walk()
    {
        Use(_shop.Settings with { PageSize = 2 });
        var pages = 0;
        _shop.BeforeEach = request =>
        {
            if (request.Path == "products" && ++pages == 3)
            {
                _shop.Products.Delete(1);
                _shop.Products.Delete(2);
                _shop.Products.Add(90, "NY");
            }
        };

        var keys = (await _client.RecordsAsync("stock")).Select(r => r.Key).Distinct().ToList();

        Assert.Superset(new HashSet<string> { "3", "4", "5", "37", "38", "90" }, keys.ToHashSet());
    }

    [Fact]
    public async Task A_change_whose_answer_is_lost_is_found_done()
    {
        var target = new WooCommerceProductTarget(_client);
        var document = Document("""{"sku":"A-1","type":"simple","name":"Nytt namn"}""");
        _shop.Faults.Add(Fault.ResetAfterHandling with { Method = "PUT" });

        Assert.IsType<TargetAnswer.Unknown>(await SendAsync(target, document));
        Assert.Equal([new TargetState.AsWanted("1")], await target.FindAsync([document], default));
        Assert.Single(_shop.Puts);
    }

    [Fact]
    public async Task A_shop_that_is_closed_leaves_a_product_not_done_and_none_is_made()
    {
        _shop.Faults.Add(Fault.Maintenance(600) with { Method = "POST" });

        Assert.IsType<TargetAnswer.NotDone>(await SendAsync(new WooCommerceProductTarget(_client), Document("""{"sku":"NY","type":"simple","name":"Ny"}""")));
        Assert.Empty(_shop.Products.WithSku("NY"));
    }

    [Fact]
    public async Task A_shop_that_answers_HTML_to_a_new_product_leaves_it_unknown_and_asks_before_it_is_made_again()
    {
        var target = new WooCommerceProductTarget(_client);
        var document = Document("""{"sku":"NY","type":"simple","name":"Ny"}""");
        _shop.Faults.Add(Fault.Html with { Method = "POST" });

        Assert.IsType<TargetAnswer.Unknown>(await SendAsync(target, document));
        Assert.Equal([new TargetState.Absent()], await target.FindAsync([document], default));
        Assert.IsType<TargetAnswer.Done>(await SendAsync(target, document));
        Assert.Single(_shop.Products.WithSku("NY"));
    }

    private static OutboxDocument Document(string payload) => new("product", "product/x", null, Encoding.UTF8.GetBytes(payload), "h");

    private static async Task<TargetAnswer> SendAsync(WooCommerceProductTarget target, OutboxDocument document)
    {
        var found = Assert.Single(await target.FindAsync([document], default));
        return Assert.Single(await target.SendAsync([new(document, found)], default));
    }

    private void Use(WooCommerceSettings settings)
    {
        _client?.Dispose();
        _client = _shop.Client(settings);
    }
}

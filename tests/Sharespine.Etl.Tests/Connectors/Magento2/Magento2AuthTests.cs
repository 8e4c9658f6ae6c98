using Sharespine.Etl.Connectors.Shops.Magento2;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Tests.Connectors.Magento2;

public sealed class Magento2AuthTests : IAsyncLifetime
{
    private FakeMagento _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeMagento.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task The_bracketed_criteria_take_part_in_the_signature_and_the_shop_accepts_it()
    {
        _shop.Sales.Add(1);

        Assert.Equal(["1"], await _shop.Client().KeysAsync());
        Assert.All(_shop.Calls, call => Assert.StartsWith("OAuth ", call.Authorization, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_attempt_is_signed_anew()
    {
        _shop.Faults.AddRange([FakeFault.TooMany, FakeFault.TooMany]);

        await _shop.Client().KeysAsync();

        Assert.Equal(_shop.Calls.Count, _shop.Calls.Select(c => c.Authorization).Distinct().Count());
    }

    [Fact]
    public async Task A_wrong_secret_is_told_as_a_bad_signature()
    {
        var thrown = await Assert.ThrowsAsync<EtlException>(() => _shop.Client(_shop.Settings with { AccessTokenSecret = "something-else" }).KeysAsync());

        Assert.Equal(Magento2Errors.BadSignature, thrown.Code);
        Assert.DoesNotContain("something-else", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeMagento.ConsumerSecret, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_as_bearer_is_refused_unless_the_shop_allows_it()
    {
        var bearer = new Magento2Settings { Url = _shop.BaseUrl, Auth = Magento2Auth.Bearer, AccessToken = _shop.Settings.AccessToken, PricesIncludeTax = true, Transport = _shop.Settings.Transport };
        var thrown = await Assert.ThrowsAsync<EtlException>(() => _shop.Client(bearer).KeysAsync());
        Assert.Equal(Magento2Errors.NoRights, thrown.Code);
        Assert.Contains("enable_integration_as_bearer", thrown.Message, StringComparison.Ordinal);

        _shop.TakesBearer = true;
        Assert.Empty(await _shop.Client(bearer).KeysAsync());
    }

    [Fact]
    public async Task A_token_that_the_shop_does_not_know_looks_like_a_missing_right()
    {
        var thrown = await Assert.ThrowsAsync<EtlException>(() => _shop.Client(_shop.Settings with { AccessToken = "garbage-token" }).KeysAsync());

        Assert.Equal(Magento2Errors.NoRights, thrown.Code);
        Assert.DoesNotContain("garbage-token", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_right_is_named_with_the_places_of_the_message_filled_in()
    {
        _shop.Forbidden["creditmemos"] = "Magento_Sales::sales_creditmemo";
        _shop.Sales.Add(1);

        var thrown = await Assert.ThrowsAsync<EtlException>(() => _shop.Client().KeysAsync());

        Assert.Contains("isn't authorized to access Magento_Sales::sales_creditmemo.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_else_at_the_address_is_told_apart_from_an_order_that_is_not_there()
    {
        _shop.Faults.Add(new FakeFault { Instead = new FakeReply(404, "<h1>Not Found</h1>"u8.ToArray(), "text/html") });

        Assert.Equal(Magento2Errors.NotAShop, (await Assert.ThrowsAsync<EtlException>(() => _shop.Client().KeysAsync())).Code);
    }

    [Fact]
    public void Settings_that_cannot_work_are_told_all_at_once()
    {
        var settings = new Magento2Settings { Url = "http://shop.example/rest", AccessToken = "", PricesIncludeTax = false, PageSize = 301, BatchSize = 0, UsedFor = ["orders"] };

        Assert.Equal(
            ["url", "url", "access-token", "consumer-key", "consumer-secret", "access-token-secret", "page-size", "batch-size", "used-for"],
            settings.Check().Select(issue => issue.Field));
        Assert.Empty((settings with { Url = "https://shop.example", Auth = Magento2Auth.Bearer, AccessToken = "token", PageSize = 300, BatchSize = 20, UsedFor = ["order"] }).Check());
    }
}

using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>Keys as shops accept and refuse them, and what doctor says about it.</summary>
public sealed class WooCommerceAuthTests : IAsyncLifetime
{
    private FakeWooCommerce _shop = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync();
        _shop.Orders.Add(1);
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task A_key_with_all_rights_gives_no_findings_and_changes_nothing()
    {
        var before = _shop.Orders[1].ToJsonString();

        Assert.Empty(await ProbeAsync());
        Assert.Equal(before, _shop.Orders[1].ToJsonString());
    }

    [Fact]
    public async Task A_wrong_secret_is_named()
    {
        var issue = await IssueAsync(_shop.Settings with { ConsumerSecret = "cs_wrong" });

        Assert.Equal("WOO002", issue.Code.Code);
        Assert.Equal("401 woocommerce_rest_authentication_error: Consumer secret is invalid.", issue.Message);
        Assert.DoesNotContain("cs_wrong", issue.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_key_is_named_missing_rights_with_all_that_it_may_be()
    {
        var issue = await IssueAsync(_shop.Settings with { ConsumerKey = "ck_unknown", Auth = WooCommerceAuth.Query });

        Assert.Equal("WOO003", issue.Code.Code);
        Assert.Contains("Check the consumer key", issue.Try, StringComparison.Ordinal);
        Assert.DoesNotContain("ck_unknown", issue.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Basic_on_plain_http_is_named_although_the_shop_speaks_of_rights()
    {
        _shop.Keys.SeesHttps = false;

        var issue = await IssueAsync(_shop.Settings);

        Assert.Equal("WOO004", issue.Code.Code);
        Assert.Equal("401 woocommerce_rest_cannot_view: Sorry, you cannot list resources.", issue.Message);
    }

    [Fact]
    public async Task OAuth_works_on_plain_http_with_every_sign_that_a_query_can_hold()
    {
        _shop.Keys.SeesHttps = false;
        _shop.Orders.Statuses.Add("på väg+100%&=~*'()");
        _shop.Orders.Add(2, "på väg+100%&=~*'()");
        using var client = _shop.Client(_shop.Settings with { Auth = WooCommerceAuth.Oauth, Statuses = ["på väg+100%&=~*'()"] });

        Assert.Equal([2], await client.IdsAsync(_shop.Time.GetUtcNow().AddDays(-100)));
        Assert.All(_shop.Requests, r => Assert.Null(r.Authorization));
    }

    [Fact]
    public async Task OAuth_is_chosen_on_http_and_signs_writes_too_with_a_new_nonce_each_time()
    {
        _shop.Keys.SeesHttps = false;

        Assert.Empty(await ProbeAsync(_shop.Settings with { Auth = WooCommerceAuth.Auto }));
        Assert.Equal(2, _shop.Requests.Select(r => r.Query["oauth_nonce"]).Distinct().Count());
        Assert.DoesNotContain(_shop.Requests, r => r.Target.Contains(_shop.Keys.Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task OAuth_with_a_clock_that_differs_is_named()
    {
        using var client = new WooCommerceClient(
            _shop.Settings with { Auth = WooCommerceAuth.Oauth }, new World(new FixedClock("2026-11-21T03:00:00Z"), 1));

        var issue = Assert.Single(await client.ProbeAsync(willWrite: false, default));

        Assert.Equal("WOO007", issue.Code.Code);
        Assert.Equal("The shop's clock says 2026-11-21 02:00:00 UTC, ours 2026-11-21 03:00:00.", issue.Message);
    }

    [Fact]
    public async Task Key_and_secret_go_into_the_query_only_when_told_to()
    {
        _shop.Keys.StripsAuthorization = true;

        // On http a stripped header and refused Basic look the same.
        Assert.Equal("WOO004", (await IssueAsync(_shop.Settings)).Code.Code);
        Assert.Empty(await ProbeAsync(_shop.Settings with { Auth = WooCommerceAuth.Query }));
        Assert.All(_shop.Requests.Where(r => r.Query.ContainsKey("consumer_key")), r => Assert.Null(r.Authorization));
    }

    [Fact]
    public async Task A_read_key_is_found_when_a_job_will_write_and_only_then()
    {
        _shop.Keys.Permission = FakePermission.Read;

        Assert.Equal("WOO005", (await IssueAsync(_shop.Settings)).Code.Code);
        using var client = _shop.Client();
        Assert.Empty(await client.ProbeAsync(willWrite: false, default));
    }

    [Fact]
    public async Task A_write_key_cannot_read()
    {
        _shop.Keys.Permission = FakePermission.Write;

        Assert.Equal("401 woocommerce_rest_authentication_error: The API key provided does not have read permissions.", (await IssueAsync(_shop.Settings)).Message);
    }

    [Fact]
    public async Task A_page_that_is_no_shop_is_named()
    {
        _shop.Faults.Add(Fault.Status(404, "<h1>Sidan finns inte</h1>", "text/html"));

        var issue = await IssueAsync(_shop.Settings);

        Assert.Equal("WOO006", issue.Code.Code);
        Assert.Equal("404: \"Sidan finns inte\"", issue.Message);
    }

    [Fact]
    public async Task A_firewalls_refusal_is_not_taken_for_the_shops()
    {
        _shop.Faults.Add(Fault.Status(403, "<h1>Attention Required! | Cloudflare</h1>", "text/html"));

        var issue = await IssueAsync(_shop.Settings);

        Assert.Equal("NET009", issue.Code.Code);
        Assert.Equal("403: \"Attention Required! | Cloudflare\"", issue.Message);
    }

    [Fact]
    public async Task A_shop_that_is_down_is_told_as_a_finding()
    {
        using var client = _shop.Client(_shop.Settings with { Transport = _shop.Settings.Transport with { Retries = 0 } });
        await _shop.DisposeAsync();

        Assert.Equal("NET002", Assert.Single(await client.ProbeAsync(willWrite: false, default)).Code.Code);
    }

    [Fact]
    public async Task A_refused_key_stops_the_read_without_repeating_it()
    {
        using var client = _shop.Client(_shop.Settings with { ConsumerSecret = "cs_wrong" });

        var error = await Assert.ThrowsAsync<EtlException>(() => client.IdsAsync());

        Assert.False(error.IsTransient);
        Assert.Equal("WOO002", error.Code.Code);
        Assert.Single(_shop.Requests);
    }

    [Fact]
    public void Settings_that_cannot_work_are_all_told_at_once()
    {
        var settings = new WooCommerceSettings
        {
            Url = "http://shop.example/wp-json/wc/v3",
            ConsumerKey = "ck_1",
            ConsumerSecret = "",
            PageSize = 400,
            Decimals = 0,
            Statuses = ["wc-completed"],
        };

        var error = Assert.Throws<EtlException>(() => new WooCommerceClient(settings, new World(TimeProvider.System, 1)));

        Assert.Equal(
            [
                "WOO001 url: Only the site address is wanted, without user, query or /wp-json. Try: http://shop.example",
                "WOO001 url: It is http: orders and credentials would cross the network readable. Try: https, or allow-http: true on your own network",
                "WOO001 consumer-secret: It is empty.",
                "WOO001 page-size: 400 is outside 1 to 100.",
                "WOO001 decimals: 0 is outside 2 to 6.",
                "WOO001 statuses: \"wc-completed\" is refused by the shop. Try: completed",
            ],
            error.Issues.Select(i => i.ToString()));
    }

    private async Task<Issue> IssueAsync(WooCommerceSettings settings) => Assert.Single(await ProbeAsync(settings));

    private async Task<IReadOnlyList<Issue>> ProbeAsync(WooCommerceSettings? settings = null)
    {
        using var client = _shop.Client(settings, new Notes());
        return await client.ProbeAsync(willWrite: true, default);
    }
}

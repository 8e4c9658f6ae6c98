using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops.Shopify;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>Tokens, versions, limits and the four places where an answer says that something went wrong.</summary>
public sealed class ShopifyClientTests : IAsyncLifetime
{
    private static readonly ShopifySettings Granted = FakeShopify.Settings with { AccessToken = null, ClientId = "app", ClientSecret = "right" };
    private FakeShopify _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeShopify.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public void A_full_bucket_is_waited_for_as_long_as_the_cost_says()
    {
        var throttled = Body(FakeFault.Throttled(asked: 260, available: 10, rate: 100));

        var outcome = Assert.IsType<HttpOutcome.NotArrived>(ShopifyAnswer.Judge(throttled, isMutation: true));

        Assert.Equal(TimeSpan.FromSeconds(2.5), outcome.RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(0.5), Assert.IsType<HttpOutcome.NotArrived>(ShopifyAnswer.Judge(Body(FakeFault.Throttled(asked: 20, available: 10)), false)).RetryAfter);
        Assert.Equal(ShopifyErrors.Throttled, outcome.Issue.Code);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(429)]
    [InlineData(430)]
    public async Task Throttled_in_the_body_429_and_430_are_all_repeated(int status)
    {
        _shop.Faults.Add(status == 200 ? FakeFault.Throttled(asked: 11) : FakeFault.Reply(status, "{}", retryAfter: "0"));
        using var client = _shop.Client();

        await client.ReadAsync("shop", [], default);

        Assert.Equal(2, _shop.Calls.Count);
    }

    [Fact]
    public async Task A_mutation_is_repeated_only_when_it_did_not_arrive()
    {
        _shop.State.AddOrder(1);
        using var client = _shop.Client();
        var tags = new JsonObject { ["id"] = "gid://shopify/Order/1", ["tags"] = new JsonArray("a") };
        _shop.Faults.Add(FakeFault.Throttled(asked: 11), FakeFault.Reply(500, "oops"));

        Assert.IsType<HttpOutcome.Unknown>(await client.SendAsync(ShopifyDocument.Of("tags-add"), tags, default));
        Assert.Equal(2, _shop.Calls.Count);
    }

    [Theory]
    [InlineData(401, "SHP002")]
    [InlineData(402, "SHP004")]
    [InlineData(403, "SHP003")]
    [InlineData(404, "SHP005")]
    [InlineData(423, "SHP004")]
    public async Task A_status_says_what_is_wrong(int status, string code)
    {
        _shop.Faults.Add(FakeFault.Reply(status, "{\"errors\":\"words\"}"));
        using var client = _shop.Client();

        Assert.Equal(code, (await Assert.ThrowsAsync<EtlException>(() => client.ReadAsync("shop", [], default))).Code.Code);
    }

    [Theory]
    [InlineData("ACCESS_DENIED", "SHP003")]
    [InlineData("SHOP_INACTIVE", "SHP004")]
    [InlineData("MAX_COST_EXCEEDED", "SHP008")]
    [InlineData("undefinedField", "SHP009")]
    public async Task An_error_in_the_body_says_what_is_wrong(string error, string code)
    {
        _shop.Faults.Add(FakeFault.Error(error, path: "orders"));
        using var client = _shop.Client();

        var refused = await Assert.ThrowsAsync<EtlException>(() => client.ReadAsync("shop", [], default));

        Assert.Equal(code, refused.Code.Code);
        Assert.Contains("orders", refused.Issues[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_inner_error_is_repeated_for_a_query()
    {
        _shop.Faults.Add(FakeFault.Error("INTERNAL_SERVER_ERROR"));
        using var client = _shop.Client();

        await client.ReadAsync("shop", [], default);

        Assert.Equal(2, _shop.Calls.Count);
    }

    [Fact]
    public async Task Partial_data_beside_an_error_is_not_taken_for_data()
    {
        _shop.Faults.Add(FakeFault.Reply(200, """{"data":{"orders":{"nodes":[{"id":"gid://shopify/Order/1","customer":null}]}},"errors":[{"message":"not approved","path":["orders","nodes",0,"customer"],"extensions":{"code":"ACCESS_DENIED"}}]}"""));
        using var client = _shop.Client();

        var refused = await Assert.ThrowsAsync<EtlException>(() => client.ReadAsync("customer-data", [], default));

        Assert.Contains("orders.nodes.customer", refused.Issues[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mutation_with_data_and_an_error_may_have_been_done()
    {
        _shop.Faults.Add(FakeFault.Reply(200, """{"data":{"tagsAdd":{"node":{"id":"x"},"userErrors":[]}},"errors":[{"message":"x","extensions":{"code":"ACCESS_DENIED"}}]}"""));
        using var client = _shop.Client();

        Assert.IsType<HttpOutcome.Unknown>(await client.SendAsync(ShopifyDocument.Of("tags-add"), new() { ["id"] = "x", ["tags"] = new JsonArray() }, default));
    }

    [Theory]
    [InlineData("<html>Checking your browser</html>", "text/html", "NET011")]
    [InlineData("""{"data":{"shop""", "application/json", "NET013")]
    [InlineData("""{"hello":1}""", "application/json", "SHP011")]
    public async Task What_is_not_an_answer_is_named(string body, string type, string code)
    {
        _shop.Faults.Add([.. Enumerable.Repeat(FakeFault.Reply(200, body, type: type), 4)]);
        using var client = _shop.Client();

        Assert.Equal(code, (await Assert.ThrowsAsync<EtlException>(() => client.ReadAsync("shop", [], default))).Code.Code);
    }

    [Fact]
    public async Task A_version_that_fell_forward_is_noted()
    {
        _shop.Version = "2027-01";
        using var client = _shop.Client();

        await client.ReadAsync("shop", [], default);

        var note = client.Notes.All.Single().First;
        Assert.Equal((ShopifyErrors.OtherVersion, "Asked for 2026-10, answered by 2027-01."), (note.Code, note.Message));
    }

    [Fact]
    public async Task A_granted_token_is_used_for_a_day_and_renewed_before_it_ends()
    {
        using var client = _shop.Client(Granted);
        await client.ReadAsync("shop", [], default);
        _shop.Time.Advance(TimeSpan.FromHours(23));
        await client.ReadAsync("shop", [], default);
        Assert.Equal(1, _shop.Grants);

        _shop.Time.Advance(TimeSpan.FromMinutes(55));
        await client.ReadAsync("shop", [], default);
        Assert.Equal(2, _shop.Grants);
    }

    [Fact]
    public async Task A_granted_token_that_was_withdrawn_is_asked_for_anew()
    {
        using var client = _shop.Client(Granted);
        await client.ReadAsync("shop", [], default);
        _shop.Tokens.Clear();

        await client.ReadAsync("shop", [], default);

        Assert.Equal(2, _shop.Grants);
    }

    [Fact]
    public async Task Wrong_client_credentials_stop_the_connection_and_are_shown_nowhere()
    {
        using var client = _shop.Client(Granted with { ClientSecret = "wrong-secret" });

        var stopped = await Assert.ThrowsAsync<EtlException>(() => client.ReadAsync("shop", [], default));

        Assert.Equal(ShopifyErrors.NotAuthorised, stopped.Code);
        Assert.DoesNotContain("wrong-secret", stopped.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_cannot_work_are_all_told_at_once()
    {
        var issues = new ShopifySettings { Shop = "https://butik.se", ApiVersion = "unstable", PageSize = 0, ClientId = "x" }.Check();

        Assert.Equal(["access-token", "api-version", "page-size", "shop"], issues.Select(issue => issue.Field).Order(StringComparer.Ordinal));
        Assert.Empty(FakeShopify.Settings.Check());
        Assert.Empty(Granted.Check());
    }

    [Fact]
    public async Task The_probe_names_every_missing_right_and_location()
    {
        _shop.State.Scopes.Clear();
        _shop.State.Scopes.UnionWith(["read_orders", "read_locations"]);
        using var client = _shop.Client(FakeShopify.Settings with { Locations = ["Lagret", "Månen"] });

        var fields = (await ShopifyProbe.RunAsync(client, default)).Select(issue => issue.Field).ToList();

        Assert.Contains("write_orders", fields);
        Assert.Contains("write_inventory", fields);
        Assert.Contains("read_all_orders", fields);
        Assert.Contains("locations", fields);
        Assert.DoesNotContain("read_orders", fields);
    }

    [Fact]
    public async Task The_probe_asks_only_for_what_the_connection_is_used_for()
    {
        _shop.State.Scopes.Clear();
        _shop.State.Scopes.UnionWith(["write_orders", "read_third_party_fulfillment_orders", "write_third_party_fulfillment_orders"]);
        using var client = _shop.Client(FakeShopify.Settings with { UsedFor = ["shipment", "capture"] });

        Assert.Empty(await ShopifyProbe.RunAsync(client, default));
        Assert.Single((FakeShopify.Settings with { UsedFor = ["refund"] }).Check());
    }

    [Fact]
    public async Task The_probe_names_a_version_that_fell_forward()
    {
        _shop.Version = "2027-01";
        using var client = _shop.Client();

        Assert.Equal(ShopifyErrors.OtherVersion, Assert.Single(await ShopifyProbe.RunAsync(client, default)).Code);
    }

    [Fact]
    public async Task The_probe_names_that_customers_are_not_shown()
    {
        _shop.Faults.Add(FakeFault.Error("ACCESS_DENIED", "CustomerData", "customer"));
        using var client = _shop.Client();

        Assert.Equal(ShopifyErrors.NoRights, Assert.Single(await ShopifyProbe.RunAsync(client, default)).Code);
    }

    [Fact]
    public async Task The_statuses_to_choose_from_are_Shopify_s_fixed_words()
    {
        using var client = _shop.Client();
        var statuses = await ShopifyConnection.Of("shop", client).StatusesAsync!(default);

        var schema = AdminSchema.Find("2026-10");
        if (schema is not null)
        {
            string[] words = [.. Words(schema, "OrderDisplayFinancialStatus"), .. Words(schema, "OrderDisplayFulfillmentStatus")];
            Assert.Equal(words.Order(StringComparer.Ordinal), statuses.Select(status => status.Code).Order(StringComparer.Ordinal));
        }

        Assert.Contains(statuses, status => status is { Code: "AUTHORIZED", Name: "Authorized" });
    }

    private static IEnumerable<string> Words(AdminSchema schema, string type) => ((GraphQLParser.AST.GraphQLEnumTypeDefinition)schema.Type(type)!).Values!.Select(word => word.Name.StringValue);

    [Fact]
    public async Task The_probe_finds_nothing_wrong_with_a_shop_that_is_right()
    {
        using var client = _shop.Client(FakeShopify.Settings with { Locations = ["71"] });

        Assert.Empty(await ShopifyProbe.RunAsync(client, default));
    }

    private static HttpAnswer Body(FakeFault fault) =>
        new(200, new Dictionary<string, string>(), System.Text.Encoding.UTF8.GetBytes(fault.Before!.Body), "POST https://butik.myshopify.com", TimeSpan.Zero);
}

using Sharespine.Etl.Connectors.Shops.Magento1;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Tests.Connectors.Magento1;

public sealed class Magento1SessionTests
{
    [Theory]
    [InlineData(false, "urn:OpenMage")]
    [InlineData(false, "urn:Magento")]
    [InlineData(true, "urn:Magento")]
    public async Task Style_and_namespace_are_the_shops_own(bool literal, string space)
    {
        await using var shop = await FakeOpenMage.StartAsync(literal, space);
        shop.Shop.Add(7);
        using var client = shop.Client();

        var order = Assert.Single(await client.RecordsAsync("order"));

        Assert.Equal("100000007", order.Json().GetProperty("increment_id").GetString());
        Assert.Equal(3, order.Json().GetProperty("items").GetArrayLength());
        Assert.Contains(space, shop.Calls[^1].Envelope, StringComparison.Ordinal);
        Assert.Equal(literal, !shop.Calls[^1].Envelope.Contains("encodingStyle", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, "\"urn:Action\"")]
    [InlineData(true, "\"\"")]
    public async Task A_call_says_what_it_is_and_which_action_the_wsdl_names(bool literal, string action)
    {
        await using var shop = await FakeOpenMage.StartAsync(literal);
        using var client = shop.Client();

        await client.RecordsAsync("order", new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(("text/xml; charset=utf-8", action), shop.LastHeaders);
    }

    [Fact]
    public async Task One_login_serves_many_calls()
    {
        await using var shop = await FakeOpenMage.StartAsync();
        Enumerable.Range(1, 20).ToList().ForEach(id => shop.Shop.Add(id));
        using var client = shop.Client();

        await client.RecordsAsync("order");

        Assert.Equal(1, shop.Logins);
    }

    [Fact]
    public async Task An_ended_session_is_begun_anew_and_the_call_made_once_more()
    {
        await using var shop = await FakeOpenMage.StartAsync();
        shop.Shop.Add(7);
        using var client = shop.Client();
        await client.RecordsAsync("order");
        shop.EndSession();

        Assert.NotNull(await new Magento1Source(client).FetchAsync("order", "7", default));

        Assert.Equal(2, shop.Logins);
    }

    [Fact]
    public async Task A_session_that_ends_at_once_again_is_not_begun_for_ever()
    {
        await using var shop = await FakeOpenMage.StartAsync();
        using var client = shop.Client();
        shop.BeforeEach = call =>
        {
            if (call.Operation != "login")
            {
                shop.EndSession();
            }
        };

        var error = await Assert.ThrowsAsync<EtlException>(() => client.RecordsAsync("order"));

        Assert.Equal(SoapErrors.Fault, error.Code);
        Assert.Equal(2, shop.Logins);
    }

    [Fact]
    public async Task A_wrong_key_is_named_and_ends_the_connection()
    {
        await using var shop = await FakeOpenMage.StartAsync();
        using var client = shop.Client(shop.Settings with { ApiKey = "wrong-key" });

        var error = await Assert.ThrowsAsync<EtlException>(() => client.RecordsAsync("order"));

        Assert.Equal(Magento1Errors.WrongLogin, error.Code);
        Assert.False(error.IsTransient);
        Assert.DoesNotContain("wrong-key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_right_that_is_missing_is_named_as_the_administration_names_it()
    {
        await using var shop = await FakeOpenMage.StartAsync();
        shop.Denied.Add("salesOrderList");
        using var client = shop.Client();

        var error = await Assert.ThrowsAsync<EtlException>(() => client.RecordsAsync("order"));

        Assert.Equal(Magento1Errors.NoRights, error.Code);
        Assert.Contains("Sales > Order > Retrieve orders info", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_is_shown_nowhere()
    {
        await using var shop = await FakeOpenMage.StartAsync();
        using var client = shop.Client();
        shop.Fail("salesOrderList", FakeFault.Says(FakeXml.Fault("103", "session-1 and s3cr3t-api-key")));

        var error = await Assert.ThrowsAsync<EtlException>(() => client.RecordsAsync("order"));

        Assert.Contains("*** and ***", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("session-1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notices_of_php_before_the_answer_are_skipped_and_told()
    {
        await using var shop = await FakeOpenMage.StartAsync();
        shop.Noise = "\uFEFF<b>Notice</b>: Undefined index in app/code\n";
        using var client = shop.Client();

        Assert.Empty(await client.RecordsAsync("order"));

        Assert.Contains(client.Notes.All, note => note.First.Code == SoapErrors.NoiseSkipped);
    }

    [Theory]
    [InlineData("<html>Under underhåll</html>", "SOP005")]
    [InlineData("<?xml version=\"1.0\"?><SOAP-ENV:Envelope xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\"><SOAP-ENV:Body>", "SOP008")]
    public async Task Something_else_than_an_envelope_stops_a_walk_as_passing(string body, string code)
    {
        await using var shop = await FakeOpenMage.StartAsync();
        using var client = shop.Client();
        for (var i = 0; i < 3; i++)
        {
            shop.Fail("salesOrderList", FakeFault.Says(body));
        }

        var error = await Assert.ThrowsAsync<EtlException>(() => client.RecordsAsync("order"));

        Assert.Equal((code, true), (error.Code.Code, error.IsTransient));
    }

    [Fact]
    public async Task A_read_that_fails_half_way_or_comes_too_late_is_asked_again()
    {
        await using var shop = await FakeOpenMage.StartAsync();
        shop.Shop.Add(7);
        shop.Fail("salesOrderList", FakeFault.AnswersTooLate);
        shop.Fail("salesOrderInfo", FakeFault.AnswerLost);
        shop.Fail("salesOrderInfo", FakeFault.Says("<html>502</html>", 502));
        using var client = shop.Client(shop.Settings with { Transport = shop.Settings.Transport with { AttemptTimeout = TimeSpan.FromMilliseconds(900) } });

        Assert.Equal("7", Assert.Single(await client.RecordsAsync("order", new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero))).Key);

        Assert.Equal(3, shop.Count("salesOrderInfo"));
    }

    [Fact]
    public async Task Lists_with_nothing_in_them_are_lists_in_wsi_mode_too()
    {
        await using var shop = await FakeOpenMage.StartAsync(literal: true);
        shop.Shop.Add(7)["status_history"] = new List<Row>();
        using var client = shop.Client();

        var order = Assert.Single(await client.RecordsAsync("order", new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero))).Json();

        Assert.Equal(System.Text.Json.JsonValueKind.Array, order.GetProperty("status_history").ValueKind);
        Assert.Equal(0, order.GetProperty("invoices").GetArrayLength());
    }

    [Theory]
    [InlineData("shop", "", "", 50, "url")]
    [InlineData("https://shop.example/index.php/api/v2_soap", "u", "k", 50, "url")]
    [InlineData("http://shop.example", "u", "k", 50, "url")]
    [InlineData("https://shop.example", "", "k", 50, "user")]
    [InlineData("https://shop.example", "u", "", 50, "api-key")]
    [InlineData("https://shop.example", "u", "k", 0, "page-size")]
    public void Settings_that_cannot_work_are_named(string url, string user, string key, int pageSize, string field) =>
        Assert.Contains(new Magento1Settings { Url = url, User = user, ApiKey = key, PageSize = pageSize }.Check(), issue => issue.Field == field);
}

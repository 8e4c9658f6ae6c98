using System.Text;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Shops;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Connectors.Transport;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

public sealed class PersonalNumberTests : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2026, 11, 21);
    private readonly Notes _notes = new();
    private FakeWooCommerce _shop = null!;

    public async Task InitializeAsync() => _shop = await FakeWooCommerce.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Theory]
    [InlineData("811228-9874")]
    [InlineData("8112289874")]
    [InlineData("19811228-9874")]
    [InlineData("198112289874")]
    [InlineData("199912319879")]
    [InlineData(" 811228 9874 ")]
    [InlineData("811228+9874")]
    [InlineData("811288-9871")]      // samordningsnummer: day + 60
    [InlineData("SE811228987401")]   // a sole trader's VAT number
    [InlineData("SE811228-987401")]
    public void A_personal_number_is_recognised(string text) => Assert.True(PersonalNumber.Is(text, Today));

    [Theory]
    [InlineData("811228-9875")]      // check digit
    [InlineData("811328-9873")]      // month 13
    [InlineData("556036-0793")]      // a company
    [InlineData("SE556036079301")]
    [InlineData("202012319871")]     // check digit
    [InlineData("209912319879")]     // born in the future
    [InlineData("1122334")]
    [InlineData("81122898741")]
    [InlineData("811228.9874")]
    [InlineData("pnr 811228-9874")]
    [InlineData("")]
    public void Other_digits_are_not(string text) => Assert.False(PersonalNumber.Is(text, Today));

    [Fact]
    public async Task Personal_numbers_in_meta_and_billing_are_null_and_counted_and_all_else_is_as_it_was()
    {
        const string order = """
            { "id":1 , "price":29.0178570000000031, "billing":{"first_name":"811228-9874","phone":"8112289874","personnummer":"811228-9874","postcode":"352 30"},
              "transaction_id":"8112289874", "refunds":[ ],
              "meta_data":[{"id":8112289874,"key":"_pnr","value":"19811228-9874","display_value":"19811228-9874"},{"value":{"a":["x",8112289874]},"key":"_deep"},
                {"id":3,"key":"_klarna_transaction_id","value":"8112289874"},{"id":4,"key":"_orgnr","value":"556036-0793"},{"id":5,"key":"_kept","value":"8112289874"}],
              "line_items":[{"id":9,"meta_data":[{"id":10,"key":"Personnummer","value":"811228-9874"}]}] }
            """;
        _shop.Faults.Add(Fault.After("order", answer => answer with { Body = Encoding.UTF8.GetBytes($"[{order}]") }));
        using var client = _shop.Client(_shop.Settings with { KeepMeta = ["_kept"] }, _notes);

        var payload = (await client.PagesAsync()).Single().Records[0].Text();

        var expected = order
            .Replace("\"first_name\":\"811228-9874\"", "\"first_name\":null", StringComparison.Ordinal)
            .Replace("\"personnummer\":\"811228-9874\"", "\"personnummer\":null", StringComparison.Ordinal)
            .Replace("\"value\":\"19811228-9874\",\"display_value\":\"19811228-9874\"", "\"value\":null,\"display_value\":null", StringComparison.Ordinal)
            .Replace("[\"x\",8112289874]", "[\"x\",null]", StringComparison.Ordinal)
            .Replace("\"key\":\"Personnummer\",\"value\":\"811228-9874\"", "\"key\":\"Personnummer\",\"value\":null", StringComparison.Ordinal);
        Assert.Equal(expected.Trim(), payload);
        Assert.Equal(
            ["billing.first_name 1", "billing.personnummer 1", "meta_data[Personnummer] 1", "meta_data[_deep] 1", "meta_data[_pnr] 2"],
            _notes.All.Select(n => $"{n.First.Field} {n.Count}"));
        Assert.DoesNotContain(_notes.All, n => n.First.ToString().Contains("9874", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Those_in_refund_details_are_dropped_too()
    {
        _shop.Orders.Add(1);
        _shop.Orders.AddRefund(1, new JsonObject
        {
            ["id"] = 4,
            ["amount"] = "1.00",
            ["meta_data"] = new JsonArray(new JsonObject { ["key"] = "pnr", ["value"] = "811228-9874" }),
        });
        using var client = _shop.Client(notes: _notes);

        var order = (await client.PagesAsync()).Single().Records[0].Text();

        Assert.EndsWith("""
            "refund_details":[{"id":4,"amount":"1.00","meta_data":[{"key":"pnr","value":null}]}]}
            """.Trim(), order, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_kept_when_allowed()
    {
        _shop.Orders.Add(1)["billing"]!["personnummer"] = "811228-9874";
        using var client = _shop.Client(_shop.Settings with { AllowPersonalNumbers = true }, _notes);

        Assert.Contains("811228-9874", (await client.PagesAsync()).Single().Records[0].Text(), StringComparison.Ordinal);
        Assert.Empty(_notes.All);
    }
}

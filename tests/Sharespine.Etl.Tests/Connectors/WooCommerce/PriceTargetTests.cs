using System.Text;
using Sharespine.Etl.Connectors.Shops.WooCommerce;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>Regular and campaign prices, in the shop's own basis.</summary>
public sealed class PriceTargetTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Friday = new(2026, 11, 26, 23, 0, 0, TimeSpan.Zero);
    private FakeWooCommerce _shop = null!;
    private WooCommerceClient _client = null!;
    private WooCommercePriceTarget _target = null!;

    public async Task InitializeAsync()
    {
        _shop = await FakeWooCommerce.StartAsync();
        _shop.Products.Add(12, "MUGG");
        _shop.Products.Add(37, "TS", "variable");
        _shop.Products.AddVariation(37, 38, "TS-S");
        _client = _shop.Client();
        _target = new WooCommercePriceTarget(_client);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task A_campaign_is_written_as_text_with_its_times_in_UTC_and_taken_off_again()
    {
        var campaign = Price("TS-S") with { Campaign = 79.50m, CampaignFrom = Friday, CampaignTo = Friday.AddDays(4) };

        Assert.Equal(new TargetAnswer.Done("37/38"), await LoadAsync(campaign));
        Assert.Equal(
            """{"update":[{"id":38,"regular_price":"100","sale_price":"79.5","date_on_sale_from_gmt":"2026-11-26T23:00:00","date_on_sale_to_gmt":"2026-11-30T23:00:00"}]}""",
            Assert.Single(_shop.Posts).Body);
        Assert.Equal(new TargetState.AsWanted("37/38"), await FindAsync(campaign));

        Assert.Equal(new TargetAnswer.Done("37/38"), await LoadAsync(Price("TS-S")));
        Assert.Equal(("", null), (_shop.Products[38]["sale_price"]!.ToString(), _shop.Products[38]["date_on_sale_to_gmt"]));
        Assert.Equal(new TargetState.AsWanted("37/38"), await FindAsync(Price("TS-S")));
    }

    [Fact]
    public async Task The_dates_of_a_campaign_that_is_over_are_no_difference()
    {
        _shop.Products[12]["date_on_sale_to_gmt"] = "2026-01-31T22:59:59";

        Assert.Equal(new TargetState.AsWanted("12"), await FindAsync(Price("MUGG")));
    }

    [Fact]
    public async Task A_campaign_without_end_takes_away_the_end_of_an_earlier_one()
    {
        _shop.Products[12]["date_on_sale_to_gmt"] = "2026-01-31T22:59:59";

        Assert.Equal(new TargetAnswer.Done("12"), await LoadAsync(Price("MUGG") with { Campaign = 50 }));

        Assert.Null(_shop.Products[12]["date_on_sale_to_gmt"]);
    }

    [Theory]
    [InlineData("EUR", true, "currency", "The price is in EUR with VAT, the shop's are in SEK with.")]
    [InlineData("SEK", false, "includes_vat", "The price is in SEK without VAT, the shop's are in SEK with.")]
    public async Task A_price_in_another_basis_is_not_sent(string currency, bool vat, string field, string words)
    {
        var issue = Assert.IsType<TargetState.CannotAsk>(await FindAsync(Price("MUGG") with { Currency = currency, IncludesVat = vat })).Issue;

        Assert.Equal(("WOO034", field, words), (issue.Code.Code, issue.Field, issue.Message));
    }

    [Fact]
    public async Task A_product_with_variations_has_no_price_of_its_own()
    {
        Assert.Equal("WOO035", Assert.IsType<TargetState.CannotAsk>(await FindAsync(Price("TS"))).Issue.Code.Code);
    }

    [Fact]
    public async Task The_guard_is_told_of_the_price_before_and_after()
    {
        Assert.Equal((100m, 120m), Effect(await FindAsync(Price("MUGG") with { Regular = 120 })));
        Assert.Equal((100m, 60m), Effect(await FindAsync(Price("MUGG") with { Campaign = 60 })));
        _shop.Products[12]["sale_price"] = "60";
        Assert.Equal((60m, 100m), Effect(await FindAsync(Price("MUGG"))));
        _shop.Products[12]["regular_price"] = "";
        Assert.Equal((null, null), Effect(await FindAsync(Price("MUGG") with { Regular = 120 })));
    }

    [Fact]
    public async Task What_is_there_is_shown_in_the_payloads_own_shape()
    {
        _shop.Products[12]["sale_price"] = "60.00";

        Assert.Equal("""{"sku":"MUGG","currency":"SEK","includes_vat":true,"regular_price":100,"has_campaign":true,"sale_price":60.00}""",
            Assert.IsType<TargetState.Other>(await FindAsync(Price("MUGG"))).Now.Text());
    }

    [Fact]
    public async Task A_campaign_price_that_the_shop_throws_away_is_caught_by_its_answer()
    {
        var document = Document("""{"sku":"MUGG","currency":"SEK","includes_vat":true,"regular_price":100,"has_campaign":true,"sale_price":100}""");

        var refused = Assert.IsType<TargetAnswer.Refused>(await SendAsync(document));

        Assert.Equal("price (price/x): WOO036 sale_price: 100 was sent, the shop has none.", refused.Issue.ToString());
    }

    [Fact]
    public async Task Fields_that_the_write_policies_keep_are_left_alone()
    {
        _shop.Products[12]["sale_price"] = "60";
        var found = await FindAsync(Price("MUGG") with { Regular = 120, Campaign = 50 });

        // sale_price was to be kept, so that only this is left of the payload.
        var kept = Document("""{"sku":"MUGG","currency":"SEK","includes_vat":true,"regular_price":120,"has_campaign":true}""");

        Assert.Equal(new TargetAnswer.Done("12"), Assert.Single(await _target.SendAsync([new(kept, found)], default)));
        Assert.Equal(("120", "60"), (_shop.Products[12]["regular_price"]!.ToString(), _shop.Products[12]["sale_price"]!.ToString()));
    }

    [Fact]
    public async Task A_price_whose_answer_is_lost_is_found_done()
    {
        _shop.Faults.Add(Fault.ResetAfterHandling with { Method = "POST" });
        var price = Price("MUGG") with { Regular = 120 };

        Assert.IsType<TargetAnswer.Unknown>(await LoadAsync(price));
        Assert.Equal(new TargetState.AsWanted("12"), await FindAsync(price));
    }

    private static Price Price(string sku) => new() { Sku = sku, Currency = "SEK", IncludesVat = true, Regular = 100 };

    private static OutboxDocument Document(string json) => new("price", "price/x", null, Encoding.UTF8.GetBytes(json), "hash");

    private static OutboxDocument Document(Price price) => new("price", $"price/{price.Sku}", null, ShippedMappings.Load("woocommerce.price-in").Payload(price), "hash");

    private static (decimal?, decimal?) Effect(TargetState state) => Assert.IsType<TargetState.Other>(state).Effect is var effect ? (effect!.PriceBefore, effect.PriceAfter) : default;

    private async Task<TargetState> FindAsync(Price price) => Assert.Single(await _target.FindAsync([Document(price)], default));

    private Task<TargetAnswer> LoadAsync(Price price) => SendAsync(Document(price));

    private async Task<TargetAnswer> SendAsync(OutboxDocument document)
    {
        var found = Assert.Single(await _target.FindAsync([document], default));
        return Assert.Single(await _target.SendAsync([new(document, found)], default));
    }
}

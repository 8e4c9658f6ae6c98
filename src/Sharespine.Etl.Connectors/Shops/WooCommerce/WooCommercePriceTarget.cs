using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Targets;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>Writes regular and campaign prices, in the shop's own currency and VAT basis and in no other.</summary>
public sealed class WooCommercePriceTarget(WooCommerceClient client)
    : ArticleTarget<WooCommercePrice>(client, "regular_price,sale_price,date_on_sale_from_gmt,date_on_sale_to_gmt")
{
    private ShopBasis? _basis;

    private protected override string Sku(WooCommercePrice wanted) => wanted.Sku;

    private protected override async Task PrepareAsync(CancellationToken cancellation) => _basis = await Client.BasisAsync(cancellation);

    private protected override TargetState Judge(WooCommercePrice wanted, ShopArticle there, OutboxDocument document)
    {
        var at = WooCommerceWrite.At(document);
        if (wanted.Currency != _basis!.Currency || wanted.IncludesVat != _basis.PricesIncludeTax)
        {
            return new TargetState.CannotAsk(new(WooCommerceErrors.OtherBasis,
                $"The price is in {wanted.Currency} {With(wanted.IncludesVat)} VAT, the shop's are in {_basis.Currency} {With(_basis.PricesIncludeTax)}.", at,
                wanted.Currency != _basis.Currency ? "currency" : "includes_vat"));
        }

        if (there.Json.Text("type") is "variable" or "grouped" or "variable-subscription")
        {
            return new TargetState.CannotAsk(new(WooCommerceErrors.NoPriceOfItsOwn, FormattableString.Invariant($"{there.Id} is a {there.Json.Text("type")} product."), at, "sku"));
        }

        var now = Campaign.Of(there.Json);
        return Differs(wanted, now) is null
            ? new TargetState.AsWanted(there.Key)
            : new TargetState.Other(there.Key, Now(wanted, now), Effect(wanted, now));
    }

    private protected override JsonObject Body(WooCommercePrice wanted, JsonElement now)
    {
        var body = new JsonObject();
        if (wanted.RegularPrice is { } regular)
        {
            body["regular_price"] = Text(regular);
        }

        // An empty text is what takes a price or a date away; null would be passed over.
        if (wanted.HasCampaign == false)
        {
            body["sale_price"] = "";
            body["date_on_sale_from_gmt"] = "";
            body["date_on_sale_to_gmt"] = "";
        }
        else if (wanted.SalePrice is { } sale)
        {
            body["sale_price"] = Text(sale);
            body["date_on_sale_from_gmt"] = wanted.SaleFrom is { } from ? ShopJson.Gmt(from) : "";
            body["date_on_sale_to_gmt"] = wanted.SaleTo is { } to ? ShopJson.Gmt(to) : "";
        }

        return body;
    }

    private protected override Issue? Compare(WooCommercePrice wanted, JsonElement now, JsonElement answered, OutboxDocument document) =>
        Differs(wanted, Campaign.Of(answered)) is var (field, sent, has)
            ? new(WooCommerceErrors.PriceNotTaken, $"{sent} was sent, the shop has {has}.", WooCommerceWrite.At(document), field)
            : null;

    /// <summary>The first field in which the shop's differs from what is wanted, both in words.</summary>
    private static (string Field, string Wanted, string There)? Differs(WooCommercePrice wanted, Campaign there)
    {
        if (wanted.RegularPrice is { } regular && regular != there.Regular)
        {
            return ("regular_price", Text(regular), Text(there.Regular));
        }

        if (wanted.HasCampaign == false)
        {
            return there.Sale is null ? null : ("sale_price", "none", Text(there.Sale));
        }

        if (wanted.SalePrice is not { } sale)
        {
            return null;
        }

        return sale != there.Sale ? ("sale_price", Text(sale), Text(there.Sale))
            : Second(wanted.SaleFrom) != there.From ? ("date_on_sale_from_gmt", Text(Second(wanted.SaleFrom)), Text(there.From))
            : Second(wanted.SaleTo) != there.To ? ("date_on_sale_to_gmt", Text(Second(wanted.SaleTo)), Text(there.To))
            : null;
    }

    /// <summary>The regular price where it moves, else what the campaign does to the price.</summary>
    private static TargetEffect Effect(WooCommercePrice wanted, Campaign there)
    {
        if (there.Regular is not { } regular)
        {
            return new();
        }

        if (wanted.RegularPrice is { } next && next != regular)
        {
            return new() { PriceBefore = regular, PriceAfter = next };
        }

        return new() { PriceBefore = there.Sale ?? regular, PriceAfter = wanted.HasCampaign == false ? regular : wanted.SalePrice ?? there.Sale ?? regular };
    }

    private static byte[] Now(WooCommercePrice wanted, Campaign there) => JsonSerializer.SerializeToUtf8Bytes(wanted with
    {
        RegularPrice = there.Regular,
        HasCampaign = there.Sale is not null,
        SalePrice = there.Sale,
        SaleFrom = there.From,
        SaleTo = there.To,
    }, TargetJson.Options);

    private static string With(bool vat) => vat ? "with" : "without";

    /// <summary>The shop keeps no parts of a second.</summary>
    private static DateTimeOffset? Second(DateTimeOffset? at) => at is { } time ? time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond)) : null;

    private static string Text(decimal? number) => number is { } some ? WooCommerceWrite.Plain(some).ToString(CultureInfo.InvariantCulture) : "none";

    private static string Text(DateTimeOffset? at) => at is { } some ? ShopJson.Gmt(some) : "none";

    private sealed record Campaign(decimal? Regular, decimal? Sale, DateTimeOffset? From, DateTimeOffset? To)
    {
        public static Campaign Of(JsonElement article) => new(
            article.Number("regular_price"), article.Number("sale_price"), article.Gmt("date_on_sale_from_gmt"), article.Gmt("date_on_sale_to_gmt"));
    }
}

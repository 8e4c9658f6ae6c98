using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>Writes stock levels. What the shop would take and not keep (an article that it does not count, a part of a piece) is told and not sent.</summary>
public sealed class WooCommerceStockTarget(WooCommerceClient client) : ArticleTarget<WooCommerceStock>(client, "manage_stock,stock_quantity,stock_status")
{
    private protected override string Sku(WooCommerceStock wanted) => wanted.Sku;

    private protected override TargetState Judge(WooCommerceStock wanted, ShopArticle there, OutboxDocument document)
    {
        var at = WooCommerceWrite.At(document);
        if (wanted.StockQuantity is { } exact && exact != decimal.Truncate(exact) && !Client.Settings.DecimalStock)
        {
            return new TargetState.CannotAsk(new(WooCommerceErrors.PartOfPiece, FormattableString.Invariant($"{exact} is no whole number."), at, "stock_quantity"));
        }

        var counts = there.Json.Text("manage_stock") == "true";
        if (!counts && wanted.Uncounted != WooCommerceUncounted.Count)
        {
            return Uncounted(wanted, there, at);
        }

        if (wanted.StockQuantity is not { } quantity)
        {
            return new TargetState.CannotAsk(new(WooCommerceErrors.BadPayload, "It has no quantity; sent as null, the shop would take it for 0.", at, "stock_quantity"));
        }

        var now = counts ? there.Json.Number("stock_quantity") ?? 0 : (decimal?)null;
        return now == quantity
            ? new TargetState.AsWanted(there.Key)
            : new TargetState.Other(there.Key, Now(wanted, there.Json, now), new() { ZeroesStock = quantity <= 0 && (now ?? (InStock(there.Json) ? 1 : 0)) > 0 });
    }

    private protected override JsonObject Body(WooCommerceStock wanted, JsonElement now)
    {
        var body = new JsonObject();
        if (!IsCounted(wanted, now))
        {
            if (wanted.StockStatus is { } status)
            {
                body["stock_status"] = status;
            }
        }
        else if (wanted.StockQuantity is { } quantity)
        {
            if (now.Text("manage_stock") != "true")
            {
                body["manage_stock"] = true;
            }

            body["stock_quantity"] = WooCommerceWrite.Plain(quantity);
        }

        return body;
    }

    private protected override Issue? Compare(WooCommerceStock wanted, JsonElement now, JsonElement answered, OutboxDocument document)
    {
        var at = WooCommerceWrite.At(document);
        if (!IsCounted(wanted, now))
        {
            return answered.Text("stock_status") == wanted.StockStatus ? null
                : new(WooCommerceErrors.StockNotTaken, $"{wanted.StockStatus} was sent, the shop has {answered.Text("stock_status")}.", at, "stock_status");
        }

        return answered.Number("stock_quantity") == wanted.StockQuantity ? null
            : new(WooCommerceErrors.StockNotTaken, FormattableString.Invariant($"{wanted.StockQuantity} was sent, the shop has {answered.Text("stock_quantity") ?? "none"}."), at, "stock_quantity");
    }

    private static bool IsCounted(WooCommerceStock wanted, JsonElement now) => wanted.Uncounted == WooCommerceUncounted.Count || now.Text("manage_stock") == "true";

    /// <summary>Such an article has a status only, unless it is told to be counted.</summary>
    private static TargetState Uncounted(WooCommerceStock wanted, ShopArticle there, SourcePosition at)
    {
        var isLeft = wanted.Uncounted == WooCommerceUncounted.Leave;
        if (there.Json.Text("manage_stock") == "parent")
        {
            if (isLeft)
            {
                return new TargetState.AsWanted(there.Key);
            }

            return new TargetState.CannotAsk(new(WooCommerceErrors.StockOfParent,
                FormattableString.Invariant($"Variation {there.Id} is sold from the stock of product {there.ParentId}."), at, "manage_stock"));
        }

        if (wanted.StockStatus is not { } status)
        {
            return isLeft ? new TargetState.AsWanted(there.Key) : new TargetState.CannotAsk(new(WooCommerceErrors.NotCounted, FormattableString.Invariant($"The stock of {there.Id} is not managed."), at, "manage_stock"));
        }

        return status == there.Json.Text("stock_status")
            ? new TargetState.AsWanted(there.Key)
            : new TargetState.Other(there.Key, Now(wanted, there.Json, null), new() { ZeroesStock = status == "outofstock" && InStock(there.Json) });
    }

    private static bool InStock(JsonElement article) => article.Text("stock_status") is "instock" or "onbackorder";

    /// <summary>In the payload's form, and whether the shop counts the article.</summary>
    private static byte[] Now(WooCommerceStock wanted, JsonElement there, decimal? quantity) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["sku"] = wanted.Sku,
        ["stock_quantity"] = quantity,
        ["uncounted"] = JsonNamingPolicy.CamelCase.ConvertName(wanted.Uncounted.ToString()),
        ["manage_stock"] = there.Text("manage_stock") == "true",
        ["stock_status"] = there.Text("stock_status"),
    });
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>Records as a shop holds them.</summary>
internal static class FakeData
{
    /// <summary>Both amounts of a sum, written as Shopify writes them.</summary>
    public static JsonObject Bag(decimal amount, string currency = "SEK", decimal? shop = null) => new()
    {
        ["shopMoney"] = Money(shop ?? amount, shop is null ? currency : "SEK"),
        ["presentmentMoney"] = Money(amount, currency),
    };

    public static JsonObject Money(decimal amount, string currency = "SEK")
    {
        var text = amount.ToString("0.0###", CultureInfo.InvariantCulture);
        return new() { ["amount"] = text, ["currencyCode"] = currency };
    }

    public static JsonArray Taxes(decimal amount, string rate = "0.25") => amount == 0 ? [] :
        [new JsonObject { ["title"] = "Moms", ["rate"] = JsonNode.Parse(rate), ["priceSet"] = Bag(amount) }];

    public static JsonObject Line(long id, string? sku, int quantity, decimal price, decimal tax, decimal discount = 0) => new()
    {
        ["id"] = $"gid://shopify/LineItem/{id}",
        ["name"] = $"Vara {id}",
        ["title"] = $"Vara {id}",
        ["sku"] = sku,
        ["quantity"] = quantity,
        ["currentQuantity"] = quantity,
        ["requiresShipping"] = true,
        ["isGiftCard"] = false,
        ["customAttributes"] = new JsonArray(),
        ["duties"] = new JsonArray(),
        ["originalUnitPriceSet"] = Bag(price),
        ["taxLines"] = Taxes(tax),
        ["discountAllocations"] = discount == 0 ? new JsonArray() : new JsonArray(new JsonObject { ["allocatedAmountSet"] = Bag(discount) }),
    };

    /// <summary>An order paid by Klarna and not yet sent off: its rows, freight of 49, VAT in its prices.</summary>
    public static JsonObject AddOrder(this FakeState state, long id, params JsonObject[] lines)
    {
        JsonObject[] rows = lines.Length > 0 ? lines : [Line((id * 10) + 1, "T-1", 2, 125, 50)];
        var goods = rows.Sum(row => (Amount(row["originalUnitPriceSet"]) * row["quantity"]!.GetValue<int>()) - row["discountAllocations"]!.AsArray().Sum(one => Amount(one!["allocatedAmountSet"])));
        var tax = rows.Sum(row => row["taxLines"]!.AsArray().Sum(one => Amount(one!["priceSet"]))) + 9.80m;
        var total = goods + 49;
        var order = new JsonObject
        {
            ["id"] = $"gid://shopify/Order/{id}",
            ["legacyResourceId"] = id.ToString(CultureInfo.InvariantCulture),
            ["name"] = $"#{id}",
            ["test"] = false,
            ["sourceName"] = "web",
            ["createdAt"] = state.Now,
            ["processedAt"] = state.Now,
            ["updatedAt"] = state.Now,
            ["displayFinancialStatus"] = "AUTHORIZED",
            ["displayFulfillmentStatus"] = "UNFULFILLED",
            ["currencyCode"] = "SEK",
            ["presentmentCurrencyCode"] = "SEK",
            ["taxesIncluded"] = true,
            ["dutiesIncluded"] = false,
            ["tags"] = new JsonArray(),
            ["metafields"] = new JsonArray(),
            ["customAttributes"] = new JsonArray(),
            ["email"] = "anna@example.test",
            ["customer"] = new JsonObject { ["id"] = "gid://shopify/Customer/7", ["legacyResourceId"] = "7", ["firstName"] = "Anna", ["lastName"] = "Ek", ["displayName"] = "Anna Ek" },
            ["billingAddress"] = new JsonObject { ["firstName"] = "Anna", ["lastName"] = "Ek", ["address1"] = "Gatan 1", ["zip"] = "352 30", ["city"] = "Växjö", ["countryCodeV2"] = "SE" },
            ["totalPriceSet"] = Bag(total),
            ["currentTotalPriceSet"] = Bag(total),
            ["totalTaxSet"] = Bag(tax),
            ["currentTotalTaxSet"] = Bag(tax),
            ["totalTipReceivedSet"] = Bag(0),
            ["totalCashRoundingAdjustment"] = new JsonObject { ["paymentSet"] = Bag(0), ["refundSet"] = Bag(0) },
            ["totalCapturableSet"] = Bag(total),
            ["totalOutstandingSet"] = Bag(total),
            ["capturable"] = true,
            ["canMarkAsPaid"] = false,
            ["fullyPaid"] = false,
            ["taxLines"] = Taxes(tax),
            ["additionalFees"] = new JsonArray(),
            ["refunds"] = new JsonArray(),
            ["fulfillments"] = new JsonArray(),
            ["lineItems"] = new JsonArray([.. rows]),
            ["shippingLines"] = new JsonArray(new JsonObject { ["id"] = $"gid://shopify/ShippingLine/{id}", ["title"] = "Ombud", ["isRemoved"] = false, ["originalPriceSet"] = Bag(49), ["discountedPriceSet"] = Bag(49), ["taxLines"] = Taxes(9.80m) }),
            ["transactions"] = new JsonArray(Authorization(id, total)),
            ["fulfillmentOrders"] = new JsonArray(FulfillmentOrder(id, 71, rows)),
        };
        state.Orders.Add(order);
        return order;
    }

    public static JsonObject Authorization(long id, decimal amount, string currency = "SEK", bool multi = false) => new()
    {
        ["id"] = $"gid://shopify/OrderTransaction/{id}",
        ["kind"] = "AUTHORIZATION",
        ["status"] = "SUCCESS",
        ["gateway"] = "klarna",
        ["paymentId"] = $"rKL{id}.1",
        ["processedAt"] = "2026-11-20T10:00:00Z",
        ["amountSet"] = Bag(amount, currency),
        ["authorizationExpiresAt"] = "2026-12-20T10:00:00Z",
        ["multiCapturable"] = multi,
        ["manualPaymentGateway"] = false,
    };

    public static JsonObject FulfillmentOrder(long id, long location, params JsonObject[] lines) => new()
    {
        ["id"] = $"gid://shopify/FulfillmentOrder/{id}",
        ["status"] = "OPEN",
        ["assignedLocation"] = new JsonObject { ["location"] = new JsonObject { ["id"] = $"gid://shopify/Location/{location}" } },
        ["supportedActions"] = new JsonArray(new JsonObject { ["action"] = "CREATE_FULFILLMENT" }),
        ["lineItems"] = new JsonArray(
        [
            .. lines.Select(line => (JsonNode)new JsonObject
            {
                ["id"] = line["id"]!.GetValue<string>().Replace("LineItem", "FulfillmentOrderLineItem", StringComparison.Ordinal), ["sku"] = line["sku"]?.DeepClone(),
                ["totalQuantity"] = line["quantity"]!.DeepClone(), ["remainingQuantity"] = line["quantity"]!.DeepClone(), ["requiresShipping"] = line["requiresShipping"]?.DeepClone(), ["lineItem"] = new JsonObject { ["id"] = line["id"]!.DeepClone() },
            }),
        ]),
    };

    /// <summary>A product whose variants have these SKUs, 10 of each in Lagret, at 199.</summary>
    public static JsonObject AddProduct(this FakeState state, long id, params string?[] skus)
    {
        var variants = skus.Select((sku, i) => (JsonNode)new JsonObject
        {
            ["id"] = $"gid://shopify/ProductVariant/{(id * 10) + i}",
            ["sku"] = sku,
            ["title"] = sku,
            ["price"] = "199.00",
            ["compareAtPrice"] = null,
            ["position"] = i + 1,
            ["barcode"] = null,
            ["taxable"] = true,
            ["updatedAt"] = state.Now,
            ["selectedOptions"] = new JsonArray(new JsonObject { ["name"] = skus.Length == 1 ? "Title" : "Storlek", ["value"] = skus.Length == 1 ? "Default Title" : $"S{i}" }),
            ["inventoryItem"] = new JsonObject
            {
                ["id"] = $"gid://shopify/InventoryItem/{(id * 10) + i}",
                ["tracked"] = true,
                ["sku"] = sku,
                ["unitCost"] = null,
                ["measurement"] = new JsonObject { ["weight"] = null },
                ["inventoryLevels"] = new JsonArray(Level((id * 10) + i, 71, 10, state.Now)),
            },
        });
        var product = new JsonObject
        {
            ["id"] = $"gid://shopify/Product/{id}",
            ["title"] = $"Produkt {id}",
            ["handle"] = $"produkt-{id}",
            ["status"] = "ACTIVE",
            ["vendor"] = "Ek",
            ["productType"] = "",
            ["tags"] = new JsonArray(),
            ["descriptionHtml"] = "",
            ["createdAt"] = state.Now,
            ["updatedAt"] = state.Now,
            ["isGiftCard"] = false,
            ["options"] = new JsonArray(new JsonObject
            {
                ["id"] = $"gid://shopify/ProductOption/{id}",
                ["name"] = skus.Length == 1 ? "Title" : "Storlek",
                ["position"] = 1,
                ["values"] = skus.Length == 1 ? new JsonArray("Default Title") : new JsonArray([.. skus.Select((_, i) => (JsonNode)$"S{i}")]),
            }),
            ["variants"] = new JsonArray([.. variants]),
        };
        state.Products.Add(product);
        return product;
    }

    public static JsonObject Level(long item, long location, int quantity, string at) => new()
    {
        ["id"] = $"gid://shopify/InventoryLevel/{item}?location={location}",
        ["updatedAt"] = at,
        ["location"] = FakeState.Location(location, location == 71 ? "Lagret" : "Butiken"),
        ["quantities"] = new JsonArray([.. new[] { "available", "on_hand", "committed", "incoming", "reserved" }.Select(name => (JsonNode)new JsonObject
        {
            ["name"] = name, ["quantity"] = name is "available" or "on_hand" ? quantity : 0, ["updatedAt"] = at,
        })]),
    };

    public static JsonObject AddPriceList(this FakeState state, long id, string name, string currency = "SEK")
    {
        var list = new JsonObject { ["id"] = $"gid://shopify/PriceList/{id}", ["name"] = name, ["currency"] = currency, ["prices"] = new JsonArray(), ["catalog"] = new JsonObject { ["__typename"] = "MarketCatalog", ["id"] = $"gid://shopify/MarketCatalog/{id}", ["title"] = $"{name} katalog", ["status"] = "ACTIVE" } };
        state.PriceLists.Add(list);
        return list;
    }

    public static decimal Amount(JsonNode? bag, string side = "presentmentMoney") => decimal.Parse(bag![side]!["amount"]!.GetValue<string>(), CultureInfo.InvariantCulture);
}

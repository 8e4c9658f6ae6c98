using System.Globalization;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>Stock, prices and price lists.</summary>
internal static class FakeArticleMutations
{
    public static JsonObject? Run(FakeState state, string name, JsonObject arguments) => name switch
    {
        "inventorySetQuantities" => SetStock(state, arguments["input"]!.AsObject()),
        "inventoryActivate" => Activate(state, arguments),
        "productVariantsBulkUpdate" => UpdateVariants(state, arguments),
        "priceListFixedPricesAdd" => AddPrices(state.PriceList(arguments["priceListId"]!.GetValue<string>())!, arguments["prices"]!.AsArray(), state),
        "priceListFixedPricesDelete" => DeletePrices(state.PriceList(arguments["priceListId"]!.GetValue<string>())!, arguments["variantIds"]!.AsArray()),
        "quantityPricingByVariantUpdate" => Breaks(state, state.PriceList(arguments["priceListId"]!.GetValue<string>())!, arguments["input"]!.AsObject()),
        "bulkOperationRunQuery" => RunBulk(state, arguments["query"]!.GetValue<string>()),
        _ => null,
    };

    private static JsonObject SetStock(FakeState state, JsonObject input)
    {
        var quantities = input["quantities"]!.AsArray();
        if (quantities.Any(one => !one!.AsObject().ContainsKey("changeFromQuantity")))
        {
            throw new FakeRefusal("INVALID_FIELD_ARGUMENTS", "InventoryQuantityInput must include the following argument: changeFromQuantity.");
        }

        if (quantities.Count > 250)
        {
            throw new FakeRefusal("MAX_INPUT_SIZE_EXCEEDED", "The input array size is greater than the maximum allowed of 250.");
        }

        var changes = new List<(JsonObject Level, string Name, int To)>();
        var errors = new List<(string?, string[], string)>();
        foreach (var (index, one) in quantities.Index())
        {
            var item = state.Variants.Select(variant => variant["inventoryItem"]!.AsObject()).FirstOrDefault(known => known["id"]!.GetValue<string>() == one!["inventoryItemId"]!.GetValue<string>());
            var level = item?["inventoryLevels"]!.AsArray().FirstOrDefault(known => known!["location"]!["id"]!.GetValue<string>() == one!["locationId"]!.GetValue<string>());
            var quantity = level?["quantities"]!.AsArray().Single(known => known!["name"]!.GetValue<string>() == input["name"]!.GetValue<string>());
            string[] path = ["input", "quantities", index.ToString(CultureInfo.InvariantCulture)];
            if (level is null)
            {
                errors.Add(("INVALID_INVENTORY_ITEM", [.. path, "inventoryItemId"], "The specified inventory item could not be found."));
            }
            else if (one!["quantity"]!.GetValue<int>() > 1_000_000_000)
            {
                errors.Add(("INVALID_QUANTITY_TOO_HIGH", [.. path, "quantity"], "The quantity can't be higher than 1,000,000,000."));
            }
            else if (one["changeFromQuantity"] is { } from && from.GetValue<int>() != quantity!["quantity"]!.GetValue<int>())
            {
                errors.Add(("CHANGE_FROM_QUANTITY_STALE", [.. path, "changeFromQuantity"], "The compareQuantity argument no longer matches the persisted quantity."));
            }
            else
            {
                changes.Add((quantity!.AsObject(), "", one["quantity"]!.GetValue<int>()));
            }
        }

        if (errors.Count > 0)
        {
            return FakeMutations.Errors([.. errors]);
        }

        foreach (var (quantity, _, to) in changes)
        {
            quantity["quantity"] = to;
            quantity["updatedAt"] = state.Now;
        }

        return FakeMutations.Fine("inventoryAdjustmentGroup", new JsonObject { ["id"] = state.NewId("InventoryAdjustmentGroup") });
    }

    private static JsonObject Activate(FakeState state, JsonObject arguments)
    {
        var item = state.Variants.Select(variant => variant["inventoryItem"]!.AsObject()).First(known => known["id"]!.GetValue<string>() == arguments["inventoryItemId"]!.GetValue<string>());
        var location = FakeState.Number(arguments["locationId"]);
        var quantity = (arguments["available"] ?? arguments["onHand"])!.GetValue<int>();
        item["inventoryLevels"]!.AsArray().Add(FakeData.Level(FakeState.Number(item["id"]), location, quantity, state.Now));
        return FakeMutations.Fine("inventoryLevel", new JsonObject { ["id"] = "gid://shopify/InventoryLevel/1" });
    }

    private static JsonObject UpdateVariants(FakeState state, JsonObject arguments)
    {
        var product = state.Find(arguments["productId"]!.GetValue<string>())!;
        var partial = arguments["allowPartialUpdates"]?.GetValue<bool>() ?? false;
        var errors = new List<(string?, string[], string)>();
        var changes = new List<(JsonObject Variant, JsonObject Input)>();
        foreach (var (index, input) in arguments["variants"]!.AsArray().Index())
        {
            string[] path = ["variants", index.ToString(CultureInfo.InvariantCulture)];
            if (product["variants"]!.AsArray().FirstOrDefault(known => known!["id"]!.GetValue<string>() == input!["id"]!.GetValue<string>()) is not { } variant)
            {
                errors.Add(("PRODUCT_VARIANT_DOES_NOT_EXIST", [.. path, "id"], "Product variant does not exist"));
            }
            else if (input!["price"] is { } price && decimal.Parse(price.GetValue<string>(), CultureInfo.InvariantCulture) > 1_000_000)
            {
                errors.Add(("INVALID_INPUT", [.. path, "price"], "must be less than 1000000"));
            }
            else
            {
                changes.Add((variant.AsObject(), input.AsObject()));
            }
        }

        foreach (var (variant, input) in errors.Count == 0 || partial ? changes : [])
        {
            Apply(state, variant, input);
        }

        var result = FakeMutations.Errors([.. errors]);
        result["productVariants"] = new JsonArray([.. changes.Select(change => change.Variant.DeepClone())]);
        return result;
    }

    public static void Apply(FakeState state, JsonObject variant, JsonObject input)
    {
        foreach (var (name, value) in input)
        {
            switch (name)
            {
                case "price" or "compareAtPrice":
                    variant[name] = value is null ? null : decimal.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture).ToString("0.00", CultureInfo.InvariantCulture);
                    break;
                case "inventoryItem":
                    var item = variant["inventoryItem"]!.AsObject();
                    foreach (var (field, content) in value!.AsObject())
                    {
                        switch (field)
                        {
                            case "sku":
                                variant["sku"] = content!.DeepClone();
                                break;
                            case "cost":
                                item["unitCost"] = new JsonObject { ["amount"] = content!.DeepClone(), ["currencyCode"] = "SEK" };
                                break;
                            default:
                                item[field] = content!.DeepClone();
                                break;
                        }
                    }

                    break;
                case "optionValues":
                    variant["selectedOptions"] = new JsonArray([.. value!.AsArray().Select(one => (JsonNode)new JsonObject { ["name"] = one!["optionName"]!.DeepClone(), ["value"] = one["name"]!.DeepClone() })]);
                    break;
                case "id":
                    break;
                default:
                    variant[name] = value?.DeepClone();
                    break;
            }
        }

        variant["updatedAt"] = state.Now;
    }

    private static JsonObject AddPrices(JsonObject list, JsonArray prices, FakeState state)
    {
        foreach (var (index, price) in prices.Index())
        {
            if (price!["price"]!["currencyCode"]!.GetValue<string>() != list["currency"]!.GetValue<string>())
            {
                return FakeMutations.Errors(("PRICE_LIST_CURRENCY_MISMATCH", ["prices", index.ToString(CultureInfo.InvariantCulture), "price", "currencyCode"], "The specified currency does not match the price list's currency."));
            }

            if (decimal.Parse(price["price"]!["amount"]!.GetValue<string>(), CultureInfo.InvariantCulture) > 1_000_000)
            {
                return FakeMutations.Errors(("PRICE_TOO_HIGH", ["prices", index.ToString(CultureInfo.InvariantCulture), "price", "amount"], "Price is too high."));
            }
        }

        foreach (var price in prices)
        {
            var id = price!["variantId"]!.GetValue<string>();
            var known = list["prices"]!.AsArray().FirstOrDefault(one => one!["variant"]!["id"]!.GetValue<string>() == id);
            if (known is null)
            {
                var variant = state.Variants.Single(one => one["id"]!.GetValue<string>() == id);
                known = new JsonObject { ["originType"] = "FIXED", ["variant"] = new JsonObject { ["id"] = id, ["sku"] = variant["sku"]?.DeepClone() }, ["quantityPriceBreaks"] = new JsonArray() };
                list["prices"]!.AsArray().Add(known);
            }

            known["price"] = FakeData.Money(decimal.Parse(price["price"]!["amount"]!.GetValue<string>(), CultureInfo.InvariantCulture), list["currency"]!.GetValue<string>());
        }

        var ids = prices.Select(price => price!["variantId"]!.GetValue<string>()).ToHashSet();
        return FakeMutations.Fine("prices", new JsonArray([.. list["prices"]!.AsArray().Where(one => ids.Contains(one!["variant"]!["id"]!.GetValue<string>())).Select(one => one!.DeepClone())]));
    }

    private static JsonObject DeletePrices(JsonObject list, JsonArray variants)
    {
        var prices = list["prices"]!.AsArray();
        foreach (var (index, id) in variants.Index())
        {
            if (prices.All(one => one!["variant"]!["id"]!.GetValue<string>() != id!.GetValue<string>()))
            {
                return FakeMutations.Errors(("PRICE_NOT_FIXED", ["variantIds", index.ToString(CultureInfo.InvariantCulture)], "Only fixed prices can be deleted."));
            }
        }

        foreach (var id in variants)
        {
            prices.Remove(prices.Single(one => one!["variant"]!["id"]!.GetValue<string>() == id!.GetValue<string>()));
        }

        return FakeMutations.Fine("deletedFixedPriceVariantIds", variants);
    }

    private static JsonObject Breaks(FakeState state, JsonObject list, JsonObject input)
    {
        if (AddPrices(list, input["pricesToAdd"]!.AsArray(), state) is var added && added["userErrors"]!.AsArray().Count > 0)
        {
            return added;
        }

        JsonArray Of(JsonNode? id) => list["prices"]!.AsArray().Single(one => one!["variant"]!["id"]!.GetValue<string>() == id!.GetValue<string>())!["quantityPriceBreaks"]!.AsArray();
        foreach (var id in input["quantityPriceBreaksToDeleteByVariantId"]!.AsArray())
        {
            Of(id).Clear();
        }

        foreach (var one in input["quantityPriceBreaksToAdd"]!.AsArray())
        {
            Of(one!["variantId"]).Add(new JsonObject
            {
                ["id"] = state.NewId("QuantityPriceBreak"),
                ["minimumQuantity"] = one["minimumQuantity"]!.DeepClone(),
                ["price"] = FakeData.Money(decimal.Parse(one["price"]!["amount"]!.GetValue<string>(), CultureInfo.InvariantCulture), list["currency"]!.GetValue<string>()),
            });
        }

        return FakeMutations.Fine("productVariants", new JsonArray());
    }

    private static JsonObject RunBulk(FakeState state, string query)
    {
        if (state.Bulk is { } running && running["status"]!.GetValue<string>() is "CREATED" or "RUNNING")
        {
            return FakeMutations.Errors(("OPERATION_IN_PROGRESS", ["query"], "A bulk query operation for this app and shop is already in progress"));
        }

        state.Bulk = new JsonObject { ["id"] = "gid://shopify/BulkOperation/801", ["status"] = "CREATED", ["createdAt"] = state.Now, ["query"] = query };
        return FakeMutations.Fine("bulkOperation", state.Bulk);
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sharespine.Etl.Connectors.Shops.Shopify;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>Answers of running shops, recorded by others, against what the connector makes of them.</summary>
public sealed partial class ShopifySampleTests
{
    private const string Folder = "samples/shops/shopify";
    private const string Matrix = Folder + "/2025-01_orders_order-create-math-matrix.json";
    private const string Edits = Folder + "/2026-04_orders_order-edit-money-math.json";
    private const string Presentment = Folder + "/2025-01_orders_money-bag-presentment-parity.json";
    private const string Inventory = Folder + "/2026-04_products_inventory-quantity-contracts-2026-04.json";
    private const string Partial = Folder + "/2026-04_products_product-variants-bulk-update-allow-partial-and-error-order.json";
    private const string Bulk = Folder + "/2026-04_bulk-operations_bulk-operation-run-query-concurrency-limit.json";

    /// <summary>Recorded fields that no document asks for, and why.</summary>
    private static readonly Dictionary<string, string[]> LeftOut = new(StringComparer.Ordinal)
    {
        ["said again by another field"] =
            ["closed", "cancellation", "netPaymentSet", "currentSubtotalPriceSet", "currentTotalDiscountsSet", "currentTaxLines", "originalTotalSet", "totalCapturable", "legacyResourceId", "restocked"],
        ["what the shop allows its own people"] = ["merchantEditable", "merchantEditableErrors", "manuallyCapturable", "requiresComponents", "requiresSellingPlan"],
        ["for looks in the shop"] =
            ["media", "seo", "templateSuffix", "giftCardTemplateSuffix", "onlineStorePreviewUrl", "showUnitPrice", "unitPriceMeasurement", "collections", "contextualPricing", "inventoryQuantities"],
        ["counted by location in stock"] = ["inventoryQuantity", "totalInventory", "tracksInventory"],
        ["follows from what is read"] = ["fulfillableQuantity", "currentSubtotalLineItemsQuantity", "returns", "taxCode"],
        ["a field of the recorded app's own"] = ["metafield", "gift"],
        ["what the carrier says on the way"] = ["displayStatus"],
    };

    [SharedSampleFact(Matrix)]
    public void Recorded_orders_map_and_their_rows_come_to_their_total()
    {
        var cases = Read(Matrix)["cases"]!.AsObject().Select(one => (one.Key, Order: Completed(one.Value!["response"]!["payload"]!["data"]!["orderCreate"]!["order"]!))).ToList();
        Assert.Equal(5, cases.Count);
        foreach (var (name, order) in cases)
        {
            // This recording leaves out how a discount fell on the rows.
            if (FakeData.Amount(order["totalDiscountsSet"], "money") > 0)
            {
                continue;
            }

            var mapped = Map(order);
            var rows = mapped.GetProperty("lines").EnumerateArray().Sum(line => line.GetProperty("net").GetDecimal() + line.GetProperty("vat").GetDecimal());
            Assert.True(Amount(mapped, "total") == rows, $"{name}: {rows} in the rows, {mapped.GetProperty("total")} in all");
        }
    }

    [SharedSampleFact(Edits)]
    public void A_recorded_order_that_an_edit_made_smaller_is_what_is_left_of_it()
    {
        var order = Completed(Read(Edits)["cases"]!["taxed"]!["downstreamRead"]!["response"]!["payload"]!["data"]!["order"]!);

        var mapped = Map(order);

        var line = mapped.GetProperty("lines")[0];
        Assert.Equal((1m, 100m, 13m), (line.GetProperty("quantity").GetDecimal(), line.GetProperty("net").GetDecimal(), line.GetProperty("vat").GetDecimal()));
        Assert.Equal((113m, 13m), (Amount(mapped, "total"), Amount(mapped, "totalVat")));
    }

    [SharedSampleFact(Presentment)]
    public void Trimmed_decimals_of_both_currencies_are_read()
    {
        var order = Read(Presentment)["orderCreate"]!["response"]!["payload"]!["data"]!["orderCreate"]!["order"]!;

        Assert.Equal("13.50 CAD", Map(Completed(order)).GetProperty("total").GetString());
        Assert.Equal("9.00 USD", Map(Completed(order, "presentmentMoney")).GetProperty("total").GetString());
    }

    [SharedSampleFact(Inventory)]
    public void Recorded_refusals_of_a_mutation_are_refusals_and_its_success_is_none()
    {
        var recorded = Read(Inventory);

        Assert.Null(ShopifyAnswer.Judge(Answer(recorded["inventorySetQuantities"]!["response"]!), isMutation: true));
        foreach (var name in new[] { "missingSetIdempotency", "missingSetChangeFromQuantity" })
        {
            Assert.IsType<HttpOutcome.Refused>(ShopifyAnswer.Judge(Answer(recorded[name]!["response"]!), isMutation: true));
        }
    }

    [SharedSampleFact(Partial)]
    public void Recorded_user_errors_name_the_variant_that_they_mean()
    {
        var payload = JsonSerializer.SerializeToElement(Read(Partial)["partialUpdate"]!["response"]!["payload"]!["data"]!["productVariantsBulkUpdate"]);

        var error = Assert.Single(ShopifyAnswer.UserErrors(payload));

        Assert.Equal((1, "GREATER_THAN_OR_EQUAL_TO"), (error.IndexIn("variants"), error.Code));
    }

    [SharedSampleFact(Bulk)]
    public void Every_recorded_answer_is_judged_by_its_errors()
    {
        var judged = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Shared, Folder), "*.json"))
        {
            foreach (var answer in Objects(JsonNode.Parse(File.ReadAllText(file))).Where(one => (one["data"] is JsonObject && one["extensions"] is JsonObject) || one["errors"] is JsonArray { Count: > 0 }))
            {
                var outcome = ShopifyAnswer.Judge(Answer(answer), isMutation: false);
                Assert.Equal(answer["errors"] is JsonArray { Count: > 0 }, outcome is not null);
                judged++;
            }
        }

        Assert.True(judged > 100, $"{judged} answers");
    }

    [SharedSampleFact(Matrix)]
    public void Nothing_recorded_of_an_order_or_product_is_left_out_unnoticed()
    {
        var asked = ShopifyDocument.Names.SelectMany(name => Word().Matches(ShopifyDocument.Of(name).Text).Select(match => match.Value)).ToHashSet(StringComparer.Ordinal);
        var leftOut = LeftOut.Values.SelectMany(names => names).ToHashSet(StringComparer.Ordinal);
        string[] kinds = ["Order", "LineItem", "Refund", "RefundLineItem", "OrderTransaction", "Product", "ProductVariant", "InventoryLevel", "PriceList", "Fulfillment"];
        var unnoticed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Shared, Folder), "*.json"))
        {
            foreach (var record in Objects(JsonNode.Parse(File.ReadAllText(file))).Where(one => IsAnswered(one, kinds)))
            {
                unnoticed.UnionWith(record.Select(field => field.Key).Where(name => !asked.Contains(name) && !leftOut.Contains(name) && name != "__typename" && !name.EndsWith("After", StringComparison.Ordinal)).Select(name => $"{Kind(record)}.{name}"));
            }
        }

        Assert.Equal([], unnoticed);
        Assert.Empty(leftOut.Where(asked.Contains).Except(["legacyResourceId"]));
    }

    /// <summary>A record of an answer; variables of requests look alike and have input names.</summary>
    private static bool IsAnswered(JsonObject record, string[] kinds) =>
        kinds.Contains(Kind(record)) && !record.ContainsKey("parentTransactionId") && !record.ContainsKey("optionValues")
        && record.GetPath() is var path && !path.Contains("ariables", StringComparison.Ordinal) && !path.Contains("ehavior", StringComparison.Ordinal) && path.Contains(".data", StringComparison.Ordinal);

    private static string Kind(JsonObject record) =>
        record["id"] is JsonValue value && value.TryGetValue<string>(out var id) && id.StartsWith("gid://shopify/", StringComparison.Ordinal) ? id.Split('/')[3] : "";

    private static IEnumerable<JsonObject> Objects(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject record:
                yield return record;
                foreach (var inner in record.SelectMany(field => Objects(field.Value)))
                {
                    yield return inner;
                }

                break;
            case JsonArray list:
                foreach (var inner in list.SelectMany(Objects))
                {
                    yield return inner;
                }

                break;
        }
    }

    private static HttpAnswer Answer(JsonNode body) => new(200, new Dictionary<string, string>(), Encoding.UTF8.GetBytes(body.ToJsonString()), "POST recorded", TimeSpan.Zero);

    private static JsonElement Map(JsonObject order) => ShopifyMappings.Map("shopify.order", Encoding.UTF8.GetBytes(order.ToJsonString()));

    private static decimal Amount(JsonElement order, string field) => decimal.Parse(order.GetProperty(field).GetString()!.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static JsonNode Read(string path) => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Shared, path)))!;

    /// <summary>The recording under the names that our documents ask by, with the fields that it did not ask for.</summary>
    private static JsonObject Completed(JsonNode recorded, string side = "shopMoney")
    {
        var order = JsonNode.Parse(recorded.ToJsonString().Replace($"\"{side}\"", "\"money\"", StringComparison.Ordinal))!.AsObject();
        foreach (var (name, value) in new (string, JsonNode)[]
        {
            ("legacyResourceId", order["id"]!.GetValue<string>().Split('/')[^1]), ("name", "#1"), ("createdAt", "2026-06-22T00:00:00Z"), ("taxesIncluded", false), ("dutiesIncluded", false),
            ("displayFulfillmentStatus", "UNFULFILLED"), ("billingAddress", new JsonObject { ["city"] = "Ottawa", ["countryCodeV2"] = "CA" }),
            ("totalTaxSet", order["totalPriceSet"]!.DeepClone()), ("currentTotalTaxSet", order["totalPriceSet"]!.DeepClone()),
        }.Where(field => order[field.Item1] is null))
        {
            order[name] = value;
        }

        foreach (var freight in order["shippingLines"]?["nodes"]?.AsArray() ?? [])
        {
            freight!["discountedPriceSet"] ??= freight["originalPriceSet"]!.DeepClone();
        }

        foreach (var (line, index) in order["lineItems"]!["nodes"]!.AsArray().Select((line, index) => (line!, index)))
        {
            line["id"] ??= $"gid://shopify/LineItem/{index + 1}";
            line["title"] ??= "Vara";
            line["quantity"] ??= 1;
        }

        return order;
    }

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Word();
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>Tags, metafields, fulfillments and captures of orders.</summary>
internal static class FakeOrderMutations
{
    public static JsonObject? Run(FakeState state, string name, JsonObject arguments) => name switch
    {
        "tagsAdd" => Tags(state, arguments),
        "metafieldsSet" => Metafields(state, arguments),
        "orderClose" => Close(state, arguments["input"]!["id"]!.GetValue<string>()),
        "fulfillmentCreate" => Fulfill(state, arguments["fulfillment"]!.AsObject()),
        "orderCapture" => Capture(state, arguments["input"]!.AsObject()),
        "orderMarkAsPaid" => MarkPaid(state, arguments["input"]!["id"]!.GetValue<string>()),
        _ => null,
    };

    private static JsonObject Tags(FakeState state, JsonObject arguments)
    {
        if (state.Order(arguments["id"]!.GetValue<string>()) is not { } order)
        {
            return FakeMutations.Errors((null, ["id"], "Order does not exist"));
        }

        var tags = order["tags"]!.AsArray();
        foreach (var tag in arguments["tags"]!.AsArray().Where(tag => tags.All(known => known!.GetValue<string>() != tag!.GetValue<string>())).ToList())
        {
            tags.Add(tag!.DeepClone());
        }

        order["updatedAt"] = state.Now;
        return FakeMutations.Fine("node", new JsonObject { ["id"] = order["id"]!.DeepClone() });
    }

    private static JsonObject Metafields(FakeState state, JsonObject arguments)
    {
        foreach (var wanted in arguments["metafields"]!.AsArray())
        {
            var order = state.Order(wanted!["ownerId"]!.GetValue<string>())!;
            var fields = order["metafields"]!.AsArray();
            var key = wanted["key"]!.GetValue<string>();
            if (key.Length is < 2 or > 64 || wanted["namespace"]!.GetValue<string>().Length is < 3 or > 255)
            {
                return FakeMutations.Errors(("TOO_LONG", ["metafields", "0", "key"], "is too long or too short"));
            }

            if (fields.FirstOrDefault(field => field!["key"]!.GetValue<string>() == key && field["namespace"]!.GetValue<string>() == wanted["namespace"]!.GetValue<string>()) is { } known)
            {
                fields.Remove(known);
            }

            fields.Add(wanted.DeepClone());
        }

        return FakeMutations.Fine("metafields", new JsonArray());
    }

    private static JsonObject Close(FakeState state, string id)
    {
        var order = state.Order(id)!;
        order["closedAt"] ??= state.Now;
        return FakeMutations.Fine("order", new JsonObject { ["id"] = id, ["closedAt"] = order["closedAt"]!.DeepClone() });
    }

    private static JsonObject Fulfill(FakeState state, JsonObject input)
    {
        var groups = input["lineItemsByFulfillmentOrder"]!.AsArray();
        var orders = groups.Select(group => state.Orders
            .SelectMany(order => order!["fulfillmentOrders"]!.AsArray().Select(part => (Order: order!.AsObject(), Part: part!.AsObject())))
            .Single(pair => pair.Part["id"]!.GetValue<string>() == group!["fulfillmentOrderId"]!.GetValue<string>())).ToList();
        if (orders.Select(pair => pair.Part["assignedLocation"]!["location"]!["id"]!.GetValue<string>()).Distinct().Count() > 1)
        {
            return FakeMutations.Errors((null, ["fulfillment"], "All fulfillment orders must have the same assigned location."));
        }

        var lines = new JsonArray();
        foreach (var (group, (_, part)) in groups.Zip(orders))
        {
            if (part["status"]!.GetValue<string>() is not ("OPEN" or "IN_PROGRESS"))
            {
                return FakeMutations.Errors((null, ["fulfillment"], $"Fulfillment order {FakeState.Number(part["id"])} has an unfulfillable status= {part["status"]!.GetValue<string>().ToLowerInvariant()}."));
            }

            foreach (var line in part["lineItems"]!.AsArray())
            {
                var remaining = line!["remainingQuantity"]!.GetValue<int>();
                var wanted = group!["fulfillmentOrderLineItems"] is JsonArray named
                    ? named.Where(one => one!["id"]!.GetValue<string>() == line["id"]!.GetValue<string>()).Sum(one => one!["quantity"]!.GetValue<int>())
                    : remaining;
                if (wanted > remaining)
                {
                    return FakeMutations.Errors((null, ["fulfillment"], "Invalid fulfillment order line item quantity requested."));
                }

                if (wanted > 0)
                {
                    line["remainingQuantity"] = remaining - wanted;
                    lines.Add(new JsonObject { ["id"] = state.NewId("FulfillmentLineItem"), ["quantity"] = wanted, ["lineItem"] = new JsonObject { ["id"] = line["lineItem"]!["id"]!.DeepClone(), ["sku"] = line["sku"]?.DeepClone() } });
                }
            }

            if (part["lineItems"]!.AsArray().All(line => line!["remainingQuantity"]!.GetValue<int>() == 0))
            {
                part["status"] = "CLOSED";
                part["supportedActions"] = new JsonArray();
            }
        }

        var tracking = input["trackingInfo"];
        var made = new JsonObject
        {
            ["id"] = state.NewId("Fulfillment"),
            ["status"] = "SUCCESS",
            ["name"] = "F1",
            ["createdAt"] = state.Now,
            ["trackingInfo"] = new JsonArray(
            [
                .. (tracking?["numbers"]?.AsArray() ?? []).Select((number, i) => (JsonNode)new JsonObject
                {
                    ["company"] = tracking!["company"]?.DeepClone(), ["number"] = number!.DeepClone(), ["url"] = tracking["urls"]?[i]?.DeepClone(),
                }),
            ]),
            ["fulfillmentLineItems"] = lines,
            ["notified"] = input["notifyCustomer"]?.DeepClone(),
        };
        var order = orders[0].Order;
        order["fulfillments"]!.AsArray().Add(made);
        order["displayFulfillmentStatus"] = order["fulfillmentOrders"]!.AsArray().All(part => part!["status"]!.GetValue<string>() == "CLOSED") ? "FULFILLED" : "PARTIALLY_FULFILLED";
        return FakeMutations.Fine("fulfillment", made);
    }

    private static JsonObject Capture(FakeState state, JsonObject input)
    {
        var order = state.Order(input["id"]!.GetValue<string>())!;
        var transactions = order["transactions"]!.AsArray();
        if (transactions.FirstOrDefault(one => one!["id"]!.GetValue<string>() == input["parentTransactionId"]!.GetValue<string>()) is not { } parent)
        {
            return FakeMutations.Errors((null, ["parentTransactionId"], "Unable to find parent transaction"));
        }

        var amount = decimal.Parse(input["amount"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        var left = decimal.Parse(order["totalCapturableSet"]!["presentmentMoney"]!["amount"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        var currency = order["presentmentCurrencyCode"]!.GetValue<string>();
        if (amount <= 0)
        {
            return FakeMutations.Errors((null, ["amount"], "Amount must be greater than zero"));
        }

        if (input["currency"]?.GetValue<string>() != currency)
        {
            return FakeMutations.Errors((null, ["currency"], $"Currency must match parent transaction {currency}"));
        }

        if (amount > left)
        {
            return FakeMutations.Errors((null, ["amount"], string.Create(CultureInfo.InvariantCulture, $"Cannot capture more than the authorized {left} for this payment.")));
        }

        var multi = parent["multiCapturable"]?.GetValue<bool>() ?? false;
        if (input["finalCapture"] is not null && !multi)
        {
            return FakeMutations.Errors((null, ["finalCapture"], "Final capture is not supported for this payment gateway."));
        }

        var made = new JsonObject
        {
            ["id"] = state.NewId("OrderTransaction"),
            ["kind"] = "CAPTURE",
            ["status"] = state.CaptureResult,
            ["gateway"] = parent["gateway"]!.DeepClone(),
            ["amountSet"] = FakeData.Bag(amount, currency),
            ["parentTransaction"] = new JsonObject { ["id"] = parent["id"]!.DeepClone() },
            ["errorCode"] = state.CaptureResult == "FAILURE" ? "PAYMENT_METHOD_UNAVAILABLE" : null,
        };
        transactions.Add(made);
        if (state.CaptureResult == "SUCCESS")
        {
            var rest = multi && !(input["finalCapture"]?.GetValue<bool>() ?? false) ? left - amount : 0;
            order["totalCapturableSet"] = FakeData.Bag(rest, currency);
            order["capturable"] = rest > 0;
            order["displayFinancialStatus"] = rest > 0 ? "PARTIALLY_PAID" : "PAID";
        }

        return FakeMutations.Fine("transaction", made);
    }

    private static JsonObject MarkPaid(FakeState state, string id)
    {
        var order = state.Order(id)!;
        if (!order["canMarkAsPaid"]!.GetValue<bool>())
        {
            return FakeMutations.Errors((null, ["id"], "Order cannot be marked as paid."));
        }

        order["canMarkAsPaid"] = false;
        order["fullyPaid"] = true;
        order["displayFinancialStatus"] = "PAID";
        return FakeMutations.Fine("order", new JsonObject { ["id"] = id, ["displayFinancialStatus"] = "PAID" });
    }
}

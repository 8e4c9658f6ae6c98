using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>
/// Sends off what an order waits for. Shopify takes the same part twice without a word, so the order is read before every
/// call and after it. A delivery is known again by its tracking numbers; one without any by a mark on the order, made
/// before the call, that names the fulfillments there were.
/// </summary>
internal sealed class ShipmentTarget(ShopifyClient client) : LookedAtTarget<ShopifyShipment, ShipmentTarget.Look>
{
    private const string Order = "order";

    protected override async Task<TargetAnswer> WriteAsync(ShopifyShipment delivery, Look look, OutboxDocument document, CancellationToken cancellation)
    {
        if (delivery.Numbers.Count == 0 && look.Mark is null)
        {
            var mark = new JsonObject { ["delivery"] = delivery.DeliveryId, ["before"] = new JsonArray([.. look.Fulfillments.Select(id => (JsonNode)id)]) };
            if (await client.MarkAsync(delivery.Id, MarkKey(delivery), mark, document, cancellation) is { } unmarked)
            {
                return unmarked;
            }
        }

        return await CreateAsync(delivery, look.Plan!, document, cancellation);
    }

    private async Task<TargetAnswer> CreateAsync(ShopifyShipment delivery, DeliveryPlan plan, OutboxDocument document, CancellationToken cancellation)
    {
        var made = false;
        foreach (var parts in plan.Calls)
        {
            var fulfillment = new JsonObject { ["lineItemsByFulfillmentOrder"] = parts, ["notifyCustomer"] = delivery.Notify };
            if (delivery.Numbers.Count > 0)
            {
                fulfillment["trackingInfo"] = Tracking(delivery);
            }

            var written = await client.MutateAsync("fulfillment-create", "fulfillmentCreate", new() { ["fulfillment"] = fulfillment }, cancellation);
            if (written.NotDone(document) is { } answer)
            {
                // What lies in another place was sent off before: the rest is found missing when the order is read again.
                return made && answer is TargetAnswer.NotDone part ? new TargetAnswer.Unknown(part.Issue) : answer;
            }

            made = true;
        }

        try
        {
            var after = (await LookAsync(delivery, document, cancellation)).State;
            return after is TargetState.AsWanted there
                ? new TargetAnswer.Done(there.TargetKey)
                : new TargetAnswer.Refused(new(ShopifyErrors.NotTaken, $"The delivery {delivery.DeliveryId} was sent off and is not there.", ShopifyWrite.At(document)));
        }
        catch (EtlException e)
        {
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    protected override async Task<Look> LookAsync(ShopifyShipment delivery, OutboxDocument document, CancellationToken cancellation)
    {
        var variables = new JsonObject { ["id"] = Gid.Of("Order", delivery.Id), ["marks"] = new JsonArray($"{ShopifyWrite.MarkSpace}.{MarkKey(delivery)}") };
        var data = await client.ReadAsync("order-delivery", variables, cancellation);
        if (data.Root.At(Order) is null)
        {
            return Look.Of(new TargetState.CannotAsk(ShopifyWrite.Gone(document)));
        }

        var order = await WithAllLinesAsync(data, cancellation);
        var live = order.Items("fulfillments").Where(one => one.Text("status") is not ("CANCELLED" or "ERROR" or "FAILURE")).ToList();
        var ids = live.Select(one => Gid.Number(one.Text("id"))!).ToList();
        var mark = ShopifyWrite.Mark(order, MarkKey(delivery));
        var ours = live.Where(one => IsOurs(one, delivery, mark)).ToList();
        var plan = DeliveryPlan.Make(delivery, order, [.. ours.SelectMany(one => one.Items("fulfillmentLineItems", "nodes"))], document);
        if (plan.IsDone)
        {
            return Look.Of(new TargetState.AsWanted(ours.Count > 0 ? Gid.Number(ours[0].Text("id"))! : delivery.DeliveryId));
        }

        if (order.At("cancelledAt") is not null)
        {
            return Look.Of(new TargetState.CannotAsk(new(ShopifyErrors.NotToShip, "The order is cancelled in the shop.", ShopifyWrite.At(document))));
        }

        return new(plan.Obstacle ?? new TargetState.Absent(), plan, ids, mark);
    }

    private static bool IsOurs(JsonElement fulfillment, ShopifyShipment delivery, JsonElement? mark)
    {
        var numbers = fulfillment.Items("trackingInfo").Select(info => info.Text("number")).OfType<string>().Where(number => number.Length > 0).ToList();
        if (delivery.Numbers.Count > 0)
        {
            return numbers.Any(delivery.Numbers.Contains);
        }

        return numbers.Count == 0 && mark is { } known && known.At("before") is not null
            && known.Items("before").All(id => id.GetString() != Gid.Number(fulfillment.Text("id")))
            && (delivery.Lines.Count == 0 || fulfillment.Items("fulfillmentLineItems", "nodes").All(line => IsIn(delivery, line)));
    }

    private static bool IsIn(ShopifyShipment delivery, JsonElement line) => delivery.Lines.Any(one =>
        one.LineId is { Length: > 0 } id ? id == Gid.Number(line.Text("lineItem", "id")) : one.Sku == line.Text("lineItem", "sku"));

    /// <summary>The order with all rows of its fulfillment orders.</summary>
    private async Task<JsonElement> WithAllLinesAsync(ShopifyData data, CancellationToken cancellation)
    {
        if (data[Order].Items("fulfillmentOrders", "nodes").All(part => part.At("lineItems")?.NextPage() is null))
        {
            return data[Order];
        }

        var order = JsonNode.Parse(data[Order].GetRawText())!;
        foreach (var part in order["fulfillmentOrders"]!["nodes"]!.AsArray())
        {
            var lines = part!["lineItems"]!.AsObject();
            var next = lines["pageInfo"]!["hasNextPage"]!.GetValue<bool>() ? lines["pageInfo"]!["endCursor"]!.GetValue<string>() : null;
            while (next is not null)
            {
                var more = await client.ReadAsync("fulfillment-order-lines", new() { ["id"] = part["id"]!.GetValue<string>(), ["after"] = next }, cancellation);
                next = OrderReader.Join(lines, more["fulfillmentOrder"].At("lineItems"), more);
            }
        }

        return JsonSerializer.SerializeToElement(order);
    }

    private static JsonObject Tracking(ShopifyShipment delivery)
    {
        var info = new JsonObject { ["numbers"] = new JsonArray([.. delivery.Numbers.Select(number => (JsonNode)number)]) };
        if (!string.IsNullOrEmpty(delivery.Company))
        {
            info["company"] = delivery.Company;
        }

        if (delivery.Urls.Count == delivery.Numbers.Count)
        {
            info["urls"] = new JsonArray([.. delivery.Urls.Select(url => (JsonNode)url)]);
        }

        return info;
    }

    private static string MarkKey(ShopifyShipment delivery) => ShopifyWrite.MarkKey("delivery", delivery.DeliveryId);

    protected override (ShopifyShipment? Wanted, Issue? Problem) Read(OutboxDocument document)
    {
        var (delivery, problem) = ShopifyWrite.Read<ShopifyShipment>(document);
        return delivery is null ? (null, problem)
            : ShopifyWrite.NotAnOrder(delivery.Id, document) is { } bad ? (null, bad)
            : string.IsNullOrWhiteSpace(delivery.DeliveryId) ? (null, new(ShopifyErrors.BadPayload, "The delivery has no number.", ShopifyWrite.At(document), "deliveryId"))
            : (delivery, null);
    }

    /// <param name="Fulfillments">The ids of those that the order has.</param>
    internal sealed record Look(TargetState State, DeliveryPlan? Plan, IReadOnlyList<string> Fulfillments, JsonElement? Mark) : ISeen
    {
        public static Look Of(TargetState state) => new(state, null, [], null);
    }
}

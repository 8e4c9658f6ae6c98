using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>What of an order's fulfillment orders one delivery takes, after what was told of it already.</summary>
internal sealed class DeliveryPlan
{
    private static readonly string[] CanBeSent = ["OPEN", "IN_PROGRESS"];
    private static readonly string[] NotYet = ["ON_HOLD", "SCHEDULED"];
    private readonly List<Place> _places = [];
    private readonly List<(Place Place, int Quantity)> _taken = [];
    private readonly OutboxDocument _document;

    private DeliveryPlan(OutboxDocument document) => _document = document;

    /// <summary>Set when the delivery cannot be told to the shop.</summary>
    public TargetState? Obstacle { get; private set; }

    /// <summary>Nothing is left to tell.</summary>
    public bool IsDone => Obstacle is null && _taken.Count == 0;

    /// <param name="ours">The rows of fulfillments that are this delivery's.</param>
    public static DeliveryPlan Make(ShopifyShipment delivery, JsonElement order, IReadOnlyList<JsonElement> ours, OutboxDocument document)
    {
        var plan = new DeliveryPlan(document);
        plan.Collect(order);
        if (delivery.Lines.Count == 0)
        {
            plan.TakeAll(ours.Count > 0);
        }
        else
        {
            plan.TakeLines(delivery, ours);
        }

        return plan;
    }

    /// <summary>One call for each location: the parts of one call have to lie in one place.</summary>
    public IEnumerable<JsonArray> Calls => _taken.GroupBy(taken => taken.Place.Location, StringComparer.Ordinal).Select(location => new JsonArray(
    [
        .. location.GroupBy(taken => taken.Place.FulfillmentOrder, StringComparer.Ordinal).Select(part => (JsonNode)new JsonObject
        {
            ["fulfillmentOrderId"] = part.Key,
            ["fulfillmentOrderLineItems"] = new JsonArray([.. part.Select(taken => (JsonNode)new JsonObject { ["id"] = taken.Place.Id, ["quantity"] = taken.Quantity })]),
        }),
    ]));

    private void Collect(JsonElement order)
    {
        foreach (var part in order.Items("fulfillmentOrders", "nodes"))
        {
            var status = part.Text("status") ?? "";
            var sendable = CanBeSent.Contains(status) && part.Items("supportedActions").Any(action => action.Text("action") == "CREATE_FULFILLMENT");
            _places.AddRange(part.Items("lineItems", "nodes").Select(line => new Place(
                line.Text("id")!, part.Text("id")!, part.Text("assignedLocation", "location", "id") ?? "", Gid.Number(line.Text("lineItem", "id")) ?? "", line.Text("sku"), sendable,
                sendable || NotYet.Contains(status) || CanBeSent.Contains(status))
            {
                Remaining = line.Int("remainingQuantity") ?? 0,
                IsGoods = line.At("requiresShipping") is not { ValueKind: JsonValueKind.False },
            }));
        }
    }

    private void TakeAll(bool isThere)
    {
        var left = _places.Where(place => place.Remaining > 0 && place.IsWaiting).ToList();
        if (isThere)
        {
            // Whether what is left belonged to this delivery, or came into the order later, is not known.
            Obstacle = left.Count == 0 ? null
                : new TargetState.CannotAsk(Issue(ShopifyErrors.UnclearWhetherDone, "A part of the order was sent off with this delivery, and a part still waits."));
            return;
        }

        if (left.Count == 0)
        {
            Obstacle = new TargetState.CannotAsk(Issue(ShopifyErrors.NotToShip, "Nothing of the order waits to be sent off."));
            return;
        }

        if (left.Any(place => !place.CanBeSent))
        {
            Wait();
            return;
        }

        _taken.AddRange(left.Select(place => (place, place.Remaining)));
    }

    private void TakeLines(ShopifyShipment delivery, IReadOnlyList<JsonElement> ours)
    {
        var told = ours.GroupBy(line => Gid.Number(line.Text("lineItem", "id")) ?? "", StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (Sku: group.First().Text("lineItem", "sku"), Quantity: group.Sum(line => line.Int("quantity") ?? 0)), StringComparer.Ordinal);
        foreach (var line in delivery.Lines)
        {
            if (line.Quantity != decimal.Truncate(line.Quantity) || line.Quantity <= 0 || line.Quantity > int.MaxValue)
            {
                Obstacle = new TargetState.CannotAsk(Issue(ShopifyErrors.BadPayload, string.Create(CultureInfo.InvariantCulture, $"Shopify sends off whole pieces, and {line.Sku} has {line.Quantity}.")));
                return;
            }

            var wanted = (int)line.Quantity;
            foreach (var (id, (sku, quantity)) in told.Where(one => IsMeant(line, one.Key, one.Value.Sku)).ToList())
            {
                var there = Math.Min(wanted, quantity);
                told[id] = (sku, quantity - there);
                wanted -= there;
            }

            Take(line, wanted);
            if (Obstacle is not null)
            {
                return;
            }
        }
    }

    private void Take(DeliveredLine line, int wanted)
    {
        var meant = _places.Where(place => IsMeant(line, place.LineItem, place.Sku)).ToList();
        foreach (var place in meant.Where(place => place.CanBeSent && place.Remaining > 0))
        {
            var quantity = Math.Min(wanted, place.Remaining);
            if (quantity > 0)
            {
                place.Remaining -= quantity;
                wanted -= quantity;
                _taken.Add((place, quantity));
            }
        }

        // The shop itself delivers what needs no parcel (a gift card), at once.
        if (wanted == 0 || (meant.Count > 0 && meant.All(place => !place.IsGoods)))
        {
            return;
        }

        if (meant.Where(place => place.IsWaiting && !place.CanBeSent).Sum(place => place.Remaining) >= wanted)
        {
            Wait();
            return;
        }

        Obstacle = new TargetState.CannotAsk(Issue(ShopifyErrors.NotToShip,
            string.Create(CultureInfo.InvariantCulture, $"{line.Quantity} of {line.Sku} was delivered, {wanted} more than the order waits for.")));
    }

    private void Wait() => Obstacle = new TargetState.WaitsFor(Issue(ShopifyErrors.OnHold, "The order is on hold, or its delivery is planned for later."), "the order's release in the shop");

    // The row where the ERP kept its id; rows of one SKU are the same goods.
    private static bool IsMeant(DeliveredLine line, string lineItem, string? sku) => line.LineId is { Length: > 0 } id ? id == lineItem : line.Sku == sku;

    private Issue Issue(ErrorCode code, string message) => new(code, message, ShopifyWrite.At(_document));

    private sealed record Place(string Id, string FulfillmentOrder, string Location, string LineItem, string? Sku, bool CanBeSent, bool IsWaiting)
    {
        public int Remaining { get; set; }

        public bool IsGoods { get; init; }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>
/// Tells the shop what was sent off, in the place that it has for that. Every call adds, so the order is asked first what is
/// there already, and again afterwards whether it was kept.
/// </summary>
public sealed class WooCommerceShipmentTarget(WooCommerceClient client) : SingleRecordTarget
{
    private static readonly OrderNotes Notes = new();

    // In the order in which they are looked for.
    private static readonly (WooCommerceTracking Name, TrackingPlace Place)[] Places =
    [
        (WooCommerceTracking.Fulfillments, new Fulfillments()),
        (WooCommerceTracking.ShipmentTracking, new TrackingExtension("/wc-shipment-tracking/v3")),
        (WooCommerceTracking.Ast, new TrackingExtension("/wc-ast/v3")),
        (WooCommerceTracking.Note, Notes),
    ];

    // Once one of them has answered, the others are not asked any more.
    private WooCommerceTracking _found = client.Settings.Tracking;

    /// <summary>The place of that name; null for those that need not be there.</summary>
    internal static TrackingPlace? Place(WooCommerceTracking tracking) => Places.Where(candidate => candidate.Name == tracking).Select(candidate => candidate.Place).FirstOrDefault();

    /// <inheritdoc/>
    public override async Task<TargetState> FindAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (shipment, problem) = WooCommerceWrite.Read<WooCommerceShipment>(document);
        return shipment is null ? new TargetState.CannotAsk(problem!) : (await LookAsync(shipment, document, cancellation)).State;
    }

    /// <inheritdoc/>
    public override async Task<TargetAnswer> SendAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (shipment, problem) = WooCommerceWrite.Read<WooCommerceShipment>(document);
        if (shipment is null)
        {
            return new TargetAnswer.Refused(problem!);
        }

        Look look;
        try
        {
            look = await LookAsync(shipment, document, cancellation);
        }
        catch (EtlException e) when (e.IsTransient)
        {
            // Only a question was asked so far.
            return new TargetAnswer.NotDone(e.Issues[0]);
        }

        return look.State switch
        {
            TargetState.AsWanted there => new TargetAnswer.Done(there.TargetKey),
            TargetState.CannotAsk cannot => new TargetAnswer.Refused(cannot.Issue),
            _ => await AddAsync(shipment, look, document, cancellation),
        };
    }

    private async Task<TargetAnswer> AddAsync(WooCommerceShipment shipment, Look look, OutboxDocument document, CancellationToken cancellation)
    {
        foreach (var (index, body) in look.Missing.Index())
        {
            var outcome = await client.WriteAsync(
                HttpMethod.Post, look.Place!.Path(shipment.Id), look.Place.AddQuery(shipment), JsonSerializer.SerializeToUtf8Bytes(body), cancellation);
            if (client.NotDone(outcome, document) is { } answer)
            {
                // A part of several parcels was added before: the rest is found missing when it is asked for again.
                return index > 0 && answer is TargetAnswer.NotDone part ? new TargetAnswer.Unknown(part.Issue) : answer;
            }
        }

        try
        {
            var again = await LookAsync(shipment, document, cancellation);
            return again.State is TargetState.AsWanted there
                ? new TargetAnswer.Done(there.TargetKey)
                : new TargetAnswer.Refused(new(WooCommerceErrors.TrackingNotTaken, $"The delivery {shipment.DeliveryId} was added and is not there.", WooCommerceWrite.At(document)));
        }
        catch (EtlException e)
        {
            // It was sent; whether it was kept could not be seen.
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    private async Task<Look> LookAsync(WooCommerceShipment shipment, OutboxDocument document, CancellationToken cancellation)
    {
        var key = $"{shipment.Id}/{shipment.DeliveryId}";
        if (_found == WooCommerceTracking.None)
        {
            return new(new TargetState.AsWanted(key), null, []);
        }

        if (await client.FindOrderAsync(shipment.Id, cancellation) is not { } answer)
        {
            return Cannot(new(WooCommerceErrors.OrderGone, "The shop has no such order.", WooCommerceWrite.At(document)));
        }

        var order = ShopJson.Read(answer, JsonValueKind.Object);
        if (order.Text("status") == "trash")
        {
            return Cannot(new(WooCommerceErrors.OrderInTrash, "The order lies in the shop's trash.", WooCommerceWrite.At(answer, document)));
        }

        var (place, kept) = await KeptAsync(shipment, cancellation);
        try
        {
            var missing = place.Missing(shipment, kept, order);
            return missing.Count == 0 ? new(new TargetState.AsWanted(key), place, []) : new(new TargetState.Absent(), place, missing);
        }
        catch (EtlException e) when (e.Code == WooCommerceErrors.NotDeliverable)
        {
            return Cannot(e.Issues[0] with { At = WooCommerceWrite.At(answer, document) });
        }
    }

    private static Look Cannot(Issue issue) => new(new TargetState.CannotAsk(issue), null, []);

    /// <summary>The place that the shop has, and what it lists there for the order.</summary>
    private async Task<(TrackingPlace Place, JsonElement Kept)> KeptAsync(WooCommerceShipment shipment, CancellationToken cancellation)
    {
        foreach (var (name, place) in Places.Where(candidate => _found == WooCommerceTracking.Auto || _found == candidate.Name))
        {
            var outcome = await client.GetAsync(place.Path(shipment.Id), place.ListQuery, cancellation);
            if (WooCommerceClient.IsNoRoute(outcome))
            {
                continue;
            }

            var answer = client.AnswerOrThrow(outcome);
            _found = name;

            // The extensions keep numbers only: a delivery without one could not be known again there.
            return place is TrackingExtension && shipment.TrackingNumbers.Count == 0
                ? await KeptAsync(Notes, shipment, cancellation)
                : (place, Kept(answer, place));
        }

        throw new EtlException(new Issue(WooCommerceErrors.NoTracking, $"The shop has no {_found} in its API.", Field: "tracking"));
    }

    private async Task<(TrackingPlace Place, JsonElement Kept)> KeptAsync(OrderNotes place, WooCommerceShipment shipment, CancellationToken cancellation) =>
        (place, Kept(await client.ReadAsync(place.Path(shipment.Id), place.ListQuery, cancellation), place));

    /// <summary>The extensions and notes give a bare list; WooCommerce's own may wrap it.</summary>
    private static JsonElement Kept(HttpAnswer answer, TrackingPlace place)
    {
        if (place is not Fulfillments)
        {
            return ShopJson.Read(answer, JsonValueKind.Array);
        }

        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.Clone();
    }

    private sealed record Look(TargetState State, TrackingPlace? Place, IReadOnlyList<JsonObject> Missing);
}

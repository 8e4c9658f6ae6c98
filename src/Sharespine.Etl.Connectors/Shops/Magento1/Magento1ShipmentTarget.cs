using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>
/// Makes shipments: the shipment without a mail, its tracking numbers, then the mail, so that the mail has the numbers. None
/// of these is the same done twice; the reference in the shipment's comment, the numbers on it and a mark before and after
/// the mail tell how far an earlier try came.
/// </summary>
internal sealed class Magento1ShipmentTarget(Magento1Client client) : LookedAtTarget<Magento1Shipment, Magento1ShipmentTarget.Seen>
{
    private const string Custom = "custom";

    protected override bool IsAboutDocument(EtlException exception) => Outcomes.IsAboutDocument(exception);

    protected override async Task<TargetAnswer> WriteAsync(Magento1Shipment wanted, Seen seen, OutboxDocument document, CancellationToken cancellation)
    {
        var shipment = seen.Ours?.Text("increment_id");
        if (shipment is null)
        {
            var (items, wrong) = OrderQuantities.Of(seen.Info, wanted.Lines, "qty_shipped", document);
            if (wrong is not null)
            {
                return new TargetAnswer.Refused(wrong);
            }

            var created = await CallAsync("salesOrderShipmentCreate", new Dictionary<string, object?>
            {
                ["orderIncrementId"] = seen.Row!.Increment,
                ["itemsQty"] = items,
                ["comment"] = Magento1StatusTarget.Text(wanted.Comment, wanted.Reference!),
                ["email"] = 0,
                ["includeComment"] = 0,
            }, document, cancellation);
            if (created.Failure is { } failure)
            {
                return failure;
            }

            shipment = created.Answer!.Result.ValueKind == JsonValueKind.String ? created.Answer.Result.GetString() : null;
            if (string.IsNullOrEmpty(shipment))
            {
                return new TargetAnswer.Unknown(new(Magento1Errors.BadAnswer, "The shop gave no number for the shipment.", Payload.At(document)));
            }
        }

        return await FinishAsync(wanted, seen, shipment, document, cancellation);
    }

    /// <summary>Tracking numbers that are missing, then the mail and its mark.</summary>
    private async Task<TargetAnswer> FinishAsync(Magento1Shipment wanted, Seen seen, string shipment, OutboxDocument document, CancellationToken cancellation)
    {
        if (await AddTracksAsync(wanted, seen, shipment, document, cancellation) is { } failed)
        {
            return AlreadyBegun(failed);
        }

        if (wanted.Notify == true && await MailAsync(wanted, shipment, document, cancellation) is { } unsure)
        {
            return AlreadyBegun(unsure);
        }

        return new TargetAnswer.Done(shipment);
    }

    /// <summary>Between its two marks nobody can tell whether the mail went.</summary>
    private async Task<TargetAnswer?> MailAsync(Magento1Shipment wanted, string shipment, OutboxDocument document, CancellationToken cancellation) =>
        await MarkAsync(BegunMark(wanted.Reference!), shipment, document, cancellation)
        ?? (await CallAsync("salesOrderShipmentSendInfo", new Dictionary<string, object?> { ["shipmentIncrementId"] = shipment, ["comment"] = "" }, document, cancellation)).Failure
        ?? await MarkAsync(MailMark(wanted.Reference!), shipment, document, cancellation);

    private async Task<TargetAnswer?> MarkAsync(string mark, string shipment, OutboxDocument document, CancellationToken cancellation)
    {
        var values = new Dictionary<string, object?> { ["shipmentIncrementId"] = shipment, ["comment"] = mark, ["email"] = "0", ["includeInEmail"] = "0" };
        return (await CallAsync("salesOrderShipmentAddComment", values, document, cancellation)).Failure;
    }

    private async Task<TargetAnswer?> AddTracksAsync(Magento1Shipment wanted, Seen seen, string shipment, OutboxDocument document, CancellationToken cancellation)
    {
        var missing = Missing(wanted, seen.Ours);
        if (missing.Count == 0)
        {
            return null;
        }

        var (carriers, failed) = await Outcomes.BeforeAsync(() => client.ReadAsync("salesOrderShipmentGetCarriers", Values.Of("orderIncrementId", seen.Row!.Increment), cancellation));
        if (failed is not null)
        {
            return failed;
        }

        var known = carriers!.Rows.Select(carrier => carrier.Text("key")).ToHashSet();
        foreach (var track in missing)
        {
            var added = await CallAsync("salesOrderShipmentAddTrack", new Dictionary<string, object?>
            {
                ["shipmentIncrementId"] = shipment,
                ["carrier"] = track.Carrier is { } code && known.Contains(code) ? code : Custom,
                ["title"] = track.Title,
                ["trackNumber"] = track.Number,
            }, document, cancellation);
            if (added.Failure is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    /// <summary>Once the shipment is there, nothing leaves it undone: what is left over is asked for next time.</summary>
    private static TargetAnswer AlreadyBegun(TargetAnswer answer) => answer is TargetAnswer.NotDone notDone ? new TargetAnswer.Unknown(notDone.Issue) : answer;

    protected override async Task<Seen> LookAsync(Magento1Shipment wanted, OutboxDocument document, CancellationToken cancellation)
    {
        if (await Magento1Orders.RowAsync(client, wanted.Id, cancellation) is not { } row || await Magento1Orders.InfoAsync(client, row, cancellation) is not { } info)
        {
            var gone = new Issue(Magento1Errors.OrderGone, "The shop has no such order.", Payload.At(document));
            return new(null, default, null, new TargetState.WaitsFor(gone, $"order {wanted.Id}"));
        }

        var shipments = await Magento1Orders.ShipmentsAsync(client, row, cancellation);
        var ours = shipments.Where(shipment => shipment.Mentions("comments", Magento1StatusTarget.Mark(wanted.Reference!))).Select(shipment => (JsonElement?)shipment).FirstOrDefault();
        return new(row, info, ours, State(wanted, info, shipments, ours, document));
    }

    private static TargetState State(Magento1Shipment wanted, JsonElement info, IReadOnlyList<JsonElement> shipments, JsonElement? ours, OutboxDocument document)
    {
        if (ours is { } shipment)
        {
            var key = shipment.Text("increment_id")!;
            var mailed = wanted.Notify != true || shipment.Mentions("comments", MailMark(wanted.Reference!));
            if (Missing(wanted, ours).Count == 0 && mailed)
            {
                return new TargetState.AsWanted(key);
            }

            return !mailed && shipment.Mentions("comments", BegunMark(wanted.Reference!))
                ? new TargetState.CannotAsk(new(Magento1Errors.MailUnknown, $"The mail of shipment {key} was begun; whether it went is not known.", Payload.At(document), "notify"))
                : new TargetState.Other(key, Payload.Write(wanted with { Notify = wanted.Notify is null ? null : false, Tracks = Tracks(shipment) }));
        }

        // Made by hand, with our tracking numbers: the same goods.
        if (wanted.Tracks is { Count: > 0 } tracks && shipments.FirstOrDefault(HasAll) is { ValueKind: JsonValueKind.Object } same)
        {
            return new TargetState.AsWanted(same.Text("increment_id")!);
        }

        return OrderQuantities.AnyOpen(info, "qty_shipped")
            ? new TargetState.Absent()
            : new TargetState.CannotAsk(new(Magento1Errors.AlreadyShipped, $"Nothing is left to ship; the order has {shipments.Count} shipments without our reference.", Payload.At(document)));

        bool HasAll(JsonElement byHand) => tracks.All(track => byHand.List("tracks").Any(there => there.Text("number") == track.Number));
    }

    private static IReadOnlyList<Magento1Track> Missing(Magento1Shipment wanted, JsonElement? ours) =>
        [.. (wanted.Tracks ?? []).Where(track => ours is not { } shipment || shipment.List("tracks").All(there => there.Text("number") != track.Number))];

    private static List<Magento1Track> Tracks(JsonElement shipment) =>
        [.. shipment.List("tracks").Select(track => new Magento1Track { Carrier = track.Text("carrier_code"), Title = track.Text("title") ?? "", Number = track.Text("number") ?? "" })];

    private static string BegunMark(string reference) => $"[{reference} mail begun]";

    private static string MailMark(string reference) => $"[{reference} mail]";

    private async Task<(Magento1Answer? Answer, TargetAnswer? Failure)> CallAsync(string operation, Dictionary<string, object?> values, OutboxDocument document, CancellationToken cancellation)
    {
        var outcome = await client.CallAsync(operation, values, safeToRepeat: false, cancellation);
        return outcome is HttpOutcome.Done done ? (Magento1Answer.Of(done.Answer), null) : (null, Outcomes.Failure(outcome, operation, document));
    }

    protected override (Magento1Shipment? Wanted, Issue? Problem) Read(OutboxDocument document)
    {
        var (wanted, problem) = Payload.Read<Magento1Shipment>(document);
        problem ??= Payload.Problem(document, wanted!.Id, wanted.Reference);
        return problem is null ? (wanted, null) : (null, problem);
    }

    internal sealed record Seen(OrderRow? Row, JsonElement Info, JsonElement? Ours, TargetState State) : ISeen;
}

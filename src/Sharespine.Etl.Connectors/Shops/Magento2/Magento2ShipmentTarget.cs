using System.Text.Json;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// Ships orders with their tracking numbers. A dispatch is known again by our reference in the shipment's comment, or by its
/// tracking numbers; Magento itself takes the same partial shipment any number of times.
/// </summary>
internal sealed class Magento2ShipmentTarget(Magento2Client client) : Magento2SalesTarget<Magento2Shipment>(client)
{
    private readonly SalesDocuments _shipments = new(client, "shipments", "shipment");

    protected override async Task<(TargetState State, Func<Task<TargetAnswer>>? Write)> ExamineAsync(Magento2Shipment wanted, OutboxDocument document, CancellationToken cancellation)
    {
        if (await SalesOrder.FindAsync(Client, wanted.OrderId, cancellation) is not { } order)
        {
            return No(Magento2Errors.OrderGone, $"The shop has no order {wanted.OrderId}.", document);
        }

        var there = await _shipments.OfAsync(wanted.OrderId, cancellation);
        if (await _shipments.MineAsync(there, wanted.Reference, cancellation) is { } mine)
        {
            return There(mine.Text("entity_id")!);
        }

        if (wanted.Tracks.Count > 0 && there.Where(shipment => HasTracks(shipment, wanted)).Select(s => s.Text("entity_id")).FirstOrDefault() is { } known)
        {
            return There(known);
        }

        if (order.IsEnded)
        {
            return No(Magento2Errors.StateForbids, $"The order is {order.State} in the shop.", document);
        }

        if (!order.HasLeft(row => row.ToShip))
        {
            return No(Magento2Errors.NothingLeft, "The order has nothing left to be shipped, and no shipment has our reference.", document);
        }

        var (rows, problem) = order.Take(wanted.Items, row => row.ToShip);
        return problem is not null
            ? (new TargetState.CannotAsk(problem with { At = Magento2Write.At(document) }), null)
            : (new TargetState.Absent(), () => ShipAsync(wanted, rows, document, cancellation));
    }

    private Task<TargetAnswer> ShipAsync(Magento2Shipment wanted, IReadOnlyList<(long Id, decimal Quantity)> rows, OutboxDocument document, CancellationToken cancellation) =>
        PostAsync($"order/{wanted.OrderId}/ship", Body(wanted, rows), document, async answer =>
            Magento2Write.Id(answer) is { } id && await _shipments.FindAsync(id, cancellation) is not null
                ? new TargetAnswer.Done(id)
                : new TargetAnswer.Unknown(new(Magento2Errors.NotTaken, "The shop answered, but the shipment it names is not there.", Magento2Write.At(answer, document))), cancellation);

    private static bool HasTracks(JsonElement shipment, Magento2Shipment wanted)
    {
        var numbers = shipment.Rows("tracks").Select(track => track.Text("track_number")).ToHashSet();
        return wanted.Tracks.All(track => numbers.Contains(track.Number));
    }

    private byte[] Body(Magento2Shipment wanted, IReadOnlyList<(long Id, decimal Quantity)> rows) => Magento2Write.Body(writer =>
    {
        writer.WriteItems(rows);
        writer.WriteBoolean("notify", wanted.Notify);
        writer.WriteBoolean("appendComment", false);
        writer.WriteComment(SalesDocuments.Comment(wanted.Comment, wanted.Reference));
        writer.WriteStartArray("tracks");
        foreach (var track in wanted.Tracks)
        {
            writer.WriteStartObject();
            writer.WriteString("track_number", track.Number);
            writer.WriteString("title", track.Title);
            writer.WriteString("carrier_code", track.CarrierCode);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (Client.Settings.Stock == Magento2Stock.Msi)
        {
            writer.WriteStartObject("arguments");
            writer.WriteStartObject("extension_attributes");
            writer.WriteString("source_code", wanted.Source ?? Client.Settings.Source);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    });
}

/// <summary>What shipments and invoices have in common.</summary>
internal static class SalesBody
{
    /// <summary>None: all that is left.</summary>
    public static void WriteItems(this Utf8JsonWriter writer, IReadOnlyList<(long Id, decimal Quantity)> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("items");
        foreach (var (id, quantity) in rows)
        {
            writer.WriteStartObject();
            writer.WriteNumber("order_item_id", id);
            writer.WriteNumber("qty", Magento2Write.Plain(quantity));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Not shown to the customer.</summary>
    public static void WriteComment(this Utf8JsonWriter writer, string comment)
    {
        writer.WriteStartObject("comment");
        writer.WriteString("comment", comment);
        writer.WriteNumber("is_visible_on_front", 0);
        writer.WriteEndObject();
    }
}

using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// Collects payments: makes an invoice with capture, of the whole order or of delivered rows. An invoice is known again by
/// our reference in its comment. Invoice and order are read afterwards: Magento calls an invoice paid that this call has
/// made, whatever became of the payment; only an order that owes that much less means that money was collected.
/// </summary>
internal sealed class Magento2CaptureTarget(Magento2Client client) : Magento2SalesTarget<Magento2Capture>(client)
{
    private const decimal Tolerance = 0.01m;
    private const string UnderReview = "payment_review";
    private readonly SalesDocuments _invoices = new(client, "invoices", "invoices");

    private enum InvoiceState
    {
        Open = 1,
        Paid = 2,
        Cancelled = 3,
    }

    protected override async Task<(TargetState State, Func<Task<TargetAnswer>>? Write)> ExamineAsync(Magento2Capture wanted, OutboxDocument document, CancellationToken cancellation)
    {
        if (await SalesOrder.FindAsync(Client, wanted.OrderId, cancellation) is not { } order)
        {
            return No(Magento2Errors.OrderGone, $"The shop has no order {wanted.OrderId}.", document);
        }

        var there = (await _invoices.OfAsync(wanted.OrderId, cancellation)).Where(invoice => State(invoice) != InvoiceState.Cancelled).ToList();
        if (await _invoices.MineAsync(there, wanted.Reference, cancellation) is { } mine)
        {
            return State(mine) == InvoiceState.Paid && order.State != UnderReview ? There(mine.Text("entity_id")!)
                : No(Magento2Errors.NotCaptured, $"Invoice {mine.Text("increment_id") ?? mine.Text("entity_id")} was made, and its payment is not collected.", document);
        }

        var open = there.Where(invoice => State(invoice) != InvoiceState.Paid).ToList();
        var hasLeft = order.HasLeft(row => row.ToInvoice);
        if (!hasLeft && open.Count == 0 && order.Due < Tolerance)
        {
            // Collected when it was ordered, or by hand: nothing is left to collect.
            return There(there.Count > 0 ? there[^1].Text("entity_id")! : wanted.OrderId);
        }

        if (order.IsEnded)
        {
            return No(Magento2Errors.StateForbids, $"The order is {order.State} in the shop.", document);
        }

        return open.Count > 0 || !hasLeft ? OfOpenInvoice(wanted, order, open, hasLeft, document, cancellation) : OfOrder(wanted, order, document, cancellation);
    }

    /// <summary>An invoice that was made without capture stands for the whole order: its payment is captured, no second is made.</summary>
    private (TargetState State, Func<Task<TargetAnswer>>? Write) OfOpenInvoice(Magento2Capture wanted, SalesOrder order, List<JsonElement> open, bool hasLeft, OutboxDocument document, CancellationToken cancellation)
    {
        if (open.Count != 1 || hasLeft)
        {
            return No(Magento2Errors.NothingLeft, $"{open.Count} invoices of the order are open in the shop, and not made by us.", document);
        }

        var id = open[0].Text("entity_id")!;
        return Differs(wanted, open[0].Decimal("grand_total") ?? 0, document) is { } problem
            ? (new TargetState.CannotAsk(problem), null)
            : (new TargetState.Absent(), () => PostAsync($"invoices/{id}/capture", "{}"u8.ToArray(), document, answer => VerifyAsync(wanted, id, order.Due, answer, document, cancellation), cancellation));
    }

    private (TargetState State, Func<Task<TargetAnswer>>? Write) OfOrder(Magento2Capture wanted, SalesOrder order, OutboxDocument document, CancellationToken cancellation)
    {
        var (rows, problem) = order.Take(wanted.Items, row => row.ToInvoice);

        // What a part comes to is known only when the shop has made its invoice; of the whole it is what is due.
        problem ??= wanted.Items.Count == 0 ? Differs(wanted, order.Due, document) : null;
        return problem is not null
            ? (new TargetState.CannotAsk(problem with { At = Magento2Write.At(document) }), null)
            : (new TargetState.Absent(), () => PostAsync($"order/{wanted.OrderId}/invoice", Body(wanted, rows), document, async answer =>
                Magento2Write.Id(answer) is { } id
                    ? await VerifyAsync(wanted, id, order.Due, answer, document, cancellation)
                    : new TargetAnswer.Unknown(new(Magento2Errors.BadPage, "The shop did not name the invoice it made.", Magento2Write.At(answer, document))), cancellation));
    }

    private async Task<TargetAnswer> VerifyAsync(Magento2Capture wanted, string id, decimal dueBefore, HttpAnswer answer, OutboxDocument document, CancellationToken cancellation)
    {
        if (await _invoices.FindAsync(id, cancellation) is not { } invoice)
        {
            return new TargetAnswer.Unknown(new(Magento2Errors.NotTaken, $"The shop answered, but invoice {id} is not there.", Magento2Write.At(answer, document)));
        }

        var total = invoice.Decimal("grand_total") ?? 0;
        var order = await SalesOrder.FindAsync(Client, wanted.OrderId, cancellation);
        if (State(invoice) != InvoiceState.Paid || order is null || order.State == UnderReview || dueBefore - order.Due < total - Tolerance)
        {
            return new TargetAnswer.Refused(new(Magento2Errors.NotCaptured,
                string.Create(CultureInfo.InvariantCulture, $"Invoice {invoice.Text("increment_id") ?? id} of {Magento2Write.Plain(total)} is there, and the order still owes {Magento2Write.Plain(order?.Due ?? dueBefore)}."),
                Magento2Write.At(answer, document)));
        }

        if (Differs(wanted, total, document) is { } difference)
        {
            // The money is collected; that it is another amount has to be seen by a person.
            Client.Notes.Add(difference);
        }

        return new TargetAnswer.Done(id);
    }

    private static Issue? Differs(Magento2Capture wanted, decimal shop, OutboxDocument document) =>
        wanted.Amount is { } amount && Math.Abs(amount.Major - shop) > Tolerance
            ? new(Magento2Errors.AmountDiffers, string.Create(CultureInfo.InvariantCulture, $"{amount} was to be collected, the shop's invoice is {Magento2Write.Plain(shop)}."), Magento2Write.At(document), "amount")
            : null;

    private static InvoiceState State(JsonElement invoice) => (InvoiceState)invoice.Long("state");

    private static byte[] Body(Magento2Capture wanted, IReadOnlyList<(long Id, decimal Quantity)> rows) => Magento2Write.Body(writer =>
    {
        writer.WriteBoolean("capture", true);
        writer.WriteItems(rows);
        writer.WriteBoolean("notify", wanted.Notify);
        writer.WriteBoolean("appendComment", false);
        writer.WriteComment(SalesDocuments.Comment(null, wanted.Reference));
    });
}

using System.Text.Json;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>
/// Collects the payment of an order: an invoice for what was delivered, then its capture. The invoice's state is read before
/// and after, since Magento masks what a gateway says. A capture that was begun and shows no end is left to a person.
/// </summary>
internal sealed class Magento1CaptureTarget(Magento1Client client) : LookedAtTarget<Magento1Capture, Magento1CaptureTarget.Seen>
{
    private const string Open = "1", Paid = "2";

    protected override bool IsAboutDocument(EtlException exception) => Outcomes.IsAboutDocument(exception);

    protected override async Task<TargetAnswer> WriteAsync(Magento1Capture wanted, Seen seen, OutboxDocument document, CancellationToken cancellation)
    {
        var number = seen.Invoice?.Text("increment_id");
        if (number is null)
        {
            var (items, wrong) = OrderQuantities.Of(seen.Info, wanted.Lines, "qty_invoiced", document);
            if (wrong is not null)
            {
                return new TargetAnswer.Refused(wrong);
            }

            // The WSDL calls it the invoice's number; the shop looks the order up by it.
            var outcome = await client.CallAsync("salesOrderInvoiceCreate", new Dictionary<string, object?>
            {
                ["invoiceIncrementId"] = seen.Row!.Increment,
                ["itemsQty"] = items,
                ["comment"] = Magento1StatusTarget.Mark(wanted.Reference!),
                ["email"] = "0",
                ["includeComment"] = "0",
            }, safeToRepeat: false, cancellation);
            if (outcome is not HttpOutcome.Done created)
            {
                return Outcomes.Failure(outcome, "salesOrderInvoiceCreate", document)!;
            }

            var result = Magento1Answer.Of(created.Answer).Result;
            number = result.ValueKind == JsonValueKind.String ? result.GetString()! : "";
        }

        try
        {
            return await CaptureAsync(wanted, number, document, cancellation);
        }
        catch (EtlException e)
        {
            // The invoice was made or found; what became of it could not be seen.
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    private async Task<TargetAnswer> CaptureAsync(Magento1Capture wanted, string number, OutboxDocument document, CancellationToken cancellation)
    {
        if (await InvoiceAsync(number, cancellation) is not { } invoice)
        {
            return new TargetAnswer.Unknown(new(Magento1Errors.NotTaken, $"Invoice {number} is not there.", Payload.At(document)));
        }

        if (invoice.Text("state") == Paid)
        {
            // Methods without a gateway are settled with the invoice itself.
            return new TargetAnswer.Done(number);
        }

        if (Differs(wanted, invoice) is { } charged)
        {
            return new TargetAnswer.Refused(new(Magento1Errors.AmountDiffers, $"Invoice {number} comes to {charged}, {wanted.Amount} was to be collected.", Payload.At(document), "amount"));
        }

        // From here on money may move: an open invoice with this mark is never captured again by us.
        var begun = await client.CallAsync("salesOrderInvoiceAddComment", new Dictionary<string, object?>
        {
            ["invoiceIncrementId"] = number,
            ["comment"] = BegunMark(wanted.Reference!),
            ["email"] = "0",
            ["includeComment"] = "0",
        }, safeToRepeat: false, cancellation);
        if (begun is not HttpOutcome.Done)
        {
            return Outcomes.Failure(begun, "salesOrderInvoiceAddComment", document) is TargetAnswer.NotDone notDone
                ? new TargetAnswer.Unknown(notDone.Issue)
                : Outcomes.Failure(begun, "salesOrderInvoiceAddComment", document)!;
        }

        var outcome = await client.CallAsync("salesOrderInvoiceCapture", Values.Of("invoiceIncrementId", number), safeToRepeat: false, cancellation);
        if ((await InvoiceAsync(number, cancellation))?.Text("state") == Paid)
        {
            return new TargetAnswer.Done(number);
        }

        return outcome switch
        {
            HttpOutcome.Unknown unknown => new TargetAnswer.Unknown(unknown.Issue),
            HttpOutcome.NotArrived notArrived => new TargetAnswer.Unknown(notArrived.Issue),
            HttpOutcome.Refused refused => new TargetAnswer.Refused(new(Magento1Errors.CaptureFailed,
                $"Invoice {number} is still open; the shop says {SoapFault.Of(refused)?.Code} \"{SoapFault.Of(refused)?.Message}\".", Payload.At(document))),
            HttpOutcome.Done => new TargetAnswer.Refused(new(Magento1Errors.CaptureFailed, $"The shop said yes, and invoice {number} is still open.", Payload.At(document))),
            _ => Outcomes.Failure(outcome, "salesOrderInvoiceCapture", document)!,
        };
    }

    protected override async Task<Seen> LookAsync(Magento1Capture wanted, OutboxDocument document, CancellationToken cancellation)
    {
        if (await Magento1Orders.RowAsync(client, wanted.Id, cancellation) is not { } row || await Magento1Orders.InfoAsync(client, row, cancellation) is not { } info)
        {
            var gone = new Issue(Magento1Errors.OrderGone, "The shop has no such order.", Payload.At(document));
            return new(null, default, null, new TargetState.WaitsFor(gone, $"order {wanted.Id}"));
        }

        var invoices = await Magento1Orders.InvoicesAsync(client, row, cancellation);
        var ours = invoices.Where(invoice => invoice.Mentions("comments", Magento1StatusTarget.Mark(wanted.Reference!))).Select(invoice => (JsonElement?)invoice).FirstOrDefault();
        if (ours is null && !OrderQuantities.AnyOpen(info, "qty_invoiced"))
        {
            // Invoiced by hand, whole: an open invoice is still to be captured.
            var open = invoices.Where(invoice => invoice.Text("state") == Open).ToList();
            ours = wanted.Lines is null or { Count: 0 } && open.Count == 1 ? open[0] : null;
            if (ours is null)
            {
                return new(row, info, null, invoices.Count > 0 && invoices.All(invoice => invoice.Text("state") == Paid) && wanted.Lines is null or { Count: 0 }
                    ? new TargetState.AsWanted(invoices[^1].Text("increment_id")!)
                    : new TargetState.CannotAsk(new(Magento1Errors.AlreadyInvoiced, "Nothing is left to invoice, and no invoice has our reference.", Payload.At(document))));
            }
        }

        return new(row, info, ours, ours is { } invoice ? State(wanted, invoice, document) : new TargetState.Absent());
    }

    private static TargetState State(Magento1Capture wanted, JsonElement invoice, OutboxDocument document)
    {
        var number = invoice.Text("increment_id")!;
        return invoice.Text("state") switch
        {
            Paid => new TargetState.AsWanted(number),
            Open when invoice.Mentions("comments", BegunMark(wanted.Reference!)) =>
                new TargetState.CannotAsk(new(Magento1Errors.CaptureUnclear, $"The capture of invoice {number} was begun, and it is still open.", Payload.At(document))),
            Open => new TargetState.Other(number, Payload.Write(new Magento1Capture { Id = wanted.Id })),
            _ => new TargetState.CannotAsk(new(Magento1Errors.AlreadyInvoiced, $"Invoice {number} was cancelled in the shop.", Payload.At(document))),
        };
    }

    private async Task<JsonElement?> InvoiceAsync(string number, CancellationToken cancellation) =>
        (await client.FindAsync("salesOrderInvoiceInfo", Values.Of("invoiceIncrementId", number), cancellation))?.Result;

    /// <summary>What the invoice comes to, when that is not what was wanted.</summary>
    private static string? Differs(Magento1Capture wanted, JsonElement invoice) =>
        wanted.Amount is { } amount && (invoice.Number("grand_total") != amount.Major || invoice.Text("order_currency_code") is { } code && code != amount.Currency.Code)
            ? $"{invoice.Text("grand_total")} {invoice.Text("order_currency_code")}"
            : null;

    private static string BegunMark(string reference) => $"[{reference} capture begun]";

    protected override (Magento1Capture? Wanted, Issue? Problem) Read(OutboxDocument document)
    {
        var (wanted, problem) = Payload.Read<Magento1Capture>(document);
        problem ??= Payload.Problem(document, wanted!.Id, wanted.Reference);
        return problem is null ? (wanted, null) : (null, problem);
    }

    internal sealed record Seen(OrderRow? Row, JsonElement Info, JsonElement? Invoice, TargetState State) : ISeen;
}

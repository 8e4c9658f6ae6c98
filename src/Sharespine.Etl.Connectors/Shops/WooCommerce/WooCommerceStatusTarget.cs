using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>
/// Writes order statuses and meta fields (the ERP's order number) to the shop. It looks before it writes and looks again
/// after: a status change can make a payment extension capture money, and a capture that fails shows only in the order.
/// </summary>
public sealed class WooCommerceStatusTarget(WooCommerceClient client) : SingleRecordTarget
{
    private const string Trash = "trash";
    private const string OnHold = "on-hold";
    private static readonly string[] Ended = ["completed", "cancelled", "refunded"];

    /// <inheritdoc/>
    public override async Task<TargetState> FindAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = StatusDocument.Read(document);
        if (wanted is null)
        {
            return new TargetState.CannotAsk(problem!);
        }

        if (await client.FindOrderAsync(wanted.OrderId, cancellation) is not { } answer)
        {
            return new TargetState.Absent();
        }

        var now = ShopOrderState.Read(answer);
        return now.Status == Trash ? new TargetState.CannotAsk(InTrash(answer, document))
            : now.IsAsWanted(wanted) ? new TargetState.AsWanted(wanted.OrderId)
            : new TargetState.Other(wanted.OrderId, now.Fields(wanted));
    }

    /// <inheritdoc/>
    public override async Task<TargetAnswer> SendAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = StatusDocument.Read(document);
        if (wanted is null)
        {
            return new TargetAnswer.Refused(problem!);
        }

        try
        {
            if (await BeforeAsync(wanted, document, cancellation) is { } answer)
            {
                return answer;
            }
        }
        catch (EtlException e) when (e.IsTransient)
        {
            // Only a question was asked so far.
            return new TargetAnswer.NotDone(e.Issues[0]);
        }

        return await client.PutOrderAsync(wanted.OrderId, wanted.Body(), cancellation) switch
        {
            HttpOutcome.Done done => await AfterAsync(wanted, done.Answer, document, cancellation),
            HttpOutcome.NotArrived notArrived => new TargetAnswer.NotDone(notArrived.Issue),
            HttpOutcome.Unknown unknown => new TargetAnswer.Unknown(unknown.Issue),
            var refused when WooCommerceClient.IsUnknownOrder(refused) => new TargetAnswer.Refused(Gone(document)),
            HttpOutcome.Refused { Answer.Status: not 404 } refused =>
                new TargetAnswer.Refused(new(WooCommerceErrors.RefusedByShop, WooCommerceRefusal.Words(refused.Answer), At(refused.Answer, document))),
            var stopped => throw Stopped(stopped),
        };
    }

    /// <summary>An answer that needs no write; null when the write may go ahead.</summary>
    private async Task<TargetAnswer?> BeforeAsync(StatusDocument wanted, OutboxDocument document, CancellationToken cancellation)
    {
        if (await client.FindOrderAsync(wanted.OrderId, cancellation) is not { } answer)
        {
            return new TargetAnswer.Refused(Gone(document));
        }

        var now = ShopOrderState.Read(answer);
        if (now.Status == Trash)
        {
            return new TargetAnswer.Refused(InTrash(answer, document));
        }

        if (!now.HasStatus(wanted) && Ended.Contains(now.Status) && !client.Settings.MayLeave.Contains(now.Status))
        {
            return new TargetAnswer.Refused(new(WooCommerceErrors.WouldMoveBack,
                $"The order is {now.Status} in the shop and would become {wanted.Status}.", At(answer, document), "status"));
        }

        return now.IsAsWanted(wanted) ? new TargetAnswer.Done(wanted.OrderId) : null;
    }

    /// <summary>The PUT's answer is looked at, and after a status change the order itself once more.</summary>
    private async Task<TargetAnswer> AfterAsync(StatusDocument wanted, HttpAnswer put, OutboxDocument document, CancellationToken cancellation)
    {
        try
        {
            if (Verdict(ShopOrderState.Read(put), wanted, put, document) is { } wrong)
            {
                return wrong;
            }

            if (wanted.Status is not null && await client.FindOrderAsync(wanted.OrderId, cancellation) is { } again
                && Verdict(ShopOrderState.Read(again), wanted, again, document) is { } fellBack)
            {
                return fellBack;
            }

            return new TargetAnswer.Done(wanted.OrderId);
        }
        catch (EtlException e)
        {
            // It was sent; what became of it could not be seen.
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    private static TargetAnswer.Refused? Verdict(ShopOrderState now, StatusDocument wanted, HttpAnswer answer, OutboxDocument document)
    {
        var at = At(answer, document);
        if (!now.HasStatus(wanted))
        {
            return new(now.Status == OnHold
                ? new(WooCommerceErrors.CaptureFailed, $"The order was set to {wanted.Status} and fell back to on-hold.", at, "status")
                : new(WooCommerceErrors.StatusNotTaken, $"The order was set to {wanted.Status} and is {now.Status}.", at, "status"));
        }

        return now.MissingMeta(wanted) is { } key
            ? new(new(WooCommerceErrors.MetaNotTaken, $"The shop did not store the meta field {key}.", at, "meta_data"))
            : null;
    }

    private EtlException Stopped(HttpOutcome outcome)
    {
        try
        {
            client.AnswerOrThrow(outcome);
        }
        catch (EtlException e)
        {
            return e;
        }

        throw new InvalidOperationException($"{outcome.GetType().Name} of a write was not handled.");
    }

    private static Issue Gone(OutboxDocument document) =>
        new(WooCommerceErrors.OrderGone, "The shop has no such order.", new SourcePosition(document.Entity, Record: document.Key));

    private static Issue InTrash(HttpAnswer answer, OutboxDocument document) =>
        new(WooCommerceErrors.OrderInTrash, "The order lies in the shop's trash.", At(answer, document));

    private static SourcePosition At(HttpAnswer answer, OutboxDocument document) => new(answer.Address, Record: document.Key);
}

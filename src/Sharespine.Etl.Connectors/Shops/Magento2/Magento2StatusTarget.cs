using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// Comments on orders, sets their status within their state, and cancels them. A comment is always sent with a status, the
/// order's own where no other is wanted: without one Magento empties it.
/// </summary>
internal sealed class Magento2StatusTarget(Magento2Client client) : Magento2SalesTarget<Magento2StatusChange>(client)
{
    private const string Cancelled = "canceled";

    protected override async Task<(TargetState State, Func<Task<TargetAnswer>>? Write)> ExamineAsync(Magento2StatusChange wanted, OutboxDocument document, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(wanted.Comment) && !wanted.Cancel && wanted.Statuses.Count == 0)
        {
            return No(Magento2Errors.BadPayload, "It changes nothing: neither comment nor status nor cancellation.", document);
        }

        if (await SalesOrder.FindAsync(Client, wanted.Id, cancellation) is not { } now)
        {
            return No(Magento2Errors.OrderGone, $"The shop has no order {wanted.Id}.", document);
        }

        var cancels = wanted.Cancel && now.State != Cancelled;
        if (!cancels && IsAsWanted(wanted, now))
        {
            return There(wanted.Id);
        }

        if (cancels && now.State is "complete" or "closed")
        {
            return No(Magento2Errors.StateForbids, $"The order is {now.State} in the shop and cannot be cancelled.", document);
        }

        return !cancels && Status(wanted, now) is null
            ? No(Magento2Errors.NoStatus, "The order has no status in the shop.", document)
            : (new TargetState.Other(wanted.Id, Magento2Write.Now(new Magento2StatusChange { Id = wanted.Id })), () => cancels
                ? CancelAsync(wanted, document, cancellation)
                : CommentAsync(wanted, Status(wanted, now)!, document, cancellation));
    }

    private static string? Status(Magento2StatusChange wanted, SalesOrder now) =>
        wanted.Statuses.Where(s => s.State == now.State).Select(s => s.Status).FirstOrDefault() ?? now.Status;

    private static bool IsAsWanted(Magento2StatusChange wanted, SalesOrder now) =>
        (string.IsNullOrWhiteSpace(wanted.Comment) || now.Comments.Any(c => c.Trim() == wanted.Comment.Trim()))
        && (!wanted.Statuses.Any(s => s.State == now.State) || Status(wanted, now) == now.Status);

    private Task<TargetAnswer> CancelAsync(Magento2StatusChange wanted, OutboxDocument document, CancellationToken cancellation) =>
        PostAsync($"orders/{wanted.Id}/cancel", "{}"u8.ToArray(), document, async answer =>
        {
            if (await SalesOrder.FindAsync(Client, wanted.Id, cancellation) is not { State: Cancelled } now)
            {
                return new TargetAnswer.Refused(new(Magento2Errors.StateForbids, "The shop answered, but did not cancel the order: a part of it is invoiced or shipped.", Magento2Write.At(answer, document)));
            }

            return IsAsWanted(wanted, now) ? new TargetAnswer.Done(wanted.Id)
                : await CommentAsync(wanted, Status(wanted, now) ?? Cancelled, document, cancellation);
        }, cancellation);

    private Task<TargetAnswer> CommentAsync(Magento2StatusChange wanted, string status, OutboxDocument document, CancellationToken cancellation) =>
        PostAsync($"orders/{wanted.Id}/comments", Body(wanted, status), document, answer => VerifyAsync(wanted, status, answer, document, cancellation), cancellation);

    private async Task<TargetAnswer> VerifyAsync(Magento2StatusChange wanted, string status, HttpAnswer answer, OutboxDocument document, CancellationToken cancellation)
    {
        var now = await SalesOrder.FindAsync(Client, wanted.Id, cancellation);
        return now is not null && now.Status == status && (string.IsNullOrWhiteSpace(wanted.Comment) || now.Comments.Any(c => c.Trim() == wanted.Comment.Trim()))
            ? new TargetAnswer.Done(wanted.Id)
            : new TargetAnswer.Refused(new(Magento2Errors.NotTaken,
                now?.Status == status ? "The comment is not among the order's comments." : $"The order was to be {status} and is {now?.Status ?? "without status"}.", Magento2Write.At(answer, document), "status"));
    }

    private static byte[] Body(Magento2StatusChange wanted, string status) => Magento2Write.Body(writer =>
    {
        writer.WriteStartObject("statusHistory");
        writer.WriteString("comment", wanted.Comment?.Trim() ?? "");
        writer.WriteString("status", status);
        writer.WriteNumber("is_customer_notified", wanted.Notify ? 1 : 0);
        writer.WriteNumber("is_visible_on_front", wanted.Visible ? 1 : 0);
        writer.WriteNumber("parent_id", long.Parse(Magento2Client.Id(wanted.Id), System.Globalization.CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    });
}

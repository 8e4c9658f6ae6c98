using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>
/// Writes statuses and comments into an order's history, each once: every call would add another, so the reference in the
/// comment tells what is already there. Cancels an order where the mapping says so.
/// </summary>
public sealed class Magento1StatusTarget(Magento1Client client) : SingleRecordTarget
{
    private const string Cancelled = "canceled";
    private static readonly string[] Ended = ["complete", "closed", Cancelled];

    /// <inheritdoc/>
    public override async Task<TargetState> FindAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = Read(document);
        if (wanted is null)
        {
            return new TargetState.CannotAsk(problem!);
        }

        if (await OrderAsync(wanted, cancellation) is not var (row, info))
        {
            return new TargetState.WaitsFor(Gone(document), $"order {wanted.Id}");
        }

        return IsThere(wanted, info)
            ? new TargetState.AsWanted(wanted.Id)
            : new TargetState.Other(wanted.Id, Payload.Write(new Magento1StatusChange { Id = wanted.Id, Status = row.Row.Text("status") }));
    }

    /// <inheritdoc/>
    public override async Task<TargetAnswer> SendAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = Read(document);
        if (wanted is null)
        {
            return new TargetAnswer.Refused(problem!);
        }

        var (before, failed) = await Outcomes.BeforeAsync(() => OrderAsync(wanted, cancellation));
        if (failed is not null)
        {
            return failed;
        }

        if (before is not var (row, info))
        {
            return new TargetAnswer.Refused(Gone(document));
        }

        if (IsThere(wanted, info))
        {
            return new TargetAnswer.Done(wanted.Id);
        }

        var state = info.Text("state") ?? "";
        var cancels = wanted.Cancel == true && state != Cancelled;
        var moves = cancels || (wanted.Status is not null && wanted.Status != info.Text("status"));
        if (moves && Ended.Contains(state) && !client.Settings.MayLeave.Contains(state))
        {
            return new TargetAnswer.Refused(new(Magento1Errors.WouldMoveBack, $"The order is {state} in the shop.", Payload.At(document), "status"));
        }

        if (cancels)
        {
            var cancelled = await client.CallAsync("salesOrderCancel", Values.Of("orderIncrementId", row.Increment), safeToRepeat: false, cancellation);
            if (Outcomes.Failure(cancelled, "salesOrderCancel", document) is { } answer)
            {
                return answer;
            }
        }

        return await CommentAsync(wanted, row, document, info, cancels, cancellation);
    }

    private async Task<TargetAnswer> CommentAsync(Magento1StatusChange wanted, OrderRow row, OutboxDocument document, JsonElement info, bool cancelled, CancellationToken cancellation)
    {
        var sent = await client.CallAsync("salesOrderAddComment", new Dictionary<string, object?>
        {
            ["orderIncrementId"] = row.Increment,
            ["status"] = wanted.Status ?? (cancelled ? Cancelled : info.Text("status")),
            ["comment"] = Text(wanted.Comment, wanted.Reference!),
            ["notify"] = wanted.Notify == true ? "1" : "0",
        }, safeToRepeat: false, cancellation);
        if (Outcomes.Failure(sent, "salesOrderAddComment", document) is { } failure)
        {
            return failure;
        }

        try
        {
            return await Magento1Orders.InfoAsync(client, row, cancellation) is { } after && IsThere(wanted, after) && (wanted.Status is null || after.Text("status") == wanted.Status)
                ? new TargetAnswer.Done(wanted.Id)
                : new TargetAnswer.Refused(new(Magento1Errors.NotTaken, "The comment or status is not on the order.", Payload.At(document), "status"));
        }
        catch (EtlException e)
        {
            // It was sent; what became of it could not be seen.
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    /// <summary>A comment with our mark at its end.</summary>
    internal static string Text(string? comment, string reference) => $"{comment} {Mark(reference)}".Trim();

    internal static string Mark(string reference) => $"[{reference}]";

    // A person may have moved the order on since: what was written once is never written again.
    private static bool IsThere(Magento1StatusChange wanted, JsonElement info) => info.Mentions("status_history", Mark(wanted.Reference!));

    private async Task<(OrderRow Row, JsonElement Info)?> OrderAsync(Magento1StatusChange wanted, CancellationToken cancellation) =>
        await Magento1Orders.RowAsync(client, wanted.Id, cancellation) is { } row && await Magento1Orders.InfoAsync(client, row, cancellation) is { } info ? (row, info) : null;

    private static (Magento1StatusChange? Wanted, Issue? Problem) Read(OutboxDocument document)
    {
        var (wanted, problem) = Payload.Read<Magento1StatusChange>(document);
        problem ??= Payload.Problem(document, wanted!.Id, wanted.Reference);
        return problem is null ? (wanted, null) : (null, problem);
    }

    private static Issue Gone(OutboxDocument document) => new(Magento1Errors.OrderGone, "The shop has no such order.", Payload.At(document));
}

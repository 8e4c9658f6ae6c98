using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>
/// Has the payment of an order collected: WooCommerce itself collects nothing, its payment extensions do when the order gets
/// a certain status. Whether they did shows only in the order: its status, and the collection's id where the extension keeps one.
/// </summary>
public sealed class WooCommerceCaptureTarget(WooCommerceClient client) : SingleRecordTarget
{
    private const string Nothing = "none";
    private static readonly string[] NothingToCollect = ["pending", "failed", "cancelled", "refunded", "checkout-draft", "auto-draft"];
    private readonly WooCommerceStatusTarget _status = new(client);

    /// <inheritdoc/>
    public override async Task<TargetState> FindAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = WooCommerceWrite.Read<WooCommerceCapture>(document);
        if (wanted is null)
        {
            return new TargetState.CannotAsk(problem!);
        }

        if (client.Settings.CaptureStatus == Nothing)
        {
            return new TargetState.AsWanted(wanted.Id);
        }

        return await client.FindOrderAsync(wanted.Id, cancellation) is { } answer
            ? Judge(wanted, answer, document)
            : new TargetState.CannotAsk(new(WooCommerceErrors.OrderGone, "The shop has no such order.", WooCommerceWrite.At(document)));
    }

    /// <inheritdoc/>
    public override async Task<TargetAnswer> SendAsync(OutboxDocument document, CancellationToken cancellation)
    {
        try
        {
            switch (await FindAsync(document, cancellation))
            {
                case TargetState.AsWanted there:
                    return new TargetAnswer.Done(there.TargetKey);
                case TargetState.CannotAsk cannot:
                    return new TargetAnswer.Refused(cannot.Issue);
            }
        }
        catch (EtlException e) when (e.IsTransient)
        {
            // Only a question was asked so far.
            return new TargetAnswer.NotDone(e.Issues[0]);
        }

        var order = WooCommerceWrite.Read<WooCommerceCapture>(document).Record!.Id;
        var change = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["id"] = order, ["status"] = client.Settings.CaptureStatus });
        var answer = await _status.SendAsync(document with { Payload = change }, cancellation);
        return answer is TargetAnswer.Done ? await AfterAsync(order, document, cancellation) : answer;
    }

    private TargetState Judge(WooCommerceCapture wanted, HttpAnswer answer, OutboxDocument document)
    {
        var order = ShopJson.Read(answer, JsonValueKind.Object);
        var at = WooCommerceWrite.At(answer, document);
        var status = order.Text("status") ?? "";
        if (Proof(order) is { } proof && order.Meta(proof) is { Length: > 0 })
        {
            return new TargetState.AsWanted(wanted.Id);
        }

        if (status == client.Settings.CaptureStatus)
        {
            return NotSeen(order, at) is { } missing ? new TargetState.CannotAsk(missing) : new TargetState.AsWanted(wanted.Id);
        }

        if (status == "trash")
        {
            return new TargetState.CannotAsk(new(WooCommerceErrors.OrderInTrash, "The order lies in the shop's trash.", at));
        }

        if (NothingToCollect.Contains(status))
        {
            return new TargetState.CannotAsk(new(WooCommerceErrors.NotCapturable, $"The order is {status} in the shop.", at, "status"));
        }

        // No field of the order is written over, so nothing here is for a write policy to keep.
        return Difference(wanted, order, at) is { } difference ? new TargetState.CannotAsk(difference) : new TargetState.Other(wanted.Id, "{}"u8.ToArray());
    }

    /// <summary>All that the order comes to is collected: not less what was left undelivered.</summary>
    private static Issue? Difference(WooCommerceCapture wanted, JsonElement order, SourcePosition at)
    {
        if (wanted.Amount is not { } amount)
        {
            return null;
        }

        var left = (order.Number("total") ?? 0) + order.List("refunds").Sum(refund => refund.Number("total") ?? 0);
        return left == amount.Major && order.Text("currency") == amount.Currency.Code
            ? null
            : new(WooCommerceErrors.OtherAmount, FormattableString.Invariant($"{amount} was delivered, the order comes to {left:0.00####} {order.Text("currency")}."), at, "amount");
    }

    /// <summary>A failed collection may show as nothing but a note: the extension's own id has to be there.</summary>
    private async Task<TargetAnswer> AfterAsync(string order, OutboxDocument document, CancellationToken cancellation)
    {
        try
        {
            return await client.FindOrderAsync(order, cancellation) is { } answer && NotSeen(ShopJson.Read(answer, JsonValueKind.Object), WooCommerceWrite.At(answer, document)) is { } missing
                ? new TargetAnswer.Refused(missing)
                : new TargetAnswer.Done(order);
        }
        catch (EtlException e)
        {
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    private Issue? NotSeen(JsonElement order, SourcePosition at) => Proof(order) is { } proof && string.IsNullOrEmpty(order.Meta(proof))
        ? new(WooCommerceErrors.CaptureNotSeen, $"The order is {order.Text("status")}, and its meta field {proof} is empty.", at, "meta_data")
        : null;

    private string? Proof(JsonElement order) => client.Settings.CaptureProof.GetValueOrDefault(order.Text("payment_method") ?? "");
}

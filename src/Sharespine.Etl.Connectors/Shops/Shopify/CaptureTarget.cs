using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>
/// Collects reserved payments. Shopify collects again when it is told again, so a mark on the order names the captures there
/// were before ours is asked for; a lost answer is told by what came after it. The order is read before every call that
/// moves money, and after it.
/// </summary>
internal sealed class CaptureTarget(ShopifyClient client) : LookedAtTarget<ShopifyCapture, CaptureTarget.Look>
{
    private const string Order = "order";
    private static readonly string[] Underway = ["PENDING", "AWAITING_RESPONSE", "UNKNOWN"];

    protected override async Task<TargetAnswer> WriteAsync(ShopifyCapture capture, Look look, OutboxDocument document, CancellationToken cancellation)
    {
        return look.Reservation is { } reservation
            ? await CaptureAsync(capture, look, reservation, document, cancellation)
            : await MarkPaidAsync(capture, document, cancellation);
    }

    private async Task<TargetAnswer> CaptureAsync(ShopifyCapture capture, Look look, JsonElement reservation, OutboxDocument document, CancellationToken cancellation)
    {
        var mark = new JsonObject
        {
            ["capture"] = capture.Key,
            ["amount"] = OrderMoney.Text(look.Amount),
            ["before"] = new JsonArray([.. look.Money!.Captures.Select(one => (JsonNode)one.Text("id")!)]),
        };
        if (await client.MarkAsync(capture.Id, MarkKey(capture), mark, document, cancellation) is { } unmarked)
        {
            return unmarked;
        }

        var input = new JsonObject
        {
            ["id"] = Gid.Of("Order", capture.Id),
            ["parentTransactionId"] = reservation.Text("id"),
            ["amount"] = OrderMoney.Text(look.Amount),
            ["currency"] = look.Money.Currency,
        };
        if (reservation.Is("multiCapturable"))
        {
            // Elsewhere Shopify refuses to be told, since the first capture is the only one.
            input["finalCapture"] = capture.IsFinal;
        }

        var written = await client.MutateAsync("order-capture", "orderCapture", new() { ["input"] = input }, cancellation);
        if (written.NotDone(document) is { } answer)
        {
            return answer;
        }

        if (written.Payload.At("transaction") is { } made && made.Text("status") is "FAILURE" or "ERROR")
        {
            return new TargetAnswer.Refused(new(ShopifyErrors.CaptureFailed, $"The capture ended as {made.Text("status")}: {made.Text("errorCode") ?? "no reason given"}.", ShopifyWrite.At(document)));
        }

        return await AfterAsync(capture, document, cancellation);
    }

    private async Task<TargetAnswer> MarkPaidAsync(ShopifyCapture capture, OutboxDocument document, CancellationToken cancellation)
    {
        var written = await client.MutateAsync("mark-as-paid", "orderMarkAsPaid", new() { ["input"] = new JsonObject { ["id"] = Gid.Of("Order", capture.Id) } }, cancellation);
        return written.NotDone(document) ?? await AfterAsync(capture, document, cancellation);
    }

    private async Task<TargetAnswer> AfterAsync(ShopifyCapture capture, OutboxDocument document, CancellationToken cancellation)
    {
        try
        {
            return (await LookAsync(capture, document, cancellation)).State switch
            {
                TargetState.AsWanted there => new TargetAnswer.Done(there.TargetKey),
                TargetState.WaitsFor waits => new TargetAnswer.Unknown(waits.Issue),
                _ => new TargetAnswer.Unknown(new(ShopifyErrors.NotTaken, "The capture was confirmed and does not show in the order.", ShopifyWrite.At(document))),
            };
        }
        catch (EtlException e)
        {
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    protected override async Task<Look> LookAsync(ShopifyCapture capture, OutboxDocument document, CancellationToken cancellation)
    {
        var variables = new JsonObject { ["id"] = Gid.Of("Order", capture.Id), ["marks"] = new JsonArray($"{ShopifyWrite.MarkSpace}.{MarkKey(capture)}") };
        var data = await client.ReadAsync("order-payment", variables, cancellation);
        if (data.Root.At(Order) is not { } order)
        {
            return Look.Of(new TargetState.CannotAsk(ShopifyWrite.Gone(document)));
        }

        var money = new OrderMoney(order, await LinesAsync(order, cancellation));
        if (ShopifyWrite.Mark(order, MarkKey(capture)) is { } mark && Begun(mark, money, document) is { } known)
        {
            return Look.Of(known);
        }

        return Judge(capture, money, document);
    }

    /// <summary>What became of a capture that was begun before; null when nothing did, or it failed.</summary>
    private static TargetState? Begun(JsonElement mark, OrderMoney money, OutboxDocument document)
    {
        var before = mark.Items("before").Select(id => id.GetString()).ToHashSet();
        var amount = mark.Decimal("amount");
        var since = money.Captures.Where(one => !before.Contains(one.Text("id")) && OrderMoney.Amount(one) == amount).ToList();
        if (since.FirstOrDefault(one => one.Text("status") == "SUCCESS") is { ValueKind: JsonValueKind.Object } done)
        {
            return new TargetState.AsWanted(Gid.Number(done.Text("id"))!);
        }

        return since.Any(one => Underway.Contains(one.Text("status")))
            ? new TargetState.WaitsFor(new(ShopifyErrors.CapturePending, "The payment provider has not answered the capture yet.", ShopifyWrite.At(document)), "the payment provider's answer")
            : null;
    }

    private Look Judge(ShopifyCapture capture, OrderMoney money, OutboxDocument document)
    {
        Look Cannot(ErrorCode code, string message) => Look.Of(new TargetState.CannotAsk(new(code, message, ShopifyWrite.At(document))));

        if (money.IsCancelled)
        {
            return Cannot(ShopifyErrors.NothingReserved, "The order is cancelled in the shop.");
        }

        if (money.Capturable <= 0)
        {
            return money.IsPaid ? Look.Of(new TargetState.AsWanted(capture.Id))
                : money.CanMarkAsPaid ? Offline(capture)
                : Cannot(ShopifyErrors.NothingReserved, "Nothing is reserved for the order, and it is not paid.");
        }

        if (money.ToCollect(capture) is not { } amount)
        {
            return Cannot(ShopifyErrors.OtherCurrency, $"The amount is in {capture.Amount?.Currency.Code}, the customer pays in {money.Currency}.");
        }

        if (amount <= 0)
        {
            return Cannot(ShopifyErrors.BadPayload, "What was delivered comes to nothing in the shop.");
        }

        if (amount > money.Capturable)
        {
            return Cannot(ShopifyErrors.TooMuch, $"{OrderMoney.Text(amount)} {money.Currency} is to be captured, {OrderMoney.Text(money.Capturable)} is reserved.");
        }

        if (money.Reservation(amount, client.World.UtcNow) is not { } reservation)
        {
            return Cannot(ShopifyErrors.NothingReserved, $"No reservation of the order still holds {OrderMoney.Text(amount)} {money.Currency}.");
        }

        return !capture.IsFinal && amount < money.Left(reservation) && !reservation.Is("multiCapturable")
            ? Cannot(ShopifyErrors.PartNotPossible, $"{OrderMoney.Text(amount)} of {OrderMoney.Text(money.Left(reservation))} {money.Currency} would be captured, and the rest released.")
            : new(new TargetState.Absent(), money, reservation, amount);
    }

    /// <summary>Paid outside the shop: there is nothing to capture, and at most to say that it is paid.</summary>
    private Look Offline(ShopifyCapture capture) =>
        client.Settings.OfflinePayments == ShopifyOffline.MarkPaid && capture.IsFinal
            ? Look.Of(new TargetState.Absent())
            : Look.Of(new TargetState.AsWanted(capture.Id));

    private async Task<IReadOnlyList<JsonElement>> LinesAsync(JsonElement order, CancellationToken cancellation)
    {
        var lines = order.Items("lineItems", "nodes").ToList();
        var next = order.At("lineItems")?.NextPage();
        while (next is not null)
        {
            var data = await client.ReadAsync("payment-lines", new() { ["id"] = order.Text("id"), ["after"] = next }, cancellation);
            lines.AddRange(data[Order].Items("lineItems", "nodes"));
            next = data[Order].At("lineItems")?.NextPage();
        }

        return lines;
    }

    private static string MarkKey(ShopifyCapture capture) => ShopifyWrite.MarkKey("capture", capture.Key);

    protected override (ShopifyCapture? Wanted, Issue? Problem) Read(OutboxDocument document)
    {
        var (capture, problem) = ShopifyWrite.Read<ShopifyCapture>(document);
        return capture is null ? (null, problem) : ShopifyWrite.NotAnOrder(capture.Id, document) is { } bad ? (null, bad) : (capture, null);
    }

    /// <param name="Reservation">The one to collect from; null for an order that is marked as paid.</param>
    internal sealed record Look(TargetState State, OrderMoney? Money, JsonElement? Reservation, decimal Amount) : ISeen
    {
        public static Look Of(TargetState state) => new(state, null, null, 0);
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Jetshop.Operations;

/// <summary>
/// Writes to orders by an operation that the site describes: status, shipment or capture. A status may collect money, so the
/// order is read right before the one call and again after it; an answer that was lost is found out by the order.
/// </summary>
/// <param name="purpose">As the operations file calls it.</param>
/// <param name="record">What the mapping makes.</param>
internal sealed class DescribedWriteTarget(JetshopClient client, JetshopOperations operations, string purpose, WriteOperation write, Type record) : SingleRecordTarget
{
    private static readonly string[] OfThisPart = ["key", "deliveryId", "amount", "trackingNumber", "trackingNumbers"];
    private readonly OrderFetch _fetch = new(client, operations);

    /// <inheritdoc/>
    public override async Task<TargetState> FindAsync(OutboxDocument document, CancellationToken cancellation)
    {
        if (Read(document) is not { } values)
        {
            return new TargetState.CannotAsk(Bad(document));
        }

        var id = OrderId(values);
        JsonElement? found;
        try
        {
            found = (await _fetch.FindAsync(id, cancellation)).Order;
        }
        catch (EtlException e) when (e.Code == SoapErrors.Fault)
        {
            // Some services have no other word for an order that they do not have.
            return new TargetState.CannotAsk(e.Issues[0] with { At = At(document) });
        }

        if (found is not { } order)
        {
            return new TargetState.WaitsFor(Gone(document, id), $"order {id}");
        }

        return Untellable(values, order, document) is { } issue ? new TargetState.CannotAsk(issue)
            : IsDone(values, order) ? new TargetState.AsWanted(id)
            : new TargetState.Other(id, Now(values, order));
    }

    /// <inheritdoc/>
    public override async Task<TargetAnswer> SendAsync(OutboxDocument document, CancellationToken cancellation)
    {
        if (Read(document) is not { } values)
        {
            return new TargetAnswer.Refused(Bad(document));
        }

        var id = OrderId(values);
        try
        {
            if (await BeforeAsync(id, values, document, cancellation) is { } answer)
            {
                return answer;
            }
        }
        catch (EtlException e) when (e.IsTransient)
        {
            // Only a question was asked so far.
            return new TargetAnswer.NotDone(e.Issues[0]);
        }
        catch (EtlException e) when (e.Code == SoapErrors.Fault)
        {
            return new TargetAnswer.Refused(e.Issues[0] with { At = At(document) });
        }

        var outcome = await client.CallAsync(write.Operation, write.Namespace, write.Action, new HashSet<string>(write.Lists), ParameterTree.Fill(write.Parameters, values), safeToRepeat: false, cancellation);
        return outcome switch
        {
            HttpOutcome.Done done => await AfterAsync(id, values, done.Answer, document, cancellation),
            HttpOutcome.NotArrived notArrived => new TargetAnswer.NotDone(notArrived.Issue),
            HttpOutcome.Unknown unknown => new TargetAnswer.Unknown(unknown.Issue),
            HttpOutcome.Refused refused => new TargetAnswer.Refused(refused.Issue),
            _ => throw new EtlException(((HttpOutcome.NotAuthorised)outcome).Issue),
        };
    }

    private async Task<TargetAnswer?> BeforeAsync(string id, JsonElement values, OutboxDocument document, CancellationToken cancellation)
    {
        if ((await _fetch.FindAsync(id, cancellation)).Order is not { } order)
        {
            return new TargetAnswer.Refused(Gone(document, id));
        }

        if (Untellable(values, order, document) is { } issue)
        {
            return new TargetAnswer.Refused(issue);
        }

        if (IsDone(values, order))
        {
            return new TargetAnswer.Done(id);
        }

        return write.Unless.FirstOrDefault(condition => ConditionCheck.Holds(condition, order, values) == true) is { } no
            ? new TargetAnswer.Refused(new(JetshopErrors.MayNotChange, $"{no.Path} is {string.Join(", ", AnswerPath.Texts(order, no.Path))} in the shop.", At(document), purpose))
            : null;
    }

    private async Task<TargetAnswer> AfterAsync(string id, JsonElement values, HttpAnswer answer, OutboxDocument document, CancellationToken cancellation)
    {
        using var json = JsonDocument.Parse(answer.Body);
        if (write.Success.FirstOrDefault(condition => ConditionCheck.Holds(condition, json.RootElement, values) != true) is { } no)
        {
            var words = write.Message is { } path ? AnswerPath.Text(json.RootElement, path) : null;
            return new TargetAnswer.Refused(new(JetshopErrors.ShopSaysNo,
                $"{no.Path} is \"{string.Join(", ", AnswerPath.Texts(json.RootElement, no.Path))}\"{(words is null ? "." : $": {Shorten(words)}")}", new(answer.Address, Record: document.Key), purpose));
        }

        try
        {
            return (await _fetch.FindAsync(id, cancellation)).Order is { } order && IsDone(values, order)
                ? new TargetAnswer.Done(id)
                : new TargetAnswer.Refused(new(JetshopErrors.NotTaken, $"The shop's answer was good, and read back the order is not as {purpose}.done says.", new(answer.Address, Record: document.Key), purpose));
        }
        catch (EtlException e)
        {
            // It was sent; what became of it could not be seen.
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    private bool IsDone(JsonElement values, JsonElement order) => ConditionCheck.All(write.Done, order, values) == true;

    private Issue? Untellable(JsonElement values, JsonElement order, OutboxDocument document)
    {
        var looksAtPart = write.Done.SelectMany(condition => Placeholders.Scalars(condition.Is)).SelectMany(scalar => Placeholders.In(scalar.Text)).Any(OfThisPart.Contains);
        if (values.TryGetProperty("isFinal", out var final) && final.ValueKind == JsonValueKind.False && !(looksAtPart && SaysPart(values)))
        {
            var what = looksAtPart ? "the call would say neither how much nor which rows" : "done looks at the whole";
            return new(JetshopErrors.PartNotTold, $"It is a part of the order, and {what}.", At(document), purpose);
        }

        return ConditionCheck.All(write.Done, order, values) is null
            ? new(JetshopErrors.CannotTell, "done looks for a value that this document does not have.", At(document), purpose)
            : null;
    }

    /// <summary>False: the shop would collect the whole for a part of the goods.</summary>
    private bool SaysPart(JsonElement values)
    {
        var said = Placeholders.Below(write.Parameters);
        return (said.Contains("amount") && ParameterTree.Text(values, "amount") is not null)
            || (said.Overlaps(Placeholders.Lists(purpose).GetValueOrDefault("lines", [])) && values.TryGetProperty("lines", out var lines) && lines.ValueKind == JsonValueKind.Array && lines.GetArrayLength() > 0);
    }

    /// <summary>The fields that done looks at, as they are now.</summary>
    private byte[] Now(JsonElement values, JsonElement order)
    {
        var now = new JsonObject { ["key"] = ParameterTree.Text(values, "key"), ["orderId"] = ParameterTree.Text(values, "orderId") };
        foreach (var condition in write.Done)
        {
            if (ConditionCheck.Placeholder(condition) is { } name and not ("key" or "orderId") && AnswerPath.Texts(order, condition.Path) is { Count: > 0 } there && values.TryGetProperty(name, out var wanted))
            {
                now[name] = wanted.ValueKind == JsonValueKind.Array ? new JsonArray([.. there.Select(text => (JsonNode)text)]) : there[0];
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(now);
    }

    /// <summary>The document with the values that placeholders name; null when it is not what the mapping has to make.</summary>
    private JsonElement? Read(OutboxDocument document)
    {
        try
        {
            _ = JsonSerializer.Deserialize(document.Payload.Span, record, TargetJson.Options);
            var values = JsonNode.Parse(document.Payload.Span)!.AsObject();
            if (values["trackingNumbers"] is JsonArray { Count: > 0 } numbers)
            {
                values["trackingNumber"] = numbers[0]!.DeepClone();
            }

            if (values["at"]?.GetValue<string>() is { } at)
            {
                values["at"] = LocalTime(at);
            }

            return JsonSerializer.SerializeToElement(values);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string LocalTime(string instant)
    {
        var times = operations.Times ?? new();
        var at = DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);
        return (times.In == TimesIn.Utc ? at.ToUniversalTime() : TimeZoneInfo.ConvertTime(at, client.Settings.Zone)).ToString(times.Format, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string OrderId(JsonElement values) => values.GetProperty("orderId").GetString()!;

    private static Issue Bad(OutboxDocument document) => new(JetshopErrors.BadPayload, "It is not the record that the mapping has to make.", At(document));

    private static Issue Gone(OutboxDocument document, string id) => new(JetshopErrors.OrderMissing, $"The shop has no order {id}.", At(document));

    private static SourcePosition At(OutboxDocument document) => new(document.Entity, Record: document.Key);

    private static string Shorten(string words) => words.Length > 160 ? words[..160] + "…" : words;
}

using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>What every target needs: its payload read, and a write's outcome told as an answer.</summary>
internal static class WooCommerceWrite
{
    /// <summary>The payload as the record that the mapping made; an issue for anything else.</summary>
    public static (T? Record, Issue? Problem) Read<T>(OutboxDocument document)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(document.Payload.Span, TargetJson.Options) is { } record
                ? (record, null)
                : (null, new Issue(WooCommerceErrors.BadPayload, "It is empty.", At(document)));
        }
        catch (JsonException e)
        {
            return (null, new Issue(WooCommerceErrors.BadPayload, e.Message.Split(" Path:", 2)[0], At(document), e.Path));
        }
    }

    /// <summary>Null when the call was done.</summary>
    /// <exception cref="EtlException">The whole connection has to stop.</exception>
    public static TargetAnswer? NotDone(this WooCommerceClient client, HttpOutcome outcome, OutboxDocument document)
    {
        switch (outcome)
        {
            case HttpOutcome.Done:
                return null;
            case HttpOutcome.NotArrived notArrived:
                return new TargetAnswer.NotDone(notArrived.Issue);
            case HttpOutcome.Unknown unknown:
                return new TargetAnswer.Unknown(unknown.Issue);
            case HttpOutcome.Refused refused when refused.Answer.Status != 404 || WooCommerceRefusal.Code(refused.Answer) is not (null or "rest_no_route"):
                return new TargetAnswer.Refused(new(WooCommerceErrors.RefusedByShop, WooCommerceRefusal.Words(refused.Answer), At(refused.Answer, document)));
            default:
                client.AnswerOrThrow(outcome);
                throw new InvalidOperationException($"{outcome.GetType().Name} of a write was not handled.");
        }
    }

    public static SourcePosition At(OutboxDocument document) => new(document.Entity, Record: document.Key);

    public static SourcePosition At(HttpAnswer answer, OutboxDocument document) => new(answer.Address, Record: document.Key);

    /// <summary>A number as JSON writes it, without the zeros at its end: 5, not 5.00.</summary>
    public static decimal Plain(decimal number) => number / 1.000000000000000000000000000000000m;
}

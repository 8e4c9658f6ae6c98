using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>What every target needs: its payload read, a mutation sent and its outcome told, marks of what was begun.</summary>
internal static class ShopifyWrite
{
    /// <summary>The namespace of our own metafields on orders.</summary>
    public const string MarkSpace = "sharespine";

    /// <summary>The payload as the record that the mapping made; an issue for anything else.</summary>
    public static (T? Record, Issue? Problem) Read<T>(OutboxDocument document)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(document.Payload.Span, TargetJson.Options) is { } record
                ? (record, null)
                : (null, new Issue(ShopifyErrors.BadPayload, "It is empty.", At(document)));
        }
        catch (JsonException e)
        {
            return (null, new Issue(ShopifyErrors.BadPayload, e.Message.Split(" Path:", 2)[0], At(document), e.Path));
        }
    }

    /// <summary>The record in the payload's own shape.</summary>
    public static byte[] Json<T>(T record) => JsonSerializer.SerializeToUtf8Bytes(record, TargetJson.Options);

    /// <summary>Sends a mutation.</summary>
    /// <param name="field">The mutation's field in the answer.</param>
    /// <param name="idempotent">It carries a key that makes a repetition the same change.</param>
    /// <exception cref="EtlException">The whole connection has to stop.</exception>
    public static async Task<Written> MutateAsync(
        this ShopifyClient client, string document, string field, JsonObject variables, CancellationToken cancellation, bool idempotent = false)
    {
        var outcome = await client.SendAsync(ShopifyDocument.Of(document), variables, cancellation, idempotent);
        switch (outcome)
        {
            case HttpOutcome.Done done:
                var data = ShopifyData.Of(done.Answer);
                return data.Root.At(field) is { } payload
                    ? new(payload, ShopifyAnswer.UserErrors(payload), null)
                    : new(default, [], new TargetAnswer.Unknown(new(ShopifyErrors.BadAnswer, $"{field} came back empty.", data.At)));
            case HttpOutcome.NotArrived notArrived:
                return new(default, [], new TargetAnswer.NotDone(notArrived.Issue));
            case HttpOutcome.Unknown unknown:
                return new(default, [], new TargetAnswer.Unknown(unknown.Issue));
            case HttpOutcome.Refused { Answer.Status: not 404 } refused:
                return new(default, [], new TargetAnswer.Refused(refused.Issue));
            default:
                outcome.AnswerOrThrow();
                throw new InvalidOperationException($"{outcome.GetType().Name} of a mutation was not handled.");
        }
    }

    /// <summary>The answer when the mutation was not done; null when it was.</summary>
    public static TargetAnswer? NotDone(this Written written, OutboxDocument document) =>
        written.Failed ?? (written.Errors.Count > 0 ? new TargetAnswer.Refused(Refusal(written.Errors, document)) : null);

    public static Issue Refusal(IReadOnlyList<UserError> errors, OutboxDocument document) =>
        new(ShopifyErrors.RefusedByShop, string.Join("; ", errors.Take(3)), At(document), string.Join('.', errors[0].Field));

    public static SourcePosition At(OutboxDocument document) => new(document.Entity, Record: document.Key);

    public static Issue Gone(OutboxDocument document) => new(ShopifyErrors.OrderGone, "The shop has no such order.", At(document));

    /// <summary>The order's id; an issue when the payload's is not a number.</summary>
    public static Issue? NotAnOrder(string id, OutboxDocument document) => Gid.IsNumber(id) ? null
        : new(ShopifyErrors.BadPayload, $"\"{id}\" is not an order id: Shopify has whole numbers.", At(document), "id");

    /// <summary>The key of a mark for something that is done once: what was begun, with what was there before, so that an answer that is lost can be told later.</summary>
    public static string MarkKey(string kind, string reference) => $"{kind}_{Hash(reference)[..16]}";

    /// <summary>Sets our mark on an order; safe to repeat. Null when it stands.</summary>
    public static async Task<TargetAnswer?> MarkAsync(this ShopifyClient client, string order, string key, JsonObject value, OutboxDocument document, CancellationToken cancellation)
    {
        var field = new JsonObject { ["ownerId"] = Gid.Of("Order", order), ["namespace"] = MarkSpace, ["key"] = key, ["type"] = "json", ["value"] = value.ToJsonString() };
        var written = await client.MutateAsync("metafields-set", "metafieldsSet", new() { ["metafields"] = new JsonArray(field) }, cancellation, idempotent: true);

        // A mark that may or may not stand has begun nothing yet.
        return written.NotDone(document) is TargetAnswer.Unknown unknown ? new TargetAnswer.NotDone(unknown.Issue) : written.NotDone(document);
    }

    /// <summary>Our mark among an order's metafields; null when there is none.</summary>
    public static JsonElement? Mark(JsonElement order, string key)
    {
        foreach (var field in order.Items("metafields", "nodes").Where(field => field.Text("namespace") == MarkSpace && field.Text("key") == key))
        {
            try
            {
                using var json = JsonDocument.Parse(field.Text("value") ?? "");
                return json.RootElement.Clone();
            }
            catch (JsonException)
            {
                // Somebody wrote over it: it says nothing.
            }
        }

        return null;
    }

    /// <summary>The same for the same text, for keys.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A key in the form that Shopify recommends, the same for the same text.</summary>
    public static string Key(string text) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)).ToString();
}

/// <param name="Payload">What stands under the mutation's field.</param>
/// <param name="Errors">Its userErrors.</param>
/// <param name="Failed">When it did not come to an answer.</param>
internal sealed record Written(JsonElement Payload, IReadOnlyList<UserError> Errors, TargetAnswer? Failed);

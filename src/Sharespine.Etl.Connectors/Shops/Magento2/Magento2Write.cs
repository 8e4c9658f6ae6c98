using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>What every target needs: its payload read, and a write's outcome told as an answer.</summary>
internal static class Magento2Write
{
    /// <summary>The payload as the record that the mapping made; an issue for anything else.</summary>
    /// <param name="now">
    /// What the shop has. Fields that a write policy keeps are missing in the payload and stay as they are; an optional field
    /// that is missing though nothing was kept (the payload is the one that was hashed) is one that is not wanted.
    /// </param>
    public static (T? Record, Issue? Problem) Read<T>(OutboxDocument document, ReadOnlyMemory<byte>? now = null)
        where T : class
    {
        try
        {
            if (JsonNode.Parse(document.Payload.Span) is not JsonObject wanted)
            {
                return (null, new Issue(Magento2Errors.BadPayload, "It is not an object.", At(document)));
            }

            var isKept = document.PayloadHash.Length > 0 && document.PayloadHash != Convert.ToHexStringLower(SHA256.HashData(document.Payload.Span));
            foreach (var (name, value) in now is { } bytes && JsonNode.Parse(bytes.Span) is JsonObject there ? there : [])
            {
                if (value is not null && !wanted.ContainsKey(name) && (isKept || TargetSchema.Of(typeof(T)).Find(name) is { IsRequired: true }))
                {
                    wanted[name] = value.DeepClone();
                }
            }

            return (wanted.Deserialize<T>(TargetJson.Options), null);
        }
        catch (JsonException e)
        {
            return (null, new Issue(Magento2Errors.BadPayload, e.Message.Split(" Path:", 2)[0], At(document), e.Path));
        }
    }

    /// <summary>What a record looks like now, in the payload's own shape.</summary>
    public static byte[] Now<T>(T record) => JsonSerializer.SerializeToUtf8Bytes(record, TargetJson.Options);

    /// <summary>Null when the call was done.</summary>
    /// <exception cref="EtlException">The whole connection has to stop.</exception>
    public static TargetAnswer? NotDone(HttpOutcome outcome, OutboxDocument document)
    {
        switch (outcome)
        {
            case HttpOutcome.Done:
                return null;
            case HttpOutcome.NotArrived notArrived:
                return new TargetAnswer.NotDone(notArrived.Issue);
            case HttpOutcome.Unknown unknown:
                return new TargetAnswer.Unknown(unknown.Issue);
            case HttpOutcome.Refused refused when Magento2Refusal.Message(refused.Answer) is { } words && (refused.Answer.Status != 404 || Magento2Client.IsUnknown(outcome))
                && !Magento2Client.IsAboutSignature(words):
                return new TargetAnswer.Refused(new(Magento2Errors.RefusedByShop, Magento2Refusal.Words(refused.Answer), At(refused.Answer, document)));
            default:
                Magento2Client.AnswerOrThrow(outcome);
                throw new InvalidOperationException($"{outcome.GetType().Name} of a write was not handled.");
        }
    }

    /// <summary>An id that a call answered, as a number or as text.</summary>
    public static string? Id(HttpAnswer answer)
    {
        var json = Magento2Client.Json(answer);
        var text = json.ValueKind is JsonValueKind.String or JsonValueKind.Number ? json.ToString() : "";
        return text.Length > 0 && text.All(char.IsAsciiDigit) ? text : null;
    }

    public static byte[] Body(Action<Utf8JsonWriter> fields)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    public static SourcePosition At(OutboxDocument document) => new(document.Entity, Record: document.Key);

    public static SourcePosition At(HttpAnswer answer, OutboxDocument document) => new(answer.Address, Record: document.Key);

    /// <summary>A number as JSON writes it, without the zeros at its end: 5, not 5.00.</summary>
    public static decimal Plain(decimal number) => number / 1.000000000000000000000000000000000m;
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sharespine.Etl.Mappings;

public enum WritePolicy
{
    Always,

    /// <summary>Sent when the record is made, never after.</summary>
    CreateOnly,

    /// <summary>Sent only where the other side has nothing.</summary>
    IfEmpty,

    /// <summary>Sent only while the other side still has what we sent last: a change made there by hand stays.</summary>
    IfUnchangedSinceWeWrote,
}

/// <param name="Path">customer.email</param>
/// <param name="Why">In a reader's words, without values.</param>
public sealed record KeptField(string Path, WritePolicy Policy, string Why);

/// <param name="Payload">The wanted document without the kept fields: UTF-8 JSON.</param>
/// <param name="Kept">Fields where the other side's value stays although we wanted another.</param>
/// <param name="IsUnchanged">The other side already has every field of the payload as wanted: nothing need be sent.</param>
public sealed record WriteDecision(ReadOnlyMemory<byte> Payload, IReadOnlyList<KeptField> Kept, bool IsUnchanged);

/// <summary>The write policies of a mapping's fields, and the three-way decision by them: last sent, there now, wanted.</summary>
public sealed class WritePolicies(IReadOnlyDictionary<string, WritePolicy> byPath)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyDictionary<string, WritePolicy> Words { get; } = new Dictionary<string, WritePolicy>
    {
        ["always"] = WritePolicy.Always,
        ["create-only"] = WritePolicy.CreateOnly,
        ["if-empty"] = WritePolicy.IfEmpty,
        ["if-unchanged-since-we-wrote"] = WritePolicy.IfUnchangedSinceWeWrote,
    };

    /// <summary>Only paths with another policy than always; a policy on an object or list holds for all of it.</summary>
    public IReadOnlyDictionary<string, WritePolicy> ByPath { get; } = byPath;

    /// <summary>
    /// Decides field by field; objects are walked into, a list is one field. Pure. Give null for <paramref name="now"/> when
    /// the record is not there (all is sent) and for <paramref name="lastSent"/> when we never sent it.
    /// </summary>
    public WriteDecision Decide(JsonElement? lastSent, JsonElement? now, JsonElement wanted)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var walk = new Walk(ByPath);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            if (now is null)
            {
                wanted.WriteTo(writer);
                walk.IsUnchanged = false;
            }
            else
            {
                walk.Object(writer, "", WritePolicy.Always, lastSent, now, wanted);
            }
        }

        return new(buffer.WrittenMemory, walk.Kept, walk.IsUnchanged);
    }

    /// <summary>Why the other side's value stays, or null when ours is sent.</summary>
    internal static string? WhyKept(WritePolicy policy, JsonElement? lastSent, JsonElement? now, JsonElement wanted) => policy switch
    {
        _ when Same(now, wanted) => null,
        WritePolicy.CreateOnly => "it is written only when the record is made",
        WritePolicy.IfEmpty when !IsEmpty(now) => "the other side has a value of its own",
        WritePolicy.IfUnchangedSinceWeWrote when IsEmpty(now) && lastSent is null => null,
        WritePolicy.IfUnchangedSinceWeWrote when lastSent is null => "the other side has a value that we did not write",
        WritePolicy.IfUnchangedSinceWeWrote when !Same(now, lastSent.Value) => "it was changed on the other side since we wrote it",
        _ => null,
    };

    private static bool Same(JsonElement? a, JsonElement b) => a is { } there && JsonElement.DeepEquals(there, b);

    private static bool IsEmpty(JsonElement? value) => value is not { } there
        || there.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
        || (there.ValueKind == JsonValueKind.String && there.ValueEquals(""u8))
        || (there.ValueKind == JsonValueKind.Array && there.GetArrayLength() == 0);

    private sealed class Walk(IReadOnlyDictionary<string, WritePolicy> byPath)
    {
        public List<KeptField> Kept { get; } = [];

        public bool IsUnchanged { get; set; } = true;

        public void Object(Utf8JsonWriter writer, string path, WritePolicy inherited, JsonElement? lastSent, JsonElement? now, JsonElement wanted)
        {
            writer.WriteStartObject();
            foreach (var property in wanted.EnumerateObject())
            {
                var field = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
                Field(writer, property, field, byPath.GetValueOrDefault(field, inherited), Part(lastSent, property.Name), Part(now, property.Name));
            }

            writer.WriteEndObject();
        }

        private void Field(Utf8JsonWriter writer, JsonProperty wanted, string path, WritePolicy policy, JsonElement? lastSent, JsonElement? now)
        {
            if (wanted.Value.ValueKind == JsonValueKind.Object)
            {
                writer.WritePropertyName(wanted.Name);
                Object(writer, path, policy, lastSent, now, wanted.Value);
            }
            else if (WhyKept(policy, lastSent, now, wanted.Value) is { } why)
            {
                Kept.Add(new(path, policy, why));
            }
            else
            {
                IsUnchanged &= Same(now, wanted.Value);
                wanted.WriteTo(writer);
            }
        }

        private static JsonElement? Part(JsonElement? of, string name) =>
            of is { ValueKind: JsonValueKind.Object } there && there.TryGetProperty(name, out var part) ? part : null;
    }
}

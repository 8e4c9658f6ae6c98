using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Engine;

/// <summary>
/// Takes a person out of the staged data: raw payloads go, personal values in documents and sent payloads are replaced.
/// Keys and hashes stay, or the orders would come back as new. Accounting records (settlement files, vouchers) hold no
/// personal data and are not touched.
/// </summary>
public static class Forgetting
{
    public const string Mark = "(forgotten)";

    // The hub's personal fields, by name, as the records mark them.
    private static readonly HashSet<string> Personal = ["email", "phone", "name", "street", "street2", "postalCode", "city", "customerNote", "reason"];

    /// <summary>Returns how many rows were changed.</summary>
    /// <param name="email">The whole address; one that merely contains it is another person's.</param>
    public static int Forget(Session session, World world, string email)
    {
        var like = "%" + email.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal) + "%";
        var documents = session.Query<Row>("SELECT flow, entity, document_key, hub, payload FROM document WHERE LOWER(hub) LIKE LOWER(@like) ESCAPE '\\'", new { like })
            .Where(row => Mentions(row.Hub, email));
        var changed = documents.Sum(row => ForgetDocument(session, row));
        foreach (var record in session.Query<Record>("SELECT source, record_key, payload FROM source_record WHERE LOWER(payload) LIKE LOWER(@like) ESCAPE '\\'", new { like })
            .Where(record => Mentions(record.Payload, email)))
        {
            changed += session.Execute("UPDATE source_record SET payload = NULL WHERE source = @Source AND record_key = @RecordKey", record);
        }

        foreach (var entry in session.Query<Entry>("SELECT quarantine_id, message, details FROM quarantine WHERE LOWER(message) LIKE LOWER(@like) ESCAPE '\\' OR LOWER(details) LIKE LOWER(@like) ESCAPE '\\'", new { like })
            .Where(entry => IsNamedIn(entry.Message, email) || (entry.Details is { } details && Mentions(details, email))))
        {
            changed += session.Execute("UPDATE quarantine SET message = @Mark, details = NULL WHERE quarantine_id = @QuarantineId", new { Mark, entry.QuarantineId });
        }

        Audit.Write(session, world, "forgotten", $"{changed} rows", null);
        return changed;
    }

    // What was sent for the document goes too, also where it was sent with other content.
    private static int ForgetDocument(Session session, Row found)
    {
        // Held from here on: a run that is writing the document just now would else be overwritten with what it was before.
        session.Execute("UPDATE document SET hub = hub WHERE flow = @Flow AND entity = @Entity AND document_key = @DocumentKey", found);
        var row = session.First<Row>("SELECT flow, entity, document_key, hub, payload FROM document WHERE flow = @Flow AND entity = @Entity AND document_key = @DocumentKey", found)!;
        var values = PersonalValues(JsonNode.Parse(row.Hub)!);
        var changed = session.Execute("UPDATE document SET hub = @Hub, payload = @Payload WHERE flow = @Flow AND entity = @Entity AND document_key = @DocumentKey",
            new { Hub = Masked(row.Hub, values), Payload = Masked(row.Payload, values), row.Flow, row.Entity, row.DocumentKey });
        foreach (var sent in session.Query<Sent>("SELECT outbox_id, payload FROM outbox WHERE flow = @Flow AND entity = @Entity AND document_key = @DocumentKey", row))
        {
            changed += session.Execute("UPDATE outbox SET payload = @Payload WHERE outbox_id = @OutboxId", new { Payload = Masked(sent.Payload, values), sent.OutboxId });
        }

        return changed + session.Execute("UPDATE link SET sent_payload = NULL WHERE entity = @Entity AND document_key = @DocumentKey AND sent_payload IS NOT NULL", row);
    }

    private static bool Mentions(string json, string email)
    {
        var found = false;
        Walk(JsonNode.Parse(json), (_, value) =>
        {
            found |= IsNamedIn(value, email);
            return value;
        });
        return found;
    }

    // As an address of its own: neither the end of a longer one nor its beginning.
    private static bool IsNamedIn(string text, string email)
    {
        for (var at = text.IndexOf(email, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(email, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var rest = text[(at + email.Length)..].TrimStart('.');
            if ((at == 0 || !IsOfAddress(text[at - 1])) && (rest.Length == 0 || !IsOfAddress(rest[0])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfAddress(char character) => char.IsLetterOrDigit(character) || "._%+-@".Contains(character, StringComparison.Ordinal);

    private static HashSet<string> PersonalValues(JsonNode node)
    {
        var values = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Walk(node, (name, value) =>
        {
            if (name is not null && Personal.Contains(name) && value.Trim().Length > 1)
            {
                values.Add(value.Trim());
            }

            return value;
        });
        return values;
    }

    private static string Masked(string json, HashSet<string> values)
    {
        var node = JsonNode.Parse(json)!;
        Walk(node, (_, value) => values.Contains(value.Trim()) || values.Any(known => known.Length > 5 && value.Contains(known, StringComparison.OrdinalIgnoreCase)) ? Mark : value);
        return node.ToJsonString(TargetJson.Options);
    }

    private static void Walk(JsonNode? node, Func<string?, string, string> replace, string? name = null)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map.ToList())
                {
                    Walk(value, replace, key);
                }

                break;
            case JsonArray list:
                foreach (var item in list.ToList())
                {
                    Walk(item, replace, name);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                var before = value.GetValue<string>();
                var after = replace(name, before);
                if (after != before)
                {
                    value.ReplaceWith(after);
                }

                break;
        }
    }

    private sealed class Row
    {
        public string Flow { get; init; } = "";

        public string Entity { get; init; } = "";

        public string DocumentKey { get; init; } = "";

        public string Hub { get; init; } = "";

        public string Payload { get; init; } = "";
    }

    private sealed class Record
    {
        public string Source { get; init; } = "";

        public string RecordKey { get; init; } = "";

        public string Payload { get; init; } = "";
    }

    private sealed class Entry
    {
        public long QuarantineId { get; init; }

        public string Message { get; init; } = "";

        public string? Details { get; init; }
    }

    private sealed class Sent
    {
        public string OutboxId { get; init; } = "";

        public string Payload { get; init; } = "";
    }
}

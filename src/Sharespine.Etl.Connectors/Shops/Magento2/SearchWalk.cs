using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// Walks a listing by rising id: each page asks for the rows behind the last id that it has, never for page two. So it does
/// not matter whether the shop repeats its last page or answers an empty one, and no row can move between pages. A row that
/// appears with a lower id meanwhile is younger than the walk's start and comes with the next walk.
/// </summary>
/// <param name="field">What the search calls the id.</param>
/// <param name="idField">What the rows call it.</param>
internal sealed class SearchWalk(Magento2Client client, string path, SearchQuery filter, int pageSize, string field = "entity_id", string idField = "entity_id")
{
    /// <summary>In which store's scope; all stores when not said.</summary>
    public string Scope { get; init; } = Magento2Client.AllStores;

    /// <summary>Yields at least one page, then those with rows. It throws rather than end early.</summary>
    public async IAsyncEnumerable<SearchPage> PagesAsync(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var (last, isFirst) = (after, true); ; isFirst = false)
        {
            var query = filter.And(field, "gt", last.ToString(CultureInfo.InvariantCulture)).By(field).Of(pageSize);
            var answer = await client.ReadAsync(path, query, cancellation, Scope);
            var (rows, total) = Parse(answer, last);
            if (rows.Count == 0 && total > 0)
            {
                throw new EtlException(new Issue(Magento2Errors.BadPage, $"{total} rows are counted and none shown.", new SourcePosition(answer.Address)));
            }

            last = rows.Count > 0 ? rows[^1].Id : last;
            if (isFirst || rows.Count > 0)
            {
                yield return new SearchPage(answer, rows, last);
            }

            if (rows.Count == 0 || (rows.Count < pageSize && rows.Count >= total))
            {
                yield break;
            }
        }
    }

    /// <summary>All rows at once, for what is known to be few.</summary>
    public async Task<List<SearchRow>> AllAsync(CancellationToken cancellation)
    {
        var all = new List<SearchRow>();
        await foreach (var page in PagesAsync(0, cancellation))
        {
            all.AddRange(page.Rows);
        }

        return all;
    }

    private (List<SearchRow> Rows, long Total) Parse(HttpAnswer answer, long after)
    {
        var root = SearchPage.Root(answer);
        var rows = new List<SearchRow>();
        foreach (var element in root.Rows("items"))
        {
            var at = new SourcePosition(answer.Address, rows.Count + 1);
            var id = element.ValueKind == JsonValueKind.Object ? element.Long(idField) : 0;
            if (id == 0)
            {
                throw new EtlException(new Issue(Magento2Errors.BadPage, $"The row has no {idField}.", at));
            }

            if (id <= (rows.Count > 0 ? rows[^1].Id : after))
            {
                throw new EtlException(new Issue(Magento2Errors.FilterIgnored,
                    FormattableString.Invariant($"Row {id} comes after {(rows.Count > 0 ? rows[^1].Id : after)}, though rising ids above it were asked for."), at));
            }

            rows.Add(new SearchRow(id, element, at with { Record = id.ToString(CultureInfo.InvariantCulture) }));
        }

        return (rows, root.Long("total_count"));
    }
}

/// <param name="LastId">Where the walk continues.</param>
internal sealed record SearchPage(HttpAnswer Answer, IReadOnlyList<SearchRow> Rows, long LastId)
{
    /// <summary>The shop's clock when it began to answer: its Date, less the whole seconds that the answer took.</summary>
    public DateTimeOffset ServerTime => ServerTimeOf(Answer);

    public static DateTimeOffset ServerTimeOf(HttpAnswer answer) => answer.Date is { } date
        ? date - TimeSpan.FromSeconds(Math.Floor(answer.Took.TotalSeconds))
        : throw new EtlException(new Issue(Magento2Errors.NoDate, "The answer has no Date header.", new SourcePosition(answer.Address)));

    /// <summary>The answer's object with its items. A listing without rows has an empty list or null there.</summary>
    public static JsonElement Root(HttpAnswer answer)
    {
        var root = Magento2Client.Json(answer);
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("items", out var items) && items.ValueKind is JsonValueKind.Array or JsonValueKind.Null
            ? root
            : throw new EtlException(new Issue(Magento2Errors.BadPage, "A listing was asked for, something else came.", new SourcePosition(answer.Address)));
    }
}

/// <param name="Json">The row as received.</param>
internal sealed record SearchRow(long Id, JsonElement Json, SourcePosition At)
{
    /// <summary>The row's bytes as received, with fields added at its end.</summary>
    public byte[] With(Action<Utf8JsonWriter> more) => With(Json, more);

    public static byte[] With(JsonElement row, Action<Utf8JsonWriter> more)
    {
        using var added = new MemoryStream();
        using (var writer = new Utf8JsonWriter(added))
        {
            writer.WriteStartObject();
            more(writer);
            writer.WriteEndObject();
        }

        var raw = JsonMarshal.GetRawUtf8Value(row);
        var head = raw[..raw.LastIndexOf((byte)'}')].TrimEnd(" \t\r\n"u8);
        var result = new MemoryStream(raw.Length + (int)added.Length);
        result.Write(head);
        result.Write(head.Length > 1 ? ","u8 : []);
        result.Write(added.GetBuffer().AsSpan(1, (int)added.Length - 1));
        return result.ToArray();
    }

    /// <summary>Rows of one kind that belong to a record, as a field of their own.</summary>
    public static void Write(Utf8JsonWriter writer, string name, IEnumerable<JsonElement> rows)
    {
        writer.WriteStartArray(name);
        foreach (var row in rows)
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(row), skipInputValidation: true);
        }

        writer.WriteEndArray();
    }
}

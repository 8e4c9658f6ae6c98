using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>
/// Walks a listing by offset without losing rows while it changes underneath. Rows are sorted by id, the one key without
/// ties. Each page starts at the previous page's last row:
/// <code>
/// asked  [ 1 2 3 4 ]                    offset 0
///              [ 4 5 6 7 ]              offset 3: 4 comes again, so nothing slipped by
///                    [ 8 9 … ]          offset 6, but 2 was deleted meanwhile: 7 is not there,
///                  [ 7 8 9 … ]          so step back until an id that we have is seen
/// </code>
/// A first id not above the last one proves that every row after it is still ahead of us. A row that came in before (an
/// older order that has changed now) only repeats known ids; its own change is younger than the walk's start.
/// </summary>
internal sealed class IdWalk(WooCommerceClient client, string path, WooCommerceQuery filter, int pageSize)
{
    // Farther than any shop has orders: an honest shop has nothing there.
    private const int BeyondAllRows = 1_000_000_000;

    /// <summary>Yields at least one page, then those with new rows. It throws rather than end early.</summary>
    public async IAsyncEnumerable<IdPage> PagesAsync(WalkPosition start, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var position = start;
        Rows? previous = null;
        for (var offset = start.Offset; ;)
        {
            var rows = await ProvenAsync(offset, position.LastId, cancellation);
            await ThrowIfOffsetIgnoredAsync(previous, rows, cancellation);
            IdRow[] added = [.. rows.All.Where(row => row.Id > position.LastId)];
            if (added.Length > 0)
            {
                position = new WalkPosition(added[^1].Id, rows.Offset + rows.All.Count - 1);
            }

            if (previous is null || added.Length > 0)
            {
                yield return new IdPage(rows.Answer, added, position);
            }

            if (IsLast(rows, added.Length))
            {
                yield break;
            }

            previous = rows;
            offset = rows.Offset + Math.Max(1, rows.All.Count - 1);
        }
    }

    /// <summary>The page at the offset, or the nearest before it that begins with an id that we have: nothing slipped by before it.</summary>
    private async Task<Rows> ProvenAsync(int offset, long lastId, CancellationToken cancellation)
    {
        for (var step = 1L; ; step *= 2)
        {
            var rows = await RowsAsync(offset, cancellation);
            if (offset == 0 || (rows.All.Count > 0 && rows.All[0].Id <= lastId))
            {
                return rows;
            }

            offset = (int)Math.Max(0, offset - step);
        }
    }

    /// <summary>
    /// A page that is not full is the last one if the shop's count agrees; if it does not (a row that cannot be shown is
    /// counted all the same), the page after it has to have nothing new.
    /// </summary>
    private static bool IsLast(Rows rows, int added) =>
        rows.All.Count < rows.Asked && (added == 0 || (rows.Total is { } total && rows.Offset + rows.All.Count == total));

    private async Task<Rows> RowsAsync(int offset, CancellationToken cancellation)
    {
        // One row alone could only repeat itself: a page of one overlaps by asking for two.
        var asked = Math.Max(2, pageSize);
        var query = filter.With("orderby", "id").With("order", "asc").With("per_page", asked).With("offset", offset);
        var answer = await client.ReadAsync(path, query, cancellation);
        int? total = int.TryParse(answer.Header("X-WP-Total"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return new Rows(answer, offset, asked, total, Parse(answer));
    }

    private static List<IdRow> Parse(HttpAnswer answer)
    {
        using var document = JsonDocument.Parse(answer.Body);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new EtlException(new Issue(WooCommerceErrors.BadPage, "A list was asked for, something else came.", new SourcePosition(answer.Address)));
        }

        var rows = new List<IdRow>(document.RootElement.GetArrayLength());
        foreach (var element in document.RootElement.EnumerateArray())
        {
            var at = new SourcePosition(answer.Address, rows.Count + 1);
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("id", out var id) || !id.TryGetInt64(out var number))
            {
                throw new EtlException(new Issue(WooCommerceErrors.BadPage, "The row has no id.", at));
            }

            if (rows.Count > 0 && number <= rows[^1].Id)
            {
                throw new EtlException(new Issue(WooCommerceErrors.NotSortedById,
                    FormattableString.Invariant($"Row {number} comes after {rows[^1].Id}, though rising ids were asked for."), at));
            }

            rows.Add(new IdRow(number, JsonMarshal.GetRawUtf8Value(element).ToArray(), at with { Record = number.ToString(CultureInfo.InvariantCulture) }));
        }

        return rows;
    }

    /// <summary>
    /// The same rows at another offset may be chance (as many older orders came in before them); a cache that ignores the
    /// query gives them at every offset.
    /// </summary>
    private async Task ThrowIfOffsetIgnoredAsync(Rows? previous, Rows rows, CancellationToken cancellation)
    {
        if (previous is null || rows.All.Count < 2 || !rows.All.Select(r => r.Id).SequenceEqual(previous.All.Select(r => r.Id)))
        {
            return;
        }

        if ((await RowsAsync(BeyondAllRows, cancellation)).All.Count > 0)
        {
            throw new EtlException(new Issue(WooCommerceErrors.SamePageAgain,
                FormattableString.Invariant($"Offset {rows.Offset} gave the same {rows.All.Count} rows as offset {previous.Offset}."), new SourcePosition(rows.Answer.Address)));
        }
    }

    private sealed record Rows(HttpAnswer Answer, int Offset, int Asked, int? Total, List<IdRow> All);
}

/// <param name="Answer">Where the rows came from.</param>
/// <param name="Rows">Only rows not seen before in this walk.</param>
/// <param name="Next">Where the walk continues.</param>
internal sealed record IdPage(HttpAnswer Answer, IReadOnlyList<IdRow> Rows, WalkPosition Next);

/// <param name="Raw">The row's bytes as received.</param>
internal sealed record IdRow(long Id, ReadOnlyMemory<byte> Raw, SourcePosition At);

/// <summary>The last row taken, and where in the listing it stood: "282@71" (row 282 at offset 71).</summary>
internal readonly record struct WalkPosition(long LastId, int Offset)
{
    /// <exception cref="EtlException">The text is not one of ours.</exception>
    public static WalkPosition Parse(string? text)
    {
        if (text is null)
        {
            return default;
        }

        var parts = text.Split('@');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
                ? new(id, offset)
                : throw new EtlException(new Issue(WooCommerceErrors.BadResume, $"\"{text}\" is not a resume position such as 282@71."));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{LastId}@{Offset}");
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>
/// Walks a listing by rising id: each page is asked for as "id at least the last one plus one". Ids have no ties and do not
/// move, so nothing slips by while records change underneath, and no page lies deeper than the first (Shopify ends a
/// listing at 25 000).
/// </summary>
/// <param name="document">A query of one connection with first and query, sorted by id.</param>
/// <param name="connection">The connection's name.</param>
/// <param name="filter">What records have to meet; null for all.</param>
internal sealed class IdPages(ShopifyClient client, string document, string connection, string? filter, int pageSize)
{
    private int _size = pageSize;

    /// <summary>Further variables of the document.</summary>
    public JsonObject Variables { get; init; } = [];

    /// <summary>Yields at least one page. It throws rather than end early.</summary>
    /// <param name="behind">The id to start behind.</param>
    public async IAsyncEnumerable<IdPage> ReadAsync(long behind, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var last = behind; ;)
        {
            var data = await PageAsync(last, cancellation);
            var page = data[connection];
            var rows = new List<IdRow>();
            foreach (var node in page.Items("nodes"))
            {
                var id = IdOf(node, data);
                if (id <= last)
                {
                    throw new EtlException(new Issue(ShopifyErrors.NotSortedById, FormattableString.Invariant($"{id} comes after {last}, though rising ids were asked for."), data.At));
                }

                rows.Add(new(id, node));
                last = id;
            }

            var more = page.Is("pageInfo", "hasNextPage");
            if (more && rows.Count == 0)
            {
                throw new EtlException(new Issue(ShopifyErrors.BadAnswer, "An empty page is said to have more behind it.", data.At));
            }

            yield return new(data, rows, last);
            if (!more)
            {
                yield break;
            }
        }
    }

    /// <summary>The position that a walk left.</summary>
    public static long Behind(string? resumeAt) => resumeAt is null ? 0
        : long.TryParse(resumeAt, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
        : throw new EtlException(new Issue(ShopifyErrors.BadResume, $"\"{resumeAt}\" is not an id."));

    private async Task<ShopifyData> PageAsync(long last, CancellationToken cancellation)
    {
        string?[] conditions = [filter, last > 0 ? FormattableString.Invariant($"id:>={last + 1}") : null];
        var query = string.Join(" AND ", conditions.Where(condition => !string.IsNullOrEmpty(condition)));
        while (true)
        {
            var variables = (JsonObject)Variables.DeepClone();
            variables["first"] = _size;
            variables["query"] = query.Length == 0 ? null : query;
            try
            {
                return await client.ReadAsync(document, variables, cancellation);
            }
            catch (EtlException e) when (e.Code == ShopifyErrors.TooDear && _size > 1)
            {
                _size = Math.Max(1, _size / 2);
            }
        }
    }

    private static long IdOf(JsonElement node, ShopifyData data) =>
        long.TryParse(Gid.Number(node.Text("id")), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new EtlException(new Issue(ShopifyErrors.BadAnswer, "A record has no id.", data.At));
}

/// <param name="Data">The page's answer.</param>
/// <param name="Rows">By rising id.</param>
/// <param name="Last">The highest id seen so far: where the walk goes on.</param>
internal sealed record IdPage(ShopifyData Data, IReadOnlyList<IdRow> Rows, long Last);

internal sealed record IdRow(long Id, JsonElement Node)
{
    public string Key => Id.ToString(CultureInfo.InvariantCulture);
}

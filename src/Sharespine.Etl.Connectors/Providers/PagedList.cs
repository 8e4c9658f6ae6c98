using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Providers;

/// <param name="Answer">The page's whole answer.</param>
/// <param name="Items">Its rows.</param>
/// <param name="Total">How many rows there are in all pages; null when the answer does not say.</param>
internal sealed record ListPage(JsonElement Answer, IReadOnlyList<JsonElement> Items, long? Total);

/// <param name="First">The first page's whole answer.</param>
internal sealed record PagedList(JsonElement First, IReadOnlyList<JsonElement> Items)
{
    private const int Walks = 3;

    /// <summary>Reads page after page up to the total. A list that changes on the way is read again from its start.</summary>
    /// <param name="readAsync">Gives the page that starts behind so many rows, as the so-maniest page (from 0).</param>
    /// <param name="key">What no two rows share; null when rows have no such thing.</param>
    /// <exception cref="EtlException"><c>PRV002</c>, transient, when it does not come to rest.</exception>
    public static async Task<PagedList> ReadAsync(string what, Func<int, int, CancellationToken, Task<ListPage>> readAsync, Func<JsonElement, string?>? key, CancellationToken stop)
    {
        var seen = "";
        for (var walk = 0; walk < Walks; walk++)
        {
            var (list, problem) = await WalkAsync(readAsync, key, stop);
            if (list is not null)
            {
                return list;
            }

            seen = problem;
        }

        throw new EtlException(new Issue(ProviderErrors.ListChanged, seen, new SourcePosition(what))) { IsTransient = true };
    }

    private static async Task<(PagedList? List, string Problem)> WalkAsync(Func<int, int, CancellationToken, Task<ListPage>> readAsync, Func<JsonElement, string?>? key, CancellationToken stop)
    {
        var (items, keys) = (new List<JsonElement>(), new HashSet<string>(StringComparer.Ordinal));
        ListPage? first = null;
        for (var number = 0; ; number++)
        {
            var page = await readAsync(items.Count, number, stop);
            first ??= page;
            if (page.Total != first.Total)
            {
                return (null, FormattableString.Invariant($"it had {first.Total} rows at the first page and {page.Total} at page {number + 1}."));
            }

            if (key is not null && page.Items.Select(key).FirstOrDefault(name => name is not null && !keys.Add(name)) is { } twice)
            {
                return (null, $"\"{twice}\" came twice.");
            }

            items.AddRange(page.Items);
            if (items.Count > first.Total)
            {
                return (null, FormattableString.Invariant($"{items.Count} rows came of {first.Total}."));
            }

            if (page.Items.Count == 0 || items.Count == first.Total)
            {
                return items.Count == (first.Total ?? items.Count) ? (new(first.Answer, items), "") : (null, FormattableString.Invariant($"{items.Count} rows came of {first.Total}."));
            }
        }
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>
/// Lists products by windows of ids: the list has no pages, and a hundred thousand products would not fit into one answer.
/// A window is asked for as a set of ids, which every version understands. Ends when nothing lies beyond an empty window.
/// </summary>
internal sealed class ProductWindows(Magento1Client client)
{
    /// <param name="after">The last id already taken; 0 for the beginning.</param>
    /// <param name="changedAfter">Only products changed since; null for all.</param>
    /// <param name="cancellation">Stops the walk.</param>
    public async IAsyncEnumerable<ProductWindow> ReadAsync(long after, DateTimeOffset? changedAfter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var first = after + 1;
        while (true)
        {
            var ids = Enumerable.Range(0, client.Settings.ChunkSize).Select(i => (first + i).ToString(CultureInfo.InvariantCulture)).ToList();
            var answer = await ListAsync(changedAfter, ("product_id", "in", string.Join(',', ids)), cancellation);
            var wanted = ids.ToHashSet();
            var rows = answer.Rows.Where(row => wanted.Contains(row.Text("product_id") ?? "")).OrderBy(row => row.Id("product_id", answer.At())).ToList();
            if (answer.Rows.Count > rows.Count)
            {
                throw new EtlException(new Issue(Magento1Errors.FilterIgnored, "The list of products gives others than those asked for.", answer.At()));
            }

            var next = first + client.Settings.ChunkSize;
            yield return new(next - 1, rows, answer);
            if (rows.Count == 0)
            {
                var beyond = await ListAsync(changedAfter, ("product_id", "gteq", next.ToString(CultureInfo.InvariantCulture)), cancellation);
                if (beyond.Rows.Count == 0)
                {
                    yield break;
                }

                next = Math.Max(next, beyond.Rows.Min(row => row.Id("product_id", beyond.At())));
            }

            first = next;
        }
    }

    private Task<Magento1Answer> ListAsync(DateTimeOffset? changedAfter, (string, string, string) ids, CancellationToken cancellation) =>
        client.ReadAsync("catalogProductList", Values.Filter(changedAfter is { } time ? [("updated_at", "from", Magento1Fields.Written(time)), ids] : [ids]), cancellation);
}

/// <param name="Last">The last id of the window, there or not.</param>
/// <param name="Rows">By rising id.</param>
/// <param name="Answer">What the shop sent.</param>
internal sealed record ProductWindow(long Last, IReadOnlyList<JsonElement> Rows, Magento1Answer Answer);

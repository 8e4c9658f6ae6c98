using System.Globalization;
using System.Runtime.CompilerServices;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>
/// Reads a shop's orders, products, stock, prices and tier prices. Answers are XML; a payload is the same as JSON, element
/// names kept, every value a text.
/// </summary>
public sealed class Magento1Source(Magento1Client client) : IRecordSource
{
    private const string Orders = "order";
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    private readonly OrderDetails _details = new(client);
    private readonly Catalogue _catalogue = new(client);

    public IReadOnlyList<string> Entities { get; } = [Orders, .. Catalogue.Entities];

    public IReadOnlyList<string> Remarks =>
        [.. client.Notes.All.Select(note => string.Create(CultureInfo.InvariantCulture, $"{note.Count} × {note.First}"))];

    /// <inheritdoc/>
    public IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, CancellationToken cancellation)
    {
        ThrowUnlessKnown(request.Entity);
        return request.Entity == Orders ? OrdersAsync(request, cancellation) : _catalogue.ReadAsync(request, cancellation);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceKey> ListAsync(string entity, DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ThrowUnlessKnown(entity);
        if (entity != Orders)
        {
            yield break;
        }

        var seen = new HashSet<long>();
        await foreach (var slice in new OrderSlices(client, "created_at").ReadAsync(from, null, await StoreIdsAsync(cancellation), cancellation))
        {
            foreach (var row in slice.Rows.Where(row => seen.Add(row.Id)))
            {
                yield return new SourceKey(row.Key, row.Row.Time("created_at", slice.Answer.At(row.Increment)));
            }
        }
    }

    /// <inheritdoc/>
    public async Task<RawRecord?> FetchAsync(string entity, string key, CancellationToken cancellation)
    {
        ThrowUnlessKnown(entity);
        if (entity != Orders)
        {
            return await _catalogue.FetchAsync(entity, key, cancellation);
        }

        return await Magento1Orders.RowAsync(client, key, cancellation) is { } row && await _details.ReadAsync([row], cancellation) is [var order, ..]
            ? order
            : null;
    }

    private async IAsyncEnumerable<SourcePage> OrdersAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var resume = request.ResumeAt is { } text ? OrderPosition.Parse(text) : null;
        var from = resume?.From ?? request.ChangedAfter - OneSecond ?? OrderSlices.Beginning;
        await foreach (var slice in new OrderSlices(client, "updated_at").ReadAsync(from, resume?.To, await StoreIdsAsync(cancellation), cancellation))
        {
            // What was staged of the span where the walk was interrupted; a wider span than then has other orders.
            var after = resume is not null && resume.From == slice.From && resume.To == slice.To ? resume.After : 0;
            var rows = slice.Rows.Where(row => row.Id > after).ToList();
            var time = slice.Answer.ServerTime;
            foreach (var page in rows.Chunk(client.Settings.PageSize))
            {
                var position = new OrderPosition(slice.From, slice.To, page[^1].Id);
                yield return new SourcePage(await _details.ReadAsync(page, cancellation), position.ToString(), time);
            }

            if (rows.Count == 0)
            {
                yield return new SourcePage([], new OrderPosition(slice.From, slice.To, after).ToString(), time);
            }
        }
    }

    private async Task<IReadOnlySet<string>> StoreIdsAsync(CancellationToken cancellation)
    {
        if (client.Settings.Stores.Count == 0)
        {
            return new HashSet<string>();
        }

        var stores = await client.StoresAsync(cancellation);
        var ids = new HashSet<string>();
        foreach (var code in client.Settings.Stores)
        {
            ids.Add(stores.FirstOrDefault(store => store.Text("code") == code).Text("store_id") ?? throw new EtlException(new Issue(
                Magento1Errors.UnknownStore, $"\"{code}\" is no store view.", Field: "stores", Try: string.Join(", ", stores.Select(store => store.Text("code"))))));
        }

        return ids;
    }

    private void ThrowUnlessKnown(string entity)
    {
        if (!Entities.Contains(entity))
        {
            throw new EtlException(new Issue(Magento1Errors.UnknownEntity, $"\"{entity}\" is not read from Magento 1.", Try: string.Join(", ", Entities)));
        }
    }
}

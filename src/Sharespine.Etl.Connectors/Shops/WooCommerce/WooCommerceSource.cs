using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>
/// Reads a shop. Payloads are as the shop sent them, with fields of ours added at their end:
/// <list type="bullet">
/// <item><c>order</c>: <c>refund_details</c> where there are refunds; personal numbers are null. Unfinished checkouts (status
/// checkout-draft) are included; the order mapping leaves them out by name.</item>
/// <item><c>product</c>: <c>variation_details</c> on a variable product. Products of all kinds are included.</item>
/// <item><c>stock</c>, <c>price</c>: one record for each product and each variation, always all of them; a variation has
/// <c>parent_sku</c>, a price <c>shop</c> with the shop's currency and VAT basis.</item>
/// </list>
/// </summary>
public sealed class WooCommerceSource(WooCommerceClient client, bool ordersOnly = false) : IRecordSource
{
    private readonly Dictionary<string, EntityReader> _readers = (ordersOnly
        ? new EntityReader[] { new OrderReader(client) }
        : [new OrderReader(client), new ProductReader(client), ArticleReader.Stock(client), ArticleReader.Price(client)]).ToDictionary(reader => reader.Entity);

    public IReadOnlyList<string> Entities => [.. _readers.Keys];

    public IReadOnlyList<string> Remarks =>
        [.. client.Notes.All.Select(note => string.Create(CultureInfo.InvariantCulture, $"{note.Count} × {note.First}"))];

    /// <inheritdoc/>
    public IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, CancellationToken cancellation) =>
        Reader(request.Entity).ReadAsync(request, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<SourceKey> ListAsync(string entity, DateTimeOffset from, CancellationToken cancellation) =>
        Reader(entity).ListAsync(from, cancellation);

    /// <inheritdoc/>
    public Task<RawRecord?> FetchAsync(string entity, string key, CancellationToken cancellation) => Reader(entity).FetchAsync(key, cancellation);

    private EntityReader Reader(string entity) => _readers.TryGetValue(entity, out var reader)
        ? reader
        : throw new EtlException(new Issue(WooCommerceErrors.UnknownEntity, $"\"{entity}\" is not read from WooCommerce.", Try: string.Join(", ", Entities)));
}

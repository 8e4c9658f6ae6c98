using System.Globalization;
using System.Runtime.CompilerServices;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>Reads a shop. Keys are the numbers in Shopify's ids.</summary>
public sealed class ShopifySource(ShopifyClient client) : IRecordSource
{
    private readonly OrderReader _orders = new(client);
    private readonly ProductReader _products = new(client);
    private readonly ArticleReader _articles = new(client);
    private readonly ListPriceReader _listPrices = new(client);

    public IReadOnlyList<string> Entities { get; } = ["order", "product", "stock", "price", "price-list"];

    public IReadOnlyList<string> Remarks =>
        [.. client.Notes.All.Select(note => string.Create(CultureInfo.InvariantCulture, $"{note.Count} × {note.First}"))];

    /// <inheritdoc/>
    public IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, CancellationToken cancellation) => request.Entity switch
    {
        "order" => _orders.ReadAsync(request, cancellation),
        "product" => _products.ReadAsync(request, cancellation),
        "stock" or "price" => _articles.ReadAsync(request, cancellation),
        "price-list" => _listPrices.ReadAsync(request, cancellation),
        _ => throw Unknown(request.Entity),
    };

    /// <inheritdoc/>
    public IAsyncEnumerable<SourceKey> ListAsync(string entity, DateTimeOffset from, CancellationToken cancellation) => entity switch
    {
        "order" => _orders.ListAsync(from, cancellation),
        "product" => _products.ListAsync(from, cancellation),
        "stock" or "price" or "price-list" => AsyncEnumerable.Empty<SourceKey>(),
        _ => throw Unknown(entity),
    };

    /// <inheritdoc/>
    public Task<RawRecord?> FetchAsync(string entity, string key, CancellationToken cancellation) => entity switch
    {
        "order" => _orders.FetchAsync(key, cancellation),
        "product" => _products.FetchAsync(key, cancellation),
        "stock" or "price" => _articles.FetchAsync(entity, key, cancellation),
        "price-list" => _listPrices.FetchAsync(key, cancellation),
        _ => throw Unknown(entity),
    };

    private EtlException Unknown(string entity) =>
        new(new Issue(ShopifyErrors.UnknownEntity, $"\"{entity}\" is not read from Shopify.", Try: string.Join(", ", Entities)));
}

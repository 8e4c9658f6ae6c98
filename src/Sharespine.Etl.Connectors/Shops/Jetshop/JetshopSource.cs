using System.Globalization;
using Sharespine.Etl.Connectors.Files.Records;
using Sharespine.Etl.Connectors.Shops.Jetshop.Operations;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Connectors.Shops.Jetshop;

/// <summary>Reads what the connection's settings and the site's operations file say how to: orders by calls or files, products, stock and prices by article number.</summary>
internal sealed class JetshopSource : IRecordSource
{
    private const string Order = "order";
    private readonly JetshopClient _client;
    private readonly DescribedOrders? _orders;
    private readonly FileRecordSource? _files;
    private readonly ArticleSource? _articles;

    /// <param name="articleList">Absolute; null where articles are not read.</param>
    /// <param name="orderFiles">Where orders come as files.</param>
    public JetshopSource(JetshopClient client, JetshopOperations operations, string? articleList, FileRecordSource? orderFiles)
    {
        _client = client;
        _files = orderFiles;
        _orders = operations.Orders is null || orderFiles is not null ? null : new(client, operations);
        _articles = articleList is null ? null : new(client, articleList);
        Entities = [.. _orders is null && _files is null ? Array.Empty<string>() : [Order], .. _articles is null ? Array.Empty<string>() : ArticleSource.Entities];
    }

    public IReadOnlyList<string> Entities { get; }

    public IReadOnlyList<string> Remarks =>
        [.. _client.Notes.All.Select(note => string.Create(CultureInfo.InvariantCulture, $"{note.Count} × {note.First}")), .. _files?.Remarks ?? []];

    /// <inheritdoc/>
    public IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, CancellationToken cancellation) => Known(request.Entity) == Order
        ? _files?.ReadAsync(request, cancellation) ?? _orders!.ReadAsync(request, cancellation)
        : _articles!.ReadAsync(request, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<SourceKey> ListAsync(string entity, DateTimeOffset from, CancellationToken cancellation) => Known(entity) == Order && _orders is not null
        ? _orders.ListAsync(from, cancellation)
        : AsyncEnumerable.Empty<SourceKey>();

    /// <inheritdoc/>
    public Task<RawRecord?> FetchAsync(string entity, string key, CancellationToken cancellation) => Known(entity) == Order
        ? _files?.FetchAsync(entity, key, cancellation) ?? _orders!.FetchAsync(key, cancellation)
        : _articles!.FetchAsync(entity, key, cancellation);

    private string Known(string entity) => Entities.Contains(entity) ? entity
        : throw new EtlException(new Issue(JetshopErrors.UnknownEntity, $"\"{entity}\" is not read here.", Try: Entities.Count == 0 ? null : $"one of {string.Join(", ", Entities)}."));
}

using System.Globalization;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// Reads a shop's orders, products, stock, prices and tier prices. Payloads are the shop's own records as received; what
/// further calls gave is added under names that end in _details (and children, option_attributes of a product).
/// </summary>
public sealed class Magento2Source : IRecordSource
{
    private readonly Magento2Client _client;
    private readonly Dictionary<string, IEntityReader> _readers;

    public Magento2Source(Magento2Client client)
    {
        _client = client;
        var attributes = new AttributeDirectory(client);
        _readers = new(StringComparer.Ordinal)
        {
            ["order"] = new OrderReader(client),
            ["product"] = new ProductReader(client, attributes),
            ["stock"] = client.Settings.Stock == Magento2Stock.Msi ? new SourceStockReader(client) : new LegacyStockReader(client),
            ["price"] = new PriceReader(client),
            ["price-list"] = new TierPriceReader(client),
        };
        Entities = [.. _readers.Keys];
    }

    public IReadOnlyList<string> Entities { get; }

    public IReadOnlyList<string> Remarks =>
        [.. _client.Notes.All.Select(note => string.Create(CultureInfo.InvariantCulture, $"{note.Count} × {note.First}"))];

    /// <inheritdoc/>
    public IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, CancellationToken cancellation) => Reader(request.Entity).ReadAsync(request, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<SourceKey> ListAsync(string entity, DateTimeOffset from, CancellationToken cancellation) => Reader(entity).ListAsync(from, cancellation);

    /// <inheritdoc/>
    public Task<RawRecord?> FetchAsync(string entity, string key, CancellationToken cancellation) => Reader(entity).FetchAsync(key, cancellation);

    private IEntityReader Reader(string entity) => _readers.TryGetValue(entity, out var reader) ? reader
        : throw new EtlException(new Issue(Magento2Errors.UnknownEntity, $"\"{entity}\" is not read from Magento.", Try: string.Join(", ", Entities)));
}

/// <summary>One entity's part of <see cref="IRecordSource"/>.</summary>
internal interface IEntityReader
{
    IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, CancellationToken cancellation);

    IAsyncEnumerable<SourceKey> ListAsync(DateTimeOffset from, CancellationToken cancellation);

    Task<RawRecord?> FetchAsync(string key, CancellationToken cancellation);
}

/// <summary>Where a walk of several parts stands: "creditmemos@42", "default@TS-ANG-L".</summary>
internal readonly record struct WalkPosition(string Part, string Last)
{
    /// <summary>Nothing to resume: the first part from its beginning.</summary>
    public static WalkPosition? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 ? new(text[..at], text[(at + 1)..]) : throw Bad(text);
    }

    /// <summary>The last id of a part; 0 for another part or none.</summary>
    public static long LastOf(WalkPosition? position, string part) =>
        position is not { } at || at.Part != part ? 0
        : long.TryParse(at.Last, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
        : throw Bad(at.ToString());

    public static EtlException Bad(string text) => new(new Issue(Magento2Errors.BadResume, $"\"{text}\" is no position of this walk."));

    public override string ToString() => $"{Part}@{Last}";
}

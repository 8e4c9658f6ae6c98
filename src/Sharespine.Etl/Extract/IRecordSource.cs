using Sharespine.Etl.Model;

namespace Sharespine.Etl.Extract;

/// <summary>A system that is read record by record: a shop's orders, say. The extract stage stages each page before it asks for the next.</summary>
public interface IRecordSource
{
    /// <summary>What can be read: order, product, stock, price, price-list.</summary>
    IReadOnlyList<string> Entities { get; }

    /// <summary>
    /// Walks all records changed since <see cref="ExtractRequest.ChangedAfter"/> (all there are, when null) by a key that
    /// does not move, starting behind <see cref="ExtractRequest.ResumeAt"/>. The walk is complete when the sequence ends;
    /// it throws rather than end early. The same record may come twice; the caller drops what it knows.
    /// </summary>
    /// <exception cref="Errors.EtlException">The source cannot be read: <c>IsTransient</c> says whether later may help.</exception>
    IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, CancellationToken cancellation);

    /// <summary>
    /// Ids and creation days of all records created on or after <paramref name="from"/> (UTC): the completeness sweep's other
    /// side. None for what each walk reads whole.
    /// </summary>
    IAsyncEnumerable<SourceKey> ListAsync(string entity, DateTimeOffset from, CancellationToken cancellation);

    /// <summary>What was noteworthy about the answers so far, each kind once with its count: noise skipped, a personal number dropped. No personal data.</summary>
    IReadOnlyList<string> Remarks => [];

    /// <summary>The record as it is now, or null when the source no longer has it.</summary>
    Task<RawRecord?> FetchAsync(string entity, string key, CancellationToken cancellation);
}

/// <param name="Entity">order, product, stock …</param>
/// <param name="ChangedAfter">Server time; strictly after or at, the source asks generously. Null: everything.</param>
/// <param name="ResumeAt">What the last staged page of an interrupted walk carried, else null.</param>
public sealed record ExtractRequest(string Entity, DateTimeOffset? ChangedAfter, string? ResumeAt);

/// <param name="Records">Possibly empty.</param>
/// <param name="ResumeAt">Where a walk continues after this page.</param>
/// <param name="ServerTime">The server's clock when it answered (its Date header): the walk's first page sets the next cursor.</param>
public sealed record SourcePage(IReadOnlyList<RawRecord> Records, string ResumeAt, DateTimeOffset ServerTime);

/// <param name="Key">The source's own id.</param>
/// <param name="Payload">As received, UTF-8 JSON.</param>
/// <param name="Position">Page address (without secrets) and index.</param>
public sealed record RawRecord(string Key, ReadOnlyMemory<byte> Payload, SourcePosition Position);

public sealed record SourceKey(string Key, DateTimeOffset CreatedAt);

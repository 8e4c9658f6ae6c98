using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Providers;

/// <summary>A provider's interface that gives documents about payouts by day.</summary>
internal interface IPayoutSource
{
    /// <summary>Host and path, for notes.</summary>
    string Address { get; }

    /// <summary>What there is for the days from <paramref name="from"/> to <paramref name="through"/>, both included.</summary>
    /// <exception cref="EtlException">Transient for what may pass by itself, else not.</exception>
    Task<IReadOnlyList<PayoutFile>> ListAsync(DateOnly from, DateOnly through, CancellationToken stop);

    /// <summary>Asks for as little as possible, to see whether credentials and rights are enough.</summary>
    Task ProbeAsync(DateOnly day, CancellationToken stop);
}

/// <param name="Key">What the provider tells it by: under it, it is known as fetched.</param>
/// <param name="Name">The name it gets in the inbox; with the key added where another has it already.</param>
/// <param name="Date">The payout's day.</param>
/// <param name="ReadAsync">The whole document; null when the provider has nothing for that day. Throws as <see cref="IPayoutSource.ListAsync"/> does.</param>
internal sealed record PayoutFile(string Key, string Name, DateOnly Date, Func<CancellationToken, Task<ReadOnlyMemory<byte>?>> ReadAsync);

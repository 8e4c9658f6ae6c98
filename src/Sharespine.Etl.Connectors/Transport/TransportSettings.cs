using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Transport;

/// <summary>How patient a connection is with its server. The defaults suit a shop on shared hosting.</summary>
public sealed record TransportSettings
{
    [About("Longest wait for one answer.")]
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(100);

    [About("Longest wait for a connection to be made.")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    [About("Longest time spent on one call, its repetitions and waits included.")]
    public TimeSpan Budget { get; init; } = TimeSpan.FromMinutes(6);

    [About("How many times a call that is safe to repeat is repeated.")]
    public int Retries { get; init; } = 5;

    [About("Wait before the first repetition; doubled each time, with jitter.")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    [About("Longest wait between two attempts when the server names none.")]
    public TimeSpan RetryDelayMax { get; init; } = TimeSpan.FromSeconds(30);

    [About("Longest wait asked for by the server (Retry-After) that is waited out; a longer one ends the call.")]
    public TimeSpan RetryAfterMax { get; init; } = TimeSpan.FromMinutes(2);

    [About("Calls under way at once on this connection.")]
    public int Concurrency { get; init; } = 2;

    [About("Largest answer read, in bytes.")]
    public int MaxAnswerBytes { get; init; } = 64 * 1024 * 1024;

    [About("Permit http (readable on the network). Only for a server on your own network.")]
    public bool AllowHttp { get; init; }
}

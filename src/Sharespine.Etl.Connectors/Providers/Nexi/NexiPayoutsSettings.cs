using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Providers.Nexi;

/// <summary>The Reporting API of Nexi Checkout (Nets Easy, DIBS). Secrets come in resolved; they are shown nowhere.</summary>
public sealed record NexiPayoutsSettings
{
    [About("The provider as people write it.")]
    public string Provider { get; init; } = "Nexi";

    [About("Where documents are put, one per payout.")]
    public required string Folder { get; init; }

    [Secret]
    [About("The merchant's live secret key, by reference to a secret.")]
    public required string SecretKey { get; init; }

    [About("The first payout date that is fetched.")]
    public required DateOnly Since { get; init; }

    [About("The file mapping.")]
    public string Mapping { get; init; } = "nexi.payouts-api";

    [About("How far behind the last fetched day the list is asked for again: payouts that appear late.")]
    public TimeSpan Overlap { get; init; } = TimeSpan.FromDays(14);

    [About("The interface's address; https://test.api.dibspayment.eu for the test environment.")]
    public string Url { get; init; } = "https://api.dibspayment.eu";

    [About("How patient the connection is.")]
    public TransportSettings Transport { get; init; } = new();

    public IReadOnlyList<Issue> Check() => ProviderAddress.Check(Url, Overlap, Transport, ("secret-key", SecretKey));
}

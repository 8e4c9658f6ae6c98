using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Providers.Svea;

/// <summary>Reports of Svea's Payment Admin API. Secrets come in resolved; they are shown nowhere.</summary>
public sealed record SveaReportsSettings
{
    [About("The provider as people write it.")]
    public string Provider { get; init; } = "Svea";

    [About("Where documents are put, one per day.")]
    public required string Folder { get; init; }

    [About("Merchant id of Svea Checkout.")]
    public required string MerchantId { get; init; }

    [Secret]
    [About("The merchant's secret, by reference to a secret.")]
    public required string SecretKey { get; init; }

    [About("The first day that is fetched.")]
    public required DateOnly Since { get; init; }

    [About("Ask for withheld amounts too.")]
    public bool IncludeWithholding { get; init; } = true;

    [About("The file mapping.")]
    public string Mapping { get; init; } = "svea.report-v2";

    [About("How long a day without rows is asked for again.")]
    public TimeSpan Overlap { get; init; } = TimeSpan.FromDays(7);

    [About("The interface's address; https://paymentadminapistage.svea.com for the test environment.")]
    public string Url { get; init; } = "https://paymentadminapi.svea.com";

    [About("How patient the connection is.")]
    public TransportSettings Transport { get; init; } = new();

    public IReadOnlyList<Issue> Check() => ProviderAddress.Check(Url, Overlap, Transport, ("merchant-id", MerchantId), ("secret-key", SecretKey));
}

using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Providers.Klarna;

/// <summary>Klarna's Settlements API. Secrets come in resolved; they are shown nowhere.</summary>
public sealed record KlarnaSettlementsSettings
{
    [About("The provider as people write it.")]
    public string Provider { get; init; } = "Klarna";

    [About("Where documents are put, one per payout.")]
    public required string Folder { get; init; }

    [Secret]
    [About("API user name (username of the API credentials), by reference to a secret.")]
    public required string User { get; init; }

    [Secret]
    [About("API password, by reference to a secret.")]
    public required string Password { get; init; }

    [About("The first payout date that is fetched.")]
    public required DateOnly Since { get; init; }

    [About("What is fetched per payout: json (payout and transactions), or csv (Klarna's own report).")]
    public KlarnaDocument As { get; init; } = KlarnaDocument.Json;

    [About("Fetch each payout's PDF too: the VAT invoice for Klarna's fees.")]
    public bool Pdf { get; init; } = true;

    [About("The file mapping. When left out: klarna.settlements-api for json, klarna.settlement for csv.")]
    public string? Mapping { get; init; }

    [About("How far behind the last fetched day the list is asked for again: payouts that appear late.")]
    public TimeSpan Overlap { get; init; } = TimeSpan.FromDays(14);

    [About("The interface's address; others for playground and other regions.")]
    public string Url { get; init; } = "https://api.klarna.com/settlements/v1";

    [About("How patient the connection is.")]
    public TransportSettings Transport { get; init; } = new();

    public IReadOnlyList<Issue> Check() => ProviderAddress.Check(Url, Overlap, Transport, ("user", User), ("password", Password));
}

public enum KlarnaDocument
{
    Json,
    Csv,
}

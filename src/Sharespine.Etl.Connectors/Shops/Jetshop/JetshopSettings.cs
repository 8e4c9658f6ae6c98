using Sharespine.Etl.Connectors.Files.Records;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Jetshop;

/// <summary>One Jetshop shop. Secrets come in resolved; they are shown nowhere.</summary>
public sealed record JetshopSettings
{
    [About("The service's address, without ?WSDL.")]
    public string Url { get; init; } = "https://integration.jetshop.se/Webservice20/v3.0/webservice.asmx";

    [About("The API user's name.")]
    public required string User { get; init; }

    [Secret]
    [About("The API user's password, by reference to a secret.")]
    public required string Password { get; init; }

    [About("The shop's number, sent as a header where one login has several shops (channels).")]
    public string? ShopId { get; init; }

    [About("Cultures (languages) of the shop, the main one first.")]
    public IReadOnlyList<string> Cultures { get; init; } = ["sv-SE"];

    [About("The currency of the shop's prices.")]
    public Currency Currency { get; init; } = Currency.Sek;

    [About("The zone of the shop's times, which name none.")]
    public string TimeZone { get; init; } = "Europe/Stockholm";

    [About("A file with the article numbers to read, one a line, or a CSV file with them in its first column. Without it products, stock and prices are not read.")]
    public string? ArticleList { get; init; }

    [About("The price list (its GUID) that prices go to; left out: the one that the article names as its own.")]
    public string? PriceList { get; init; }

    [About("What becomes of a product that is not sold any more: hide, leave or delete.")]
    public JetshopInactive Inactive { get; init; } = JetshopInactive.Hide;

    [About("Product fields that the shop resets when they are left out: they are sent as they are there.")]
    public IReadOnlyList<string> SendAlong { get; init; } = [];

    [About("Articles written in one call.")]
    public int BatchSize { get; init; } = 20;

    [About("Orders that come as export files instead of by calls.")]
    public JetshopOrderFiles? OrderFiles { get; init; }

    [About("Purposes that are not wanted of this shop: orders, order, order-status, shipment, capture. doctor does not ask for their description.")]
    public IReadOnlyList<string> Without { get; init; } = [];

    [About("How patient the connection is with the shop.")]
    public TransportSettings Transport { get; init; } = new();

    /// <summary>Everything wrong with the settings, at once.</summary>
    public IReadOnlyList<Issue> Check()
    {
        var issues = new List<Issue>();
        void Wrong(string field, string message, string? hint = null) => issues.Add(new(JetshopErrors.BadSettings, message, Field: field, Try: hint));

        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp) || url.Query.Length > 0 || url.UserInfo.Length > 0)
        {
            Wrong("url", "It is not the address of a service, without user and query.", "https://integration.jetshop.se/Webservice20/v3.0/webservice.asmx");
        }
        else if (url.Scheme == Uri.UriSchemeHttp && !Transport.AllowHttp)
        {
            Wrong("url", "It is http: orders and credentials would cross the network readable.", "https, or allow-http: true on your own network");
        }

        if (User.Length == 0 || Password.Length == 0)
        {
            Wrong(User.Length == 0 ? "user" : "password", "It is empty.");
        }

        if (Cultures.Count == 0)
        {
            Wrong("cultures", "At least one is wanted.", "[sv-SE]");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            Wrong("time-zone", $"\"{TimeZone}\" is not a time zone.", "Europe/Stockholm");
        }

        if (PriceList is not null && !Guid.TryParse(PriceList, out _))
        {
            Wrong("price-list", $"\"{PriceList}\" is not a GUID.", "7c7dfec3-2312-4dc9-a74f-913f3da0c686");
        }

        if (BatchSize is < 1 or > 200)
        {
            Wrong("batch-size", FormattableString.Invariant($"{BatchSize} is outside 1 to 200."));
        }

        foreach (var name in SendAlong.Where(name => !ProductFields.Order.Contains(name)))
        {
            Wrong("send-along", $"\"{name}\" is not a field of a product.", Suggestion.For(name, ProductFields.Order));
        }

        foreach (var purpose in Without.Where(purpose => !Operations.JetshopOperations.Purposes.Contains(purpose)))
        {
            Wrong("without", $"\"{purpose}\" is not a purpose.", Suggestion.For(purpose, Operations.JetshopOperations.Purposes));
        }

        issues.AddRange(OrderFiles?.Records.Check().Select(issue => issue with { Field = $"order-files.{issue.Field?.Replace("files.order.", "", StringComparison.Ordinal)}" }) ?? []);
        return issues;
    }

    internal TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}

public enum JetshopInactive
{
    Hide,
    Leave,
    Delete,
}

/// <summary>Orders as files that the shop exports.</summary>
public sealed record JetshopOrderFiles
{
    [About("Where the files are put.")]
    public required string Folder { get; init; }

    [About("How they are named and read, as in a record-files connection.")]
    public required RecordFileSettings Files { get; init; }

    internal RecordFilesSettings Records => new() { Folder = Folder, Files = new Dictionary<string, RecordFileSettings> { ["order"] = Files } };
}

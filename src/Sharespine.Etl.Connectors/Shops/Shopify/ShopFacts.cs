using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>What holds for the whole shop: its currency, its VAT basis, its locations.</summary>
internal sealed record ShopFacts(string Currency, bool TaxesIncluded, IReadOnlyList<ShopLocation> Locations)
{
    public static async Task<ShopFacts> ReadAsync(ShopifyClient client, CancellationToken cancellation)
    {
        var data = await client.ReadAsync("shop", [], cancellation);
        var shop = data["shop"];
        return new(
            shop.Text("currencyCode") ?? throw new EtlException(new Issue(ShopifyErrors.BadAnswer, "The shop has no currency.", data.At)),
            shop.Is("taxesIncluded"),
            [
                .. data["locations"].Items("nodes")
                    .Where(location => location.Is("isActive"))
                    .Select(location => new ShopLocation(Gid.Number(location.Text("id")) ?? "", location.Text("name") ?? "")),
            ]);
    }

    /// <summary>What payloads of products and prices carry of it.</summary>
    public JsonObject ForPayload() => new() { ["currencyCode"] = Currency, ["taxesIncluded"] = TaxesIncluded };

    public ShopLocation? Location(string nameOrNumber) =>
        Locations.FirstOrDefault(location => location.Number == nameOrNumber)
        ?? Locations.FirstOrDefault(location => string.Equals(location.Name, nameOrNumber, StringComparison.OrdinalIgnoreCase));

    /// <summary>The wanted locations, all when none is named; unknown ones are issues.</summary>
    public IReadOnlyList<ShopLocation> Resolve(IReadOnlyList<string> wanted, ICollection<Issue> issues)
    {
        var found = new List<ShopLocation>();
        foreach (var name in wanted)
        {
            if (Location(name) is { } location)
            {
                found.Add(location);
            }
            else
            {
                issues.Add(new(ShopifyErrors.UnknownLocation, $"The shop has no open location \"{name}\".", Field: "locations", Try: string.Join(", ", Locations.Select(known => known.Name))));
            }
        }

        return wanted.Count == 0 ? Locations : found;
    }
}

internal sealed record ShopLocation(string Number, string Name);

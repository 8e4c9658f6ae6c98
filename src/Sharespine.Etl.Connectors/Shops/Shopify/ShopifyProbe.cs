using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>What <c>doctor</c> asks of a shop; nothing is changed.</summary>
internal static class ShopifyProbe
{
    private static readonly string[] Deliveries = ["read_merchant_managed_fulfillment_orders", "write_merchant_managed_fulfillment_orders"];

    /// <summary>What each entity needs, both ways.</summary>
    public static IReadOnlyDictionary<string, string[]> Scopes { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["order"] = ["read_orders", "read_customers", "read_products", "read_locations"],
        ["product"] = ["read_products", "write_products", "read_inventory", "write_inventory"],
        ["stock"] = ["read_products", "read_inventory", "write_inventory", "read_locations"],
        ["price"] = ["read_products", "write_products"],
        ["price-list"] = ["read_products", "write_products"],
        ["order-status"] = ["read_orders", "write_orders"],
        ["shipment"] = ["read_orders", "write_orders", .. Deliveries],
        ["capture"] = ["read_orders", "write_orders"],
    };

    public static async Task<IReadOnlyList<Issue>> RunAsync(ShopifyClient client, CancellationToken cancellation)
    {
        var issues = new List<Issue>();
        try
        {
            var scopes = await ScopesAsync(client, cancellation);
            var usedFor = client.Settings.UsedFor.Count == 0 ? Scopes.Keys : client.Settings.UsedFor;
            foreach (var scope in usedFor.SelectMany(entity => Scopes[entity]).Distinct(StringComparer.Ordinal).Where(scope => !Has(scopes, scope)))
            {
                issues.Add(new(ShopifyErrors.NoRights, $"The app lacks the scope {scope}.", Field: scope));
            }

            if (usedFor.Contains("order") && !scopes.Contains("read_all_orders"))
            {
                issues.Add(new(ShopifyErrors.OnlySixtyDays, "The app lacks the scope read_all_orders.", Field: "read_all_orders"));
            }

            if (scopes.Contains("read_locations") && usedFor.Contains("stock"))
            {
                (await ShopFacts.ReadAsync(client, cancellation)).Resolve(client.Settings.Locations, issues);
            }

            if (usedFor.Contains("order") && Has(scopes, "read_orders"))
            {
                await client.ReadAsync("customer-data", [], cancellation);
            }
        }
        catch (EtlException e)
        {
            issues.AddRange(e.Issues);
        }

        issues.AddRange(client.Notes.All.Where(note => note.First.Code == ShopifyErrors.OtherVersion).Select(note => note.First));
        return issues;
    }

    /// <summary>What the app was given when it was installed.</summary>
    public static async Task<IReadOnlySet<string>> ScopesAsync(ShopifyClient client, CancellationToken cancellation)
    {
        var data = await client.ReadAsync("scopes", [], cancellation);
        return data["currentAppInstallation"].Items("accessScopes").Select(scope => scope.Text("handle") ?? "").ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Who may write may read; a delivery service's own scopes do as well as the merchant's.</summary>
    private static bool Has(IReadOnlySet<string> scopes, string scope) =>
        scopes.Contains(scope)
        || (scope.StartsWith("read_", StringComparison.Ordinal) && Has(scopes, "write_" + scope[5..]))
        || (scope.Contains("merchant_managed", StringComparison.Ordinal)
            && (scopes.Contains(scope.Replace("merchant_managed", "third_party", StringComparison.Ordinal))
                || scopes.Contains(scope.Replace("merchant_managed", "assigned", StringComparison.Ordinal))));
}

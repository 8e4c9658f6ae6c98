using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>What <c>doctor</c> asks of a shop; nothing is changed.</summary>
internal static class ShopifyProbe
{
    // Without these a part of the connector cannot work; which part, the page says.
    private static readonly string[] Wanted =
    [
        "read_orders", "write_orders", "read_customers", "read_products", "write_products", "read_inventory", "write_inventory", "read_locations",
        "read_merchant_managed_fulfillment_orders", "write_merchant_managed_fulfillment_orders",
    ];

    public static async Task<IReadOnlyList<Issue>> RunAsync(ShopifyClient client, CancellationToken cancellation)
    {
        var issues = new List<Issue>();
        try
        {
            var scopes = await ScopesAsync(client, cancellation);
            foreach (var scope in Wanted.Where(scope => !Has(scopes, scope)))
            {
                issues.Add(new(ShopifyErrors.NoRights, $"The app lacks the scope {scope}.", Field: scope));
            }

            if (!scopes.Contains("read_all_orders"))
            {
                issues.Add(new(ShopifyErrors.OnlySixtyDays, "The app lacks the scope read_all_orders.", Field: "read_all_orders"));
            }

            if (scopes.Contains("read_locations"))
            {
                (await ShopFacts.ReadAsync(client, cancellation)).Resolve(client.Settings.Locations, issues);
            }

            if (scopes.Contains("read_orders"))
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

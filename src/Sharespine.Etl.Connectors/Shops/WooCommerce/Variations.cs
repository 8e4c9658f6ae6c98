using System.Globalization;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>The variations of a product, by rising id: no other call of the shop lists them.</summary>
internal sealed class Variations(WooCommerceClient client, string? fields)
{
    /// <summary>Null when the product is gone.</summary>
    public async Task<List<IdRow>?> ReadAsync(long product, CancellationToken cancellation, string? context = null)
    {
        var filter = new WooCommerceQuery().With("status", "any").With("context", context).With("_fields", fields);
        var walk = new IdWalk(client, FormattableString.Invariant($"products/{product}/variations"), filter, 100);
        var rows = new List<IdRow>();
        try
        {
            await foreach (var page in walk.PagesAsync(default, cancellation))
            {
                rows.AddRange(page.Rows);
            }

            return rows;
        }
        catch (EtlException e) when (e.Code == TransportErrors.Refused)
        {
            // Deleted after the listing named it, or a true refusal: the product itself tells.
            if (await client.FindProductAsync(product.ToString(CultureInfo.InvariantCulture), new(), cancellation) is null)
            {
                return null;
            }

            throw;
        }
    }
}

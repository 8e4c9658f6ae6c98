using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>
/// An order names its refunds only by id, reason and total; rows and VAT stand under the order's own refunds. They are put
/// at the end of the order as <c>refund_details</c>; the rest of the order stays as received.
/// </summary>
internal sealed class RefundDetails(WooCommerceClient client)
{
    private const int MostReads = 3;

    /// <summary>
    /// The order with its refunds' details, read anew when a refund came or went in between; an order without refunds as it is.
    /// </summary>
    public async Task<ReadOnlyMemory<byte>> AddAsync(IdRow order, CancellationToken cancellation)
    {
        var raw = order.Raw;
        for (var reads = 1; ; reads++)
        {
            var named = RefundIds(raw);
            if (named.Count == 0)
            {
                return raw;
            }

            var details = await ReadAsync(order.Id, cancellation);
            if (details is not null && named.SetEquals(details.Select(d => d.Id)))
            {
                return OwnField.AddList(raw, "refund_details"u8, details);
            }

            var now = await client.FindOrderAsync(order.Id.ToString(CultureInfo.InvariantCulture), cancellation);
            if (now is null || reads == MostReads)
            {
                client.Notes.Add(new(WooCommerceErrors.RefundsDiffer, "The order and its refunds do not agree.", order.At));
                return OwnField.AddList(raw, "refund_details"u8, details ?? []);
            }

            raw = now.Body;
        }
    }

    private static HashSet<long> RefundIds(ReadOnlyMemory<byte> order)
    {
        using var document = JsonDocument.Parse(order);
        return document.RootElement.TryGetProperty("refunds", out var refunds) && refunds.ValueKind == JsonValueKind.Array
            ? [.. refunds.EnumerateArray().Select(refund => refund.GetProperty("id").GetInt64())]
            : [];
    }

    /// <summary>All of them by rising id; null when the order itself is gone.</summary>
    private async Task<List<IdRow>?> ReadAsync(long order, CancellationToken cancellation)
    {
        var walk = new IdWalk(client, FormattableString.Invariant($"orders/{order}/refunds"), client.Amounts(), 100);
        var details = new List<IdRow>();
        try
        {
            await foreach (var page in walk.PagesAsync(default, cancellation))
            {
                details.AddRange(page.Rows);
            }

            return details;
        }
        catch (EtlException e) when (e.Code == TransportErrors.Refused)
        {
            // Deleted after the listing named it, or a true refusal: the order itself tells.
            if (await client.FindOrderAsync(order.ToString(CultureInfo.InvariantCulture), cancellation) is null)
            {
                return null;
            }

            throw;
        }
    }
}

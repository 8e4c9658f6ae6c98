using Sharespine.Etl.Configuration;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// The order statuses to choose from. The API lists none: these are the ones that Magento comes with, and those that the
/// shop's latest orders have. A status of the shop's own that no recent order has is missing.
/// </summary>
internal static class Magento2Statuses
{
    private const int LatestOrders = 300;

    private static readonly (string Status, string State)[] Own =
    [
        ("pending", "new"), ("pending_payment", "pending_payment"), ("processing", "processing"), ("fraud", "processing"), ("fraud", "payment_review"), ("complete", "complete"),
        ("closed", "closed"), ("canceled", "canceled"), ("holded", "holded"), ("payment_review", "payment_review"),
    ];

    public static async Task<IReadOnlyList<StatusChoice>> ReadAsync(Magento2Client client, CancellationToken cancellation)
    {
        var query = new SearchQuery().Latest("entity_id").Of(LatestOrders).Fields("items[state,status],total_count");
        var seen = SearchPage.Root(await client.ReadAsync("orders", query, cancellation)).Rows("items")
            .Select(order => (Status: order.Text("status") ?? "", State: order.Text("state") ?? "")).Where(s => s.Status.Length > 0);
        return
        [
            .. Own.Concat(seen).Distinct().GroupBy(s => s.Status)
                .Select(group => new StatusChoice(group.Key, $"in state {string.Join(", ", group.Select(s => s.State).Order(StringComparer.Ordinal))}")),
        ];
    }
}

using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// Writes tier prices of a customer group. Other groups' tiers of the same article are never touched: new ones are added
/// and those not wanted removed one by one, since the call that replaces replaces all tiers of the article.
/// </summary>
public sealed class Magento2PriceListTarget(Magento2Client client) : Magento2BatchTarget<Magento2TierPrices>(client)
{
    private const string Everybody = "ALL GROUPS";
    private readonly PriceQuestions _questions = new(client);

    protected override async Task<Func<Magento2TierPrices, TargetState>> LookAsync(IReadOnlyList<Magento2TierPrices> wanted, CancellationToken cancellation)
    {
        var views = await Client.Directory.ViewsAsync(cancellation);
        var isGlobal = wanted.Any(w => w.Website is not null) && await _questions.IsGlobalAsync(cancellation);
        var groups = await GroupsAsync(cancellation);
        var products = await _questions.ProductsAsync(wanted.Select(w => w.Sku), cancellation);
        var tiers = await _questions.TiersAsync([.. products.Where(p => PriceQuestions.HasPrice(p.Value)).Select(p => p.Value.Text("sku")!)], cancellation);
        return list =>
        {
            if (!products.TryGetValue(list.Sku, out var product))
            {
                return Missing(list.Sku);
            }

            var view = views.FirstOrDefault(v => list.Website is null ? v.Id == 0 : v.WebsiteId != 0 && v.Website == list.Website);
            return !PriceQuestions.HasPrice(product) ? No(Magento2Errors.WrongKind, $"{list.Sku} is a {product.Text("type_id")} product.")
                : !IsSame(list.CustomerGroup, Everybody) && !groups.Contains(list.CustomerGroup) ? No(Magento2Errors.UnknownGroup, $"The shop has no customer group \"{list.CustomerGroup}\".", "customerGroup")
                : view is null && list.Website is not null ? No(Magento2Errors.UnknownStore, $"The shop has no website \"{list.Website}\".", "website")
                : list.Website is not null && isGlobal ? No(Magento2Errors.PriceScope, $"Prices for the website \"{list.Website}\" would become those of all.", "website")
                : list.Tiers.Select(t => t.Quantity).Distinct().Count() < list.Tiers.Count ? No(Magento2Errors.BadPayload, "Two tiers have the same quantity.", "tiers")
                : Magento2PriceTarget.Basis(Client.Settings, list.Currency, list.IncludesVat, view?.Currency) ?? State(list, [.. Rows(tiers, list, view?.WebsiteId ?? 0)]);
        };
    }

    protected override async Task<BatchOutcome> WriteAsync(IReadOnlyList<Magento2TierPrices> wanted, CancellationToken cancellation)
    {
        var websites = new Dictionary<string, long>();
        foreach (var code in wanted.Select(w => w.Website).OfType<string>().Distinct())
        {
            websites[code] = await Client.Directory.WebsiteAsync(code, cancellation) ?? 0;
        }

        var spelled = await _questions.SpellingAsync(wanted.Select(w => w.Sku), cancellation);
        long Website(Magento2TierPrices list) => list.Website is null ? 0 : websites[list.Website];
        var there = await _questions.TiersAsync([.. wanted.Select(w => w.Sku).Distinct(StringComparer.OrdinalIgnoreCase)], cancellation);
        var outcome = new BatchOutcome(null, []);
        var rows = wanted.SelectMany(list => list.Tiers.Select(tier => (List: list, Tier: tier))).ToList();
        if (rows.Count > 0)
        {
            outcome = BatchOutcome.Of(await Client.WriteAsync(HttpMethod.Post, "products/tier-prices", Magento2PriceTarget.Body(rows, (writer, row) =>
            {
                writer.WriteNumber("price", Magento2Write.Plain(row.Tier.Price));
                writer.WriteString("price_type", "fixed");
                writer.WriteNumber("website_id", Website(row.List));
                writer.WriteString("sku", spelled(row.List.Sku));
                writer.WriteString("customer_group", row.List.CustomerGroup);
                writer.WriteNumber("quantity", Magento2Write.Plain(row.Tier.Quantity));
            }), cancellation));
        }

        // Removed after the new ones stand, so that the group is never without a price in between.
        var surplus = wanted.SelectMany(list => Rows(there, list, Website(list)).Where(row => list.Tiers.All(tier => tier.Quantity != row.Decimal("quantity")))).ToList();
        return outcome.Failed is not null || surplus.Count == 0 ? outcome
            : outcome.And(BatchOutcome.Of(await Client.WriteAsync(HttpMethod.Post, "products/tier-prices-delete", Magento2PriceTarget.Body(surplus, (writer, row) =>
            {
                foreach (var field in row.EnumerateObject())
                {
                    field.WriteTo(writer);
                }
            }), cancellation)));
    }

    protected override string Sku(Magento2TierPrices wanted) => wanted.Sku;

    private async Task<HashSet<string>> GroupsAsync(CancellationToken cancellation)
    {
        const int size = 100;
        var groups = new List<string>();
        while (true)
        {
            var query = groups.Count == 0 ? new SearchQuery() : new SearchQuery().And("code", "gt", groups[^1]);
            var page = SearchPage.Root(await Client.ReadAsync("customerGroups/search", query.By("code").Of(size), cancellation)).Rows("items").Select(g => g.Text("code")).OfType<string>().ToList();
            groups.AddRange(page);
            if (page.Count < size)
            {
                return new(groups, StringComparer.OrdinalIgnoreCase);
            }
        }
    }

    private static IEnumerable<JsonElement> Rows(IReadOnlyList<JsonElement> tiers, Magento2TierPrices list, long website) => tiers.Where(row =>
        IsSame(row.Text("sku"), list.Sku) && IsSame(row.Text("customer_group"), list.CustomerGroup) && row.Long("website_id") == website);

    /// <summary>Magento tells neither SKUs nor groups apart by capitals, and answers "all groups" for what is sent as ALL GROUPS.</summary>
    private static bool IsSame(string? there, string wanted) => string.Equals(there, wanted, StringComparison.OrdinalIgnoreCase);

    private static TargetState State(Magento2TierPrices wanted, IReadOnlyList<JsonElement> rows)
    {
        var key = $"{wanted.Sku}@{wanted.CustomerGroup}@{wanted.Website ?? "all"}";
        var tiers = rows.OrderBy(row => row.Decimal("quantity"))
            .Select(row => new Magento2Tier { Quantity = Magento2Write.Plain(row.Decimal("quantity") ?? 0), Price = Magento2Write.Plain(Math.Round(row.Decimal("price") ?? 0, 4, MidpointRounding.AwayFromZero)) }).ToList();
        var ours = wanted.Tiers.OrderBy(t => t.Quantity).Select(t => new Magento2Tier { Quantity = t.Quantity, Price = Math.Round(t.Price, 4, MidpointRounding.AwayFromZero) }).ToList();
        var isPercent = rows.Any(row => row.Text("price_type") == "discount");
        if (!isPercent && tiers.SequenceEqual(ours))
        {
            return new TargetState.AsWanted(key);
        }

        return rows.Count == 0 ? new TargetState.Absent()
            : new TargetState.Other(key, Magento2Write.Now(wanted with { Tiers = tiers }), isPercent || ours.Count == 0 ? null : new() { PriceBefore = tiers[0].Price, PriceAfter = ours[0].Price });
    }
}

using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>
/// Writes a price list as tier prices of a customer group. The shop replaces all tier prices of a product at once: those of
/// other groups and websites are read and sent along. The same done twice is the same.
/// </summary>
public sealed class Magento1PriceListTarget(Magento1Client client) : SingleRecordTarget
{
    private const string All = "all";
    private IReadOnlyList<JsonElement>? _groups;

    /// <inheritdoc/>
    public override async Task<TargetState> FindAsync(OutboxDocument document, CancellationToken cancellation) => (await LookAsync(document, cancellation)).State;

    /// <inheritdoc/>
    public override async Task<TargetAnswer> SendAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (seen, failed) = await Outcomes.BeforeAsync(() => LookAsync(document, cancellation));
        switch (failed, seen?.State)
        {
            case (not null, _):
                return failed;
            case (_, TargetState.AsWanted there):
                return new TargetAnswer.Done(there.TargetKey);
            case (_, TargetState.CannotAsk cannot):
                return new TargetAnswer.Refused(cannot.Issue);
            case (_, TargetState.WaitsFor waits):
                return new TargetAnswer.Refused(waits.Issue);
            default:
                break;
        }

        var outcome = await client.CallAsync("catalogProductAttributeTierPriceUpdate", new Dictionary<string, object?>
        {
            ["product"] = seen!.Article!.Id,
            ["tier_price"] = seen.Others.Concat(seen.Wanted).Select(Written).ToList(),
            ["identifierType"] = "id",
        }, safeToRepeat: true, cancellation);
        if (Outcomes.Failure(outcome, "catalogProductAttributeTierPriceUpdate", document) is { } failure)
        {
            return failure;
        }

        try
        {
            return (await LookAsync(document, cancellation)).State is TargetState.AsWanted there
                ? new TargetAnswer.Done(there.TargetKey)
                : new TargetAnswer.Refused(new(Magento1Errors.NotTaken, "The shop said yes, and its tier prices are others.", Payload.At(document), "tiers"));
        }
        catch (EtlException e)
        {
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    private async Task<Seen> LookAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = Payload.Read<Magento1TierPrices>(document);
        problem ??= wanted!.Tiers?.FirstOrDefault(tier => tier.Qty != decimal.Truncate(tier.Qty) || tier.Qty < 1) is { } broken
            ? new(Magento1Errors.BadPayload, FormattableString.Invariant($"A tier from {broken.Qty}: the shop takes whole numbers from 1."), Payload.At(document), "tiers")
            : null;
        if (problem is not null)
        {
            return new(null, [], [], new TargetState.CannotAsk(problem));
        }

        var group = await GroupAsync(wanted!.CustomerGroup, cancellation);
        if (group is null)
        {
            var known = string.Join(", ", _groups!.Select(group => group.Text("customer_group_code")));
            return new(null, [], [], new TargetState.CannotAsk(new(Magento1Errors.UnknownGroup, $"\"{wanted.CustomerGroup}\" is no customer group.", Payload.At(document), "customer_group", known)));
        }

        var article = (await Articles.FindAsync(client, [wanted.Sku], cancellation))[0];
        if (article.Elsewhere(document, wanted.Sku) is { } elsewhere)
        {
            return new(article, [], [], elsewhere);
        }

        var website = wanted.Website ?? All;
        var answer = await client.ReadAsync("catalogProductAttributeTierPriceInfo", new Dictionary<string, object?> { ["product"] = article.Id, ["identifierType"] = "id" }, cancellation);
        var there = answer.Rows
            .Select(row => new Tier(row.Text("customer_group_id") ?? All, row.Text("website") ?? All, row.Number("qty"), row.Number("price")))
            .ToLookup(tier => tier.Group == group && tier.Website == website);
        var tiers = (wanted.Tiers ?? []).Select(tier => new Tier(group, website, tier.Qty, tier.Price)).OrderBy(tier => tier.Qty).ToList();
        var now = there[true].OrderBy(tier => tier.Qty).ToList();
        var key = $"{article.Id}:{group}:{website}";
        return new(article, tiers, [.. there[false]], now.SequenceEqual(tiers)
            ? new TargetState.AsWanted(key)
            : new TargetState.Other(key, Payload.Write(wanted with { Tiers = [.. now.Select(tier => new Magento1Tier { Qty = tier.Qty, Price = tier.Price })] }), Effect(now, tiers)));
    }

    /// <summary>The price of the smallest quantity that both have.</summary>
    private static TargetEffect? Effect(List<Tier> now, List<Tier> wanted) =>
        now.Join(wanted, tier => tier.Qty, tier => tier.Qty, (before, after) => (before, after)).FirstOrDefault() is ({ } before, { } after)
            ? new TargetEffect { PriceBefore = before.Price, PriceAfter = after.Price }
            : null;

    /// <summary>The group's id; null when the shop has none of that code or id.</summary>
    private async Task<string?> GroupAsync(string given, CancellationToken cancellation)
    {
        if (given == All)
        {
            return All;
        }

        _groups ??= (await client.ReadAsync("customerGroupList", Values.None, cancellation)).Rows;
        var found = _groups.FirstOrDefault(group => string.Equals(group.Text("customer_group_code"), given, StringComparison.OrdinalIgnoreCase));
        found = found.ValueKind == JsonValueKind.Object ? found : _groups.FirstOrDefault(group => group.Text("customer_group_id") == given);
        return found.Text("customer_group_id");
    }

    private static Dictionary<string, object?> Written(Tier tier) => new()
    {
        ["customer_group_id"] = tier.Group,
        ["website"] = tier.Website,
        ["qty"] = decimal.ToInt32(tier.Qty).ToString(CultureInfo.InvariantCulture),
        ["price"] = tier.Price,
    };

    private sealed record Tier(string Group, string Website, decimal Qty, decimal Price);

    private sealed record Seen(Article? Article, IReadOnlyList<Tier> Wanted, IReadOnlyList<Tier> Others, TargetState State);
}

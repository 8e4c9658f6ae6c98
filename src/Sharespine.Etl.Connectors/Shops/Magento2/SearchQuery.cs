using System.Globalization;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>Magento's search criteria: groups of which each must hold, of filters of which one must hold.</summary>
public sealed record SearchQuery
{
    private IReadOnlyList<IReadOnlyList<Filter>> Groups { get; init; } = [];

    private string? Sort { get; init; }

    private string Direction { get; init; } = "ASC";

    private int? Size { get; init; }

    private string? OnlyFields { get; init; }

    /// <summary>With one more condition that must hold too: eq, gt, gteq, in (comma between).</summary>
    public SearchQuery And(string field, string condition, string value) => this with { Groups = [.. Groups, [new(field, condition, value)]] };

    /// <summary>
    /// With a field that has to be one of these. A value with a comma cannot stand in a list; it becomes an alternative of its own.
    /// </summary>
    public SearchQuery AndOneOf(string field, IEnumerable<string> values)
    {
        var all = values.ToList();
        var listed = all.Where(value => !value.Contains(',', StringComparison.Ordinal)).ToList();
        IReadOnlyList<Filter> filters =
        [
            .. listed.Count > 0 ? [new Filter(field, "in", string.Join(',', listed))] : Array.Empty<Filter>(),
            .. all.Where(value => value.Contains(',', StringComparison.Ordinal)).Select(value => new Filter(field, "eq", value)),
        ];
        return this with { Groups = [.. Groups, filters] };
    }

    /// <summary>Since an instant. Magento compares texts in UTC; a zone in the value would be ignored in silence.</summary>
    public SearchQuery Since(string field, DateTimeOffset? at) => at is { } instant ? And(field, "gteq", Time(instant)) : this;

    /// <summary>By rising field. Without a direction Magento sorts falling.</summary>
    public SearchQuery By(string field) => this with { Sort = field };

    public SearchQuery Latest(string field) => this with { Sort = field, Direction = "DESC" };

    public SearchQuery Of(int pageSize) => this with { Size = pageSize };

    /// <summary>Only these fields of the answer: items[entity_id,created_at].</summary>
    public SearchQuery Fields(string fields) => this with { OnlyFields = fields };

    internal static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The query with its question mark. Search criteria are compulsory, so an empty search says at least the page.</summary>
    public override string ToString()
    {
        List<(string Name, string Value)> pairs = [];
        for (var group = 0; group < Groups.Count; group++)
        {
            for (var filter = 0; filter < Groups[group].Count; filter++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"searchCriteria[filterGroups][{group}][filters][{filter}]");
                var (field, condition, value) = Groups[group][filter];
                pairs.AddRange([($"{name}[field]", field), ($"{name}[value]", value), ($"{name}[conditionType]", condition)]);
            }
        }

        if (Sort is not null)
        {
            pairs.AddRange([("searchCriteria[sortOrders][0][field]", Sort), ("searchCriteria[sortOrders][0][direction]", Direction)]);
        }

        pairs.Add(("searchCriteria[pageSize]", (Size ?? 100).ToString(CultureInfo.InvariantCulture)));
        pairs.Add(("searchCriteria[currentPage]", "1"));
        if (OnlyFields is not null)
        {
            pairs.Add(("fields", OnlyFields));
        }

        return "?" + string.Join('&', pairs.Select(p => $"{Uri.EscapeDataString(p.Name)}={Uri.EscapeDataString(p.Value)}"));
    }

    private sealed record Filter(string Field, string Condition, string Value);
}

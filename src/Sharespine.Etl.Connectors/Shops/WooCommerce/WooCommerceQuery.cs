using System.Globalization;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>Query parameters in order; values are encoded when written (a plus sign, above all).</summary>
public sealed record WooCommerceQuery
{
    private readonly IReadOnlyList<(string Name, string Value)> _pairs = [];

    public WooCommerceQuery()
    {
    }

    private WooCommerceQuery(IReadOnlyList<(string, string)> pairs) => _pairs = pairs;

    /// <summary>With one more parameter; a null value adds none.</summary>
    public WooCommerceQuery With(string name, string? value) => value is null ? this : new([.. _pairs, (name, value)]);

    public WooCommerceQuery With(string name, int value) => With(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// A UTC instant as the shop understands it: without zone, and dates_are_gmt beside it. With a Z as well, WooCommerce
    /// would shift the limit by the site's offset and leave orders out.
    /// </summary>
    public WooCommerceQuery WithUtc(string name, DateTimeOffset? at) => at is { } instant
        ? With(name, instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)).With("dates_are_gmt", "true")
        : this;

    public override string ToString() =>
        _pairs.Count == 0 ? "" : "?" + string.Join('&', _pairs.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
}

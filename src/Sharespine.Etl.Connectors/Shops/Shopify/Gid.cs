using System.Globalization;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>Shopify's ids: gid://shopify/Order/42. Keys of ours carry the number alone.</summary>
public static class Gid
{
    private const string Start = "gid://shopify/";

    public static string Of(string kind, string number) => $"{Start}{kind}/{number}";

    /// <summary>The number in gid://shopify/Order/42?x=y; null when there is none.</summary>
    public static string? Number(string? gid)
    {
        if (gid is null || !gid.StartsWith(Start, StringComparison.Ordinal))
        {
            return null;
        }

        var number = gid[(gid.LastIndexOf('/') + 1)..].Split('?')[0];
        return IsNumber(number) ? number : null;
    }

    public static bool IsNumber(string? text) =>
        text is { Length: > 0 and < 20 } && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}

using System.Reflection;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>A GraphQL document: one of the .graphql files, with the fragment files that it needs behind it.</summary>
/// <param name="Name">Of the file; the operation that it holds comes first.</param>
/// <param name="Text">As sent, without the files' comments.</param>
public sealed record ShopifyDocument(string Name, string Text)
{
    private static readonly Dictionary<string, string[]> Fragments = new(StringComparer.Ordinal)
    {
        ["orders-page"] = ["order-fields", "line-fields", "tax-fields", Money],
        ["order"] = ["order-fields", "line-fields", "tax-fields", Money],
        ["order-lines"] = ["line-fields", "tax-fields", Money],
        ["order-refunds"] = ["refund-line-fields", "tax-fields", Money],
        ["refund-lines"] = ["refund-line-fields", "tax-fields", Money],
        ["order-payment"] = ["payment-line-fields"],
        ["payment-lines"] = ["payment-line-fields"],
        ["products-page"] = ["product-fields", "variant-fields"],
        ["product"] = ["product-fields", "variant-fields"],
        ["product-by-handle"] = ["product-fields", "variant-fields"],
        ["product-variants"] = ["variant-fields"],
    };

    private const string Money = "money-";

    /// <summary>Every file that holds an operation.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(ShopifyDocument).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("shopify/", StringComparison.Ordinal))
            .Select(name => name["shopify/".Length..])
            .Where(name => !name.StartsWith(Money, StringComparison.Ordinal) && !name.EndsWith("-fields", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>True for what changes something in the shop.</summary>
    public bool IsMutation => Text.StartsWith("mutation", StringComparison.Ordinal);

    /// <param name="money">Which of an order's two amounts are wanted.</param>
    public static ShopifyDocument Of(string name, ShopifyMoney money = ShopifyMoney.Shop)
    {
        var parts = new List<string> { Read(name) };
        foreach (var fragment in Fragments.GetValueOrDefault(name) ?? [])
        {
            parts.Add(Read(fragment == Money ? Money + (money == ShopifyMoney.Shop ? "shop" : "presentment") : fragment));
        }

        return new(name, string.Join('\n', parts));
    }

    private static string Read(string name)
    {
        using var stream = typeof(ShopifyDocument).GetTypeInfo().Assembly.GetManifestResourceStream("shopify/" + name)
            ?? throw new ArgumentException($"There is no document {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return string.Join('\n', reader.ReadToEnd().Split('\n').Where(line => !line.StartsWith('#'))).Trim();
    }
}

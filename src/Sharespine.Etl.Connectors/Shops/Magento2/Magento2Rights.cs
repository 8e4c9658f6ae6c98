namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>What a connection can be used for, and the calls that tell whether the integration may do it. None of them changes anything.</summary>
internal static class Magento2Rights
{
    // No shop has come so far; whoever may act on orders is told that there is none.
    private const string NoSuchOrder = "999999999999";

    public static IReadOnlyList<string> Uses { get; } = ["order", "product", "stock", "price", "price-list", "order-status", "shipment", "capture"];

    public static IReadOnlyList<RightCheck> Of(string use, Magento2Stock stock) => use switch
    {
        "order" => [Get("orders"), Get("invoices"), Get("shipments"), Get("creditmemos")],
        "product" => [Get("products"), Get("products/attributes"), new("POST", "products", "{}")],
        "stock" when stock == Magento2Stock.Msi => [Get("products"), Get("inventory/sources"), Get("inventory/source-items"), new("POST", "inventory/source-items", """{"sourceItems":[]}""")],
        "stock" => [Get("products"), new("GET", "stockItems/no-such-article"), new("PUT", "products/no-such-article/stockItems/0", """{"stockItem":{"qty":0}}""")],
        "price" => [Get("products"), new("POST", "products/base-prices", """{"prices":[]}"""), new("POST", "products/special-price", """{"prices":[]}""")],
        "price-list" => [Get("products"), Get("customerGroups/search"), new("POST", "products/tier-prices", """{"prices":[]}""")],
        "order-status" =>
        [
            Get("orders"),
            new("POST", $"orders/{NoSuchOrder}/comments", $$$"""{"statusHistory":{"comment":"","is_customer_notified":0,"is_visible_on_front":0,"parent_id":{{{NoSuchOrder}}}}}"""),
            new("POST", $"orders/{NoSuchOrder}/cancel", "{}"),
        ],
        "shipment" => [Get("orders"), Get("shipments"), new("POST", $"order/{NoSuchOrder}/ship", """{"notify":false}""")],
        "capture" => [Get("orders"), Get("invoices"), new("POST", $"order/{NoSuchOrder}/invoice", """{"capture":false}""")],
        _ => [],
    };

    private static RightCheck Get(string path) => new("GET", path);
}

/// <param name="Body">Null for a read.</param>
internal sealed record RightCheck(string Method, string Path, string? Body = null);

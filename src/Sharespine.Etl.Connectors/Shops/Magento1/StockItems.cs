using System.Text.Json;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>Reads stock of products that are known by id and SKU.</summary>
internal static class StockItems
{
    /// <param name="client">The shop.</param>
    /// <param name="products">Rows of the product list.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Stock rows by product id; a product without a stock record is missing.</returns>
    public static async Task<(IReadOnlyDictionary<string, JsonElement> Items, Magento1Answer Answer)> ReadAsync(
        Magento1Client client, IReadOnlyList<JsonElement> products, CancellationToken cancellation)
    {
        var items = new Dictionary<string, JsonElement>();
        var answer = await AddAsync([.. products.Select(product => product.Text("sku") ?? product.Text("product_id")!)]);

        // A shop that takes a SKU of digits alone for an id gave another product's stock, or none.
        var missing = products.Where(product => !items.ContainsKey(product.Text("product_id")!) && product.Text("sku")?.All(char.IsAsciiDigit) == true).ToList();
        if (missing.Count > 0)
        {
            await AddAsync([.. missing.Select(product => product.Text("product_id")!)]);
        }

        return (items, answer);

        async Task<Magento1Answer> AddAsync(IReadOnlyList<string> asked)
        {
            var stock = await client.ReadAsync("catalogInventoryStockItemList", Values.Of("products", asked), cancellation);
            var wanted = products.Select(product => product.Text("product_id")!).ToHashSet();
            foreach (var item in stock.Rows.Where(item => wanted.Contains(item.Text("product_id") ?? "")))
            {
                items[item.Text("product_id")!] = item;
            }

            return stock;
        }
    }
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>What a product's price means in the shop: the product itself says neither.</summary>
internal sealed record ShopBasis(bool PricesIncludeTax, string Currency)
{
    public static async Task<ShopBasis> ReadAsync(WooCommerceClient client, CancellationToken cancellation)
    {
        var include = await SettingAsync(client, "tax", "woocommerce_prices_include_tax", cancellation);
        var currency = await SettingAsync(client, "general", "woocommerce_currency", cancellation);
        return new ShopBasis(include == "yes", currency);
    }

    /// <summary>As the price mapping reads it.</summary>
    public byte[] Json() => Encoding.UTF8.GetBytes(
        $$"""{"prices_include_tax":{{(PricesIncludeTax ? "true" : "false")}},"currency":"{{JavaScriptEncoder.Default.Encode(Currency)}}"}""");

    private static async Task<string> SettingAsync(WooCommerceClient client, string group, string id, CancellationToken cancellation)
    {
        var answer = await client.ReadAsync($"settings/{group}", new(), cancellation);
        var value = ShopJson.Read(answer, JsonValueKind.Array).EnumerateArray().Where(setting => setting.Text("id") == id).Select(setting => setting.Text("value")).FirstOrDefault();
        return string.IsNullOrEmpty(value)
            ? throw new EtlException(new Issue(WooCommerceErrors.NoSetting, $"The shop's settings have no {id}.", new SourcePosition(answer.Address)))
            : value;
    }
}

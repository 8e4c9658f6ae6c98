using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>The shop's settings and reports.</summary>
public sealed class FakeSettings
{
    public bool PricesIncludeTax { get; set; } = true;

    public string Currency { get; set; } = "SEK";

    /// <summary>Answers as recorded, by path.</summary>
    public Dictionary<string, string> Recorded { get; } = [];

    /// <summary>False: the key's user may not manage WooCommerce.</summary>
    public bool MayBeRead { get; set; } = true;

    internal FakeAnswer Answer(FakeRequest request) => !MayBeRead
        ? FakeAnswer.Error(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")
        : Recorded.TryGetValue(request.Path, out var recorded) ? FakeAnswer.Text(200, recorded, "application/json")
        : request.Path switch
        {
            "settings/tax" => FakeAnswer.Json(new JsonArray(
                Setting("woocommerce_prices_include_tax", PricesIncludeTax ? "yes" : "no"), Setting("woocommerce_tax_based_on", "shipping"))),
            "settings/general" => FakeAnswer.Json(new JsonArray(Setting("woocommerce_default_country", "SE"), Setting("woocommerce_currency", Currency))),
            "reports/orders/totals" => FakeAnswer.Json(new JsonArray(
                new JsonObject { ["slug"] = "processing", ["name"] = "Behandlas", ["total"] = 3 }, new JsonObject { ["slug"] = "dellevererad", ["name"] = "Dellevererad", ["total"] = 0 })),
            _ => FakeApi.NoRoute,
        };

    private static JsonObject Setting(string id, string value) => new() { ["id"] = id, ["value"] = value };
}

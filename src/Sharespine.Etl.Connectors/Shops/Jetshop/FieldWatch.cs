using System.Text.Json;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Jetshop;

/// <summary>
/// Fields that a document leaves out. Whether the shop leaves them alone is not documented (a yes/no field that is left out
/// is "no" to many services of its kind), so they are looked at before and after.
/// </summary>
internal static class FieldWatch
{
    private static readonly string[] Watched =
    [
        "Name", "HideProduct", "HidePrice", "Price", "DiscountedPrice", "Vat", "Weight", "Volume", "FreightClassId", "ShortDescription", "ProductDescription", "Permalink",
        "UseStockNotification", "PageTitle", "MetaDescription", "MetaKeywords", "SubName", "Manufacturer", "ManufacturerArtnr", "SearchKeys",
    ];

    /// <summary>The first field that was not sent and has another value now.</summary>
    /// <param name="sent">Names of the fields that were sent.</param>
    public static string? Lost(ShopProduct before, ShopProduct after, IReadOnlyCollection<string> sent) =>
        Watched.FirstOrDefault(field => !sent.Contains(field) && !Same(before, after, field));

    public static Issue Issue(string field, string article, SourcePosition at) => new(JetshopErrors.FieldLost,
        $"{field} of {article} was not sent, and is another since.", at, field, $"send-along: [{field}]");

    /// <summary>The fields that the site wants to be sent as they are there.</summary>
    public static Dictionary<string, SoapValue?> SendAlong(IReadOnlyList<string> names, ShopProduct there) => names
        .Where(name => there.Data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
        .ToDictionary(name => name, name => ProductFields.Of(there.Text(name)));

    private static bool Same(ShopProduct before, ShopProduct after, string field) =>
        before.Text(field) == after.Text(field) || (before.Number(field) is { } first && first == after.Number(field));
}

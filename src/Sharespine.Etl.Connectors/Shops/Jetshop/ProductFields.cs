using System.Globalization;
using Sharespine.Etl.Connectors.Soap;

namespace Sharespine.Etl.Connectors.Shops.Jetshop;

/// <summary>
/// The fields of a ProductData in the order in which they are written: first as a running integration was seen to send them,
/// then as the shop gives them.
/// </summary>
internal static class ProductFields
{
    public static IReadOnlyList<string> Order { get; } =
    [
        "ArticleNumber", "Culture", "TemplateId", "Name", "EanCode", "StockData",
        "DiscountEndDate", "DiscountStartDate", "DiscountedPrice", "FreightClassId", "HidePrice", "HideProduct", "Price", "ProductDescription", "QuantitySuffix", "ShortDescription",
        "Permalink", "UseDiscountDateSpan", "Vat", "Volume", "Weight", "UseStockNotification", "DescriptionUrl", "Manufacturer", "ManufacturerArtnr", "ManufacturerModel",
        "MetaDescription", "MetaKeywords", "PageTitle", "RelatedProductsText", "SubName", "SearchKeys",
    ];

    /// <summary>One ProductData. What has no value is left out: an empty element fails in asmx where a date or number is wanted.</summary>
    public static SoapValue.Fields Data(IReadOnlyDictionary<string, SoapValue?> values) => new("ProductData",
        [.. Order.Where(name => values.GetValueOrDefault(name) is not null).Select(name => new SoapField(name, values[name]!))]);

    public static SoapValue? Of(string? text) => string.IsNullOrEmpty(text) ? null : SoapValue.Of(text);

    public static SoapValue? Of(decimal? number) => number is { } value ? SoapValue.Of(value) : null;

    public static SoapValue? Of(bool? flag) => flag is { } value ? SoapValue.Of(value) : null;

    /// <summary>A time of day in the shop's zone, without one.</summary>
    public static SoapValue? Of(DateTimeOffset? instant, TimeZoneInfo zone) =>
        instant is { } at ? SoapValue.Of(TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)) : null;

    public static SoapValue? Of(DateOnly? date) => date is { } day ? SoapValue.Of(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00") : null;
}

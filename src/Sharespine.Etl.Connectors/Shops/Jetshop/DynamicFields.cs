using System.Text.Json;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Jetshop;

/// <summary>The call that sets the fields which a shop has added to products, in the form that was observed.</summary>
internal static class DynamicFields
{
    public const string Operation = "ProductDynamicField_SaveProductDynamicFieldData";
    public const string Result = "ProductDynamicField_SaveProductDynamicFieldDataResult";
    public const string ResultRow = "DynamicFieldItemResult";

    public static IReadOnlyList<SoapField> Message(IEnumerable<JetshopProduct> products) =>
        [new("dynamicFieldOnProductInputs", new SoapValue.Fields("", [.. products.SelectMany(product => product.DynamicFields.Select(field => Input(product.ArticleNumber, field)))]))];

    /// <summary>What the rows say of the article's fields; null when all is well.</summary>
    public static Issue? Verdict(IEnumerable<JsonElement> rows, JetshopProduct wanted, SourcePosition at)
    {
        var answered = rows.ToList();
        foreach (var field in wanted.DynamicFields)
        {
            var row = answered.Find(row => ShopProduct.Text(row, "Key") == field.Key);
            if (row.ValueKind != JsonValueKind.Object)
            {
                return new(JetshopErrors.NoRow, $"The answer says nothing of {field.Key} of {wanted.ArticleNumber}.", at);
            }

            if (ShopProduct.Text(row, "Success") is not ("true" or "1"))
            {
                return new(JetshopErrors.RefusedByShop, $"{field.Key} of {wanted.ArticleNumber}: {ShopProduct.Text(row, "Message") ?? "no message"}", at, field.Key);
            }
        }

        return null;
    }

    private static SoapField Input(string article, JetshopDynamicField field) => new("DynamicFieldOnProductInput", new SoapValue.Fields("",
        new SoapField("ArticleNumber", article),
        new SoapField("Key", field.Key),
        new SoapField("ClearExistingListData", SoapValue.Of(false)),
        new SoapField("ItemValues", new SoapValue.Fields("", [.. field.Values.Select(value => new SoapField("Localization", new SoapValue.Fields("", new SoapField("Culture", value.Culture), new SoapField("Value", value.Value))))])),
        new SoapField("DynamicFieldItemListData", new SoapValue.Fields("")),
        new SoapField("DynamicFieldItemMultiLevelListData", new SoapValue.Fields(""))));
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>
/// Replaces personal numbers with null where a Shopify order can hold them: custom attributes of the order and its rows,
/// the company lines of its addresses, and a company location's tax registration.
/// </summary>
internal static class OrderPersonalNumbers
{
    public static void Drop(JsonObject order, DateOnly today, Notes notes, SourcePosition at)
    {
        Attributes(order["customAttributes"], "customAttributes");
        foreach (var line in (order["lineItems"]?["nodes"] as JsonArray) ?? [])
        {
            Attributes(line?["customAttributes"], "lineItems.customAttributes");
        }

        Field(order["billingAddress"], "company", "billingAddress.company");
        Field(order["shippingAddress"], "company", "shippingAddress.company");
        Field(order["purchasingEntity"]?["location"]?["taxSettings"], "taxRegistrationId", "purchasingEntity.location.taxSettings");

        void Attributes(JsonNode? list, string place)
        {
            foreach (var attribute in (list as JsonArray) ?? [])
            {
                Field(attribute, "value", place);
            }
        }

        void Field(JsonNode? parent, string name, string place)
        {
            if (parent is JsonObject holder && holder[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String
                && PersonalNumber.Is(value.GetValue<string>(), today))
            {
                holder[name] = null;
                notes.Add(new(ShopifyErrors.PersonalNumberDropped, "A personal number was dropped.", at, place));
            }
        }
    }
}

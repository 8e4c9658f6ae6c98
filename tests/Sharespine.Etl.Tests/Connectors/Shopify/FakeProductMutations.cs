using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>Products made and changed.</summary>
internal static class FakeProductMutations
{
    public static JsonObject? Run(FakeState state, string name, JsonObject arguments) => name switch
    {
        "productSet" => Set(state, arguments["identifier"]!["handle"]!.GetValue<string>(), arguments["input"]!.AsObject()),
        "productUpdate" => Update(state, arguments["product"]!.AsObject()),
        "productVariantsBulkCreate" => CreateVariants(state, arguments),
        _ => null,
    };

    /// <summary>Lists replace what is there: variants that are left out are gone.</summary>
    private static JsonObject Set(FakeState state, string handle, JsonObject input)
    {
        if (input["handle"]!.GetValue<string>() != handle)
        {
            return FakeMutations.Errors(("INPUT_MISMATCH", ["input", "handle"], "The identifier value does not match the value of the corresponding field in the input."));
        }

        var product = state.Products.Select(one => one!.AsObject()).FirstOrDefault(one => one["handle"]!.GetValue<string>() == handle);
        if (product is null)
        {
            product = new JsonObject { ["id"] = state.NewId("Product"), ["handle"] = handle, ["createdAt"] = state.Now, ["isGiftCard"] = false, ["tags"] = new JsonArray(), ["descriptionHtml"] = "", ["vendor"] = "Butik", ["productType"] = "" };
            state.Products.Add(product);
        }

        foreach (var name in new[] { "title", "status", "descriptionHtml", "vendor", "productType" }.Where(input.ContainsKey))
        {
            product[name] = input[name]!.DeepClone();
        }

        product["options"] = new JsonArray(
        [
            .. input["productOptions"]!.AsArray().Select(option => (JsonNode)new JsonObject
            {
                ["id"] = state.NewId("ProductOption"), ["name"] = option!["name"]!.DeepClone(), ["position"] = option["position"]!.DeepClone(),
                ["values"] = new JsonArray([.. option["values"]!.AsArray().Select(value => value!["name"]!.DeepClone())]),
            }),
        ]);
        product["variants"] = new JsonArray();
        product["updatedAt"] = state.Now;
        foreach (var variant in input["variants"]!.AsArray())
        {
            Add(state, product, variant!.AsObject());
        }

        return FakeMutations.Fine("product", new JsonObject { ["id"] = product["id"]!.DeepClone(), ["handle"] = handle });
    }

    private static JsonObject Update(FakeState state, JsonObject input)
    {
        var product = state.Find(input["id"]!.GetValue<string>())!;
        foreach (var (name, value) in input.Where(field => field.Key != "id"))
        {
            product[name] = value?.DeepClone();
        }

        product["updatedAt"] = state.Now;
        return FakeMutations.Fine("product", product);
    }

    private static JsonObject CreateVariants(FakeState state, JsonObject arguments)
    {
        var product = state.Find(arguments["productId"]!.GetValue<string>())!;
        var names = product["options"]!.AsArray().Select(option => option!["name"]!.GetValue<string>()).ToList();
        foreach (var input in arguments["variants"]!.AsArray())
        {
            if (!input!["optionValues"]!.AsArray().Select(value => value!["optionName"]!.GetValue<string>()).SequenceEqual(names))
            {
                return FakeMutations.Errors(("NEED_TO_ADD_OPTION_VALUES", ["variants", "0"], "You need to add option values"));
            }
        }

        foreach (var input in arguments["variants"]!.AsArray())
        {
            Add(state, product, input!.AsObject());
        }

        return FakeMutations.Fine("productVariants", new JsonArray());
    }

    private static void Add(FakeState state, JsonObject product, JsonObject input)
    {
        var variant = new JsonObject
        {
            ["id"] = state.NewId("ProductVariant"),
            ["sku"] = null,
            ["price"] = "0.00",
            ["compareAtPrice"] = null,
            ["taxable"] = true,
            ["title"] = "x",
            ["barcode"] = null,
            ["inventoryItem"] = new JsonObject { ["id"] = state.NewId("InventoryItem"), ["tracked"] = false, ["unitCost"] = null, ["measurement"] = new JsonObject { ["weight"] = null }, ["inventoryLevels"] = new JsonArray() },
        };
        product["variants"]!.AsArray().Add(variant);
        FakeArticleMutations.Apply(state, variant, input);
    }
}

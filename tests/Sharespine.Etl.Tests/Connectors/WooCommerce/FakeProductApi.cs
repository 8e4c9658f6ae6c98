using System.Globalization;
using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>/products, /products/{id}, its variations, and their batches.</summary>
internal static class FakeProductApi
{
    public static FakeAnswer Answer(FakeProducts products, FakeRequest request, string[] parts)
    {
        if (request.Method == "GET" ? !products.MayBeRead : !products.MayBeWritten)
        {
            return request.Method == "GET"
                ? FakeAnswer.Error(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")
                : FakeAnswer.Error(401, parts[^1] == "batch" ? "woocommerce_rest_cannot_batch" : "woocommerce_rest_cannot_edit", "Sorry, you are not allowed to do that.");
        }

        var forEdit = request.Query.GetValueOrDefault("context") == "edit";
        long.TryParse(parts.ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out var id);
        return (request.Method, parts) switch
        {
            ("GET", ["products"]) => List(products, request, forEdit),
            ("GET", ["products", "attributes"]) when !products.AttributesMayBeRead => FakeAnswer.Error(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources."),
            ("GET", ["products", "attributes"]) => FakeAnswer.Json(new JsonArray(new JsonObject { ["id"] = 1, ["name"] = "Storlek", ["slug"] = "pa_storlek" })),
            ("GET", ["products", _]) => products.Find(id) is { } row ? One(products.Shown(row, forEdit), request) : Unknown(404),
            ("PUT", ["products", _]) => Put(products, products.Find(id), request, forEdit),
            ("POST", ["products"]) => Create(products, request, 0),
            ("POST", ["products", "batch"]) => Batch(products, request, 0),
            ("GET", ["products", _, "variations"]) when products.Find(id) is null => Unknown(404),
            ("GET", ["products", _, "variations"]) =>
                FakeListing.Page(products.Of(id).OrderBy(FakeOrders.IdOf).Select(row => products.Shown(row, forEdit)), request, keepsTotal: true),
            ("PUT", ["products", _, "variations", var own]) => products.Find(long.Parse(own, CultureInfo.InvariantCulture)) is { } row && FakeProducts.ParentOf(row) == id
                ? Changed(products, row, request, forEdit)
                : FakeAnswer.Error(400, "woocommerce_rest_product_variation_invalid_id"),
            ("POST", ["products", _, "variations", "batch"]) => products.Find(id) is null ? Unknown(404) : Batch(products, request, id),
            _ => FakeApi.NoRoute,
        };
    }

    private static FakeAnswer Unknown(int status) => FakeAnswer.Error(status, "woocommerce_rest_product_invalid_id", "Ogiltigt ID.");

    private static FakeAnswer One(JsonObject row, FakeRequest request) =>
        FakeAnswer.Json(FakeListing.Fields(row, request.Query.TryGetValue("_fields", out var names) ? names.Split(',') : null));

    private static FakeAnswer List(FakeProducts products, FakeRequest request, bool forEdit)
    {
        var query = request.Query;
        string[]? skus = query.TryGetValue("sku", out var list) ? [.. list.Split(','), list] : null;
        var status = query.GetValueOrDefault("status", "any");
        var rows = products.All
            .Where(row => skus is null ? FakeProducts.ParentOf(row) == 0 : skus.Contains(FakeProducts.Own(row, "sku"), StringComparer.OrdinalIgnoreCase))
            .Where(row => status == "any" ? FakeProducts.Own(row, "status") != "trash" : FakeProducts.Own(row, "status") == status)
            .Where(row => FakeListing.Limit(query, "modified_after") is not { } limit || FakeListing.Gmt(row, "date_modified_gmt") > limit)
            .Where(row => FakeListing.Limit(query, "after") is not { } limit || FakeListing.Gmt(row, "date_created_gmt") > limit);
        return FakeListing.Page(rows.OrderBy(FakeOrders.IdOf).Select(row => products.Shown(row, forEdit)), request, keepsTotal: true);
    }

    private static FakeAnswer Put(FakeProducts products, JsonObject? row, FakeRequest request, bool forEdit)
    {
        if (row is null)
        {
            return Unknown(400);
        }

        if (FakeProducts.ParentOf(row) > 0)
        {
            return FakeAnswer.Error(404, "woocommerce_rest_invalid_product_id", "To manipulate product variations you should use the /products/<product_id>/variations/<id> endpoint.");
        }

        return Changed(products, row, request, forEdit);
    }

    private static FakeAnswer Changed(FakeProducts products, JsonObject row, FakeRequest request, bool forEdit) =>
        products.Change(row, JsonNode.Parse(request.Body)!.AsObject(), inBatch: false) is { } refusal
            ? FakeAnswer.Error(400, refusal)
            : FakeAnswer.Json(products.Shown(row, forEdit));

    private static FakeAnswer Create(FakeProducts products, FakeRequest request, long parent)
    {
        var row = products.New(JsonNode.Parse(request.Body)!.AsObject(), parent);
        if (products.Change(row, JsonNode.Parse(request.Body)!.AsObject(), inBatch: false) is not { } refusal)
        {
            return FakeAnswer.Json(products.Shown(row, forEdit: false)) with { Status = 201 };
        }

        products.Delete(FakeOrders.IdOf(row));
        return FakeAnswer.Error(400, refusal, "Ogiltig eller dubbel SKU.");
    }

    private static FakeAnswer Batch(FakeProducts products, FakeRequest request, long parent)
    {
        var asked = JsonNode.Parse(request.Body)!.AsObject();
        JsonArray create = asked["create"] as JsonArray ?? [], update = asked["update"] as JsonArray ?? [];
        if (create.Count + update.Count > 100)
        {
            return FakeAnswer.Error(413, "woocommerce_rest_request_entity_too_large");
        }

        var answer = new JsonObject();
        if (create.Count > 0)
        {
            answer["create"] = new JsonArray([.. create.Select(item => Made(products, item!.AsObject(), parent))]);
        }

        if (update.Count > 0)
        {
            answer["update"] = new JsonArray([.. update.Select(item => Changed(products, item!.AsObject(), parent))]);
        }

        return FakeAnswer.Json(answer);
    }

    private static JsonObject Made(FakeProducts products, JsonObject item, long parent)
    {
        var row = products.New(item, parent);
        if (products.Change(row, item, inBatch: true) is not { } refusal)
        {
            return products.Shown(row, forEdit: false);
        }

        products.Delete(FakeOrders.IdOf(row));
        products.Find(parent)?["variations"]!.AsArray().RemoveAt(products.Find(parent)!["variations"]!.AsArray().Count - 1);
        return Error(0, refusal);
    }

    private static JsonObject Changed(FakeProducts products, JsonObject item, long parent)
    {
        var id = FakeOrders.IdOf(item);
        if (products.Find(id) is not { } row || FakeProducts.ParentOf(row) != parent)
        {
            return Error(id, parent == 0 ? "woocommerce_rest_product_invalid_id" : "woocommerce_rest_product_variation_invalid_id");
        }

        return products.Change(row, item, inBatch: true) is { } refusal ? Error(id, refusal) : products.Shown(row, forEdit: false);
    }

    private static JsonObject Error(long id, string code) => new()
    {
        ["id"] = id,
        ["error"] = new JsonObject { ["code"] = code, ["message"] = "Nej.", ["data"] = new JsonObject { ["status"] = 400 } },
    };
}

using System.Text.Json.Nodes;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>What changes the shop, with the refusals that Shopify was seen to give.</summary>
internal static class FakeMutations
{
    private static readonly string[] Idempotent = ["inventorySetQuantities", "inventoryActivate"];

    public static JsonNode Run(FakeState state, string name, JsonObject arguments, string? key)
    {
        if (Idempotent.Contains(name))
        {
            if (string.IsNullOrWhiteSpace(key))
            {
                throw new FakeRefusal("BAD_REQUEST", "The @idempotent directive is required for this mutation but was not provided.");
            }

            if (state.Keys.TryGetValue(key, out var earlier))
            {
                return earlier;
            }
        }

        var result = FakeOrderMutations.Run(state, name, arguments) ?? FakeArticleMutations.Run(state, name, arguments) ?? FakeProductMutations.Run(state, name, arguments)
            ?? throw new InvalidOperationException($"The fake does not know {name}.");
        if (result["userErrors"]!.AsArray().Count == 0)
        {
            state.Done[name] = state.Done.GetValueOrDefault(name) + 1;
        }

        if (key is not null)
        {
            state.Keys[key] = result;
        }

        return result;
    }

    public static JsonObject Errors(params (string? Code, string[] Field, string Message)[] errors) => new()
    {
        ["userErrors"] = new JsonArray(
        [
            .. errors.Select(error => (JsonNode)new JsonObject
            {
                ["code"] = error.Code, ["field"] = new JsonArray([.. error.Field.Select(part => (JsonNode)part)]), ["message"] = error.Message,
            }),
        ]),
    };

    public static JsonObject Fine(string name, JsonNode? value) => new() { [name] = value?.DeepClone(), ["userErrors"] = new JsonArray() };

    /// <summary>Ready at the third look.</summary>
    public static JsonNode? PollBulk(FakeState state)
    {
        if (state.Bulk is { } bulk)
        {
            bulk["polls"] = (bulk["polls"]?.GetValue<int>() ?? 0) + 1;
            if (bulk["status"]!.GetValue<string>() is "CREATED" or "RUNNING")
            {
                bulk["status"] = bulk["polls"]!.GetValue<int>() < 3 ? "RUNNING" : "COMPLETED";
            }

            var size = System.Text.Encoding.UTF8.GetByteCount(state.BulkFile);
            bulk["fileSize"] = size == 0 ? null : size.ToString(System.Globalization.CultureInfo.InvariantCulture);
            bulk["url"] = size == 0 || bulk["status"]!.GetValue<string>() != "COMPLETED" ? null : "https://storage.googleapis.com/results/1.jsonl?Signature=abc";
        }

        return state.Bulk;
    }
}

using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;

namespace Sharespine.Etl.Connectors.Shops.Jetshop.Operations;

/// <summary>Reads one order by the operation that the site describes.</summary>
internal sealed class OrderFetch(JetshopClient client, JetshopOperations operations)
{
    private readonly OrderOperation _order = operations.Order!;
    private readonly HashSet<string> _lists = [.. operations.Order!.Lists, .. operations.Orders?.Lists ?? []];

    /// <summary>The order as the shop gives it; null when it has none of this key.</summary>
    public async Task<(JsonElement? Order, HttpAnswer Answer)> FindAsync(string key, CancellationToken cancellation)
    {
        var values = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["orderId"] = key });
        var outcome = await client.CallAsync(_order.Operation, _order.Namespace, _order.Action, _lists, ParameterTree.Fill(_order.Parameters, values), safeToRepeat: true, cancellation);
        var answer = outcome.AnswerOrThrow();
        using var json = JsonDocument.Parse(answer.Body);
        var found = AnswerPath.All(json.RootElement, _order.Record).FirstOrDefault(element => element.ValueKind == JsonValueKind.Object);
        return (found.ValueKind == JsonValueKind.Object ? found.Clone() : null, answer);
    }
}

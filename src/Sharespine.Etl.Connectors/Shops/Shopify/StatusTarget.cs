using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>
/// Tells an order what happened in the ERP: tags and metafields, since Shopify has no status of one's own. Each of them may
/// be set again without harm.
/// </summary>
public sealed class StatusTarget(ShopifyClient client) : SingleRecordTarget
{
    /// <inheritdoc/>
    public override async Task<TargetState> FindAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = Read(document);
        if (wanted is null)
        {
            return new TargetState.CannotAsk(problem!);
        }

        return await OrderAsync(wanted, cancellation) is { } order ? State(wanted, order) : new TargetState.CannotAsk(ShopifyWrite.Gone(document));
    }

    /// <inheritdoc/>
    public override async Task<TargetAnswer> SendAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = Read(document);
        if (wanted is null)
        {
            return new TargetAnswer.Refused(problem!);
        }

        foreach (var (name, field, variables) in Calls(wanted))
        {
            if ((await client.MutateAsync(name, field, variables, cancellation, idempotent: true)).NotDone(document) is { } answer)
            {
                return answer;
            }
        }

        return await AfterAsync(wanted, document, cancellation);
    }

    private IEnumerable<(string Document, string Field, JsonObject Variables)> Calls(ShopifyStatusChange wanted)
    {
        var id = Gid.Of("Order", wanted.Id);
        if (wanted.Tags.Count > 0)
        {
            yield return ("tags-add", "tagsAdd", new() { ["id"] = id, ["tags"] = new JsonArray([.. wanted.Tags.Select(tag => (JsonNode)tag)]) });
        }

        if (wanted.Metafields.Count > 0)
        {
            yield return ("metafields-set", "metafieldsSet", new() { ["metafields"] = Metafields(wanted, id) });
        }

        if (Closes(wanted))
        {
            yield return ("order-close", "orderClose", new() { ["input"] = new JsonObject { ["id"] = id } });
        }
    }

    private async Task<TargetAnswer> AfterAsync(ShopifyStatusChange wanted, OutboxDocument document, CancellationToken cancellation)
    {
        try
        {
            return await OrderAsync(wanted, cancellation) is { } order && State(wanted, order) is TargetState.AsWanted there
                ? new TargetAnswer.Done(there.TargetKey)
                : new TargetAnswer.Refused(new(ShopifyErrors.NotTaken, "The order does not hold the tags and fields that were set.", ShopifyWrite.At(document)));
        }
        catch (EtlException e)
        {
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    private static (ShopifyStatusChange? Wanted, Issue? Problem) Read(OutboxDocument document)
    {
        var (wanted, problem) = ShopifyWrite.Read<ShopifyStatusChange>(document);
        return wanted is null ? (null, problem)
            : ShopifyWrite.NotAnOrder(wanted.Id, document) is { } bad ? (null, bad)
            : wanted.Metafields.Count > 25 ? (null, new(ShopifyErrors.BadPayload, "More than 25 metafields at once.", ShopifyWrite.At(document), "metafields"))
            : (wanted, null);
    }

    private async Task<JsonElement?> OrderAsync(ShopifyStatusChange wanted, CancellationToken cancellation)
    {
        var keys = new JsonArray([.. wanted.Metafields.Select(field => (JsonNode)$"{field.Namespace}.{field.Key}")]);
        var data = await client.ReadAsync("order-status", new() { ["id"] = Gid.Of("Order", wanted.Id), ["keys"] = keys }, cancellation);
        return data.Root.At("order");
    }

    private TargetState State(ShopifyStatusChange wanted, JsonElement order)
    {
        // Shopify compares tags without capitals and keeps those of the first.
        var tags = order.Items("tags").Select(tag => tag.GetString()!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var fields = order.Items("metafields", "nodes")
            .Select(field => new ShopifyMetafield { Namespace = field.Text("namespace")!, Key = field.Text("key")!, Type = field.Text("type")!, Value = field.Text("value")! })
            .ToList();
        var now = new ShopifyStatusChange
        {
            Id = wanted.Id,
            Tags = [.. wanted.Tags.Where(tags.Contains)],
            Metafields = [.. fields.Where(field => wanted.Metafields.Any(one => one.Namespace == field.Namespace && one.Key == field.Key))],
            Close = order.At("closedAt") is not null,
        };
        return now.Tags.Count == wanted.Tags.Count && wanted.Metafields.All(now.Metafields.Contains) && (now.Close || !Closes(wanted))
            ? new TargetState.AsWanted(wanted.Id)
            : new TargetState.Other(wanted.Id, ShopifyWrite.Json(now));
    }

    private bool Closes(ShopifyStatusChange wanted) => wanted.Close && client.Settings.CloseOrders;

    private static JsonArray Metafields(ShopifyStatusChange wanted, string owner) =>
    [
        .. wanted.Metafields.Select(field => (JsonNode)new JsonObject
        {
            ["ownerId"] = owner, ["namespace"] = field.Namespace, ["key"] = field.Key, ["type"] = field.Type, ["value"] = field.Value,
        }),
    ];
}

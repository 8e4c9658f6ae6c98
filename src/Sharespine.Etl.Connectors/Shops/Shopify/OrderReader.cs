using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>
/// Reads orders. A payload is the order as the shop sent it, with the pages of its rows joined, <c>refund_details</c> (the
/// refunds with their rows) beside its refunds, and personal numbers as null.
/// </summary>
internal sealed class OrderReader(ShopifyClient client)
{
    private const string Entity = "order";

    /// <summary>Shopify shows older orders only to apps with a scope of their own.</summary>
    internal static readonly TimeSpan Wall = TimeSpan.FromDays(60);

    public async IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var settings = client.Settings;
        var changedAfter = request.ChangedAfter is { } at ? at - settings.IndexLag : (DateTimeOffset?)null;
        if (request.ChangedAfter is null || request.ChangedAfter < client.World.UtcNow - Wall)
        {
            await NoteTheWallAsync(cancellation);
        }

        var walk = new IdPages(client, "orders-page", "orders", Filter(Changed(changedAfter)), settings.PageSize);
        await foreach (var page in walk.ReadAsync(IdPages.Behind(request.ResumeAt), cancellation))
        {
            var records = new List<RawRecord>(page.Rows.Count);
            foreach (var row in page.Rows.Where(row => settings.TestOrders || !row.Node.Is("test")))
            {
                records.Add(await RecordAsync(row.Node, row.Key, page.Data, cancellation));
            }

            yield return new(records, page.Last.ToString(CultureInfo.InvariantCulture), TimeOf(page.Data));
        }

        if (changedAfter is { } since)
        {
            await NoteDeletedAsync(since, cancellation);
        }
    }

    public async IAsyncEnumerable<SourceKey> ListAsync(DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // A day too much is asked for and left out here, so that nothing rests on how the index reads the limit.
        var walk = new IdPages(client, "orders-list", "orders", Filter($"created_at:>='{Instant(from.AddDays(-1))}'"), 250);
        await foreach (var page in walk.ReadAsync(0, cancellation))
        {
            foreach (var row in page.Rows.Where(row => client.Settings.TestOrders || !row.Node.Is("test")))
            {
                var created = row.Node.Time("createdAt") ?? throw new EtlException(new Issue(ShopifyErrors.BadAnswer, "The order has no createdAt.", page.Data.At with { Record = row.Key }));
                if (created >= from)
                {
                    yield return new(row.Key, created);
                }
            }
        }
    }

    public async Task<RawRecord?> FetchAsync(string key, CancellationToken cancellation)
    {
        if (!Gid.IsNumber(key))
        {
            throw new EtlException(new Issue(ShopifyErrors.BadPayload, $"\"{key}\" is not an order id: Shopify has whole numbers."));
        }

        var data = await client.ReadAsync(Entity, new() { ["id"] = Gid.Of("Order", key) }, cancellation);
        var order = data[Entity];
        return order.ValueKind == JsonValueKind.Object ? await RecordAsync(order, key, data, cancellation) : null;
    }

    /// <summary>The instant as the search understands it: always with Z, since what a bare time means is not documented.</summary>
    internal static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The walk's first page sets the next cursor, so the shop's clock has to be known.</summary>
    internal static DateTimeOffset TimeOf(ShopifyData data) =>
        data.ServerTime ?? throw new EtlException(new Issue(ShopifyErrors.BadAnswer, "The answer has no Date header.", data.At));

    internal static string? Changed(DateTimeOffset? after) => after is { } at ? $"updated_at:>='{Instant(at)}'" : null;

    private string? Filter(string? first)
    {
        var settings = client.Settings;
        var channels = settings.SalesChannels.Count == 0 ? null
            : "(" + string.Join(" OR ", settings.SalesChannels.Select(channel => $"sales_channel:{SkuSearch.Quoted(channel)}")) + ")";
        string?[] conditions = [first, settings.TestOrders ? null : "test:false", channels, string.IsNullOrWhiteSpace(settings.OrderFilter) ? null : $"({settings.OrderFilter})"];
        var filter = string.Join(" AND ", conditions.OfType<string>());
        return filter.Length == 0 ? null : filter;
    }

    private async Task<RawRecord> RecordAsync(JsonElement node, string key, ShopifyData page, CancellationToken cancellation)
    {
        var order = JsonNode.Parse(node.GetRawText())!.AsObject();
        await JoinLinesAsync(order, node, cancellation);
        if (node.Items("refunds").Any())
        {
            order["refund_details"] = await RefundsAsync(node.Text("id")!, cancellation);
        }

        var at = page.At with { Record = key };
        if (!client.Settings.AllowPersonalNumbers)
        {
            OrderPersonalNumbers.Drop(order, DateOnly.FromDateTime(client.World.UtcNow.UtcDateTime), client.Notes, at);
        }

        return new(key, JsonSerializer.SerializeToUtf8Bytes(order, Plain), at);
    }

    /// <summary>Text as it came, not as \u escapes.</summary>
    internal static JsonSerializerOptions Plain { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private async Task JoinLinesAsync(JsonObject order, JsonElement node, CancellationToken cancellation)
    {
        var next = node.At("lineItems")?.NextPage();
        while (next is not null)
        {
            var data = await client.ReadAsync("order-lines", new() { ["id"] = node.Text("id"), ["after"] = next }, cancellation);
            next = Join(order["lineItems"]!.AsObject(), data[Entity].At("lineItems"), data);
        }
    }

    private async Task<JsonArray> RefundsAsync(string id, CancellationToken cancellation)
    {
        var data = await client.ReadAsync("order-refunds", new() { ["id"] = id }, cancellation);
        var details = new JsonArray();
        foreach (var refund in data[Entity].Items("refunds"))
        {
            var whole = JsonNode.Parse(refund.GetRawText())!.AsObject();
            var next = refund.At("refundLineItems")?.NextPage();
            while (next is not null)
            {
                var more = await client.ReadAsync("refund-lines", new() { ["id"] = refund.Text("id"), ["after"] = next }, cancellation);
                next = Join(whole["refundLineItems"]!.AsObject(), more["refund"].At("refundLineItems"), more);
            }

            details.Add(whole);
        }

        return details;
    }

    /// <summary>Puts a further page's nodes behind those that are there; the page after it, if there is one.</summary>
    internal static string? Join(JsonObject connection, JsonElement? page, ShopifyData data)
    {
        if (page is not { } more)
        {
            throw new EtlException(new Issue(ShopifyErrors.BadAnswer, "A further page was asked for and did not come.", data.At));
        }

        var nodes = connection["nodes"]!.AsArray();
        foreach (var node in more.Items("nodes"))
        {
            nodes.Add(JsonNode.Parse(node.GetRawText()));
        }

        var next = more.NextPage();
        connection["pageInfo"] = new JsonObject { ["hasNextPage"] = next is not null, ["endCursor"] = next };
        return next;
    }

    private async Task NoteTheWallAsync(CancellationToken cancellation)
    {
        if (!(await ShopifyProbe.ScopesAsync(client, cancellation)).Contains("read_all_orders"))
        {
            client.Notes.Add(new(ShopifyErrors.OnlySixtyDays, "Orders older than 60 days were asked for, and the app lacks read_all_orders."));
        }
    }

    /// <summary>Deleted orders are in no listing. The event log names them; it changes nothing here, a person has to look.</summary>
    private async Task NoteDeletedAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        try
        {
            string? after = null;
            do
            {
                var variables = new JsonObject { ["first"] = 100, ["after"] = after, ["query"] = $"subject_type:ORDER AND action:destroy AND created_at:>='{Instant(since)}'" };
                var data = await client.ReadAsync("deleted-orders", variables, cancellation);
                foreach (var gone in data["events"].Items("nodes").Where(gone => gone.Text("action") == "destroy"))
                {
                    var number = Gid.Number(gone.Text("subjectId"));
                    client.Notes.Add(new(ShopifyErrors.OrderDeleted, $"The order {number ?? "(number unknown)"} was deleted.", data.At with { Record = number }, number));
                }

                after = data["events"].NextPage();
            }
            while (after is not null);
        }
        catch (EtlException e) when (!e.IsTransient)
        {
            client.Notes.Add(new(ShopifyErrors.NotListed, $"Deleted orders cannot be told: {e.Issues[0].Message}"));
        }
    }
}

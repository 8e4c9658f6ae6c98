using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>
/// What <c>doctor</c> asks of a shop. It changes nothing: orders are written to under an id that cannot exist, products by
/// an empty batch.
/// </summary>
internal static class WooCommerceProbe
{
    private const string NoSuchOrder = "999999999999";
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);
    private static readonly WooCommerceQuery One = new WooCommerceQuery().With("orderby", "id").With("order", "asc").With("per_page", 1).With("_fields", "id");

    public static async Task<IReadOnlyList<Issue>> OrdersAsync(WooCommerceClient client, bool willWrite, CancellationToken cancellation)
    {
        var issues = new List<Issue>();
        try
        {
            CheckClock(client, await client.ReadAsync("orders", One, cancellation), issues);
            if (willWrite)
            {
                CheckOrderWrite(client, await client.PutOrderAsync(NoSuchOrder, "{}"u8.ToArray(), cancellation));
            }
        }
        catch (EtlException e)
        {
            issues.AddRange(e.Issues);
        }

        return issues;
    }

    /// <summary>Orders first: a wrong key or address would only be told again by all the others.</summary>
    public static async Task<IReadOnlyList<Issue>> AllAsync(WooCommerceClient client, CancellationToken cancellation)
    {
        var issues = new List<Issue>(await OrdersAsync(client, willWrite: true, cancellation));
        if (issues.Count > 0)
        {
            return issues;
        }

        await AskAsync("read order notes", () => AskOfNoOrderAsync(client, $"orders/{NoSuchOrder}/notes", cancellation), issues);
        await AskAsync("read products", () => client.ReadAsync("products", One, cancellation), issues);
        await AskAsync("read product attributes", () => client.ReadAsync("products/attributes", new WooCommerceQuery().With("_fields", "id"), cancellation), issues);
        await AskAsync("read settings", () => client.BasisAsync(cancellation), issues);
        await AskAsync("read reports", () => client.StatusesAsync(cancellation), issues);
        await AskAsync("write products",
            async () => client.AnswerOrThrow(await client.WriteAsync(HttpMethod.Post, "products/batch", new(), """{"update":[]}"""u8.ToArray(), cancellation)), issues);
        if (WooCommerceShipmentTarget.Place(client.Settings.Tracking) is { } place)
        {
            await AskAsync("tracking", () => AskOfNoOrderAsync(client, place.Path(NoSuchOrder), cancellation), issues);
        }

        return issues;
    }

    /// <summary>That there is no such order is the answer of one who may ask.</summary>
    private static async Task<HttpOutcome> AskOfNoOrderAsync(WooCommerceClient client, string path, CancellationToken cancellation)
    {
        var outcome = await client.GetAsync(path, new(), cancellation);
        if (WooCommerceClient.IsNoRoute(outcome))
        {
            throw new EtlException(new Issue(WooCommerceErrors.NoTracking, $"The shop's API has no {path.Replace(NoSuchOrder, "{id}", StringComparison.Ordinal)}."));
        }

        if (outcome is not HttpOutcome.Refused { Answer.Status: 400 or 404 })
        {
            client.AnswerOrThrow(outcome);
        }

        return outcome;
    }

    private static async Task AskAsync<T>(string right, Func<Task<T>> ask, List<Issue> issues)
    {
        try
        {
            await ask();
        }
        catch (EtlException e)
        {
            issues.AddRange(e.Issues.Select(issue => issue with { Field = right }));
        }
    }

    private static void CheckClock(WooCommerceClient client, HttpAnswer answer, List<Issue> issues)
    {
        var at = new SourcePosition(answer.Address);
        if (answer.Date is not { } date)
        {
            issues.Add(new(WooCommerceErrors.NoDate, "The answer has no Date header.", at));
        }
        else if (client.Auth == WooCommerceAuth.Oauth && (date - client.World.UtcNow).Duration() > ClockTolerance)
        {
            issues.Add(new(WooCommerceErrors.ClockDiffers,
                FormattableString.Invariant($"The shop's clock says {date:yyyy-MM-dd HH:mm:ss} UTC, ours {client.World.UtcNow:yyyy-MM-dd HH:mm:ss}."), at));
        }
    }

    /// <summary>An unknown order is the refusal of one who may write.</summary>
    private static void CheckOrderWrite(WooCommerceClient client, HttpOutcome outcome)
    {
        if (!WooCommerceClient.IsUnknownOrder(outcome))
        {
            client.AnswerOrThrow(outcome);
        }
    }
}

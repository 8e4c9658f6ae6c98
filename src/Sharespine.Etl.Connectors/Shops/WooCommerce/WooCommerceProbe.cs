using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>What <c>doctor</c> asks of a shop. It changes nothing: the write is tried on an order that cannot exist.</summary>
internal static class WooCommerceProbe
{
    private const string NoSuchOrder = "999999999999";
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    public static async Task<IReadOnlyList<Issue>> RunAsync(WooCommerceClient client, bool willWrite, CancellationToken cancellation)
    {
        var issues = new List<Issue>();
        try
        {
            var query = new WooCommerceQuery().With("orderby", "id").With("order", "asc").With("per_page", 1).With("_fields", "id");
            var answer = await client.ReadAsync("orders", query, cancellation);
            CheckClock(client, answer, issues);
            if (willWrite)
            {
                CheckWrite(client, await client.PutOrderAsync(NoSuchOrder, "{}"u8.ToArray(), cancellation));
            }
        }
        catch (EtlException e)
        {
            issues.AddRange(e.Issues);
        }

        return issues;
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
    private static void CheckWrite(WooCommerceClient client, HttpOutcome outcome)
    {
        if (!WooCommerceClient.IsUnknownOrder(outcome))
        {
            client.AnswerOrThrow(outcome);
        }
    }
}

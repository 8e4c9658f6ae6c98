using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>
/// Lists orders by spans of a time field, oldest first, the last one without an end: a list has no pages, and an order that
/// changes while it is read moves into a later span and is never missed. The span adapts to how many orders come.
/// </summary>
internal sealed class OrderSlices(Magento1Client client, string field)
{
    private const int Many = 1000;
    private const int Few = 200;
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(32);

    /// <summary>Before this there was no Magento.</summary>
    public static DateTimeOffset Beginning { get; } = new(2008, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="from">The first moment of interest.</param>
    /// <param name="firstTo">The end of the first span, when an interrupted walk goes on; null for a new one.</param>
    /// <param name="stores">Ids of the store views wanted; none for all.</param>
    /// <param name="cancellation">Stops the walk.</param>
    public async IAsyncEnumerable<OrderSlice> ReadAsync(
        DateTimeOffset from, DateTimeOffset? firstTo, IReadOnlySet<string> stores, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var width = firstTo is { } end ? Max(end - from, Shortest) : client.Settings.Slice;
        var now = client.World.UtcNow;
        while (true)
        {
            DateTimeOffset? to = from + width;
            to = to < now ? to : null;
            if (await AskAsync(from, to, stores, cancellation) is not { } answer)
            {
                width = ((to ?? Max(now, from + Shortest)) - from) / 2;
                if (width < Shortest)
                {
                    throw new EtlException(new Issue(TransportErrors.TooLarge, FormattableString.Invariant($"The orders after {from:yyyy-MM-dd HH:mm:ss} do not fit into an answer.")));
                }

                now = from + width + width;
                continue;
            }

            now = answer.ServerTime;
            var slice = Slice(answer, from, to, stores);
            yield return slice;
            if (slice.To is not { } next)
            {
                yield break;
            }

            from = next;
            width = slice.Rows.Count > Many ? Max(width / 2, Shortest) : slice.Rows.Count < Few ? Min(width * 2, Longest) : width;
        }
    }

    /// <summary>Null when the answer is larger than allowed.</summary>
    private async Task<Magento1Answer?> AskAsync(DateTimeOffset from, DateTimeOffset? to, IReadOnlySet<string> stores, CancellationToken cancellation)
    {
        // The lower limit last: a shop that keeps one of the two keeps that, and what is beyond the upper one is seen.
        var conditions = new List<(string, string, string)>();
        if (stores.Count > 0)
        {
            conditions.Add(("store_id", "in", string.Join(',', stores)));
        }

        if (to is { } limit)
        {
            conditions.Add((field, "to", Magento1Fields.Written(limit)));
        }

        conditions.Add((field, "from", Magento1Fields.Written(from)));
        var outcome = await client.CallAsync("salesOrderList", Values.Filter(conditions), safeToRepeat: true, cancellation);
        return outcome is HttpOutcome.Unknown { MayPass: false } tooLarge && tooLarge.Issue.Code == TransportErrors.TooLarge
            ? null
            : Magento1Answer.Of(Magento1Client.AnswerOrThrow(outcome, "salesOrderList"));
    }

    private OrderSlice Slice(Magento1Answer answer, DateTimeOffset from, DateTimeOffset? to, IReadOnlySet<string> stores)
    {
        var rows = answer.Rows.Select(row => OrderRow.Read(row, answer.At())).ToList();
        if (to is not null && rows.Exists(row => Time(row) > to))
        {
            client.Notes.Add(new(Magento1Errors.UpperBoundIgnored, "Orders beyond the end asked for came.", answer.At()));
            to = null;
        }

        return new(from, to, [.. rows.Where(row => Time(row) >= from && (stores.Count == 0 || stores.Contains(row.Row.Text("store_id") ?? ""))).OrderBy(row => row.Id)], answer);

        DateTimeOffset Time(OrderRow row) => row.Row.Time(field, answer.At(row.Increment));
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}

/// <param name="From">Its first moment.</param>
/// <param name="To">Its last; null for the one that has no end.</param>
/// <param name="Rows">By rising id.</param>
/// <param name="Answer">What the shop sent.</param>
internal sealed record OrderSlice(DateTimeOffset From, DateTimeOffset? To, IReadOnlyList<OrderRow> Rows, Magento1Answer Answer);

/// <summary>An order as the list has it.</summary>
/// <param name="Id">The shop's own.</param>
/// <param name="Increment">The number that calls want.</param>
internal sealed record OrderRow(long Id, string Increment, JsonElement Row)
{
    public static OrderRow Read(JsonElement row, SourcePosition at) => new(row.Id("order_id", at), row.Needed("increment_id", at), row);

    public string Key => Id.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Where a walk through orders stands: the span, and the last order taken of it.</summary>
internal sealed record OrderPosition(DateTimeOffset From, DateTimeOffset? To, long After)
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Text(From)}/{(To is { } to ? Text(to) : "")}/{After}");

    /// <exception cref="EtlException">It is none of ours.</exception>
    public static OrderPosition Parse(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 3 && Time(parts[0]) is { } from && (parts[1].Length == 0 || Time(parts[1]) is not null)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var after)
                ? new(from, Time(parts[1]), after)
                : throw new EtlException(new Issue(Magento1Errors.BadResume, $"\"{text}\" is no position in a walk through orders."));
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}

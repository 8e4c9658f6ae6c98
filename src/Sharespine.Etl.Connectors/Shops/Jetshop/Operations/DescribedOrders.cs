using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Jetshop.Operations;

/// <summary>
/// Reads orders by the operations that the site describes. Where pages are counted, rows may move between them while they are
/// read: the listing is walked again until a walk has nothing new.
/// </summary>
internal sealed class DescribedOrders(JetshopClient client, JetshopOperations operations)
{
    private const int MostWalks = 6;
    private static readonly DateTimeOffset BeforeAll = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly OrdersOperation _orders = operations.Orders!;
    private readonly DescribedTimes _times = operations.Times ?? new();
    private readonly OrderFetch? _fetch = operations.Order is null ? null : new(client, operations);
    private readonly FieldDrop _drop = new(operations.Orders!, client.Notes);

    public async IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        DateTimeOffset? started = null;
        await foreach (var page in PagesAsync(request.ChangedAfter ?? BeforeAll, request.ResumeAt, cancellation))
        {
            started ??= JetshopClient.ServerTime(page.Answer);
            var records = await Task.WhenAll(page.Rows.Select(row => RecordAsync(row, page.Answer, cancellation)));
            yield return new([.. records.OfType<RawRecord>()], page.Next, started.Value);
        }
    }

    public async IAsyncEnumerable<SourceKey> ListAsync(DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (_orders.Created is not { } created)
        {
            yield break;
        }

        await foreach (var page in PagesAsync(from, null, cancellation))
        {
            foreach (var row in page.Rows)
            {
                if (Instant(AnswerPath.Text(row.Data, created), page.Answer, row.Key) is var at && at >= from)
                {
                    yield return new(row.Key, at);
                }
            }
        }
    }

    public async Task<RawRecord?> FetchAsync(string key, CancellationToken cancellation)
    {
        if (_fetch is null)
        {
            throw new EtlException(new Issue(JetshopErrors.NotDescribed, "one order alone cannot be fetched: order is not described.", Field: "order"));
        }

        return await _fetch.FindAsync(key, cancellation) is ({ } order, { } answer) ? Record(key, order, answer) : null;
    }

    private async Task<RawRecord?> RecordAsync(Row row, HttpAnswer answer, CancellationToken cancellation) => _orders.HeadsOnly
        ? await FetchAsync(row.Key, cancellation)
        : Record(row.Key, row.Data, answer);

    private RawRecord Record(string key, JsonElement order, HttpAnswer answer) => new(key, _drop.Apply(order), new(answer.Address, Record: key));

    private async IAsyncEnumerable<Page> PagesAsync(DateTimeOffset changedAfter, string? resumeAt, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var any = false;
        int? total = null;
        for (var walk = 1; walk <= MostWalks; walk++)
        {
            var added = 0;
            await foreach (var page in WalkAsync(changedAfter, walk == 1 ? resumeAt : null, cancellation))
            {
                total = page.Total ?? total;
                List<Row> rows = [.. page.Rows.Where(row => seen.Add(row.Key))];
                added += rows.Count;
                if (rows.Count > 0 || !any)
                {
                    any = true;
                    yield return page with { Rows = rows };
                }
            }

            // Rows sorted by key do not move; counted pages have to show the same once more.
            if (_orders.Paging.By is PagedBy.None or PagedBy.AfterKey || (added == 0 && walk > 1))
            {
                break;
            }
        }

        if (resumeAt is null && total > seen.Count)
        {
            throw new EtlException(new Issue(JetshopErrors.Incomplete, string.Create(CultureInfo.InvariantCulture, $"{seen.Count} orders were listed, the shop says {total}.")));
        }
    }

    private async IAsyncEnumerable<Page> WalkAsync(DateTimeOffset changedAfter, string? resumeAt, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var paging = _orders.Paging;
        var (number, after) = Start(resumeAt);
        IReadOnlyList<string> before = [];
        for (var asked = 1; ; asked++)
        {
            var answer = await AskAsync(changedAfter, number, after, cancellation);
            using var json = JsonDocument.Parse(answer.Body);
            var root = json.RootElement.Clone();
            List<Row> rows = [.. AnswerPath.All(root, _orders.Records).Select(row => new Row(Key(row, answer), row))];
            int? total = paging.Total is { } path && int.TryParse(AnswerPath.Text(root, path), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
            IReadOnlyList<string> keys = [.. rows.Select(row => row.Key)];
            var repeats = asked > 1 && rows.Count > 0 && keys.SequenceEqual(before);
            if (repeats && (paging.By == PagedBy.AfterKey || (asked == 2 && string.IsNullOrEmpty(resumeAt) && total is null)))
            {
                throw new EtlException(new Issue(JetshopErrors.PagesRepeat, string.Create(CultureInfo.InvariantCulture, $"page {asked} has the same {rows.Count} orders as the one before."), new(answer.Address)));
            }

            number += paging.By == PagedBy.Offset ? rows.Count : 1;
            after = rows.Count > 0 ? rows[^1].Key : after;
            yield return new(answer, repeats ? [] : rows, total, paging.By == PagedBy.AfterKey ? after : number.ToString(CultureInfo.InvariantCulture));
            // A service that has no page behind the last one gives that again.
            if (paging.By == PagedBy.None || rows.Count < paging.Size || repeats)
            {
                yield break;
            }

            before = keys;
        }
    }

    private (int Number, string After) Start(string? resumeAt)
    {
        var paging = _orders.Paging;
        var first = paging.By == PagedBy.Offset ? 0 : paging.First;
        return string.IsNullOrEmpty(resumeAt) ? (first, "")
            : paging.By == PagedBy.AfterKey ? (first, resumeAt)
            // All of one answer was staged: it is asked for again, and known content changes nothing.
            : paging.By == PagedBy.None ? (first, "")
            : int.TryParse(resumeAt, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (number, "")
            : throw new EtlException(new Issue(JetshopErrors.BadResume, $"\"{resumeAt}\" is not the number of a page."));
    }

    private async Task<HttpAnswer> AskAsync(DateTimeOffset changedAfter, int number, string after, CancellationToken cancellation)
    {
        var values = JsonSerializer.SerializeToElement(new Dictionary<string, string>
        {
            ["changedAfter"] = Text(changedAfter),
            ["page"] = number.ToString(CultureInfo.InvariantCulture),
            ["offset"] = number.ToString(CultureInfo.InvariantCulture),
            ["pageSize"] = _orders.Paging.Size.ToString(CultureInfo.InvariantCulture),
            ["afterKey"] = after,
        });
        var lists = new HashSet<string>([.. _orders.Lists, _orders.Records.Split('/')[^1]]);
        return (await client.CallAsync(_orders.Operation, _orders.Namespace, _orders.Action, lists, ParameterTree.Fill(_orders.Parameters, values), safeToRepeat: true, cancellation)).AnswerOrThrow();
    }

    private string Key(JsonElement row, HttpAnswer answer) => AnswerPath.Text(row, _orders.Key)
        ?? throw new EtlException(new Issue(JetshopErrors.BadAnswer, $"A record of {_orders.Records} has no {_orders.Key}.", new SourcePosition(answer.Address), "orders.key"));

    private string Text(DateTimeOffset instant)
    {
        if (_times.In == TimesIn.Utc)
        {
            return instant.UtcDateTime.ToString(_times.Format, CultureInfo.InvariantCulture);
        }

        var local = TimeZoneInfo.ConvertTime(instant, client.Settings.Zone).DateTime;
        // In the hour that comes twice the later times look earlier: ask from the hour before.
        return (client.Settings.Zone.IsAmbiguousTime(local) ? local.AddHours(-1) : local).ToString(_times.Format, CultureInfo.InvariantCulture);
    }

    private DateTimeOffset Instant(string? text, HttpAnswer answer, string key)
    {
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
        {
            throw new EtlException(new Issue(JetshopErrors.BadAnswer, $"{_orders.Created} is not a time.", new SourcePosition(answer.Address, Record: key), "orders.created"));
        }

        var zone = _times.In == TimesIn.Utc ? TimeZoneInfo.Utc : client.Settings.Zone;
        return time.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(time, zone.GetUtcOffset(time)).ToUniversalTime() : new DateTimeOffset(time).ToUniversalTime();
    }

    private sealed record Row(string Key, JsonElement Data);

    private sealed record Page(HttpAnswer Answer, IReadOnlyList<Row> Rows, int? Total, string Next);
}

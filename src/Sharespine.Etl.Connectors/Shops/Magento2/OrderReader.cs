using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// Orders with their invoices, shipments and credit memos beside them, since the order itself has none of these. A credit
/// memo has a modification time of its own, so after the changed orders those of changed credit memos are read again.
/// </summary>
internal sealed class OrderReader(Magento2Client client) : IEntityReader
{
    private const string Orders = "orders";
    private const string Memos = "creditmemos";

    public async IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var start = WalkPosition.Parse(request.ResumeAt);
        if (start is { Part: not (Orders or Memos) } wrong)
        {
            throw WalkPosition.Bad(wrong.ToString());
        }

        var filter = (await FilterAsync(cancellation)).Since("updated_at", request.ChangedAfter);
        if (start is not { Part: Memos })
        {
            var orders = new SearchWalk(client, Orders, filter, client.Settings.PageSize);
            await foreach (var page in orders.PagesAsync(WalkPosition.LastOf(start, Orders), cancellation))
            {
                yield return await PageAsync(page, Orders, page.Rows, cancellation);
            }
        }

        if (request.ChangedAfter is null)
        {
            yield break;
        }

        var memos = new SearchWalk(client, Memos, filter.Fields("items[entity_id,order_id],total_count"), client.Settings.PageSize);
        await foreach (var page in memos.PagesAsync(WalkPosition.LastOf(start, Memos), cancellation))
        {
            var ids = page.Rows.Select(row => row.Json.Long("order_id")).Where(id => id > 0).Distinct().ToList();
            var rows = ids.Count == 0 ? [] : await new SearchWalk(client, Orders, OneOf("entity_id", ids), client.Settings.PageSize).AllAsync(cancellation);
            yield return await PageAsync(page, Memos, rows, cancellation);
        }
    }

    public async IAsyncEnumerable<SourceKey> ListAsync(DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = (await FilterAsync(cancellation)).Since("created_at", from).Fields("items[entity_id,created_at],total_count");
        await foreach (var page in new SearchWalk(client, Orders, filter, 300).PagesAsync(0, cancellation))
        {
            foreach (var row in page.Rows)
            {
                yield return new SourceKey(row.Id.ToString(CultureInfo.InvariantCulture), CreatedAt(row));
            }
        }
    }

    public async Task<RawRecord?> FetchAsync(string key, CancellationToken cancellation)
    {
        if (await client.FindAsync($"{Orders}/{Magento2Client.Id(key)}", cancellation) is not { } answer)
        {
            return null;
        }

        var json = Magento2Client.Json(answer);
        var wanted = await client.Directory.WantedAsync(cancellation);
        return wanted is null || wanted.Any(view => view.Id == json.Long("store_id"))
            ? (await RecordsAsync([new SearchRow(json.Long("entity_id"), json, new SourcePosition(answer.Address, Record: key))], cancellation))[0]
            : null;
    }

    internal static DateTimeOffset CreatedAt(SearchRow row) =>
        DateTimeOffset.TryParseExact(row.Json.Text("created_at"), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
            ? created
            : throw new EtlException(new Issue(Magento2Errors.BadPage, "The row has no created_at.", row.At));

    private async Task<SourcePage> PageAsync(SearchPage page, string part, IReadOnlyList<SearchRow> rows, CancellationToken cancellation) => new(
        await RecordsAsync(rows, cancellation),
        new WalkPosition(part, page.LastId.ToString(CultureInfo.InvariantCulture)).ToString(),
        page.ServerTime);

    private async Task<SearchQuery> FilterAsync(CancellationToken cancellation) =>
        await client.Directory.WantedAsync(cancellation) is { } wanted ? OneOf("store_id", wanted.Select(view => view.Id)) : new SearchQuery();

    private async Task<IReadOnlyList<RawRecord>> RecordsAsync(IReadOnlyList<SearchRow> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var ids = OneOf("order_id", rows.Select(row => row.Id));
        var beside = await Task.WhenAll(new[] { "invoices", "shipments", Memos }.Select(async path =>
            (await new SearchWalk(client, path, ids, client.Settings.PageSize).AllAsync(cancellation)).ToLookup(row => row.Json.Long("order_id"), row => row.Json)));
        var records = new List<RawRecord>(rows.Count);
        foreach (var row in rows)
        {
            var view = await client.Directory.ViewAsync(row.Json.Long("store_id"), cancellation);
            var payload = row.With(writer =>
            {
                SearchRow.Write(writer, "invoice_details", beside[0][row.Id]);
                SearchRow.Write(writer, "shipment_details", beside[1][row.Id]);
                SearchRow.Write(writer, "creditmemo_details", beside[2][row.Id]);
                (view ?? new(0, "", 0, "", null, null)).Write(writer, client.Settings.PricesIncludeTax);
            });
            records.Add(new RawRecord(row.Id.ToString(CultureInfo.InvariantCulture), WithoutPersonalNumbers(payload, row.At), row.At));
        }

        return records;
    }

    private ReadOnlyMemory<byte> WithoutPersonalNumbers(byte[] payload, SourcePosition at) => client.Settings.AllowPersonalNumbers
        ? payload
        : PersonalNumberFilter.Apply(payload, DateOnly.FromDateTime(client.World.UtcNow.UtcDateTime), client.Notes, at);

    private static SearchQuery OneOf(string field, IEnumerable<long> ids) =>
        new SearchQuery().AndOneOf(field, ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));
}

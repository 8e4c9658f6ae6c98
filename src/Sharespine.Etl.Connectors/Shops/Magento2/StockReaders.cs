using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// Stock per source (MSI). Always all of it: a stock write moves no modification time. Source items have no id in the API,
/// so each source is walked by rising SKU, which is unique within it.
/// </summary>
internal sealed class SourceStockReader(Magento2Client client) : IEntityReader
{
    private const string Path = "inventory/source-items";

    public async IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var resumed = WalkPosition.Parse(request.ResumeAt);
        var sources = await SourcesAsync(cancellation);
        foreach (var source in sources)
        {
            if (resumed is { } at && string.CompareOrdinal(source, at.Part) < 0)
            {
                continue;
            }

            var last = resumed is { } same && same.Part == source ? same.Last : "";
            await foreach (var page in PagesAsync(source, last, sources.Count == 1, cancellation))
            {
                yield return page;
            }
        }
    }

    public async IAsyncEnumerable<SourceKey> ListAsync(DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Each walk reads everything.
        await Task.CompletedTask;
        yield break;
    }

    public async Task<RawRecord?> FetchAsync(string key, CancellationToken cancellation)
    {
        var parts = key.Split('/', 2);
        if (parts.Length < 2)
        {
            return null;
        }

        var query = new SearchQuery().And("source_code", "eq", parts[0]).And("sku", "eq", parts[1]);
        var answer = await client.ReadAsync(Path, query, cancellation);
        var isOnly = (await SourcesAsync(cancellation)).Count == 1;
        return SearchPage.Root(answer).Rows("items").Select((row, index) => Record(answer, row, index, isOnly)).FirstOrDefault();
    }

    private async IAsyncEnumerable<SourcePage> PagesAsync(string source, string last, bool isOnly, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var size = client.Settings.PageSize;
        while (true)
        {
            var query = new SearchQuery().And("source_code", "eq", source);
            query = last.Length == 0 ? query : query.And("sku", "gt", last);
            var answer = await client.ReadAsync(Path, query.By("sku").Of(size), cancellation);
            var root = SearchPage.Root(answer);
            var records = root.Rows("items").Select((row, index) => Record(answer, row, index, isOnly)).ToList();
            if (records.Any(record => string.Equals(record.Key, $"{source}/{last}", StringComparison.OrdinalIgnoreCase)) || records.DistinctBy(r => r.Key).Count() < records.Count)
            {
                throw new EtlException(new Issue(Magento2Errors.FilterIgnored, $"SKU {last} comes again, though only those behind it were asked for.", new SourcePosition(answer.Address)));
            }

            last = records.Count > 0 ? records[^1].Key[(source.Length + 1)..] : last;
            yield return new SourcePage(records, new WalkPosition(source, last).ToString(), SearchPage.ServerTimeOf(answer));
            if (records.Count == 0 || (records.Count < size && records.Count >= root.Long("total_count")))
            {
                yield break;
            }
        }
    }

    private async Task<IReadOnlyList<string>> SourcesAsync(CancellationToken cancellation)
    {
        var all = new List<string>();
        while (true)
        {
            var query = all.Count == 0 ? new SearchQuery() : new SearchQuery().And("source_code", "gt", all[^1]);
            var page = SearchPage.Root(await client.ReadAsync("inventory/sources", query.By("source_code").Of(100), cancellation)).Rows("items").Select(s => s.Text("source_code") ?? "").ToList();
            all.AddRange(page);
            if (page.Count < 100)
            {
                break;
            }
        }

        var wanted = client.Settings.Sources;
        if (wanted.FirstOrDefault(code => !all.Contains(code)) is { } unknown)
        {
            throw new EtlException(new Issue(Magento2Errors.UnknownStore, $"The shop has no source \"{unknown}\".", Field: "sources", Try: string.Join(", ", all)));
        }

        return [.. (wanted.Count > 0 ? wanted : all).Order(StringComparer.Ordinal)];
    }

    /// <param name="isOnly">The connection has no other source: to the mapping it is no place of its own.</param>
    private static RawRecord Record(HttpAnswer answer, JsonElement row, int index, bool isOnly)
    {
        var at = new SourcePosition(answer.Address, index + 1);
        return row.Text("sku") is { Length: > 0 } sku && row.Text("source_code") is { } source
            ? new RawRecord($"{source}/{sku}", isOnly ? SearchRow.With(row, writer => writer.WriteBoolean("single_source", true)) : JsonMarshalBytes(row), at with { Record = sku })
            : throw new EtlException(new Issue(Magento2Errors.BadPage, "The row has no sku or source_code.", at));
    }

    private static byte[] JsonMarshalBytes(JsonElement row) => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(row).ToArray();
}

/// <summary>Stock without MSI: one stock item for each product. The API lists none, so each product's is asked for.</summary>
internal sealed class LegacyStockReader(Magento2Client client) : IEntityReader
{
    private const string Products = "products";

    public async IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = new SearchQuery().And("type_id", "nin", "configurable,grouped,bundle").Fields("items[id,sku],total_count");
        var walk = new SearchWalk(client, Products, filter, client.Settings.PageSize, idField: "id");
        await foreach (var page in walk.PagesAsync(WalkPosition.LastOf(WalkPosition.Parse(request.ResumeAt), Products), cancellation))
        {
            var records = await Task.WhenAll(page.Rows.Select(row => FetchAsync(row.Json.Text("sku") ?? "", cancellation)));
            yield return new SourcePage([.. records.OfType<RawRecord>()], new WalkPosition(Products, page.LastId.ToString(CultureInfo.InvariantCulture)).ToString(), page.ServerTime);
        }
    }

    public async IAsyncEnumerable<SourceKey> ListAsync(DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Each walk reads everything.
        await Task.CompletedTask;
        yield break;
    }

    public async Task<RawRecord?> FetchAsync(string key, CancellationToken cancellation)
    {
        if (key.Length == 0 || await client.FindAsync($"stockItems/{Magento2Client.Part(key)}", cancellation) is not { } answer)
        {
            return null;
        }

        var payload = SearchRow.With(Magento2Client.Json(answer), writer => writer.WriteString("sku", key));
        return new RawRecord(key, payload, new SourcePosition(answer.Address, Record: key));
    }
}

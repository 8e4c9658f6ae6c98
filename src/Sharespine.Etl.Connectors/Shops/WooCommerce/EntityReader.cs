using System.Globalization;
using System.Runtime.CompilerServices;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>How one entity is walked by rising id, whole or since a time, and what a record of it holds.</summary>
internal abstract class EntityReader(WooCommerceClient client, string entity, string path)
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    public string Entity => entity;

    protected WooCommerceClient Client => client;

    public async IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = Filter(request.ChangedAfter is { } changed ? changed - OneSecond : null);
        var walk = new IdWalk(client, path, filter, client.Settings.PageSize);
        await foreach (var page in walk.PagesAsync(WalkPosition.Parse(request.ResumeAt), cancellation))
        {
            var records = await Task.WhenAll(page.Rows.Select(row => RecordsAsync(row, cancellation)));
            yield return new SourcePage([.. records.SelectMany(record => record)], page.Next.ToString(), ServerTime(page.Answer));
        }
    }

    public virtual async IAsyncEnumerable<SourceKey> ListAsync(DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // A day too much is asked for and left out here, so that nothing rests on how the shop reads the limit.
        var filter = new WooCommerceQuery().WithUtc("after", from.AddDays(-1)).With("status", "any").With("_fields", "id,date_created_gmt");
        var walk = new IdWalk(client, path, filter, 100);
        await foreach (var page in walk.PagesAsync(default, cancellation))
        {
            foreach (var key in page.Rows.Select(Key).Where(key => key.CreatedAt >= from))
            {
                yield return key;
            }
        }
    }

    public abstract Task<RawRecord?> FetchAsync(string key, CancellationToken cancellation);

    /// <param name="changedAfter">A second early: modified_after leaves out what changed in that very second.</param>
    protected abstract WooCommerceQuery Filter(DateTimeOffset? changedAfter);

    /// <summary>The records of one row; none when it was deleted meanwhile.</summary>
    protected abstract Task<IReadOnlyList<RawRecord>> RecordsAsync(IdRow row, CancellationToken cancellation);

    protected static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>The shop's clock when it began to answer: its Date, less the whole seconds that the answer took.</summary>
    private static DateTimeOffset ServerTime(HttpAnswer answer) => answer.Date is { } date
        ? date - TimeSpan.FromSeconds(Math.Floor(answer.Took.TotalSeconds))
        : throw new EtlException(new Issue(WooCommerceErrors.NoDate, "The answer has no Date header.", new SourcePosition(answer.Address)));

    private SourceKey Key(IdRow row)
    {
        using var document = System.Text.Json.JsonDocument.Parse(row.Raw);
        return document.RootElement.Gmt("date_created_gmt") is { } created
            ? new SourceKey(Text(row.Id), created)
            : throw new EtlException(new Issue(WooCommerceErrors.BadPage, $"The {entity} has no date_created_gmt.", row.At));
    }
}

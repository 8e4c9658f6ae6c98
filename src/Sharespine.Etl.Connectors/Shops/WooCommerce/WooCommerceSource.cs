using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>
/// Reads a shop's orders. A payload is the order as the shop sent it, with two exceptions: <c>refund_details</c> is added to
/// an order that has refunds, and personal numbers are null. Unfinished checkouts (status checkout-draft) are included; the
/// order mapping leaves them out by name.
/// </summary>
public sealed class WooCommerceSource(WooCommerceClient client) : IRecordSource
{
    private const string Orders = "order";
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    private readonly RefundDetails _refunds = new(client);

    public IReadOnlyList<string> Entities { get; } = [Orders];

    public IReadOnlyList<string> Remarks =>
        [.. client.Notes.All.Select(note => string.Create(CultureInfo.InvariantCulture, $"{note.Count} × {note.First}"))];

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ThrowUnlessOrders(request.Entity);
        var settings = client.Settings;

        // modified_after leaves out an order changed in that very second, so ask from the second before.
        var filter = new WooCommerceQuery()
            .WithUtc("modified_after", request.ChangedAfter - OneSecond)
            .With("status", settings.Statuses.Count == 0 ? null : string.Join(',', settings.Statuses))
            .With("dp", settings.Decimals);
        var walk = new IdWalk(client, "orders", filter, settings.PageSize);
        await foreach (var page in walk.PagesAsync(WalkPosition.Parse(request.ResumeAt), cancellation))
        {
            var records = await Task.WhenAll(page.Rows.Select(row => RecordAsync(row, cancellation)));
            yield return new SourcePage(records, page.Next.ToString(), ServerTime(page.Answer));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceKey> ListAsync(string entity, DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ThrowUnlessOrders(entity);

        // A day too much is asked for and left out here, so that nothing rests on how the shop reads the limit.
        var filter = new WooCommerceQuery().WithUtc("after", from.AddDays(-1)).With("status", "any").With("_fields", "id,date_created_gmt");
        var walk = new IdWalk(client, "orders", filter, 100);
        await foreach (var page in walk.PagesAsync(default, cancellation))
        {
            foreach (var key in page.Rows.Select(Key).Where(key => key.CreatedAt >= from))
            {
                yield return key;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<RawRecord?> FetchAsync(string entity, string key, CancellationToken cancellation)
    {
        ThrowUnlessOrders(entity);
        if (await client.FindOrderAsync(key, cancellation) is not { } answer)
        {
            return null;
        }

        var id = long.Parse(key, NumberStyles.None, CultureInfo.InvariantCulture);
        return await RecordAsync(new IdRow(id, answer.Body, new SourcePosition(answer.Address, Record: key)), cancellation);
    }

    private async Task<RawRecord> RecordAsync(IdRow row, CancellationToken cancellation)
    {
        var payload = await _refunds.AddAsync(row, cancellation);
        if (!client.Settings.AllowPersonalNumbers)
        {
            var today = DateOnly.FromDateTime(client.World.UtcNow.UtcDateTime);
            payload = new PersonalNumberFilter(client.Settings.KeepMeta, today, client.Notes).Apply(payload, row.At);
        }

        return new RawRecord(row.Id.ToString(CultureInfo.InvariantCulture), payload, row.At);
    }

    /// <summary>The shop's clock when it began to answer: its Date, less the whole seconds that the answer took.</summary>
    private static DateTimeOffset ServerTime(HttpAnswer answer) => answer.Date is { } date
        ? date - TimeSpan.FromSeconds(Math.Floor(answer.Took.TotalSeconds))
        : throw new EtlException(new Issue(WooCommerceErrors.NoDate, "The answer has no Date header.", new SourcePosition(answer.Address)));

    private static SourceKey Key(IdRow row)
    {
        using var document = JsonDocument.Parse(row.Raw);
        return document.RootElement.TryGetProperty("date_created_gmt", out var text)
            && DateTimeOffset.TryParseExact(text.GetString(), "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
                ? new SourceKey(row.Id.ToString(CultureInfo.InvariantCulture), created)
                : throw new EtlException(new Issue(WooCommerceErrors.BadPage, "The order has no date_created_gmt.", row.At));
    }

    private static void ThrowUnlessOrders(string entity)
    {
        if (entity != Orders)
        {
            throw new EtlException(new Issue(WooCommerceErrors.UnknownEntity, $"\"{entity}\" is not read from WooCommerce.", Try: Orders));
        }
    }
}

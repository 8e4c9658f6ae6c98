using System.Globalization;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>Orders with their refunds, personal numbers dropped.</summary>
internal sealed class OrderReader(WooCommerceClient client) : EntityReader(client, "order", "orders")
{
    private readonly RefundDetails _refunds = new(client);

    public override async Task<RawRecord?> FetchAsync(string key, CancellationToken cancellation)
    {
        if (await Client.FindOrderAsync(key, cancellation) is not { } answer)
        {
            return null;
        }

        var id = long.Parse(key, NumberStyles.None, CultureInfo.InvariantCulture);
        return await RecordAsync(new IdRow(id, answer.Body, new SourcePosition(answer.Address, Record: key)), cancellation);
    }

    protected override WooCommerceQuery Filter(DateTimeOffset? changedAfter) => new WooCommerceQuery()
        .WithUtc("modified_after", changedAfter)
        .With("status", Client.Settings.Statuses.Count == 0 ? null : string.Join(',', Client.Settings.Statuses))
        .With("dp", Client.Settings.Decimals);

    protected override async Task<IReadOnlyList<RawRecord>> RecordsAsync(IdRow row, CancellationToken cancellation) => [await RecordAsync(row, cancellation)];

    private async Task<RawRecord> RecordAsync(IdRow row, CancellationToken cancellation)
    {
        var payload = await _refunds.AddAsync(row, cancellation);
        if (!Client.Settings.AllowPersonalNumbers)
        {
            var today = DateOnly.FromDateTime(Client.World.UtcNow.UtcDateTime);
            payload = new PersonalNumberFilter(Client.Settings.KeepMeta, today, Client.Notes).Apply(payload, row.At);
        }

        return new RawRecord(Text(row.Id), payload, row.At);
    }
}

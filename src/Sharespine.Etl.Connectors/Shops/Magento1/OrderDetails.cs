using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>
/// Makes the payload of an order: what salesOrderInfo gives, and beside it <c>list_row</c> (the list knows VAT of freight and
/// hidden tax, which the info lacks), <c>invoices</c>, <c>creditmemos</c> with their rows, and <c>store</c>.
/// </summary>
internal sealed class OrderDetails(Magento1Client client)
{
    // Nothing here needs them, and they may say something about a person.
    private static readonly string[] Dropped = ["customer_dob", "customer_gender", "remote_ip", "x_forwarded_for"];
    private static readonly string[] MayHoldPersonalNumber = ["customer_taxvat", "vat_id"];

    /// <summary>One record for each row; an order deleted meanwhile is left out.</summary>
    public async Task<IReadOnlyList<RawRecord>> ReadAsync(IReadOnlyList<OrderRow> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var stores = await client.StoresAsync(cancellation);
        var infos = await Task.WhenAll(rows.Select(row => InfoAsync(row, cancellation)));
        var invoices = await BelongingAsync("salesOrderInvoiceList", rows, cancellation);
        var memos = await CreditMemosAsync([.. rows.Where(row => row.Row.Number("total_refunded") != 0 || row.Row.Text("state") == "closed")], cancellation);
        var records = new List<RawRecord>(rows.Count);
        foreach (var (row, info, answer) in infos.Where(info => info.Answer is not null))
        {
            var payload = JsonNode.Parse(info.GetRawText())!.AsObject();
            payload["list_row"] = JsonNode.Parse(row.Row.GetRawText());
            payload["invoices"] = Array(invoices[row.Key]);
            payload["creditmemos"] = Array(memos[row.Key]);
            var store = stores.FirstOrDefault(store => store.Text("store_id") == row.Row.Text("store_id"));
            payload["store"] = store.ValueKind == JsonValueKind.Object ? JsonNode.Parse(store.GetRawText()) : null;
            Clear(payload, answer!);
            records.Add(new(row.Key, JsonSerializer.SerializeToUtf8Bytes(payload), answer!.At(row.Increment)));
        }

        return records;
    }

    /// <summary>The order; and the list's row anew where the order changed in between, since amounts are taken from both.</summary>
    private async Task<(OrderRow Row, JsonElement Info, Magento1Answer? Answer)> InfoAsync(OrderRow row, CancellationToken cancellation)
    {
        for (var reads = 1; ; reads++)
        {
            if (await client.FindAsync("salesOrderInfo", Values.Of("orderIncrementId", row.Increment), cancellation) is not { } answer)
            {
                return (row, default, null);
            }

            if (answer.Result.Text("updated_at") == row.Row.Text("updated_at") || reads == 3)
            {
                return (row, answer.Result, answer);
            }

            row = await Magento1Orders.RowAsync(client, row.Key, cancellation) ?? row;
        }
    }

    /// <summary>The list's rows that belong to these orders, by order id.</summary>
    private async Task<ILookup<string, JsonElement>> BelongingAsync(string operation, IReadOnlyList<OrderRow> orders, CancellationToken cancellation)
    {
        if (orders.Count == 0)
        {
            return Enumerable.Empty<JsonElement>().ToLookup(_ => "");
        }

        var answer = await client.ReadAsync(operation, Values.Filter(("order_id", "in", string.Join(',', orders.Select(order => order.Key)))), cancellation);
        return answer.Rows.ToLookup(row => row.Text("order_id") ?? "");
    }

    private async Task<ILookup<string, JsonElement>> CreditMemosAsync(IReadOnlyList<OrderRow> refunded, CancellationToken cancellation)
    {
        var listed = await BelongingAsync("salesOrderCreditmemoList", refunded, cancellation);
        var wanted = refunded.SelectMany(order => listed[order.Key]).ToList();
        var memos = await Task.WhenAll(wanted.Select(async memo =>
            await client.FindAsync("salesOrderCreditmemoInfo", Values.Of("creditmemoIncrementId", memo.Text("increment_id")), cancellation)));
        foreach (var order in refunded.Where(order => order.Row.Number("total_refunded") != 0 && !listed[order.Key].Any()))
        {
            client.Notes.Add(new(Magento1Errors.CreditMemosDiffer, "The order was refunded and has no credit memo.", new(order.Key)));
        }

        return memos.Where(memo => memo is not null).Select(memo => memo!.Result).ToLookup(memo => memo.Text("order_id") ?? "");
    }

    private void Clear(JsonObject node, Magento1Answer answer)
    {
        foreach (var name in node.Select(property => property.Key).ToList())
        {
            switch (node[name])
            {
                case JsonObject inner:
                    Clear(inner, answer);
                    break;
                case JsonValue value when Dropped.Contains(name):
                    node[name] = null;
                    break;
                case JsonValue value when MayHoldPersonalNumber.Contains(name) && PersonalNumber.Is(value.ToString(), DateOnly.FromDateTime(client.World.UtcNow.UtcDateTime)):
                    node[name] = null;
                    client.Notes.Add(new(Magento1Errors.PersonalNumberDropped, "A personal number was dropped.", answer.At(), name));
                    break;
                default:
                    break;
            }
        }
    }

    private static JsonArray Array(IEnumerable<JsonElement> elements) => new([.. elements.Select(element => JsonNode.Parse(element.GetRawText()))]);
}

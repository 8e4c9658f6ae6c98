using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>Looks up one order and what belongs to it. Calls want increment ids; what we keep is the order's own id.</summary>
internal static class Magento1Orders
{
    /// <summary>The order's row in the list; null when the shop has none with this id.</summary>
    public static async Task<OrderRow?> RowAsync(Magento1Client client, string id, CancellationToken cancellation)
    {
        if (id.Length is 0 or > 18 || !id.All(char.IsAsciiDigit))
        {
            throw new EtlException(new Issue(Magento1Errors.BadPayload, $"\"{(id.Length > 30 ? id[..30] : id)}\" is not an order id: Magento has whole numbers.", Field: "id"));
        }

        var answer = await client.ReadAsync("salesOrderList", Values.Filter(("order_id", "eq", id)), cancellation);
        return answer.Rows.Select(row => OrderRow.Read(row, answer.At())).FirstOrDefault(row => row.Key == id) is { } found ? found
            : answer.Rows.Count == 0 ? null
            : throw new EtlException(new Issue(Magento1Errors.FilterIgnored, "The list of orders gives others than the one asked for.", answer.At(id)));
    }

    /// <summary>The order with rows and history; null when it went meanwhile.</summary>
    public static async Task<JsonElement?> InfoAsync(Magento1Client client, OrderRow row, CancellationToken cancellation) =>
        (await client.FindAsync("salesOrderInfo", Values.Of("orderIncrementId", row.Increment), cancellation))?.Result;

    /// <summary>Every shipment of the order with its tracks and comments.</summary>
    public static async Task<IReadOnlyList<JsonElement>> ShipmentsAsync(Magento1Client client, OrderRow row, CancellationToken cancellation)
    {
        var answer = await client.ReadAsync("salesOrderShipmentList", Values.Filter(("order_id", "eq", row.Key)), cancellation);
        var shipments = new List<JsonElement>();
        foreach (var listed in answer.Rows)
        {
            if (await client.FindAsync("salesOrderShipmentInfo", Values.Of("shipmentIncrementId", listed.Needed("increment_id", answer.At())), cancellation) is not { } shipment)
            {
                continue;
            }

            // The list does not say whose a shipment is; the shipment does.
            if (shipment.Result.Text("order_id") != row.Key)
            {
                throw new EtlException(new Issue(Magento1Errors.FilterIgnored, "The list of shipments gives those of other orders.", answer.At(row.Increment)));
            }

            shipments.Add(shipment.Result);
        }

        return shipments;
    }

    /// <summary>Every invoice of the order with its comments.</summary>
    public static async Task<IReadOnlyList<JsonElement>> InvoicesAsync(Magento1Client client, OrderRow row, CancellationToken cancellation)
    {
        var answer = await client.ReadAsync("salesOrderInvoiceList", Values.Filter(("order_id", "eq", row.Key)), cancellation);
        var invoices = new List<JsonElement>();
        foreach (var listed in answer.Rows.Where(listed => listed.Text("order_id") == row.Key))
        {
            if (await client.FindAsync("salesOrderInvoiceInfo", Values.Of("invoiceIncrementId", listed.Needed("increment_id", answer.At())), cancellation) is { } invoice)
            {
                invoices.Add(invoice.Result);
            }
        }

        return invoices;
    }

    /// <summary>Whether a comment of ours is among a document's.</summary>
    public static bool Mentions(this JsonElement document, string comments, string mark) =>
        document.List(comments).Any(comment => comment.Text("comment")?.Contains(mark, StringComparison.Ordinal) == true);

    /// <summary>
    /// The rows that are shipped and invoiced: a configurable's own row counts, the simple one that repeats its SKU at no
    /// price does not.
    /// </summary>
    public static IReadOnlyList<JsonElement> Rows(JsonElement info)
    {
        var rows = new List<JsonElement>();
        JsonElement? before = null;
        foreach (var row in info.List("items"))
        {
            var isDouble = row.Text("product_type") == "simple" && row.Number("price") == 0 && row.Number("row_total") == 0
                && before is { } parent && parent.Text("product_type") == "configurable" && parent.Text("sku") == row.Text("sku");
            if (!isDouble)
            {
                rows.Add(row);
            }

            before = row;
        }

        return rows;
    }
}

using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>Customer payments through the exchange folder: the hub's payments in the program's own field names.</summary>
public sealed class VismaPayments(VismaExchange exchange) : IFileTarget
{
    public IReadOnlyList<Issue> Examine(string entity, FileRecord record) => exchange.Examine(entity, Translated(record));

    public IReadOnlyList<WrittenFile> Write(FileBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return exchange.Write(batch with { Records = [.. batch.Records.Select(Translated)] });
    }

    public BatchReceipt Check(FileBatchRef batch) => exchange.Check(batch);

    private static FileRecord Translated(FileRecord record)
    {
        var payment = PaymentDocument.Parse(record.Payload.Span);
        return record with
        {
            Payload = JsonSerializer.SerializeToUtf8Bytes(new ExchangePayment
            {
                InvoiceNumber = payment.Invoice,
                Date = payment.Date,
                AmountCurrency = payment.Amount,
                CurrencyCode = payment.Currency,
                AmountKr = payment.BookedAmount,
                AccountNumber = payment.Account,
                Text = payment.Reference,
                CustomerOrderNumber = payment.Order,
            }),
        };
    }
}

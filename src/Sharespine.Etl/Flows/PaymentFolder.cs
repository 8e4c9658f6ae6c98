using System.Globalization;
using System.Text;
using CsvHelper;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Files;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Flows;

/// <summary>
/// A folder of payment files (CSV) that a person or a bridge imports into the ERP's customer ledger. A copy of each stands in
/// <c>sent</c>: a file that is gone from the folder was taken and is not written again. An answer may come as
/// <c>ack_&lt;batch&gt;.csv</c> (key;number;error, one line for every payment); without one the next ledger export answers.
/// </summary>
public sealed class PaymentFolder(string folder) : IFileTarget
{
    private const string Sent = "sent";

    private static readonly string[] Header = ["reference", "date", "invoice", "order", "payout", "amount", "currency", "booked_amount", "booked_currency", "account"];

    public IReadOnlyList<Issue> Examine(string entity, FileRecord record) => [];

    public IReadOnlyList<WrittenFile> Write(FileBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var name = Name(batch.Id);
        var content = Content(batch);
        var copy = Path.Combine(folder, Sent, name);
        if (!File.Exists(copy))
        {
            WholeFile.Write(Path.Combine(folder, name), content);
            WholeFile.Write(copy, content);
        }

        return [new(name, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)), content.Length)];
    }

    public BatchReceipt Check(FileBatchRef batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var answer = Path.Combine(folder, $"ack_{batch.Id}.csv");
        return File.Exists(answer) ? Answered(answer, batch.Id) : new(File.Exists(Path.Combine(folder, Name(batch.Id))) ? BatchState.Written : BatchState.Taken, []);
    }

    private BatchReceipt Answered(string path, string batch)
    {
        var keys = Keys(Path.Combine(folder, Sent, Name(batch)));
        var records = new List<RecordReceipt>();
        using var csv = CsvReader.FromFile(path, new() { Separator = ';', TrackLineNumbers = true });
        csv.ReadHeader();
        if (!csv.Headers.SequenceEqual(["key", "number", "error"]))
        {
            return Bad("its first line is not key;number;error.", 1);
        }

        while (csv.Read())
        {
            var (key, number, error) = csv.FieldCount == 3 ? (csv.GetString(0), csv.GetString(1).Trim(), csv.GetString(2).Trim()) : ("", "", "");
            if (!keys.Remove(key) || number.Length == 0 == (error.Length == 0))
            {
                return Bad("the line is not key;number;error of one payment of the file, with either a number or an error.", (int)csv.LineNumber);
            }

            records.Add(new(key, number.Length > 0 ? number : null, error.Length > 0 ? error : null));
        }

        return keys.Count == 0 ? new(BatchState.Acknowledged, records) : Bad(string.Create(CultureInfo.InvariantCulture, $"it says nothing about {keys.Count} payments."), 0);

        BatchReceipt Bad(string message, int line) => new(BatchState.Taken, [], new(FlowErrors.BadPaymentAnswer, message, new(Path.GetFileName(path), line)));
    }

    private static HashSet<string> Keys(string path)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        using var csv = CsvReader.FromFile(path, new() { Separator = ';' });
        csv.ReadHeader();
        while (csv.Read())
        {
            keys.Add(csv.GetString(0));
        }

        return keys;
    }

    private static byte[] Content(FileBatch batch)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, new() { Separator = ';' }, leaveOpen: true))
        {
            csv.WriteRecord(Header);
            foreach (var record in batch.Records)
            {
                Line(csv, PaymentDocument.Parse(record.Payload.Span));
            }
        }

        return bytes.ToArray();
    }

    private static void Line(CsvWriter csv, PaymentDocument payment)
    {
        string Number(decimal value, string currency) => Money.Exact(value, Currency.Parse(currency)).AmountText;
        foreach (var text in new[] { payment.Reference, payment.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), payment.Invoice, payment.Order ?? "", payment.Payout })
        {
            csv.WriteField(Plain(text));
        }

        // Ours: a minus is no formula there.
        csv.WriteField(Encoding.UTF8.GetBytes(Number(payment.Amount, payment.Currency)));
        csv.WriteField(payment.Currency);
        csv.WriteField(Encoding.UTF8.GetBytes(Number(payment.BookedAmount, payment.BookedCurrency)));
        csv.WriteField(payment.BookedCurrency);
        csv.WriteField(payment.Account);
        csv.EndRecord();
    }

    /// <summary>Text from outside never becomes a formula in a spreadsheet.</summary>
    private static string Plain(string text) => text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;

    private static string Name(string batch) => $"payments_{batch}.csv";
}

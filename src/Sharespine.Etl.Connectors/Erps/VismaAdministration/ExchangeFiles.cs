using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>Makes the bytes of a batch: heads, rows, and the manifest that stands in its .done marker.</summary>
internal sealed class ExchangeFiles(VismaAdministrationSettings settings)
{
    /// <summary>
    /// A text that begins with one of these gets an apostrophe in front, so that no spreadsheet runs it as a formula. The
    /// apostrophe is among them: a reader always takes one leading apostrophe away and has the text back.
    /// </summary>
    private const string FormulaStarts = "=@+-\t\r'";

    private readonly ExchangeText _text = new(settings);

    /// <summary>What keeps a record out of the files; empty when nothing does.</summary>
    public IReadOnlyList<Issue> Examine(ExchangeEntity entity, FileRecord record)
    {
        var issues = new List<Issue>();
        _ = Cells(entity, record, issues);
        return issues;
    }

    /// <summary>The files in the order in which they must appear: the marker last.</summary>
    /// <exception cref="EtlException">A record cannot be written; all such are named.</exception>
    public IReadOnlyList<ExchangeFile> Make(ExchangeEntity entity, FileBatch batch, ExchangeKind kind)
    {
        var issues = new List<Issue>();
        var records = batch.Records.Select(record => Cells(entity, record, issues)).ToList();
        if (issues.Count > 0)
        {
            throw new EtlException(issues);
        }

        var files = new List<ExchangeFile> { Table(ExchangeNames.Head(entity, kind, batch.Id), [.. entity.Columns], ["key", "action"], records.Select(record => record.Head)) };
        if (entity.RowFile is not null)
        {
            files.Add(Table(ExchangeNames.Rows(entity, kind, batch.Id), [.. ExchangeEntities.RowColumns], ["key", "row_number"], records.SelectMany(record => record.Rows)));
        }

        files.Add(Manifest(entity, batch, kind, records, files));
        return files;
    }

    private RecordCells Cells(ExchangeEntity entity, FileRecord record, List<Issue> issues)
    {
        var (parsed, issue) = ExchangeEntities.Parse(entity, record);
        if (parsed is null)
        {
            issues.Add(issue!);
            return new([], [], 0);
        }

        string[] head = [record.Key, record.Action, .. Values(entity.Columns, parsed, entity.Name, record.Key, issues)];
        if (parsed is not ExchangeDocument document)
        {
            return new(head, [], parsed is ExchangePayment payment ? payment.AmountKr : 0);
        }

        issues.AddRange(document.Rows.Where(IsLostAmount).Select(row => new Issue(
            VismaAdministrationErrors.TextRowWithAmount,
            string.Create(CultureInfo.InvariantCulture, $"Row {document.Rows.TakeWhile(other => other != row).Count() + 1} has an amount and no article number."),
            new SourcePosition(record.Key),
            entity.Name + "_row.article_number")));
        var rows = document.Rows.Select((row, index) => (string[])
            [record.Key, (index + 1).ToString(CultureInfo.InvariantCulture), .. Values(ExchangeEntities.RowColumns, row, entity.Name + "_row", record.Key, issues)]);
        return new(head, [.. rows], document.TotalAmount);
    }

    private static bool IsLostAmount(ExchangeDocumentRow row) =>
        string.IsNullOrEmpty(row.ArticleNumber) && (row.AmountCurrentCurrency ?? row.PriceEachCurrentCurrency ?? 0) != 0;

    private IEnumerable<string> Values(IReadOnlyList<ExchangeColumn> columns, object record, string owner, string key, List<Issue> issues) =>
        columns.Select(column => column.IsText
            ? _text.Fit(column.Read(record), $"{owner}.{column.Name}", column.MaxLength, key, issues)
            : column.Read(record));

    private static ExchangeFile Table(string name, ExchangeColumn[] columns, string[] first, IEnumerable<string[]> rows)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, new() { Separator = ';' }, leaveOpen: true))
        {
            Write(csv, [.. first, .. columns.Select(column => column.Name)], isText: _ => true);
            foreach (var row in rows)
            {
                Write(csv, row, index => index < first.Length || columns[index - first.Length].IsText);
            }
        }

        return new(name, bytes.ToArray());
    }

    private static void Write(CsvWriter csv, string[] cells, Func<int, bool> isText)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (isText(i))
            {
                csv.WriteField(Guard(cells[i]));
            }
            else
            {
                // Numbers and dates are ours: a minus is no formula there.
                csv.WriteField(Encoding.UTF8.GetBytes(cells[i]));
            }
        }

        csv.EndRecord();
    }

    /// <summary>A text as it was before it was guarded.</summary>
    public static string Unguard(string text) => text.StartsWith('\'') ? text[1..] : text;

    private static string Guard(string text) => text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;

    private static ExchangeFile Manifest(ExchangeEntity entity, FileBatch batch, ExchangeKind kind, List<RecordCells> records, List<ExchangeFile> files)
    {
        string[] lines =
        [
            $"batch;{batch.Id}",
            $"entity;{entity.Name}",
            $"kind;{ExchangeNames.Word(kind)}",
            string.Create(CultureInfo.InvariantCulture, $"made_at;{batch.MadeAt.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}"),
            string.Create(CultureInfo.InvariantCulture, $"records;{records.Count}"),
            string.Create(CultureInfo.InvariantCulture, $"rows;{records.Sum(record => record.Rows.Count)}"),
            $"control_total;{ExchangeColumn.Plain(records.Sum(record => record.Total))}",
            .. files.Select(file => string.Create(CultureInfo.InvariantCulture, $"file;{file.Name};{file.Sha256};{file.Bytes.Length}")),
        ];
        return new(ExchangeNames.Done(entity, kind, batch.Id), Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\r\n"))));
    }

    private sealed record RecordCells(string[] Head, IReadOnlyList<string[]> Rows, decimal Total);
}

internal sealed record ExchangeFile(string Name, byte[] Bytes)
{
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes));
}

using System.Globalization;
using System.IO.Compression;
using System.Text;
using ClosedXML.Excel;
using CsvHelper;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Starting;

/// <summary>
/// The list of what was open at the start, as CSV or Excel: account, reference, date, amount. A row without reference is the
/// one amount of its account. Headings in Swedish or English; further columns are the accountant's own.
/// </summary>
public static class OpeningFile
{
    private static readonly Dictionary<string, string[]> Headings = new()
    {
        ["account"] = ["konto", "account"],
        ["reference"] = ["referens", "reference"],
        ["date"] = ["datum", "date"],
        ["amount"] = ["belopp", "amount"],
    };

    /// <summary>Throws <see cref="EtlException"/> <c>REC050</c> with every row that cannot be read.</summary>
    public static IReadOnlyList<OpeningItem> Read(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            var rows = string.Equals(Path.GetExtension(path), ".xlsx", StringComparison.OrdinalIgnoreCase) ? Sheet(path) : Csv(path);
            return Items(rows, name);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CsvFormatException or InvalidDataException or FormatException or ArgumentException or InvalidOperationException or System.Xml.XmlException)
        {
            throw new EtlException(new Issue(ReconcileErrors.OpeningUnreadable, $"the list cannot be read: {unreadable.Message}", new(name)));
        }
    }

    /// <summary>The proposal as the accountant edits it: UTF-8 with byte order mark, semicolons, the language's decimal sign.</summary>
    public static void Write(OpeningProposed proposed, DateOnly start, Stream target, string language)
    {
        var isSwedish = language != "en";
        using var csv = CsvWriter.Create(
            target,
            new CsvWriterOptions { Separator = ';', WriteByteOrderMark = true, Injection = CsvInjection.Escape, FormatProvider = new NumberFormatInfo { NumberDecimalSeparator = isSwedish ? "," : "." } },
            leaveOpen: true);
        csv.WriteHeader(isSwedish ? ["Konto", "Referens", "Datum", "Belopp", "Verifikation", "Anmärkning"] : ["Account", "Reference", "Date", "Amount", "Voucher", "Note"]);
        foreach (var (account, rest) in proposed.Rest.Where(pair => !pair.Value.IsZero).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Row(csv, account, "", start.AddDays(-1), rest.Major, "", isSwedish ? "Resten av saldot: ett belopp som äldre försäljning räknas av mot" : "The rest of the balance: one amount that older sales draw down");
        }

        foreach (var (item, voucher) in proposed.Items)
        {
            Row(csv, item.Account, item.Reference, item.Date, item.Amount, voucher, "");
        }
    }

    private static void Row(CsvWriter csv, string account, string reference, DateOnly date, decimal amount, string voucher, string note)
    {
        csv.WriteField(account);
        csv.WriteField(reference);
        csv.WriteField(date);
        csv.WriteField(amount, "F2");
        csv.WriteField(voucher);
        csv.WriteField(note);
        csv.EndRecord();
    }

    private static List<(int Line, IReadOnlyList<string> Cells)> Csv(string path)
    {
        var text = File.ReadAllText(path, Encoding.UTF8);
        var head = text.AsSpan(0, Math.Max(0, text.AsSpan().IndexOfAny('\r', '\n')));
        var separator = head.Contains(';') ? ';' : head.Contains('\t') ? '\t' : ',';
        var rows = new List<(int Line, IReadOnlyList<string> Cells)>();
        using var csv = CsvReader.FromFile(path, new() { Separator = separator, TrackLineNumbers = true, MaxRecordSize = 64 * 1024, MalformedData = CsvMalformedDataHandling.Throw });
        csv.ReadHeader();
        rows.Add((1, [.. csv.Headers.Select(heading => heading.TrimStart('\uFEFF').Trim())]));
        while (csv.Read())
        {
            rows.Add(((int)csv.LineNumber, [.. Enumerable.Range(0, csv.FieldCount).Select(field => csv.GetString(field).TrimStart('\uFEFF', '\'').Trim())]));
        }

        return rows;
    }

    private static List<(int Line, IReadOnlyList<string> Cells)> Sheet(string path)
    {
        const long MostBytes = 1L << 28;
        using (var package = ZipFile.OpenRead(path))
        {
            if (package.Entries.Sum(entry => entry.Length) > MostBytes)
            {
                throw new InvalidDataException("it unpacks to more than 256 MiB");
            }
        }

        using var workbook = new XLWorkbook(path);
        return [.. workbook.Worksheets.First().RowsUsed().Select(row => (row.RowNumber(), (IReadOnlyList<string>)[.. row.Cells(1, row.LastCellUsed().Address.ColumnNumber).Select(Text)]))];
    }

    private static string Text(IXLCell cell) => cell.DataType switch
    {
        XLDataType.DateTime => cell.GetDateTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        XLDataType.Number => cell.GetValue<decimal>().ToString(CultureInfo.InvariantCulture),
        _ => cell.GetString().Trim(),
    };

    private static List<OpeningItem> Items(List<(int Line, IReadOnlyList<string> Cells)> rows, string name)
    {
        var columns = rows.Count == 0 ? [] : Headings.ToDictionary(pair => pair.Key, pair => rows[0].Cells.ToList().FindIndex(cell => pair.Value.Contains(cell, StringComparer.OrdinalIgnoreCase)));
        var missing = Headings.Where(pair => columns.GetValueOrDefault(pair.Key, -1) < 0).Select(pair => string.Join(" / ", pair.Value)).ToList();
        if (missing.Count > 0)
        {
            throw new EtlException(new Issue(ReconcileErrors.OpeningUnreadable, $"its first row has no heading {string.Join(", ", missing)}.", new(name, 1)));
        }

        var issues = new List<Issue>();
        var items = new List<OpeningItem>();
        foreach (var (line, cells) in rows.Skip(1).Where(row => row.Cells.Any(cell => cell.Length > 0)))
        {
            string Cell(string column) => cells.ElementAtOrDefault(columns[column]) ?? "";
            if (!DateOnly.TryParseExact(Cell("date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                issues.Add(new(ReconcileErrors.OpeningUnreadable, $"\"{Cell("date")}\" is not a day; write it as 2026-09-30.", new(name, line), "date"));
            }
            else if (Amount(Cell("amount")) is not { } amount)
            {
                issues.Add(new(ReconcileErrors.OpeningUnreadable, $"\"{Cell("amount")}\" is not an amount; write it as 1234.50.", new(name, line), "amount"));
            }
            else
            {
                items.Add(new() { Account = Cell("account"), Reference = Cell("reference"), Date = date, Amount = amount });
            }
        }

        return issues.Count == 0 ? items : throw new EtlException(issues);
    }

    private static decimal? Amount(string text)
    {
        try
        {
            return Amounts.Parse(text);
        }
        catch (EtlException)
        {
            return null;
        }
    }
}

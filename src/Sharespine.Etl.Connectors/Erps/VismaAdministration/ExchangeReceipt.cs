using CsvHelper;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>
/// Reads an agent's acknowledgement: key;number;error, one line for every record of the batch. It is taken as a whole or not at
/// all, since a record that it forgets would be neither booked nor asked about again.
/// </summary>
internal static class ExchangeReceipt
{
    private const int MaxBytes = 32 * 1024 * 1024;
    private const int MaxText = 300;

    /// <param name="keys">The batch's keys, or null when its files are gone.</param>
    public static (IReadOnlyList<RecordReceipt> Records, Issue? Issue) Read(string path, IReadOnlyCollection<string>? keys)
    {
        var name = Path.GetFileName(path);
        if (new FileInfo(path).Length > MaxBytes)
        {
            return ([], Bad("It is larger than 32 MiB."));
        }

        try
        {
            using var csv = CsvReader.FromFile(path, new() { Separator = ';', TrackLineNumbers = true, MaxRecordSize = 64 * 1024, MalformedData = CsvMalformedDataHandling.Throw });
            csv.ReadHeader();
            return csv.Headers.SequenceEqual(["key", "number", "error"]) ? ReadRows(csv, name, keys) : ([], Bad("Its first line is not key;number;error.", 1));
        }
        catch (CsvFormatException failure)
        {
            return ([], Bad($"It is not CSV: {failure.Message}"));
        }

        Issue Bad(string message, int line = 0) => new(VismaAdministrationErrors.BadReceipt, message, new SourcePosition(name, line));
    }

    private static (IReadOnlyList<RecordReceipt> Records, Issue? Issue) ReadRows(CsvReader csv, string name, IReadOnlyCollection<string>? keys)
    {
        var records = new List<RecordReceipt>();
        var seen = new HashSet<string>();
        while (csv.Read())
        {
            var wrong = Row(csv, keys, seen, records);
            if (wrong is not null)
            {
                return ([], new(VismaAdministrationErrors.BadReceipt, wrong, new SourcePosition(name, (int)csv.LineNumber)));
            }
        }

        var missing = keys?.Where(key => !seen.Contains(key)).ToList() ?? [];
        return missing.Count == 0
            ? (records, null)
            : ([], new(VismaAdministrationErrors.BadReceipt, $"It says nothing about {missing.Count} of {keys!.Count} records, the first \"{missing[0]}\".", new SourcePosition(name)));
    }

    private static string? Row(CsvReader csv, IReadOnlyCollection<string>? keys, HashSet<string> seen, List<RecordReceipt> records)
    {
        if (csv.FieldCount != 3)
        {
            return $"The line has {csv.FieldCount} fields instead of 3.";
        }

        var (key, number, error) = (Plain(csv.GetString(0)), Plain(csv.GetString(1)), Plain(csv.GetString(2)));
        if (keys is not null && !keys.Contains(key))
        {
            return $"The batch has no record \"{key}\".";
        }

        if (!seen.Add(key))
        {
            return $"The record \"{key}\" stands twice.";
        }

        if ((number.Length == 0) == (error.Length == 0))
        {
            return $"The record \"{key}\" must have either a number or an error.";
        }

        records.Add(new(key, number.Length > 0 ? number : null, error.Length > 0 ? error : null));
        return null;
    }

    /// <summary>What stands there, as one short line: it ends in reports and messages.</summary>
    public static string Plain(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length <= MaxText ? line : line[..MaxText] + "…";
    }
}

using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Files.Records;

/// <summary>
/// Delimited text with a header line: each row a record with its columns as texts, or rows of one key together, where the
/// record has the columns of its first row and all rows under <c>rows</c>.
/// </summary>
internal sealed class CsvRecords(FileBytes file, RecordFileSettings settings, FieldFilter filter)
{
    private const string Rows = "rows";
    private static readonly char[] Signs = [';', ',', '\t', '|'];

    public IEnumerable<FileRecord> Read()
    {
        var survey = ByteSurvey.Take(file, settings.Encodings);
        var sign = settings.Sign ?? FindSign(survey);
        using var reader = FileSniffer.Open(file, survey, sign);
        var header = Header(reader);
        var keys = settings.Key.Select(name => Column(header, name)).ToArray();
        return settings.Grouped ? Grouped(survey, sign, header, keys) : Single(survey, sign, header, keys);
    }

    private IEnumerable<FileRecord> Single(ByteSurvey survey, char sign, string[] header, int[] keys)
    {
        using var reader = FileSniffer.Open(file, survey, sign);
        Header(reader);
        while (NextRow(reader, header) is { } row)
        {
            yield return new(Key(row.Cells, keys), row.Line, writer => Write(writer, header, row.Cells));
        }
    }

    private IEnumerable<FileRecord> Grouped(ByteSurvey survey, char sign, string[] header, int[] keys)
    {
        using var reader = FileSniffer.Open(file, survey, sign);
        Header(reader);
        var closed = new HashSet<string>(StringComparer.Ordinal);
        List<(string[] Cells, int Line)> group = [];
        var key = "";
        while (NextRow(reader, header) is { } row)
        {
            var next = Key(row.Cells, keys);
            if (group.Count > 0 && (next != key || next.Length == 0))
            {
                yield return Group(key, group, header);
                closed.Add(key);
                group = [];
            }

            if (next.Length > 0 && closed.Contains(next))
            {
                throw FileRecordReader.Broken(new(file.Name, row.Line), $"rows of {next} stood further up already: rows of one key have to follow each other.", "let the export be sorted by the key.");
            }

            key = next;
            group.Add(row);
        }

        if (group.Count > 0)
        {
            yield return Group(key, group, header);
        }
    }

    private FileRecord Group(string key, List<(string[] Cells, int Line)> rows, string[] header) => new(key, rows[0].Line, writer =>
    {
        Write(writer, header, rows[0].Cells);
        writer.WriteStartArray(Rows);
        foreach (var (cells, _) in rows)
        {
            writer.WriteStartObject();
            Write(writer, header, cells);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private void Write(Utf8JsonWriter writer, string[] header, string[] cells)
    {
        for (var i = 0; i < header.Length; i++)
        {
            if (!filter.Drops(header[i]))
            {
                writer.WriteString(header[i], cells[i]);
            }
        }
    }

    private static string Key(string[] cells, int[] keys) => keys.All(key => cells[key].Length == 0) ? "" : string.Join(FileRecordReader.KeySeparator, keys.Select(key => cells[key]));

    /// <summary>The sign under which the header has the key's columns.</summary>
    private char FindSign(ByteSurvey survey)
    {
        var fits = Signs.Where(sign => TryHeader(survey, sign) is { } header && settings.Key.All(key => header.Contains(key))).ToList();
        if (fits.Count > 0)
        {
            // A key in a header of one column fits every sign; the one that parts most columns is meant.
            return fits.MaxBy(sign => TryHeader(survey, sign)!.Length);
        }

        var nearest = Signs.Select(sign => TryHeader(survey, sign) ?? []).MaxBy(header => header.Length)!;
        throw NoColumn(nearest, settings.Key.First(key => !nearest.Contains(key)));
    }

    private string[]? TryHeader(ByteSurvey survey, char sign)
    {
        try
        {
            using var reader = FileSniffer.Open(file, survey, sign);
            return Names(reader);
        }
        catch (EtlException)
        {
            return null;
        }
    }

    private string[] Header(CsvReader reader)
    {
        var names = Names(reader);
        return names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw FileRecordReader.Broken(new(file.Name, (int)reader.LineNumber), $"the column \"{twice.Key}\" stands twice in the header.")
            : names.FirstOrDefault(name => name == FileRecordReader.FileTime || (settings.Grouped && name == Rows)) is { } ours
            ? throw FileRecordReader.Broken(new(file.Name, (int)reader.LineNumber), $"the column \"{ours}\" has a name that the record needs for itself.")
            : names;
    }

    private string[] Names(CsvReader reader)
    {
        do
        {
            if (!Next(reader))
            {
                throw FileRecordReader.Broken(new(file.Name, 1), "there is no header line.");
            }
        }
        while (IsBlank(reader));

        var names = Cells(reader);
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = names[i].Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"column {i + 1}") : names[i];
        }

        return names;
    }

    private int Column(string[] header, string name) => Array.IndexOf(header, name) is >= 0 and var at ? at : throw NoColumn(header, name);

    private EtlException NoColumn(string[] header, string name) => FileRecordReader.Broken(new(file.Name, 1), $"there is no column \"{name}\".",
        Suggestion.For(name, header) ?? $"the header has {string.Join(", ", header.Take(20))}.");

    private (string[] Cells, int Line)? NextRow(CsvReader reader, string[] header)
    {
        while (Next(reader))
        {
            if (IsBlank(reader))
            {
                continue;
            }

            // What has another number of columns was cut, or has a sign within a text: its values may stand elsewhere.
            return reader.FieldCount == header.Length
                ? (Cells(reader), (int)reader.LineNumber)
                : throw FileRecordReader.Broken(new(file.Name, (int)reader.LineNumber),
                    string.Create(CultureInfo.InvariantCulture, $"the row has {reader.FieldCount} columns, the header {header.Length}."), "a file that was cut ends so; a text with the sign in it has to stand in quotes.");
        }

        return null;
    }

    private bool Next(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException exception)
        {
            throw FileRecordReader.Broken(new(file.Name, (int)Math.Max(exception.LineNumber, 0)), "a quote in the record that starts here is not closed or not doubled, or the record is too large.", inner: exception);
        }
    }

    private static string[] Cells(CsvReader reader)
    {
        var cells = new string[reader.FieldCount];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = reader.GetString(i);
        }

        return cells;
    }

    private static bool IsBlank(CsvReader reader)
    {
        for (var i = 0; i < reader.FieldCount; i++)
        {
            if (!reader.GetSpan(i).Trim(" \t"u8).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }
}

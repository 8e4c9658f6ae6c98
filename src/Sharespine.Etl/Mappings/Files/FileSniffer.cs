using System.Globalization;
using CsvHelper;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files.Tables;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>Finds by evidence how a file is written: encoding by its bytes, delimiter by its headers, decimal mark by its amounts.</summary>
public static class FileSniffer
{
    internal const int RecordBytesMax = 1 << 20;
    internal const int ColumnsMax = 1000;
    private const int HeaderLinesMax = 2000;
    private static readonly char[] Delimiters = [';', ',', '\t', '|'];

    internal static (ReadFormat Format, ByteSurvey Survey) Sniff(FileBytes file, ITableMapping mapping)
    {
        var survey = ByteSurvey.Take(file, mapping.Format.Encodings);
        var finder = new HeaderFinder(mapping);
        var delimiter = FindDelimiter(file, mapping, finder, survey);
        return (new(survey.Encoding, delimiter, mapping.Format.Decimal ?? FindDecimal(file, mapping, finder, survey, delimiter)), survey);
    }

    /// <summary>A reader over the file's records, none of them taken as a header, that throws on a wrong quote.</summary>
    public static CsvReader Open(FileBytes file, ByteSurvey survey, char delimiter)
    {
        var stream = file.Open();
        if (survey.BomLength > 0)
        {
            stream.ReadExactly(new byte[survey.BomLength]);
        }

        return CsvReader.Create(stream, new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            MaxRecordSize = RecordBytesMax,
            MalformedData = CsvMalformedDataHandling.Throw,
            IncludeValuesInExceptions = false,
            Encoding = survey.Encoding == TextEncoding.Utf8 ? null : survey.Encoding.ToEncoding(),
        }, false);
    }

    /// <summary>Moves on, or turns the reader's complaint into ours.</summary>
    internal static bool Next(CsvReader reader, string file)
    {
        try
        {
            if (!reader.Read())
            {
                return false;
            }
        }
        catch (CsvFormatException exception)
        {
            throw Unreadable(exception, reader, file);
        }

        return reader.FieldCount <= ColumnsMax ? true : throw new EtlException(new Issue(FileMappingErrors.TooLarge,
            string.Create(CultureInfo.InvariantCulture, $"the line has {reader.FieldCount} fields; no settlement file has more than {ColumnsMax}."), new(file, (int)reader.LineNumber)));
    }

    /// <summary>True for a line of nothing but delimiters and blanks, as spreadsheets write empty lines.</summary>
    internal static bool IsBlank(CsvReader reader)
    {
        for (var field = 0; field < reader.FieldCount; field++)
        {
            if (!reader.GetSpan(field).Trim(" \t"u8).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    private static EtlException Unreadable(CsvFormatException exception, CsvReader reader, string file)
    {
        var at = new SourcePosition(file, (int)Math.Max(exception.LineNumber, 0));
        return exception.Message.Contains("quot", StringComparison.OrdinalIgnoreCase)
            ? new(new Issue(FileMappingErrors.BadQuotes, "a quote in the record that starts here is not closed or not doubled.", at,
                Try: "fetch the file again; a quote inside a text has to be doubled."), exception)
            : new(new Issue(FileMappingErrors.TooLarge,
                string.Create(CultureInfo.InvariantCulture, $"the record that starts here is larger than {RecordBytesMax} bytes."), at,
                Try: "look for a quote that is never closed."), exception);
    }

    private static char FindDelimiter(FileBytes file, ITableMapping mapping, HeaderFinder finder, ByteSurvey survey)
    {
        if (mapping.Format.Delimiter is { } given)
        {
            return FirstHeader(file, finder, survey, given) is null ? throw NoHeader(file, mapping, finder, survey, [given]) : given;
        }

        var found = Delimiters
            .Select(delimiter => (delimiter, header: FirstHeader(file, finder, survey, delimiter)))
            .Where(pair => pair.header is not null)
            .OrderBy(pair => pair.header!.Value.Line).ThenByDescending(pair => pair.header!.Value.Fields)
            .ToList();
        if (found.Count > 1 && found[0].header == found[1].header && found[0].header!.Value.Fields > 1)
        {
            throw new EtlException(new Issue(FileMappingErrors.AmbiguousDelimiter,
                $"the header can be read with {Show(found[0].delimiter)} and with {Show(found[1].delimiter)}.", new(file.Name, found[0].header!.Value.Line)));
        }

        return found.Count > 0 ? found[0].delimiter : throw NoHeader(file, mapping, finder, survey, Delimiters);
    }

    /// <summary>The line of the first header in a text that was made in memory, or null.</summary>
    internal static int? HeaderLine(FileBytes text, HeaderFinder finder) =>
        FirstHeader(text, finder, new(TextEncoding.Utf8, 0, true), DelimitedText.Delimiter)?.Line;

    private static (int Line, int Fields)? FirstHeader(FileBytes file, HeaderFinder finder, ByteSurvey survey, char delimiter)
    {
        using var reader = Open(file, survey, delimiter);
        try
        {
            while (reader.Read() && reader.LineNumber <= HeaderLinesMax)
            {
                if ((finder.Find(reader) ?? finder.Headless(reader)) is not null)
                {
                    return ((int)reader.LineNumber, reader.FieldCount);
                }
            }
        }
        catch (CsvFormatException)
        {
            // With the wrong delimiter quotes look wrong too; with the right one the second reading complains.
            return null;
        }

        return null;
    }

    private static EtlException NoHeader(FileBytes file, ITableMapping mapping, HeaderFinder finder, ByteSurvey survey, char[] delimiters)
    {
        (int Line, Section Section, IReadOnlyList<string> Missing)? best = null;
        foreach (var delimiter in delimiters)
        {
            using var reader = Open(file, survey, delimiter);
            while (Next(reader, file.Name) && reader.LineNumber <= HeaderLinesMax)
            {
                if (finder.Nearest(reader) is { } near && (best is null || near.Missing.Count < best.Value.Missing.Count))
                {
                    best = ((int)reader.LineNumber, near.Section, near.Missing);
                }
            }
        }

        return best is { } miss
            ? new(new Issue(FileMappingErrors.NoSection, $"no line is a header that the mapping {mapping.Name} knows; the nearest, for section {miss.Section.Name}, lacks {string.Join(", ", miss.Missing)}.", new(file.Name, miss.Line),
                Try: $"compare it with found-by: in {miss.Section.At}."))
            : new(new Issue(FileMappingErrors.NoSection, $"no line is a header that the mapping {mapping.Name} knows.", new(file.Name, 1),
                Try: "check that the file is of the kind that the mapping reads."));
    }

    private static DecimalMark FindDecimal(FileBytes file, ITableMapping mapping, HeaderFinder finder, ByteSurvey survey, char delimiter)
    {
        using var reader = Open(file, survey, delimiter);
        Issue? doubt = null;
        List<int> table = [];
        Dictionary<Section, (List<int> Amounts, int Count)> records = [];
        while (Next(reader, file.Name))
        {
            if (finder.Find(reader) is { } section)
            {
                table = AmountFields(reader, section);
                records[section] = (table, reader.FieldCount);
                continue;
            }

            foreach (var field in finder.Record(reader) is { } record ? AmountFields(reader, record, records) : table)
            {
                var evidence = field < reader.FieldCount ? AmountText.Judge(reader.GetSpan(field)) : NumberEvidence.None;
                if (evidence is NumberEvidence.Point or NumberEvidence.Comma)
                {
                    return evidence == NumberEvidence.Point ? DecimalMark.Point : DecimalMark.Comma;
                }

                doubt ??= evidence == NumberEvidence.Ambiguous ? Doubt(reader, field, file, mapping) : null;
            }
        }

        return doubt is null ? DecimalMark.Point : throw new EtlException(doubt);
    }

    /// <summary>A row with more or fewer fields than it should have shows nothing: its amounts may stand elsewhere.</summary>
    private static List<int> AmountFields(CsvReader reader, Section record, Dictionary<Section, (List<int> Amounts, int Count)> known)
    {
        if (!known.TryGetValue(record, out var layout))
        {
            known[record] = layout = ([.. record.Columns.Where(column => column.Field > 0 && column.Kind is CellKind.Amount or CellKind.Percent).Select(column => column.Field - 1)], record.Fields);
        }

        return reader.FieldCount == layout.Count ? layout.Amounts : [];
    }

    private static List<int> AmountFields(CsvReader reader, Section section) =>
    [
        .. Enumerable.Range(0, reader.FieldCount)
            .Where(field => Captions.Find(section, reader.GetString(field)) is var column and >= 0 && section.Columns[column].Kind is CellKind.Amount or CellKind.Percent),
    ];

    private static Issue Doubt(CsvReader reader, int field, FileBytes file, ITableMapping mapping) => new(FileMappingErrors.AmbiguousNumbers,
        $"{AmountText.Quote(reader.GetSpan(field))} can be read with a decimal point and with a decimal comma, and no other amount in the file decides.",
        CellPosition.Of(reader, field, file.Name), Try: $"name it in {mapping.At.Source} under format: decimal (point or comma).");

    internal static string Show(char delimiter) => delimiter == '\t' ? "tab" : $"\"{delimiter}\"";
}

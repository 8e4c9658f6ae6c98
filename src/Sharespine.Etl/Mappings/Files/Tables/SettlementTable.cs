using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files.Tables;

/// <summary>A settlement file as the delimited text that a mapping's sections are looked for in, made in memory where the file is something else.</summary>
/// <param name="Mapping">The mapping with the format that the text was made in.</param>
/// <param name="Places">Null for a file that is text already: its places are its own.</param>
/// <param name="IsEmpty">The document has the mapping's lists and nothing in any of them.</param>
internal sealed record SettlementTable(FileBytes Text, FileMapping Mapping, FileContainer Container, string Sheet, ITablePlaces? Places, IReadOnlyList<Issue> Notes, bool IsEmpty = false)
{
    internal static SettlementTable Of(FileBytes file, FileMapping mapping) =>
        ContainerOf(file, mapping) switch
        {
            FileContainer.Xlsx => OfSheet(file, mapping),
            FileContainer.Json when mapping.Sections.Any(section => section.Paths.Count > 0) => JsonTables.Read(file, mapping),
            _ => new(file, mapping, FileContainer.Text, "", null, []),
        };

    /// <summary>What the file is; another container than the mapping names refuses it.</summary>
    internal static FileContainer ContainerOf(FileBytes file, ITableMapping mapping)
    {
        var container = FileContainers.Of(file);
        return mapping.Format.Container is not { } wanted || wanted == container
            ? container
            : throw new EtlException(new Issue(FileMappingErrors.OtherContainer, $"the file is {Words(container)}, and the mapping {mapping.Name} reads {Words(wanted)}.", new(file.Name, 1, 1),
                Try: $"look at format: container in {mapping.At.Source}."));
    }

    /// <summary>The sheet that the mapping names, or the first visible one with a section's header, as text; sheets left alone are a note.</summary>
    internal static (SheetText Sheet, IReadOnlyList<Issue> Notes) SheetOf(FileBytes file, ITableMapping mapping)
    {
        var finder = new HeaderFinder(mapping);
        var mark = mapping.Format.Decimal ?? DecimalMark.Point;
        var sheet = mapping.Format.Sheet is { } name ? WorkbookText.Sheet(file, name, mark) : WorkbookText.FirstSheet(file, text => FileSniffer.HeaderLine(text, finder) is not null, mark);
        var header = FileSniffer.HeaderLine(sheet.Text, finder);
        if (sheet.Merged.FirstOrDefault(merged => merged.LastRow >= header && (merged.FirstRow <= header || merged.FirstRow < merged.LastRow)) is { } wrong)
        {
            throw new EtlException(new Issue(FileMappingErrors.MergedCells, $"the cells {wrong.Reference} of sheet \"{sheet.Name}\" are merged, and only the first of them has the value.", new(file.Name, wrong.FirstRow),
                Try: "undo the merging, or fetch the report without layout."));
        }

        return (sheet, sheet.OtherSheets.Count == 0 ? [] :
            [new(FileMappingErrors.OtherSheets, $"sheet \"{sheet.Name}\" is read, and not {string.Join(", ", sheet.OtherSheets.Select(other => $"\"{other}\""))}.", new(file.Name))]);
    }

    /// <summary>Where a place in the text is in the file.</summary>
    internal SourcePosition Place(SourcePosition at)
    {
        if (Places is null || at.Source != Text.Name || at.Line == 0)
        {
            return at;
        }

        return Places.Of(at, at.Line, at.Column == 0 ? 0 : CellAt(Text, at.Line, at.Column));
    }

    internal Issue Place(Issue issue) => issue.At is { } at ? issue with { At = Place(at) } : issue;

    private static SettlementTable OfSheet(FileBytes file, FileMapping mapping)
    {
        var (sheet, notes) = SheetOf(file, mapping);
        return new(sheet.Text, mapping with { Format = AsMade(mapping.Format, mapping.Format.Decimal) }, FileContainer.Xlsx, sheet.Name, new SheetPlaces(), notes);
    }

    /// <summary>The format of text made in memory; dates of workbooks and documents are ISO 8601 whatever the mapping's other forms are.</summary>
    internal static FileFormat AsMade(FileFormat format, DecimalMark? mark) => format with
    {
        Encodings = [TextEncoding.Utf8],
        Delimiter = DelimitedText.Delimiter,
        Decimal = mark,
        Dates = format.Dates.Contains(DateText.Iso) ? format.Dates : [.. format.Dates, DateText.Iso],
    };

    private static string Words(FileContainer container) => container switch
    {
        FileContainer.Xlsx => "an Excel workbook",
        FileContainer.Json => "JSON",
        _ => "text",
    };

    /// <summary>The cell that begins at a column of a line, counted from 1. Every cell stands in quotes, so the count cannot be led astray.</summary>
    internal static int CellAt(FileBytes made, int line, int column)
    {
        using var reader = new StreamReader(made.Open());
        var text = "";
        for (var i = 0; i < line; i++)
        {
            text = reader.ReadLine() ?? "";
        }

        var (cell, inQuotes) = (1, false);
        foreach (var character in text.Take(column - 1))
        {
            inQuotes ^= character == '"';
            cell += character == DelimitedText.Delimiter && !inQuotes ? 1 : 0;
        }

        return cell;
    }
}

/// <summary>Hands on what is read with the places of the file instead of those of the text made of it.</summary>
internal sealed class PlacingSink(ISettlementSink sink, SettlementTable table) : ISettlementSink
{
    public void Begin(int index, Payout payout) => sink.Begin(index, payout);

    public void Line(int index, SettlementLine line) =>
        sink.Line(index, line.FromTotal ? line : line with { FileLine = table.Places!.RowOf(line.FileLine) });

    public void Take(int index, PayoutControl control) => sink.Take(index, control with { Mismatches = [.. control.Mismatches.Select(table.Place)] });

    public void Refuse(int index, RefusedPayout refused) =>
        sink.Refuse(index, refused with { At = table.Place(refused.At), Issues = [.. refused.Issues.Select(table.Place)] });
}

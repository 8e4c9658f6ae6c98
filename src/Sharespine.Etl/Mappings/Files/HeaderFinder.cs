using System.Text;
using CsvHelper;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>
/// Tells whether a line is the header of one of the mapping's sections (whether it holds all captions that the section is
/// found by), or a row of a section whose lines begin with the word of their record.
/// </summary>
internal sealed class HeaderFinder
{
    private readonly IReadOnlyList<Anchors> _sections;
    private readonly (byte[] Word, Section Section)[] _records;
    private readonly bool[] _first = new bool[256];

    internal HeaderFinder(ITableMapping mapping)
    {
        _sections = [.. mapping.Sections.Where(section => section.FoundBy.Count > 0).Select(section => new Anchors(section))];
        _records = [.. mapping.Sections.Where(section => section.Record is not null).Select(section => (Encoding.UTF8.GetBytes(section.Record!), section))];
        foreach (var caption in _sections.SelectMany(section => section.Captions).SelectMany(captions => captions))
        {
            _first[caption[0] < 0x80 ? char.ToLowerInvariant(caption[0]) : 255] = true;
        }
    }

    internal Section? Find(CsvReader reader)
    {
        foreach (var section in _sections)
        {
            if (reader.FieldCount >= section.Captions.Count && Holds(reader, section) && (Record(reader) is not { } record || record == section.Section))
            {
                return section.Section;
            }
        }

        return null;
    }

    /// <summary>The section whose word the line begins with.</summary>
    internal Section? Record(CsvReader reader)
    {
        foreach (var (word, section) in _records)
        {
            if (reader.FieldCount > 1 && reader.GetSpan(0).Trim(" \t"u8).SequenceEqual(word))
            {
                return section;
            }
        }

        return null;
    }

    /// <summary>The same for records that need no header: with them a file may begin.</summary>
    internal Section? Headless(CsvReader reader) => Record(reader) is { Fields: > 0 } section && reader.FieldCount == section.Fields ? section : null;

    /// <summary>How many of a section's anchors a record holds: for saying what a near miss lacks.</summary>
    internal (Section Section, IReadOnlyList<string> Missing)? Nearest(CsvReader reader) => _sections
        .Select(section => (section.Section, Missing: (IReadOnlyList<string>)[.. section.Section.FoundBy.Where((_, i) => !HoldsAny(reader, section.Captions[i]))]))
        .Where(pair => pair.Missing.Count < pair.Section.FoundBy.Count)
        .OrderBy(pair => pair.Missing.Count)
        .Select(pair => ((Section, IReadOnlyList<string>)?)pair)
        .FirstOrDefault();

    private bool Holds(CsvReader reader, Anchors section)
    {
        foreach (var captions in section.Captions)
        {
            if (!HoldsAny(reader, captions))
            {
                return false;
            }
        }

        return true;
    }

    private bool HoldsAny(CsvReader reader, string[] captions)
    {
        for (var field = 0; field < reader.FieldCount; field++)
        {
            var cell = reader.GetSpan(field).TrimStart(" \t\"'"u8);
            if (!cell.IsEmpty && _first[Fold(cell[0])] && Captions.IsOneOf(cell, captions))
            {
                return true;
            }
        }

        return false;
    }

    private static int Fold(byte first) => first >= 0x80 ? 255 : first is >= (byte)'A' and <= (byte)'Z' ? first | 0x20 : first;

    private sealed class Anchors(Section section)
    {
        internal Section Section { get; } = section;

        /// <summary>Per column to be found by: its captions, normal.</summary>
        internal IReadOnlyList<string[]> Captions { get; } =
        [
            .. section.FoundBy.Select(name => section.Columns[section.IndexOf(name)])
                .Select(column => column.Also.Prepend(column.Name).Select(Files.Captions.Normal).Distinct().ToArray()),
        ];
    }
}

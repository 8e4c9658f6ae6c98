using System.Globalization;
using System.Text;
using CsvHelper;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>A section as one header line of the file, or the mapping where there is none, lays it out: which field holds which column.</summary>
internal sealed class Layout
{
    private readonly int[] _fieldOf;

    private Layout(Section section, int[] fieldOf, int fieldCount, SourcePosition at)
    {
        Section = section;
        _fieldOf = fieldOf;
        FieldCount = fieldCount;
        At = at;
    }

    internal Section Section { get; }

    internal int FieldCount { get; }

    /// <summary>Fields whose caption is empty.</summary>
    internal IReadOnlyList<int> WithoutCaption { get; private init; } = [];

    /// <summary>The header line, or the section's place in the mapping.</summary>
    internal SourcePosition At { get; }

    /// <summary>It was said that something stands under no caption.</summary>
    internal bool IsNoted { get; set; }

    /// <summary>Rows read under it.</summary>
    internal int Rows { get; set; }

    /// <summary>Where messages say that the number of fields comes from.</summary>
    internal string Origin { get; private init; } = "";

    /// <summary>The field that holds column <paramref name="column"/> of the section, or -1.</summary>
    internal int FieldOf(int column) => column < 0 ? -1 : _fieldOf[column];

    internal int ColumnOf(int field) => Array.IndexOf(_fieldOf, field);

    internal bool Has(string column) => FieldOf(Section.IndexOf(column)) >= 0;

    /// <summary>
    /// Reads the header that the reader stands on. A column given twice or a required one missing stops the file: every row
    /// under it would be read wrongly. Unknown columns are noted.
    /// </summary>
    internal static Layout Read(CsvReader reader, Section section, string file, ICollection<Issue> notes)
    {
        var at = new SourcePosition(file, (int)reader.LineNumber);
        var fieldOf = new int[section.Columns.Count];
        Array.Fill(fieldOf, -1);
        var wrong = new List<Issue>();
        var withoutCaption = new List<int>();
        for (var field = 0; field < reader.FieldCount; field++)
        {
            var caption = reader.GetString(field);
            var column = Captions.Find(section, caption);
            if (column >= 0 && fieldOf[column] >= 0)
            {
                wrong.Add(new(FileMappingErrors.RepeatedColumn,
                    $"the columns \"{reader.GetString(fieldOf[column]).Trim()}\" and \"{caption.Trim()}\" both mean {section.Columns[column].Name}; rule: {section.Columns[column].At}.",
                    CellPosition.Of(reader, field, file), section.Columns[column].Name, "take one of the two out of the report."));
            }
            else if (column >= 0)
            {
                fieldOf[column] = field;
            }
            else if (caption.Trim().Length == 0)
            {
                withoutCaption.Add(field);
            }
            else if (field > 0 || section.Record is null)
            {
                notes.Add(new(FileMappingErrors.UnknownColumn, $"the column \"{caption.Trim()}\" of section {section.Name} is not known to the mapping and not read.",
                    CellPosition.Of(reader, field, file), Try: Suggestion.For(caption.Trim(), section.Columns.Select(known => known.Name))));
            }
        }

        wrong.AddRange(section.Required
            .Where(name => fieldOf[section.IndexOf(name)] < 0)
            .Select(name => new Issue(FileMappingErrors.MissingColumn, $"the column \"{name}\" is missing from section {section.Name}.", at, name, "add the column to the report, or its caption to the mapping.")));
        return wrong.Count == 0
            ? new(section, fieldOf, reader.FieldCount, at) { WithoutCaption = withoutCaption, Origin = string.Create(CultureInfo.InvariantCulture, $"its header in line {at.Line} has {reader.FieldCount}") }
            : throw new EtlException(wrong);
    }

    /// <summary>The layout of a record that no header describes.</summary>
    internal static Layout ByPosition(Section section) =>
        new(section, [.. section.Columns.Select(column => column.Field - 1)], section.Fields, section.At)
        {
            Origin = string.Create(CultureInfo.InvariantCulture, $"the mapping says {section.Fields} ({section.At})"),
        };
}

/// <summary>Compares captions without case, blanks, underscores, hyphens and quotes.</summary>
internal static class Captions
{
    internal static string Normal(string caption)
    {
        var text = new StringBuilder(caption.Length);
        foreach (var character in caption)
        {
            if (!char.IsWhiteSpace(character) && !IsPassedOver(character) && character != '\uFEFF')
            {
                text.Append(char.ToLowerInvariant(character));
            }
        }

        return text.ToString();
    }

    /// <summary>Whether a cell is one of these captions, which are normal already. Every row of a file is asked, so nothing is allocated.</summary>
    internal static bool IsOneOf(ReadOnlySpan<byte> cell, string[] normal)
    {
        foreach (var caption in normal)
        {
            if (cell.Length >= caption.Length && Is(cell, caption))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Is(ReadOnlySpan<byte> cell, string normal)
    {
        var at = 0;
        foreach (var character in cell)
        {
            if (character >= 0x80)
            {
                return Normal(Encoding.UTF8.GetString(cell)) == normal;
            }

            if (character <= ' ' || IsPassedOver((char)character))
            {
                continue;
            }

            if (at == normal.Length || normal[at] != char.ToLowerInvariant((char)character))
            {
                return false;
            }

            at++;
        }

        return at == normal.Length;
    }

    private static bool IsPassedOver(char character) => character is '_' or '-' or '"' or '\'';

    internal static bool Match(ColumnRule column, string normal) =>
        Normal(column.Name) == normal || column.Also.Any(also => Normal(also) == normal);

    internal static int Find(Section section, string caption)
    {
        var normal = Normal(caption);
        for (var i = 0; i < section.Columns.Count; i++)
        {
            if (Match(section.Columns[i], normal))
            {
                return i;
            }
        }

        return -1;
    }
}

using System.Text;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Library;

/// <summary>Reads two columns of a small CSV file: UTF-8, a header line, semicolon, comma or tab between.</summary>
internal sealed class LookupCsv(string name, ICollection<Issue> findings)
{
    internal Dictionary<string, string?> Read(string text, string keyColumn, string valueColumn)
    {
        var entries = new Dictionary<string, string?>();
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        var sign = new[] { ';', '\t', ',' }.MaxBy(candidate => lines[0].Count(letter => letter == candidate));
        var header = Cells(lines[0], sign);
        if (Column(header, keyColumn) is not (>= 0 and var key) || Column(header, valueColumn) is not (>= 0 and var value))
        {
            return entries;
        }

        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length > 0)
            {
                Add(entries, Cells(lines[i], sign), i + 1, key, value);
            }
        }

        return entries;
    }

    private void Add(Dictionary<string, string?> entries, List<string> cells, int line, int key, int value)
    {
        if (cells.Count <= Math.Max(key, value))
        {
            findings.Add(new(MappingErrors.BadLookupFile, "the line has fewer columns than the header.", new(name, line)));
        }
        else if (!entries.TryAdd(cells[key], cells[value].Length == 0 ? null : cells[value]))
        {
            findings.Add(new(MappingErrors.BadLookupFile, $"the key \"{cells[key]}\" stands in an earlier line too.", new(name, line), Try: "keep one of the two."));
        }
    }

    private int Column(List<string> header, string column)
    {
        var at = header.IndexOf(column);
        if (at < 0)
        {
            findings.Add(new(MappingErrors.BadLookupFile, $"there is no column \"{column}\".", new(name, 1), Try: Suggestion.For(column, header) ?? $"one of {string.Join(", ", header)}."));
        }

        return at;
    }

    /// <summary>A cell may stand in double quotes, a quote within doubled; a line break within is not read.</summary>
    private static List<string> Cells(string line, char sign)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (letter == '"')
            {
                var isDoubled = isQuoted && i + 1 < line.Length && line[i + 1] == '"';
                cell.Append(isDoubled ? "\"" : "");
                i += isDoubled ? 1 : 0;
                isQuoted = isDoubled || !isQuoted;
            }
            else if (letter == sign && !isQuoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(letter);
            }
        }

        cells.Add(cell.ToString().Trim());
        return cells;
    }
}

using System.Buffers;
using System.Text;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Files.Tables;

/// <summary>
/// Writes rows as delimited text in memory, in UTF-8. Every cell stands in quotes, so that nothing in a cell can end it, and
/// every row is one line: line breaks and control characters within a cell become blanks.
/// </summary>
internal sealed class DelimitedText(string file)
{
    /// <summary>What separates the cells of the text made.</summary>
    internal const char Delimiter = ';';

    private const int MostBytes = 1 << 28;
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly List<(int End, int Cells)> _rows = [];
    private readonly StringBuilder _row = new();
    private int _cells;

    /// <summary>Rows written so far: the line of the last one.</summary>
    internal int Rows => _rows.Count;

    internal void Cell(string value)
    {
        if (_cells++ > 0)
        {
            _row.Append(Delimiter);
        }

        _row.Append('"');
        foreach (var character in value)
        {
            _ = character == '"' ? _row.Append("\"\"") : _row.Append(char.IsControl(character) ? ' ' : character);
        }

        _row.Append('"');
    }

    /// <summary>Empty cells until the next one has this number, counted from 1.</summary>
    internal void SkipTo(int number)
    {
        while (_cells < number - 1)
        {
            Cell("");
        }
    }

    /// <summary>Throws <see cref="EtlException"/> when the text has become larger than any real table.</summary>
    internal void EndRow()
    {
        _text.Write(Encoding.UTF8.GetBytes(_row.ToString()));
        if (_text.WrittenCount > MostBytes)
        {
            throw new EtlException(new Issue(FileMappingErrors.TooLarge, "the table unpacks to more than 256 MiB.", new(file, _rows.Count + 1), Try: "look for a sheet that is filled to its last row."));
        }

        _rows.Add((_text.WrittenCount, _cells));
        _row.Clear();
        _cells = 0;
    }

    /// <summary>The rows as they are.</summary>
    internal FileBytes ToFile() => ToFile(width: 0);

    /// <summary>The rows filled up with empty cells to the longest of them: a sheet has no row that ends early. Empty rows stay empty lines.</summary>
    internal FileBytes ToEvenFile() => ToFile(_rows.Count == 0 ? 0 : _rows.Max(row => row.Cells));

    private FileBytes ToFile(int width)
    {
        var made = new ArrayBufferWriter<byte>(_text.WrittenCount + _rows.Count + 1);
        var start = 0;
        foreach (var (end, cells) in _rows)
        {
            made.Write(_text.WrittenSpan[start..end]);
            for (var cell = cells; cells > 0 && cell < width; cell++)
            {
                made.Write(";\"\""u8);
            }

            made.Write("\n"u8);
            start = end;
        }

        return FileBytes.FromMemory(file, made.WrittenSpan.ToArray());
    }
}

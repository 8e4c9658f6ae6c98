using System.Text;
using CsvHelper;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>The line and column of a field, counted in characters as an editor shows them. Computed only when something is wrong.</summary>
internal static class CellPosition
{
    internal static SourcePosition Of(CsvReader reader, int field, string file, string? record = null)
    {
        var line = (int)reader.LineNumber;
        var before = 0;
        for (var i = 0; i < Math.Min(field, reader.FieldCount); i++)
        {
            before += reader.GetRawSpan(i).Length + 1;
        }

        var raw = reader.RawRecord;
        var text = Encoding.UTF8.GetString(raw[..Math.Min(before, raw.Length)]);
        var lineStart = text.LastIndexOf('\n') + 1;
        return new(file, line + text.Count(character => character == '\n'), text.Length - lineStart + 1, record);
    }
}

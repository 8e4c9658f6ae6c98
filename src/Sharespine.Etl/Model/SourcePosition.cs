using System.Globalization;

namespace Sharespine.Etl.Model;

/// <summary>
/// Where something was read: a file name or page address, the line (1-based) and column (1-based) where they are known,
/// and the record's own key. Zero means unknown.
/// </summary>
public readonly record struct SourcePosition(string Source, int Line = 0, int Column = 0, string? Record = null)
{
    public override string ToString()
    {
        var place = Line == 0 ? Source
            : Column == 0 ? string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}")
            : string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}:{Column}");
        return Record is null ? place : $"{place} ({Record})";
    }
}

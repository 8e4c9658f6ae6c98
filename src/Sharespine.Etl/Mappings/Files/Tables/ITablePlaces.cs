using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files.Tables;

/// <summary>Leads from a line of text that was made in memory back to the place that a person finds in the file itself.</summary>
internal interface ITablePlaces
{
    /// <param name="line">The line of the text, from 1.</param>
    /// <param name="cell">The cell within it, from 1; 0 for the whole line.</param>
    SourcePosition Of(SourcePosition at, int line, int cell);

    /// <summary>The number by which a person finds a row: a sheet's row, a document's line; in a document of a single line the item's number in its table.</summary>
    int RowOf(int line);
}

/// <summary>A sheet: the line is the row, and the column the cell's number.</summary>
internal sealed class SheetPlaces : ITablePlaces
{
    public SourcePosition Of(SourcePosition at, int line, int cell) => at with { Line = line, Column = cell };

    public int RowOf(int line) => line;
}

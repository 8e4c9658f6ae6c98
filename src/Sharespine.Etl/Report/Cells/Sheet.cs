namespace Sharespine.Etl.Report.Cells;

/// <summary>One row of cells, from column A on. A height of 0 leaves the height to the reader.</summary>
internal readonly record struct Row(IReadOnlyList<Cell> Cells, int Height = 0)
{
    public static Row Of(params Cell[] cells) => new(cells);

    public static Row Empty { get; } = new([]);
}

/// <param name="Widest">The content decides the width up to here, in characters.</param>
/// <param name="Narrowest">And down to here.</param>
internal sealed record Column(int Widest = 40, int Narrowest = 6)
{
    public static Column Fixed(int width) => new(width, width);
}

/// <summary>A cell that leads to another sheet. Rows and columns count from 1.</summary>
internal sealed record Link(int Row, int Column, string TargetSheet, int TargetRow = 1);

internal sealed record Merge(int Row, int FirstColumn, int LastColumn);

/// <summary>A list of words to choose from in a column's cells.</summary>
internal sealed record Choice(int FirstRow, int LastRow, int Column, IReadOnlyList<string> Words, string Title, string Message);

/// <summary>What a sheet holds; how it becomes a file is <see cref="WorkbookFile"/>'s business.</summary>
internal sealed record Sheet
{
    /// <summary>At most 31 characters.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>Gone through twice: once to measure, once to write. Long tables make their rows as they are asked for.</summary>
    public required IEnumerable<Row> Rows { get; init; }

    /// <summary>The row of column headings: frozen with what stands above it and repeated on every printed page. 0: none.</summary>
    public int HeaderRow { get; init; }

    /// <summary>The last row of the table under the headings, for the filter; 0: no filter.</summary>
    public int LastTableRow { get; init; }

    public IReadOnlyList<Link> Links { get; init; } = [];

    public IReadOnlyList<Merge> Merges { get; init; } = [];

    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>The last rows of printed pages.</summary>
    public IReadOnlyList<int> PageBreaks { get; init; } = [];
}

namespace Sharespine.Etl.Report.Cells;

internal enum CellFormat : byte
{
    Text,

    /// <summary>Text that may take several lines.</summary>
    Wrapped,

    /// <summary>Small type for ids and check sums.</summary>
    Code,
    Money,
    Integer,
    Percent,
    Date,
}

internal enum CellLook : byte
{
    Body,
    Title,
    Lead,
    Subtitle,
    Section,
    Header,
    Total,
    Good,
    Warn,
    Bad,
    Muted,
    Input,
    Link,
    Strong,
}

/// <summary>How a cell looks. <see cref="Ruled"/>: a thin line above. <see cref="Quoted"/>: marked as text for spreadsheets.</summary>
internal readonly record struct CellStyle(CellFormat Format, CellLook Look = CellLook.Body, bool Ruled = false, bool Quoted = false);

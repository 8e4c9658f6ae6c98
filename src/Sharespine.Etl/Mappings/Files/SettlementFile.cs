using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files.Tables;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>A settlement file, read. A payout is here whole or not at all.</summary>
public sealed record SettlementFile
{
    /// <summary>The file's name as given.</summary>
    public required string Name { get; init; }

    public required string Mapping { get; init; }

    public required ReadFormat Format { get; init; }

    /// <summary>In file order. Those out of balance are among them: see <see cref="Controls"/> before posting.</summary>
    public required IReadOnlyList<Payout> Payouts { get; init; }

    /// <summary>The proof of each payout, in the same order.</summary>
    public required IReadOnlyList<PayoutControl> Controls { get; init; }

    /// <summary>Payouts with an unreadable row or fact: nothing of them is in <see cref="Payouts"/>.</summary>
    public required IReadOnlyList<RefusedPayout> Refused { get; init; }

    /// <summary>Everything that a person has to look at, in file order.</summary>
    public required IReadOnlyList<Issue> Issues { get; init; }

    /// <summary>What is worth knowing and wrong with nothing: unknown columns, filtered rows, no totals.</summary>
    public required IReadOnlyList<Issue> Notes { get; init; }

    /// <summary>Rows of the lines' section: those that became lines, were filtered, or stand in a refused payout.</summary>
    public required RowCounts Rows { get; init; }
}

/// <param name="Read">Every row of the lines' section; equals the sum of the others.</param>
/// <param name="Taken">Became a line of a payout.</param>
/// <param name="Filtered">Left out by lines: when:.</param>
/// <param name="Refused">Stand in a payout that was refused.</param>
public sealed record RowCounts(int Read, int Taken, int Filtered, int Refused);

/// <summary>How the file turned out to be written. Of a workbook or a JSON document, the text that was made of it.</summary>
/// <param name="Sheet">The sheet of a workbook that was read; empty for other files.</param>
public sealed record ReadFormat(TextEncoding Encoding, char Delimiter, DecimalMark Decimal, FileContainer Container = FileContainer.Text, string Sheet = "");

/// <param name="Reference">Empty when the reference itself was unreadable.</param>
/// <param name="At">Where the payout starts in the file.</param>
/// <param name="Issues">Why it was refused.</param>
public sealed record RefusedPayout(string Reference, SourcePosition At, IReadOnlyList<Issue> Issues);

/// <summary>Control (a): the lines of a payout against the provider's own total.</summary>
/// <param name="Sum">Σ (amount + VAT) of all lines, those made from totals included.</param>
/// <param name="Total">What the provider says; null when the file has no total, and then nothing is proven.</param>
/// <param name="LineCount">Lines of the payout, those made from totals included.</param>
public sealed record PayoutControl(string Reference, Money Sum, Money? Total, int LineCount, IReadOnlyList<Issue> Mismatches)
{
    /// <summary>Total less sum; null when there is no total.</summary>
    public Money? Difference => Total is { } total ? total - Sum : null;

    /// <summary>The file has a total and the lines do not sum to it.</summary>
    public bool OutOfBalance => Difference is { IsZero: false };

    /// <summary>The file has a total and the lines sum to it.</summary>
    public bool IsProven => Difference is { IsZero: true };
}

/// <summary>
/// Takes a settlement file as it is read, so that a store can insert lines in bulk and nothing large is held in memory.
/// The calls come in file order; several payouts may be open at once where rows name their payout. When reading throws,
/// whatever was taken has to be given back: use one transaction.
/// </summary>
public interface ISettlementSink
{
    /// <summary>
    /// A payout begins; <see cref="Payout.Lines"/> is empty, and its total may come only with <see cref="Take"/>: a record after
    /// the rows can state it. <paramref name="index"/> counts from 0 and names it in the later calls.
    /// </summary>
    void Begin(int index, Payout payout);

    void Line(int index, SettlementLine line);

    /// <summary>The payout is complete.</summary>
    void Take(int index, PayoutControl control);

    /// <summary>The payout is refused: forget its lines. It may never have begun.</summary>
    void Refuse(int index, RefusedPayout refused);
}

/// <summary>What remains to be told when a file was streamed to a sink.</summary>
public sealed record SettlementSummary(ReadFormat Format, RowCounts Rows, IReadOnlyList<Issue> Issues, IReadOnlyList<Issue> Notes);

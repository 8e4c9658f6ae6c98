using CsvHelper;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files.Tables;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>
/// Reads a settlement file by a mapping of <c>kind: file</c>. A file that is not whole, or that cannot be told apart from
/// another kind, throws <see cref="EtlException"/> and nothing of it counts; a payout with an unreadable row is refused
/// whole, and the others of the file are read.
/// </summary>
public static class SettlementReader
{
    /// <summary>The whole file in memory.</summary>
    public static SettlementFile Read(FileBytes file, FileMapping mapping, CancellationToken cancellation = default)
    {
        var sink = new CollectingSink();
        var summary = Stream(file, mapping, sink, cancellation);
        return sink.ToFile(file.Name, mapping.Name, summary);
    }

    /// <summary>
    /// The same, line by line: for files of any size. When it throws, what <paramref name="sink"/> took has to be given back.
    /// The file is opened three times: for its bytes, for its delimiter and decimal mark, and for its values. A workbook or a
    /// JSON document is turned into delimited text in memory first; places are those of the workbook or the document.
    /// </summary>
    public static SettlementSummary Stream(FileBytes file, FileMapping mapping, ISettlementSink sink, CancellationToken cancellation = default)
    {
        var table = SettlementTable.Of(file, mapping);
        if (table.Places is null)
        {
            return Scan(table, sink, cancellation);
        }

        try
        {
            var summary = table.IsEmpty ? Nothing(table) : Scan(table, new PlacingSink(sink, table), cancellation);
            return summary with { Issues = [.. summary.Issues.Select(table.Place)], Notes = [.. table.Notes, .. summary.Notes.Select(table.Place)] };
        }
        catch (EtlException exception)
        {
            throw new EtlException([.. exception.Issues.Select(table.Place)]);
        }
    }

    private static SettlementSummary Nothing(SettlementTable table) =>
        new(new(TextEncoding.Utf8, DelimitedText.Delimiter, DecimalMark.Point, table.Container), new(0, 0, 0, 0), [], []);

    private static SettlementSummary Scan(SettlementTable table, ISettlementSink sink, CancellationToken cancellation)
    {
        var (file, mapping) = (table.Text, table.Mapping);
        var (sniffed, survey) = FileSniffer.Sniff(file, mapping);
        var format = sniffed with { Container = table.Container, Sheet = table.Sheet };
        using var reader = FileSniffer.Open(file, survey, format.Delimiter);
        try
        {
            return new SettlementScan(file, mapping, sink, reader, format, survey).Run(cancellation);
        }
        catch (OverflowException exception)
        {
            throw new EtlException(new Issue(FileMappingErrors.BadAmount, "the amounts of a payout are too large to be summed.", new(file.Name), Try: "look for an order number in the amount column."), exception);
        }
    }

    private sealed class CollectingSink : ISettlementSink
    {
        private readonly SortedDictionary<int, (Payout Payout, List<SettlementLine> Lines, PayoutControl? Control)> _payouts = [];
        private readonly List<RefusedPayout> _refused = [];

        public void Begin(int index, Payout payout) => _payouts[index] = (payout, [], null);

        public void Line(int index, SettlementLine line) => _payouts[index].Lines.Add(line);

        public void Take(int index, PayoutControl control) => _payouts[index] = _payouts[index] with { Control = control };

        public void Refuse(int index, RefusedPayout refused)
        {
            _payouts.Remove(index);
            _refused.Add(refused);
        }

        internal SettlementFile ToFile(string name, string mapping, SettlementSummary summary) => new()
        {
            Name = name,
            Mapping = mapping,
            Format = summary.Format,
            Payouts = [.. _payouts.Values.Select(taken => taken.Payout with { Total = taken.Control!.Total, Lines = taken.Lines })],
            Controls = [.. _payouts.Values.Select(taken => taken.Control!)],
            Refused = _refused,
            Issues = summary.Issues,
            Notes = summary.Notes,
            Rows = summary.Rows,
        };
    }
}

using System.Globalization;
using CsvHelper;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files.Tables;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files.Ledgers;

/// <summary>Walks the rows of a file's tables. What is wrong with a row stands in <see cref="Issues"/>, never in a default value.</summary>
internal sealed class TableScan(FileBytes file, ITableMapping mapping)
{
    private FileBytes? _made;
    private readonly IssueLog _issues = new(file.Name);
    private readonly IssueLog _notes = new(file.Name);

    public IReadOnlyList<Issue> Issues => Placed(_issues.ToList());

    public IReadOnlyList<Issue> Notes => Placed(_notes.ToList());

    public void Note(Issue issue) => _notes.Add(issue);

    public void Fault(Issue issue) => _issues.Add(issue);

    /// <summary>Calls <paramref name="take"/> for every row under a header; afterwards the row's issues are collected.</summary>
    /// <exception cref="EtlException">The file cannot be read at all.</exception>
    public void Run(Action<Section, Row> take, CancellationToken cancellation)
    {
        var (text, table) = AsText();
        var (format, survey) = FileSniffer.Sniff(text, table);
        using var reader = FileSniffer.Open(text, survey, format.Delimiter);
        var headers = new HeaderFinder(mapping);
        var facts = new FileFacts(file.Name);
        var row = new Row(reader, facts, format, new(table.Format.Dates, table.Format.FileZone, table.Format.BusinessZone));
        Layout? layout = null;
        while (FileSniffer.Next(reader, file.Name))
        {
            cancellation.ThrowIfCancellationRequested();
            if (FileSniffer.IsBlank(reader))
            {
                continue;
            }

            if (headers.Find(reader) is { } section)
            {
                layout = Begin(reader, section, row);
            }
            else if (layout is null)
            {
                _notes.Add(new(FileMappingErrors.OutsideSections, "the line stands before the first section and is not read.", new(file.Name, (int)reader.LineNumber)));
            }
            else
            {
                Read(reader, layout, row, take);
            }
        }

        if (!survey.EndsWithLineEnd && _made is null)
        {
            _notes.Add(new(FileMappingErrors.NoLineEnd, "the last line has no line end; it has all its fields and was taken.", new(file.Name)));
        }
    }

    /// <summary>A workbook as text made in memory. Rows keep their numbers.</summary>
    private (FileBytes Text, ITableMapping Table) AsText()
    {
        if (SettlementTable.ContainerOf(file, mapping) != FileContainer.Xlsx)
        {
            return (file, mapping);
        }

        var (sheet, notes) = SettlementTable.SheetOf(file, mapping);
        foreach (var note in notes)
        {
            _notes.Add(note);
        }

        _made = sheet.Text;
        return (sheet.Text, new MadeTable(mapping.Name, mapping.At, SettlementTable.AsMade(mapping.Format, mapping.Format.Decimal), mapping.Sections));
    }

    /// <summary>In a workbook a place is a row and the number of a cell.</summary>
    private IReadOnlyList<Issue> Placed(IReadOnlyList<Issue> issues) => _made is not { } made ? issues :
        [.. issues.Select(issue => issue.At is { Line: > 0, Column: > 0 } at && at.Source == file.Name ? issue with { At = at with { Column = SettlementTable.CellAt(made, at.Line, at.Column) } } : issue)];

    private sealed record MadeTable(string Name, SourcePosition At, FileFormat Format, IReadOnlyList<Section> Sections) : ITableMapping;

    private Layout Begin(CsvReader reader, Section section, Row row)
    {
        var notes = new List<Issue>();
        var layout = Layout.Read(reader, section, file.Name, notes);
        notes.ForEach(_notes.Add);
        row.Under(layout);
        return layout;
    }

    private void Read(CsvReader reader, Layout layout, Row row, Action<Section, Row> take)
    {
        row.Begin();
        row.Record = null;
        if (reader.FieldCount != layout.FieldCount)
        {
            row.Issues.Add(new(FileMappingErrors.FieldCount,
                string.Create(CultureInfo.InvariantCulture, $"the row has {reader.FieldCount} fields, its header in line {layout.At.Line} has {layout.FieldCount}."), new(file.Name, row.Line),
                Try: reader.FieldCount > layout.FieldCount ? "look for a decimal comma or a delimiter in a field without quotes." : null));
        }
        else
        {
            take(layout.Section, row);
        }

        row.Issues.ForEach(_issues.Add);
    }
}

/// <summary>What the rules for amounts and balances make of a row.</summary>
internal static class AmountRules
{
    /// <summary>The signed amount with its two sides, or null with an issue on the row.</summary>
    internal static Sides? Read(this AmountRule rule, Row row, Currency currency)
    {
        if (rule.Amount is { } signed)
        {
            return row.RequiredAmount(signed, currency, currency.Decimals) is { } amount ? Sides.Of(amount) : null;
        }

        var before = row.Issues.Count;
        var debit = row.Amount(rule.Debit, currency, currency.Decimals);
        var credit = row.Amount(rule.Credit, currency, currency.Decimals);
        if (row.Issues.Count > before)
        {
            return null;
        }

        if (debit is null && credit is null)
        {
            row.Add(FileMappingErrors.MissingValue, rule.Debit!, "neither debit nor credit has an amount");
            return null;
        }

        return new(debit ?? Money.Zero(currency), credit ?? Money.Zero(currency));
    }

    internal static BalanceRule? Taking(this IReadOnlyList<BalanceRule> rules, Section section, Row row) =>
        rules.FirstOrDefault(rule => rule.From == section.Name && row.Answer(rule.When) == true);
}

internal readonly record struct Sides(Money Debit, Money Credit)
{
    public Money Amount => Debit - Credit;

    public static Sides Of(Money amount) => amount.Minor >= 0 ? new(amount, Money.Zero(amount.Currency)) : new(Money.Zero(amount.Currency), -amount);

    public static Sides operator +(Sides one, Sides other) => new(one.Debit + other.Debit, one.Credit + other.Credit);
}

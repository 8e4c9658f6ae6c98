using System.Globalization;
using System.Text;
using CsvHelper;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>
/// The row at hand, read through the mapping's rules. A value is given or an issue is noted, never a default in its place;
/// an empty cell, or a column that the layout does not have, is no value.
/// </summary>
internal sealed class Row
{
    private const int SharedMax = 10_000;
    private readonly Dictionary<string, string> _texts;
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _shared;
    private readonly CsvReader _reader;
    private readonly FileFacts _file;
    private readonly ReadFormat _format;
    private readonly DateText _dates;
    private readonly Dictionary<Layout, (RowExpressions Expressions, string?[] Before)> _layouts = [];
    private Layout? _layout;
    private RowExpressions? _expressions;
    private string?[] _before = [];
    private JoinedCell? _joined;

    internal Row(CsvReader reader, FileFacts file, ReadFormat format, DateText dates)
    {
        (_reader, _file, _format, _dates) = (reader, file, format, dates);
        _texts = [];
        _shared = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    internal Layout Layout => _layout ?? throw new InvalidOperationException("A row was read before its header.");

    internal int Line => (int)_reader.LineNumber;

    /// <summary>Names the record in messages: payout 123456789.</summary>
    internal string? Record { get; set; }

    /// <summary>What was wrong with the row so far.</summary>
    internal List<Issue> Issues { get; } = [];

    internal void Under(Layout layout)
    {
        _layout = layout;
        if (!_layouts.TryGetValue(layout, out var known))
        {
            _layouts[layout] = known = (new(this, layout.Section, _file), new string?[layout.Section.Columns.Count]);
        }

        (_expressions, _before) = known;
    }

    internal void Begin()
    {
        Issues.Clear();
        _joined = null;
        _expressions!.Begin();
    }

    /// <summary>Reads the row as if the two fields were one.</summary>
    internal void Join(JoinedCell joined) => _joined = joined;

    /// <summary>The value of any rule: for keeping it beyond the row.</summary>
    internal Value Any(FieldRule rule) => rule.Expression is not null ? Evaluate(rule) : CellValue(rule.Column, rule);

    /// <summary>A text without blanks around it, or null. Repeated words (types, currencies) are one string.</summary>
    internal string? Text(FieldRule? rule, bool repeats = false)
    {
        if (rule?.Expression is not null)
        {
            return Evaluate(rule) is { Kind: ValueKind.Text } value && value.Text.Trim() is { Length: > 0 } text ? text : null;
        }

        var cell = rule is null ? [] : Cell(rule.Column).Trim(" \t"u8);
        return cell.IsEmpty ? null : repeats ? Shared(cell) : AsBefore(rule!.Column, cell);
    }

    internal string? Required(FieldRule rule, bool repeats = false)
    {
        var before = Issues.Count;
        var text = Text(rule, repeats);
        return text ?? Missing<string?>(rule, before);
    }

    internal Money? Amount(FieldRule? rule, Currency currency, int decimals)
    {
        if (rule?.Expression is not null)
        {
            return Evaluate(rule) is { Kind: ValueKind.Number } value ? Exact(rule, value.Number, currency) : null;
        }

        var cell = rule is null ? [] : Cell(rule.Column);
        if (cell.Trim(" \t"u8).IsEmpty)
        {
            return null;
        }

        var isMinor = Layout.Section.Columns[rule!.Column].Kind == CellKind.Minor;
        if (isMinor ? AmountText.TryMinor(cell, currency, out var money) : AmountText.TryMoney(cell, _format.Decimal, currency, decimals, out money))
        {
            return money;
        }

        Add(FileMappingErrors.BadAmount, rule, isMinor
            ? $"cannot read {AmountText.Quote(cell)} as a whole number of minor units of {currency}"
            : $"cannot read {AmountText.Quote(cell)} as an amount in {currency} with a decimal {Mark}");
        return null;
    }

    internal Money? RequiredAmount(FieldRule rule, Currency currency, int decimals)
    {
        var before = Issues.Count;
        return Amount(rule, currency, decimals) ?? Missing<Money?>(rule, before);
    }

    /// <summary>A percentage from 0 to 100.</summary>
    internal decimal? Percent(FieldRule? rule)
    {
        if (rule?.Expression is not null)
        {
            return Evaluate(rule) is { Kind: ValueKind.Number } value ? InRange(rule, value.Number) : null;
        }

        var cell = rule is null ? [] : Cell(rule.Column).Trim(" \t"u8);
        if (cell.IsEmpty)
        {
            return null;
        }

        if (TryPercent(cell, out var percent))
        {
            return percent;
        }

        Add(FileMappingErrors.BadAmount, rule!, $"cannot read {AmountText.Quote(cell)} as a percentage between 0 and 100");
        return null;
    }

    internal DateOnly? Date(FieldRule? rule)
    {
        if (rule?.Expression is not null)
        {
            return Evaluate(rule) is { Kind: ValueKind.Date } value ? value.Date : null;
        }

        var cell = rule is null ? [] : Cell(rule.Column).Trim(" \t"u8);
        if (cell.IsEmpty)
        {
            return null;
        }

        if (_dates.TryBusinessDate(cell, out var date))
        {
            return date;
        }

        Add(FileMappingErrors.BadDate, rule!, $"cannot read {AmountText.Quote(cell)} as a date");
        return null;
    }

    internal DateOnly? RequiredDate(FieldRule rule)
    {
        var before = Issues.Count;
        return Date(rule) ?? Missing<DateOnly?>(rule, before);
    }

    /// <summary>The answer of a yes/no rule; null, with an issue, when it has none.</summary>
    internal bool? Answer(FieldRule rule)
    {
        var before = Issues.Count;
        return Evaluate(rule) is { Kind: ValueKind.Boolean } value ? value.IsTrue : Missing<bool?>(rule, before);
    }

    /// <summary>A column's value for expressions; what cannot be read is an issue under the rule that asked first.</summary>
    internal Value CellValue(int column, FieldRule asking)
    {
        var cell = Cell(column).Trim(" \t"u8);
        if (cell.IsEmpty)
        {
            return Value.Nothing;
        }

        switch (Layout.Section.Columns[column].Kind)
        {
            case CellKind.Text:
                return Value.Of(Shared(cell));
            case CellKind.Date when _dates.TryBusinessDate(cell, out var date):
                return Value.Of(date);
            case CellKind.Amount when AmountText.TryDecimal(cell, _format.Decimal, out var amount):
                return Value.Of(amount);
            case CellKind.Percent when TryPercent(cell, out var percent):
                return Value.Of(percent);
            case CellKind.Minor:
                return MinorValue(column, cell, asking);
            case CellKind.Date:
                Add(FileMappingErrors.BadDate, asking with { Column = column }, $"cannot read {AmountText.Quote(cell)} as a date");
                return Value.Failed;
            default:
                Add(FileMappingErrors.BadAmount, asking with { Column = column }, $"cannot read {AmountText.Quote(cell)} as a number with a decimal {Mark}");
                return Value.Failed;
        }
    }

    /// <summary>Minor units as the number of whole ones, by the currency of the row.</summary>
    private Value MinorValue(int column, ReadOnlySpan<byte> cell, FieldRule asking)
    {
        var text = Encoding.UTF8.GetString(Cell(Layout.Section.CurrencyColumn).Trim(" \t"u8));
        if (!Model.Currency.TryParse(text, out var currency))
        {
            Add(FileMappingErrors.BadCurrency, asking with { Column = Layout.Section.CurrencyColumn }, $"cannot read {Quote(text)} as a currency of three letters");
            return Value.Failed;
        }

        if (AmountText.TryMinor(cell, currency, out var money))
        {
            return Value.Of(money.Minor / currency.MinorPerMajor);
        }

        Add(FileMappingErrors.BadAmount, asking with { Column = column }, $"cannot read {AmountText.Quote(cell)} as a whole number of minor units of {currency}");
        return Value.Failed;
    }

    internal Currency? Currency(FieldRule rule)
    {
        var text = Required(rule, repeats: true);
        if (text is null)
        {
            return null;
        }

        if (Model.Currency.TryParse(text, out var currency))
        {
            return currency;
        }

        Add(FileMappingErrors.BadCurrency, rule, $"cannot read {Quote(text)} as a currency of three letters");
        return null;
    }

    /// <summary>Notes an issue at the rule's cell.</summary>
    internal void Add(ErrorCode code, FieldRule rule, string message, string? @try = null) => Issues.Add(Issue(code, rule, message, @try));

    internal Issue Issue(ErrorCode code, FieldRule rule, string message, string? @try = null)
    {
        var field = FieldOf(rule.Column);
        var at = field >= 0 ? CellPosition.Of(_reader, field, _file.Name, Record) : new(_file.Name, Line, 0, Record);
        return new(code, $"{message}; rule: {rule.Target} ← {rule.Text} ({rule.At}).", at, rule.Target, @try);
    }

    internal ReadOnlySpan<byte> Cell(int column)
    {
        var field = FieldOf(column);
        return field < 0 || field >= _reader.FieldCount ? [] : _joined is { } joined && Layout.FieldOf(column) == joined.Field ? joined.Bytes : _reader.GetSpan(field);
    }

    /// <summary>Whether a cell reads as its column's kind; an empty one does.</summary>
    internal bool IsReadable(int column)
    {
        var cell = Cell(column).Trim(" \t"u8);
        return cell.IsEmpty || Layout.Section.Columns[column].Kind switch
        {
            CellKind.Amount => AmountText.TryDecimal(cell, _format.Decimal, out _),
            CellKind.Percent => TryPercent(cell, out _),
            CellKind.Date => _dates.TryBusinessDate(cell, out _),
            _ => true,
        };
    }

    private int FieldOf(int column)
    {
        var field = Layout.FieldOf(column);
        return _joined is { } joined && field > joined.Field ? field + 1 : field;
    }

    internal static string Quote(string text) => "\"" + (text.Length > 40 ? text[..40] + "…" : text) + "\"";

    private string Mark => _format.Decimal == DecimalMark.Point ? "point" : "comma";

    private Value Evaluate(FieldRule rule) => _expressions!.Evaluate(rule);

    private bool TryPercent(ReadOnlySpan<byte> cell, out decimal percent) =>
        AmountText.TryDecimal(cell.EndsWith("%"u8) ? cell[..^1] : cell, _format.Decimal, out percent) && percent is >= 0 and <= 100;

    private decimal? InRange(FieldRule rule, decimal percent)
    {
        if (percent is >= 0 and <= 100)
        {
            return percent;
        }

        Add(FileMappingErrors.BadAmount, rule, $"{percent.ToString(CultureInfo.InvariantCulture)} is not a percentage between 0 and 100");
        return null;
    }

    private Money? Exact(FieldRule rule, decimal amount, Currency currency)
    {
        var minor = amount * currency.MinorPerMajor;
        if (minor == decimal.Truncate(minor) && Math.Abs(minor) <= long.MaxValue)
        {
            return new(decimal.ToInt64(minor), currency);
        }

        Add(FileMappingErrors.BadAmount, rule, $"{amount.ToString(CultureInfo.InvariantCulture)} has more decimals than {currency} has");
        return null;
    }

    /// <summary>Notes that a required value is not there, unless a reason was noted already.</summary>
    private T? Missing<T>(FieldRule rule, int issuesBefore)
    {
        if (Issues.Count == issuesBefore)
        {
            Add(FileMappingErrors.MissingValue, rule, rule.Expression is not null ? "the rule gives nothing"
                : Layout.FieldOf(rule.Column) < 0 ? $"the layout has no column \"{rule.Text}\"" : "the value is empty");
        }

        return default;
    }

    /// <summary>A sale and its fees follow each other with the same ids: the row before often has the text already.</summary>
    private string AsBefore(int column, ReadOnlySpan<byte> cell)
    {
        ref var before = ref _before[column];
        return before is not null && Ascii.Equals(cell, before) ? before : before = Encoding.UTF8.GetString(cell);
    }

    private string Shared(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > 64)
        {
            return Encoding.UTF8.GetString(cell);
        }

        Span<char> characters = stackalloc char[64];
        var known = characters[..Encoding.UTF8.GetChars(cell, characters)];
        if (!_shared.TryGetValue(known, out var text) && _texts.Count < SharedMax)
        {
            text = new(known);
            _texts.Add(text, text);
        }

        return text ?? new(known);
    }
}

using System.Text;
using CsvHelper;
using Sharespine.Etl.Errors;
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
    private readonly FileBytes _file;
    private readonly ReadFormat _format;
    private readonly DateText _dates;
    private Layout? _layout;

    internal Row(CsvReader reader, FileBytes file, ReadFormat format, DateText dates)
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

    internal void Under(Layout layout) => _layout = layout;

    internal void Begin() => Issues.Clear();

    internal bool HasColumn(FieldRule rule) => Layout.FieldOf(rule.Column) >= 0;

    /// <summary>A text without blanks around it, or null. Repeated words (types, currencies) are one string.</summary>
    internal string? Text(FieldRule? rule, bool repeats = false)
    {
        var cell = rule is null ? [] : Cell(rule.Column).Trim(" \t"u8);
        return cell.IsEmpty ? null : repeats ? Shared(cell) : Encoding.UTF8.GetString(cell);
    }

    internal string? Required(FieldRule rule, bool repeats = false)
    {
        var text = Text(rule, repeats);
        if (text is null)
        {
            Missing(rule);
        }

        return text;
    }

    internal Money? Amount(FieldRule? rule, Currency currency, int decimals)
    {
        var cell = rule is null ? [] : Cell(rule.Column);
        if (cell.Trim(" \t"u8).IsEmpty)
        {
            return null;
        }

        if (AmountText.TryMoney(cell, _format.Decimal, currency, decimals, out var money))
        {
            return money;
        }

        var mark = _format.Decimal == DecimalMark.Point ? "point" : "comma";
        Add(FileMappingErrors.BadAmount, rule!, $"cannot read {AmountText.Quote(cell)} as an amount in {currency} with a decimal {mark}");
        return null;
    }

    internal Money? RequiredAmount(FieldRule rule, Currency currency, int decimals)
    {
        if (Cell(rule.Column).Trim(" \t"u8).IsEmpty)
        {
            Missing(rule);
            return null;
        }

        return Amount(rule, currency, decimals);
    }

    /// <summary>A percentage from 0 to 100.</summary>
    internal decimal? Percent(FieldRule? rule)
    {
        var cell = rule is null ? [] : Cell(rule.Column).Trim(" \t"u8);
        if (cell.IsEmpty)
        {
            return null;
        }

        if (AmountText.TryDecimal(cell.EndsWith("%"u8) ? cell[..^1] : cell, _format.Decimal, out var percent) && percent is >= 0 and <= 100)
        {
            return percent;
        }

        Add(FileMappingErrors.BadAmount, rule!, $"cannot read {AmountText.Quote(cell)} as a percentage between 0 and 100");
        return null;
    }

    internal DateOnly? Date(FieldRule? rule)
    {
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
        if (Cell(rule.Column).Trim(" \t"u8).IsEmpty)
        {
            Missing(rule);
            return null;
        }

        return Date(rule);
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

    internal void Missing(FieldRule rule) => Add(FileMappingErrors.MissingValue, rule, "the value is empty");

    /// <summary>Notes an issue at the rule's cell.</summary>
    internal void Add(ErrorCode code, FieldRule rule, string message, string? @try = null) => Issues.Add(Issue(code, rule, message, @try));

    internal Issue Issue(ErrorCode code, FieldRule rule, string message, string? @try = null)
    {
        var field = Layout.FieldOf(rule.Column);
        var at = field >= 0 ? CellPosition.Of(_reader, field, _file.Name, Record) : new(_file.Name, Line, 0, Record);
        return new(code, $"{message}; rule: {rule.Target} ← {rule.Text} ({rule.At}).", at, rule.Target, @try);
    }

    internal ReadOnlySpan<byte> Cell(int column)
    {
        var field = Layout.FieldOf(column);
        return field < 0 ? [] : _reader.GetSpan(field);
    }

    internal static string Quote(string text) => "\"" + (text.Length > 40 ? text[..40] + "…" : text) + "\"";

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

using Sharespine.Etl.Mappings.Files.Tables;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>
/// How the settlement files of one provider are read: a mapping of <c>kind: file</c>, checked and ready. Built by
/// <see cref="FileMappingReader"/>; immutable and safe to share.
/// </summary>
public sealed record FileMapping : IMapping, ITableMapping
{
    /// <summary>The mapping's name: klarna.settlement.</summary>
    public required string Name { get; init; }

    public string Kind => FileMappingKind.Word;

    /// <summary>The shipped file, then a site's overlays.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    public string About { get; init; } = "";

    /// <summary>The mapping's file and the line of its name.</summary>
    public required SourcePosition At { get; init; }

    public required FileFormat Format { get; init; }

    public required IReadOnlyList<Section> Sections { get; init; }

    /// <summary>How a payout's own facts are read.</summary>
    public required PayoutRule Payout { get; init; }

    /// <summary>The same for a layout without a summary section; null when such a file is refused.</summary>
    public PayoutRule? WithoutSummary { get; init; }

    /// <summary>One rule per section that has lines.</summary>
    public required IReadOnlyList<LineRule> Lines { get; init; }

    /// <summary>The record after the rows that states what the payouts before it sum to; null where there is none.</summary>
    public ClosingRule? Closing { get; init; }

    /// <summary>Numbers of lines that the file states of itself, in a trailer: checked where the record is there.</summary>
    public IReadOnlyList<CountRule> Counts { get; init; } = [];

    /// <summary>By the provider's type as written; a key TYPE/DETAILED wins over TYPE.</summary>
    public required IReadOnlyDictionary<string, TypeRule> Types { get; init; }

    /// <summary>In the mapping's order: a type counts to the first total in the file that claims it.</summary>
    public IReadOnlyList<TotalRule> Totals { get; init; } = [];

    public IReadOnlyList<ControlRule> Controls { get; init; } = [];

    /// <summary>Per currency, how much of a difference the provider itself calls rounding: up to this it becomes a line of its own.</summary>
    public IReadOnlyDictionary<string, Money> Rounding { get; init; } = new Dictionary<string, Money>();

    public IReadOnlyList<FileExample> Examples { get; init; } = [];

    /// <summary>The rule that makes lines of the section's rows; null where they make none.</summary>
    internal LineRule? LinesOf(Section section) => Lines.FirstOrDefault(rule => rule.From == section.Name);

    /// <summary>The payout's facts stand in rows that are lines too.</summary>
    internal bool IsGrouped(PayoutRule rule) => Lines.Any(lines => lines.From == rule.From);

    /// <summary>Lines begin with the word of their record.</summary>
    internal bool HasRecords => Sections.Any(section => section.Record is not null);
}

/// <summary>Container, encoding and number formats, given or to be found by evidence.</summary>
public sealed record FileFormat
{
    /// <summary>Null: whatever the file's first bytes show.</summary>
    public FileContainer? Container { get; init; }

    /// <summary>The sheet of a workbook; null for the first visible one with a section's header.</summary>
    public string? Sheet { get; init; }

    /// <summary>Tried in order; the first in which every byte is a character is taken.</summary>
    public IReadOnlyList<TextEncoding> Encodings { get; init; } = [TextEncoding.Utf8, TextEncoding.Windows1252];

    /// <summary>Null: found by the header.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Null: found by the amounts.</summary>
    public DecimalMark? Decimal { get; init; }

    public IReadOnlyList<string> Dates { get; init; } = [DateText.Iso];

    public TimeZoneInfo FileZone { get; init; } = TimeZoneInfo.Utc;

    public required TimeZoneInfo BusinessZone { get; init; }
}

/// <summary>
/// A table within the file, recognised by a header line that holds all of <see cref="FoundBy"/>, or by a word at the beginning
/// of each of its lines (<see cref="Record"/>).
/// </summary>
/// <param name="FoundBy">Column names that together occur in no other section's header. Empty for a record without a header.</param>
/// <param name="OneRow">True: the next line that is not empty is its only row.</param>
/// <param name="Required">Columns without which a layout is refused; those of <paramref name="FoundBy"/> are always there.</param>
public sealed record Section(string Name, IReadOnlyList<string> FoundBy, bool OneRow, IReadOnlyList<string> Required, IReadOnlyList<ColumnRule> Columns, SourcePosition At)
{
    private SectionScope? _scope;

    /// <summary>The first field of the section's rows: TransactionInfo, 110. Null for a table that only its header begins.</summary>
    public string? Record { get; init; }

    /// <summary>How many fields a row has where no header says it; 0 where a header does.</summary>
    public int Fields { get; init; }

    /// <summary>True: an amount whose decimal comma cut it in two is put together again, if that can be done in one way only and the payout's totals prove it.</summary>
    public bool JoinsDecimals { get; init; }

    /// <summary>True: a record known by its word alone. It is noted, and payouts around it need the proof of their totals.</summary>
    public bool IsUnread { get; init; }

    /// <summary>Values of its last row, by the names under which rows of other sections see them.</summary>
    internal IReadOnlyList<KeptValue> Keeps { get; set; } = [];

    /// <summary>Where the section's rows are in a JSON document; empty for a section of tables only.</summary>
    public IReadOnlyList<JsonPath> Paths { get; init; } = [];

    /// <summary>From the object that holds the list: the number of items that the document says the list has. Null when it says none.</summary>
    public JsonPath? Count { get; init; }

    /// <summary>Properties of an item that are known and not needed, with all that is below them.</summary>
    public IReadOnlyList<JsonPath> Ignored { get; init; } = [];

    /// <summary>True: the provider writes one layout, or there is none, as in JSON: line keys may rest on columns that a row can lack.</summary>
    public bool IsFixed { get; init; }

    /// <summary>The column with the currency of the section's minor amounts; -1 when it has none.</summary>
    public int CurrencyColumn { get; init; } = -1;

    /// <summary>What expressions over the section's rows may name.</summary>
    internal SectionScope Scope => _scope ??= new(this);

    internal int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == column)
            {
                return i;
            }
        }

        return -1;
    }
}

/// <param name="Name">What expressions call it.</param>
/// <param name="Also">Other captions that mean the same.</param>
/// <param name="Field">Its place in a row where no header says it, 1 for the first field; 0 for none.</param>
public sealed record ColumnRule(string Name, CellKind Kind, IReadOnlyList<string> Also, SourcePosition At, int Field = 0)
{
    /// <summary>Where an item of a JSON document has the value: the first of these that is there.</summary>
    public IReadOnlyList<JsonPath> Paths { get; init; } = [];
}

/// <summary>A value of one section that rows of the others may name, as it was in the last row before them.</summary>
internal sealed record KeptValue(string Name, FieldRule Rule);

/// <param name="Total">What the payouts since the last such record sum to, signed as payouts are.</param>
public sealed record ClosingRule(string From, FieldRule Total, SourcePosition At);

/// <param name="From">The section whose row states the number.</param>
/// <param name="Of">The sections whose rows it counts; empty: every line of the file that is not empty.</param>
public sealed record CountRule(string From, FieldRule Number, IReadOnlyList<string> Of, SourcePosition At);

public enum CellKind
{
    Text,

    /// <summary>An amount in the payout's currency.</summary>
    Amount,

    /// <summary>The same as a whole number of minor units: 1050 is 10.50 SEK and 1050 JPY.</summary>
    Minor,

    /// <summary>A percentage between 0 and 100, with or without a percent sign.</summary>
    Percent,

    /// <summary>A date or time, read as a business date.</summary>
    Date,

    /// <summary>Misspelt in the mapping and reported: nothing further is said about what is built on it.</summary>
    Wrong,
}

/// <summary>Where a payout's facts come from. With <see cref="From"/> the lines' own section, rows are grouped by reference.</summary>
public sealed record PayoutRule
{
    public required string From { get; init; }

    public required FieldRule Reference { get; init; }

    public required FieldRule Currency { get; init; }

    public required FieldRule Date { get; init; }

    public FieldRule? Merchant { get; init; }

    public FieldRule? Total { get; init; }

    public FieldRule? Kind { get; init; }

    /// <summary>The provider's word for NET, GROSS … and what it means.</summary>
    public IReadOnlyDictionary<string, SettlementKind> Kinds { get; init; } = new Dictionary<string, SettlementKind>();

    public required SourcePosition At { get; init; }
}

public sealed record LineRule
{
    public required string From { get; init; }

    /// <summary>False for a row: it is left out, and counted.</summary>
    public FieldRule? When { get; init; }

    /// <summary>The reference of the payout that a row belongs to; null or empty: the last payout before it.</summary>
    public FieldRule? Payout { get; init; }

    public required FieldRule Type { get; init; }

    public FieldRule? DetailedType { get; init; }

    public required FieldRule Amount { get; init; }

    public FieldRule? Currency { get; init; }

    public FieldRule? Vat { get; init; }

    public FieldRule? VatRate { get; init; }

    /// <summary>The VAT in the currency of registration, and that currency: both or neither.</summary>
    public FieldRule? RegistrationVat { get; init; }

    public FieldRule? RegistrationCurrency { get; init; }

    public FieldRule? OrderReference { get; init; }

    public IReadOnlyList<FieldRule> OtherReferences { get; init; } = [];

    public FieldRule? ProviderOrderId { get; init; }

    public FieldRule? CaptureId { get; init; }

    public FieldRule? RefundId { get; init; }

    public FieldRule? SaleDate { get; init; }

    public FieldRule? EventDate { get; init; }

    public FieldRule? PaymentMethod { get; init; }

    /// <summary>What tells lines of a payout apart; identical ones are numbered.</summary>
    public required IReadOnlyList<FieldRule> Key { get; init; }

    /// <summary>Further lines of the same row, such as a fee in a column of its own; their <see cref="When"/> says whether the row has one.</summary>
    public IReadOnlyList<LineRule> Also { get; init; } = [];

    public required SourcePosition At { get; init; }
}

/// <summary>How a type of the provider enters the payout.</summary>
/// <param name="Name">TYPE or TYPE/DETAILED.</param>
/// <param name="Sign">+1 or −1 whatever sign the file has; 0 keeps the file's sign.</param>
/// <param name="HasVat">True for a fee: the VAT columns speak of this row.</param>
/// <param name="Text">What is unknown, for a type that the provider itself cannot tell (<see cref="LineType.Unknown"/>): such a line is an exception by this name.</param>
public sealed record TypeRule(string Name, LineType Is, int Sign, bool HasVat, SourcePosition At, string Text = "");

/// <summary>One of the file's totals.</summary>
/// <param name="Column">Its column in the payout's section.</param>
/// <param name="Sign">How it enters the payout, +1 or −1; 0 for a balance that does not enter it.</param>
/// <param name="Rows">Types whose amounts it sums.</param>
/// <param name="VatOf">Types whose VAT it sums.</param>
/// <param name="Line">The type of the line that stands for it when no row carries it; null when rows always do.</param>
/// <param name="Text">What such a line is called.</param>
public sealed record TotalRule(string Column, int Sign, IReadOnlyList<string> Rows, IReadOnlyList<string> VatOf, LineType? Line, string Text, SourcePosition At)
{
    /// <summary>What the total is computed by, over the payout's section; null when <see cref="Column"/> is it.</summary>
    public FieldRule? Value { get; init; }
}

/// <summary>An equation between the file's own totals: <see cref="EqualTo"/> is the sum of the signed <see cref="Terms"/>.</summary>
public sealed record ControlRule(string Name, string EqualTo, IReadOnlyList<(int Sign, string Column)> Terms, SourcePosition At);

/// <summary>given: a small file's text; expect: what is to be read from it.</summary>
public sealed record FileExample(string Name, string Given, string FileName, IReadOnlyList<string> Expect, SourcePosition At);

using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files.Ledgers;

/// <summary>How a ledger or customer-ledger export is read: a mapping of <c>kind: ledger</c>, checked and ready.</summary>
public sealed record LedgerMapping : IMapping, ITableMapping
{
    public required string Name { get; init; }

    public string Kind => LedgerMappingKind.Word;

    public IReadOnlyList<string> Files { get; init; } = [];

    public string About { get; init; } = "";

    public required SourcePosition At { get; init; }

    public required FileFormat Format { get; init; }

    public required IReadOnlyList<Section> Sections { get; init; }

    /// <summary>The first that takes a row of its section makes an entry of it.</summary>
    public required IReadOnlyList<EntryRule> Entries { get; init; }

    public IReadOnlyList<BalanceRule> Opening { get; init; } = [];

    public IReadOnlyList<BalanceRule> Closing { get; init; } = [];

    /// <summary>Rows that say what the entries before them sum to: the proof that the file is whole.</summary>
    public IReadOnlyList<BalanceRule> Totals { get; init; } = [];

    /// <summary>True: the file tells of the whole fiscal year, and what it leaves out has vanished. False: of the days from its first row to its last.</summary>
    public bool CoversYear { get; init; }

    /// <summary>True: the file holds every row of its vouchers, and each voucher has to sum to zero.</summary>
    public bool HasWholeVouchers { get; init; }

    public IReadOnlyList<FileExample> Examples { get; init; } = [];
}

/// <summary>Where a ledger entry's fields come from.</summary>
public sealed record EntryRule
{
    public required string From { get; init; }

    /// <summary>False for a row: this rule does not take it.</summary>
    public FieldRule? When { get; init; }

    public required FieldRule Date { get; init; }

    public FieldRule? Series { get; init; }

    /// <summary>Voucher or invoice number.</summary>
    public required FieldRule Voucher { get; init; }

    /// <summary>Null: rows are counted within voucher and account.</summary>
    public FieldRule? Row { get; init; }

    /// <summary>Null or empty: the connection's account.</summary>
    public FieldRule? Account { get; init; }

    public required AmountRule Amount { get; init; }

    /// <summary>The currency of the amount; it has to be the company's.</summary>
    public FieldRule? Currency { get; init; }

    public FieldRule? DocumentAmount { get; init; }

    public FieldRule? DocumentCurrency { get; init; }

    public FieldRule? Text { get; init; }

    public FieldRule? RowText { get; init; }

    public IReadOnlyList<FieldRule> References { get; init; } = [];

    /// <summary>Each a list of accounts, with blanks, commas or semicolons between.</summary>
    public IReadOnlyList<FieldRule> CounterAccounts { get; init; } = [];

    public IReadOnlyList<ObjectRule> Objects { get; init; } = [];

    public required SourcePosition At { get; init; }
}

/// <param name="Dimension">As the ledger's settings name it: 1, kostnadsställe.</param>
public sealed record ObjectRule(string Dimension, FieldRule Field);

/// <summary>A signed amount, or a debit and a credit that are positive each.</summary>
public sealed record AmountRule(FieldRule? Amount, FieldRule? Debit, FieldRule? Credit);

/// <summary>A row that is no entry but a balance or a sum.</summary>
/// <param name="Account">Null: of all rows, or of the connection's account.</param>
public sealed record BalanceRule(string From, FieldRule When, FieldRule? Account, AmountRule Amount, SourcePosition At);

/// <summary>Mappings of <c>kind: ledger</c>.</summary>
public sealed class LedgerMappingKind : IMappingKindReader
{
    internal const string Word = "ledger";

    public string Kind => Word;

    public IReadOnlyList<MappingKey> Keys { get; } =
    [
        new("format", "Encoding, delimiter, decimal mark and dates: given, or auto to be found by evidence.", "any"),
        new("sections", "The tables within the file, each found by column captions, with its columns.", "any"),
        new("entries", "Which rows are ledger entries, and where each field comes from; the first that takes a row holds.", "any"),
        new("opening", "Rows with an account's opening balance.", "any"),
        new("closing", "Rows with an account's closing balance.", "any"),
        new("totals", "Rows that state what the entries sum to: the proof that the file is whole.", "any"),
        new("covers", "rows: the file tells of the days from its first row to its last. year: of the whole fiscal year.", "text"),
        new("vouchers", "balanced: the file holds every row of its vouchers, each summing to zero. any: it need not.", "text"),
    ];

    public IMapping? Read(MappingReader reader) => FileMappingReader.ReadLedger(reader);
}

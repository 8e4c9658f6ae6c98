namespace Sharespine.Etl.Model;

/// <summary>
/// One row on a receivable account in the ERP's ledger. Identified by company, fiscal year, series, number and row within
/// the account; the content hash tells whether a later export changed it.
/// </summary>
public sealed record LedgerEntry
{
    /// <summary>Organisation number or company name, as the ledger file names it.</summary>
    public required string Company { get; init; }

    /// <summary>First day of the fiscal year the voucher belongs to.</summary>
    public required DateOnly FiscalYearStart { get; init; }

    public required string Series { get; init; }

    public required string VoucherNumber { get; init; }

    /// <summary>1-based row among the voucher's rows on this account.</summary>
    public required int Row { get; init; }

    public required string Account { get; init; }

    public required DateOnly Date { get; init; }

    /// <summary>Book amount in the company's currency: debit positive, credit negative.</summary>
    public required Money Amount { get; init; }

    /// <summary>Amount in the document's currency, where the source knows it (never from SIE).</summary>
    public Money? DocumentAmount { get; init; }

    public string VoucherText { get; init; } = "";

    public string RowText { get; init; } = "";

    /// <summary>Other accounts of the same voucher, ordered: they tell a sale from a settlement.</summary>
    public IReadOnlyList<string> CounterAccounts { get; init; } = [];

    /// <summary>Objects on the row as "dimension:object".</summary>
    public IReadOnlyList<string> Objects { get; init; } = [];

    /// <summary>Order and invoice numbers that the source names as such (a customer invoice, a column); texts are searched beside them.</summary>
    public IReadOnlyList<string> NamedReferences { get; init; } = [];

    /// <summary>Line in the ledger file.</summary>
    public int FileLine { get; init; }

    /// <summary>The part of the identity that people quote: "A 123".</summary>
    public string Voucher => Series.Length == 0 ? VoucherNumber : $"{Series} {VoucherNumber}";
}

/// <summary>
/// One export of a ledger for one receivable account and fiscal year. It supersedes earlier snapshots of the same year, or,
/// where it begins later than the year, of the same beginning.
/// </summary>
public sealed record LedgerSnapshot
{
    public required string Company { get; init; }

    public required DateOnly FiscalYearStart { get; init; }

    public required DateOnly FiscalYearEnd { get; init; }

    public required string Account { get; init; }

    public required Currency Currency { get; init; }

    /// <summary>Opening balance; null when the export has none, and then the balance control is "not provable", never zero.</summary>
    public Money? Opening { get; init; }

    public Money? Closing { get; init; }

    /// <summary>
    /// The first day the export tells of; null for the whole fiscal year. What an export of a part of the year does not hold
    /// has vanished only when it is dated within that part.
    /// </summary>
    public DateOnly? CoversFrom { get; init; }

    /// <summary>The last day the export covers.</summary>
    public required DateOnly CoversTo { get; init; }

    public required IReadOnlyList<LedgerEntry> Entries { get; init; }
}

/// <summary>A voucher (verifikation) to be booked: balanced, dated, with a text that carries our reference.</summary>
public sealed record Voucher
{
    /// <summary>Our own key, e.g. "klarna-se/123456789/1": stands in the text, recognises the voucher in the next ledger snapshot.</summary>
    public required string Reference { get; init; }

    public required string Series { get; init; }

    public required DateOnly Date { get; init; }

    public required string Text { get; init; }

    public required IReadOnlyList<VoucherRow> Rows { get; init; }
}

/// <param name="Account">BAS account number.</param>
/// <param name="Amount">Debit positive, credit negative, in the company's currency.</param>
/// <param name="Text">Row text; no personal data.</param>
/// <param name="Objects">(dimension, object) pairs, e.g. (1, "WEB").</param>
public sealed record VoucherRow(string Account, Money Amount, string Text = "", IReadOnlyList<(int Dimension, string Object)>? Objects = null);

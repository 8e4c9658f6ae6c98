namespace Sharespine.Etl.Sie;

/// <summary>
/// One record of a SIE 4 file. Amounts are öre (hundredths of the file's currency), debit positive and credit negative;
/// <see cref="Line"/> is 1-based.
/// </summary>
public abstract record SieRecord(int Line)
{
    /// <summary>#FLAGGA: false until a program has imported the file.</summary>
    public sealed record Flag(int Line, bool IsRead) : SieRecord(Line);

    /// <summary>#PROGRAM.</summary>
    public sealed record Program(int Line, string Name, string Version) : SieRecord(Line);

    /// <summary>#FORMAT: PC8 in every file that follows the standard; the bytes decide, not this.</summary>
    public sealed record Format(int Line, string Name) : SieRecord(Line);

    /// <summary>#GEN: when the file was written.</summary>
    public sealed record Generated(int Line, DateOnly? Date, string Signature) : SieRecord(Line);

    /// <summary>#SIETYP 1–4; 4 for exports and imports alike.</summary>
    public sealed record FileType(int Line, int Type) : SieRecord(Line);

    /// <summary>#PROSA.</summary>
    public sealed record Remark(int Line, string Text) : SieRecord(Line);

    /// <summary>#FNAMN.</summary>
    public sealed record CompanyName(int Line, string Name) : SieRecord(Line);

    /// <summary>#FNR: the company's id in the program, often a path.</summary>
    public sealed record CompanyId(int Line, string Id) : SieRecord(Line);

    /// <summary>#FTYP: AB, E, HB …</summary>
    public sealed record CompanyForm(int Line, string Form) : SieRecord(Line);

    /// <summary>#ORGNR, as written: with or without hyphen, sometimes empty.</summary>
    public sealed record OrganisationNumber(int Line, string Number) : SieRecord(Line);

    /// <summary>#ADRESS.</summary>
    public sealed record PostalAddress(int Line, string Contact, string Street, string City, string Phone) : SieRecord(Line);

    /// <summary>#BKOD: branch of industry (SNI).</summary>
    public sealed record Branch(int Line, string Code) : SieRecord(Line);

    /// <summary>#TAXAR: assessment year.</summary>
    public sealed record TaxYear(int Line, string Year) : SieRecord(Line);

    /// <summary>#KPTYP: type of chart of accounts.</summary>
    public sealed record ChartType(int Line, string Type) : SieRecord(Line);

    /// <summary>#VALUTA: the books' currency; SEK when the record is absent.</summary>
    public sealed record BookCurrency(int Line, string Code) : SieRecord(Line);

    /// <summary>#RAR: year 0 is the file's own, -1 the one before.</summary>
    public sealed record FiscalYear(int Line, int Year, DateOnly Start, DateOnly End) : SieRecord(Line);

    /// <summary>#OMFATTN: the day to which balances reach.</summary>
    public sealed record CoversTo(int Line, DateOnly? Date) : SieRecord(Line);

    /// <summary>#KONTO.</summary>
    public sealed record AccountName(int Line, string Number, string Name) : SieRecord(Line);

    /// <summary>#KTYP: T asset, S liability, K cost, I income.</summary>
    public sealed record AccountKind(int Line, string Number, string Kind) : SieRecord(Line);

    /// <summary>#ENHET: unit of quantities on the account.</summary>
    public sealed record AccountUnit(int Line, string Number, string Unit) : SieRecord(Line);

    /// <summary>#SRU: tax form code; an account may have several.</summary>
    public sealed record TaxCode(int Line, string Number, string Code) : SieRecord(Line);

    /// <summary>#DIM and #UNDERDIM (with its parent).</summary>
    public sealed record DimensionName(int Line, int Number, string Name, int? Parent) : SieRecord(Line);

    /// <summary>#OBJEKT.</summary>
    public sealed record DimensionObject(int Line, int Dimension, string Id, string Name) : SieRecord(Line);

    /// <summary>#IB, #UB, #RES and, per object, #OIB and #OUB.</summary>
    public sealed record Balance(int Line, SieBalanceKind Kind, int Year, string Account, IReadOnlyList<SieObject> Objects, long Amount, decimal? Quantity)
        : SieRecord(Line);

    /// <summary>#PSALDO and #PBUDGET; <see cref="Period"/> is yyyymm.</summary>
    public sealed record PeriodBalance(int Line, bool IsBudget, int Year, int Period, string Account, IReadOnlyList<SieObject> Objects, long Amount, decimal? Quantity)
        : SieRecord(Line);

    /// <summary>#VER: followed by its rows and a <see cref="VoucherEnd"/>. Series and number may be empty in import files.</summary>
    public sealed record VoucherStart(int Line, string Series, string Number, DateOnly Date, string Text, DateOnly? Registered, string Signature)
        : SieRecord(Line);

    /// <summary>#TRANS, #RTRANS, #BTRANS. <see cref="Date"/> is null when it is the voucher's.</summary>
    public sealed record Row(int Line, SieRowKind Kind, string Account, IReadOnlyList<SieObject> Objects, long Amount, DateOnly? Date, string Text, decimal? Quantity, string Signature)
        : SieRecord(Line);

    /// <summary>The brace that ends a voucher.</summary>
    public sealed record VoucherEnd(int Line) : SieRecord(Line);

    /// <summary>#KSUMMA: without value where the sum begins, with it at the end of the file.</summary>
    public sealed record Checksum(int Line, uint? Value) : SieRecord(Line);

    /// <summary>A record that the standard does not name: kept as it stood, else ignored.</summary>
    public sealed record Unknown(int Line, string Label, IReadOnlyList<string> Fields) : SieRecord(Line);
}

public enum SieBalanceKind
{
    Opening,
    Closing,
    Result,
    ObjectOpening,
    ObjectClosing,
}

public enum SieRowKind
{
    /// <summary>#TRANS: the only rows that count.</summary>
    Booked,

    /// <summary>#RTRANS: added later; the same row follows as #TRANS, so it is never summed.</summary>
    Added,

    /// <summary>#BTRANS: taken out later; does not count.</summary>
    Removed,
}

/// <param name="Dimension">1 cost centre, 6 project, 20 and up the company's own.</param>
public readonly record struct SieObject(int Dimension, string Id)
{
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Dimension}:{Id}");
}

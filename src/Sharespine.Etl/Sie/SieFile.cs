using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Sie;

/// <summary>What is to be written as SIE 4I: vouchers for import, with what the receiver needs to recognise company and accounts.</summary>
public sealed record SieFile
{
    public required string ProgramName { get; init; }

    public required string ProgramVersion { get; init; }

    /// <summary>The day in #GEN. Handed in, so that the same vouchers give the same bytes.</summary>
    public required DateOnly GeneratedOn { get; init; }

    public required string CompanyName { get; init; }

    public string? OrganisationNumber { get; init; }

    /// <summary>#KPTYP: BAS95, BAS96, EUBAS97 (also for later BAS charts), NE2007.</summary>
    public string? ChartType { get; init; }

    /// <summary>The books' currency; all rows must be in it.</summary>
    public Currency Currency { get; init; } = Currency.Sek;

    /// <summary>The company's fiscal years. Vouchers of different years go to different files.</summary>
    public required IReadOnlyList<SieFiscalYear> FiscalYears { get; init; }

    /// <summary>
    /// Names by account number. An account that is used and not named here gets no #KONTO: an empty name could overwrite the
    /// right one at import.
    /// </summary>
    public IReadOnlyDictionary<string, string> AccountNames { get; init; } = new Dictionary<string, string>();

    /// <summary>Names by dimension; the reserved ones are known.</summary>
    public IReadOnlyDictionary<int, string> DimensionNames { get; init; } = new Dictionary<int, string>();

    /// <summary>Names by object; an object without name is named by its id.</summary>
    public IReadOnlyDictionary<SieObject, string> ObjectNames { get; init; } = new Dictionary<SieObject, string>();

    public required IReadOnlyList<Voucher> Vouchers { get; init; }

    /// <summary>Adds #KSUMMA. Off by default: some programs that should read it do not.</summary>
    public bool WithChecksum { get; init; }
}

/// <param name="End">Last day, included.</param>
public readonly record struct SieFiscalYear(DateOnly Start, DateOnly End)
{
    public bool Holds(DateOnly day) => day >= Start && day <= End;
}

/// <param name="Content">The file: code page 437, CRLF.</param>
/// <param name="Vouchers">In file order.</param>
/// <param name="Issues">Characters that were lost (<see cref="SieErrors.NotInCodePage"/>).</param>
public sealed record SieOutput(SieFiscalYear Year, ReadOnlyMemory<byte> Content, IReadOnlyList<Voucher> Vouchers, IReadOnlyList<Issue> Issues);

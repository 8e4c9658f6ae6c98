using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files.Ledgers;

/// <summary>
/// Reads a ledger or customer-ledger export by a mapping of <c>kind: ledger</c>. The file is taken whole or not at all: a
/// row that cannot be read would otherwise look like one that vanished.
/// </summary>
public static class LedgerFileReader
{
    /// <exception cref="EtlException">The file cannot be told apart from another kind, or is no table.</exception>
    public static MappedLedger Read(FileBytes file, LedgerMapping mapping, LedgerFileOptions options, CancellationToken cancellation = default)
    {
        var scan = new TableScan(file, mapping);
        var rows = new LedgerRows(mapping, options, file.Name);
        try
        {
            scan.Run(rows.Take, cancellation);
        }
        catch (OverflowException exception)
        {
            throw new EtlException(new Issue(FileMappingErrors.BadAmount, "the amounts are too large to be summed.", new(file.Name), Try: "look for an order number in the amount column."), exception);
        }

        var faults = scan.Issues.Count > 0 ? scan.Issues : rows.Check();
        return new(faults.Count == 0 ? rows.Snapshots() : [], faults, [.. scan.Notes, .. rows.Notes()]) { ReferenceTexts = rows.Slashed, HasVouchers = rows.HasVouchers };
    }

    /// <summary>What a mapping's example reads as: accounts of a company with the calendar year, account 1580 where rows name none.</summary>
    internal static IReadOnlyList<string> Say(FileExample example, LedgerMapping mapping)
    {
        var read = Read(FileExamples.Given(example), mapping, new() { Company = "", Account = "1580" });
        return LedgerText.Lines(read.Snapshots, read.Faults, read.Notes);
    }
}

/// <param name="Snapshots">By account and fiscal year; empty when the file is refused.</param>
/// <param name="Faults">Why it is refused.</param>
public sealed record MappedLedger(IReadOnlyList<LedgerSnapshot> Snapshots, IReadOnlyList<Issue> Faults, IReadOnlyList<Issue> Notes)
{
    /// <summary>Texts of any account that may hold our references, each with its voucher.</summary>
    public IReadOnlyList<(string Text, string Voucher)> ReferenceTexts { get; init; } = [];

    /// <summary>True when some row tells its counter account: false for a list of invoices.</summary>
    public bool HasVouchers { get; init; }
}

/// <summary>What a file without a head of its own is read with.</summary>
public sealed record LedgerFileOptions
{
    /// <summary>As the reconciliation names the company.</summary>
    public required string Company { get; init; }

    /// <summary>Accounts to read; null for all.</summary>
    public IReadOnlyCollection<string>? Accounts { get; init; }

    /// <summary>The account of rows that name none.</summary>
    public string? Account { get; init; }

    /// <summary>The books' currency.</summary>
    public Currency Currency { get; init; } = Currency.Sek;

    /// <summary>1 to 12.</summary>
    public int FiscalYearStartMonth { get; init; } = 1;

    internal DateOnly YearOf(DateOnly day) => new(day.Month >= FiscalYearStartMonth ? day.Year : day.Year - 1, FiscalYearStartMonth, 1);
}

using Sharespine.Etl.Model;

namespace Sharespine.Etl.Configuration;

/// <summary>Where a ledger comes from. However it comes, it is taken in as snapshots that supersede earlier ones.</summary>
public abstract record LedgerSource
{
    private LedgerSource()
    {
    }

    /// <summary>Exports that are put in a folder: SIE 4E, SIE 5, or what a mapping of kind ledger reads.</summary>
    /// <param name="Folder">Absolute.</param>
    /// <param name="Pattern">File names that are wanted; several with a semicolon between.</param>
    public sealed record Files(string Folder, string Pattern) : LedgerSource
    {
        public const string SiePattern = "*.se;*.sie";

        /// <summary>The mapping of kind ledger; null for SIE, whose version the bytes tell.</summary>
        public string? Mapping { get; init; }

        /// <summary>The account of rows that name none; null when every row has to.</summary>
        public string? Account { get; init; }
    }

    /// <summary>Entries that a connector reads from the ERP.</summary>
    public sealed record Staged(IStagedLedger Ledger) : LedgerSource;
}

/// <summary>An ERP that answers with the entries of receivable accounts.</summary>
public interface IStagedLedger
{
    /// <summary>
    /// The accounts as the ERP has them now, one snapshot per account and fiscal year. What the period holds is told whole:
    /// an entry left out counts as vanished. Throws <see cref="Errors.EtlException"/>, transient for trouble that passes.
    /// </summary>
    IAsyncEnumerable<LedgerSnapshot> ReadAsync(LedgerRequest request, CancellationToken cancellation);
}

/// <param name="Company">As the snapshots have to name it.</param>
/// <param name="From">First day, the first of a fiscal year.</param>
/// <param name="To">Last day.</param>
public sealed record LedgerRequest(string Company, IReadOnlyList<string> Accounts, DateOnly From, DateOnly To);

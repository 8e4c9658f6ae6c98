using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Flows.Ledgers;

/// <summary>Reads one kind of ledger file. All kinds are taken in the same way afterwards.</summary>
internal interface ILedgerReader
{
    /// <exception cref="EtlException">The file cannot be read at all; nothing of it counts.</exception>
    LedgerReading Read(FileBytes file, IReadOnlyList<string> accounts);
}

/// <param name="Company">As the file names it; null where it names none.</param>
/// <param name="Snapshots">Empty when the file is refused.</param>
/// <param name="AccountNames">By number; empty where the file has none.</param>
/// <param name="Faults">Why nothing of the file is saved; empty when it is.</param>
/// <param name="Notes">Worth knowing, wrong with nothing.</param>
internal sealed record LedgerReading(
    string? Company, IReadOnlyList<LedgerSnapshot> Snapshots, IReadOnlyDictionary<string, string> AccountNames, IReadOnlyList<Issue> Faults, IReadOnlyList<Issue> Notes)
{
    /// <summary>Texts on any account in which our references are looked for.</summary>
    public LedgerTexts Texts { get; init; } = LedgerTexts.None;

    public static LedgerReading Of(Sie.SieLedgerFile file) => file.IsRefused || file.Receivables.Count == 0
        ? new(file.Company, [], file.AccountNames, file.Issues, [])
        : new(file.Company, file.Receivables, file.AccountNames, [], file.Issues) { Texts = new(file.ReferenceTexts, AreAll: file.HasVouchers, file.HasVouchers) };
}

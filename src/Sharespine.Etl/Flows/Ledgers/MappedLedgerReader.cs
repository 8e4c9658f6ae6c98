using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Mappings.Files.Ledgers;

namespace Sharespine.Etl.Flows.Ledgers;

/// <summary>Exports that a mapping of kind ledger reads.</summary>
internal sealed class MappedLedgerReader(LedgerMapping mapping, LedgerFileOptions options) : ILedgerReader
{
    public LedgerReading Read(FileBytes file, IReadOnlyList<string> accounts)
    {
        var read = LedgerFileReader.Read(file, mapping, options with { Accounts = accounts });
        return new(null, read.Snapshots, new Dictionary<string, string>(), read.Faults, read.Notes) { Texts = new(read.ReferenceTexts, AreAll: mapping.HasWholeVouchers, read.HasVouchers) };
    }
}

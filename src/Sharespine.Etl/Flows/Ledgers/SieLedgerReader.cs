using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Flows.Ledgers;

/// <summary>SIE 4E and SIE 5, told apart by their bytes: programs disagree on the endings.</summary>
internal sealed class SieLedgerReader : ILedgerReader
{
    public LedgerReading Read(FileBytes file, IReadOnlyList<string> accounts)
    {
        using var stream = file.Open();
        var start = new byte[64];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return LedgerReading.Of(Sie5Ledger.IsXml(start.AsSpan(0, length))
            ? Sie5Ledger.Read(stream, file.Name, accounts, [])
            : SieLedger.Read(stream, file.Name, accounts, []));
    }
}

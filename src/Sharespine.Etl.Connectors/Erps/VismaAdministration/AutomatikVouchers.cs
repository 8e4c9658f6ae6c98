using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>
/// Vouchers by the fixed-name file that the program imports by itself: the next file is put there only when the one before
/// is read (#FLAGGA 1) and every voucher of it was found in a later ledger export.
/// </summary>
public sealed class AutomatikVouchers(SieDrop drop) : IVoucherTarget
{
    public VoucherFormat Format => VoucherFormat.Sie4;

    public Issue? Place(string name, ReadOnlyMemory<byte> content, bool earlierAreInLedger)
    {
        var confirmed = earlierAreInLedger && drop.Look() is { State: SieDropState.Read } look ? look.ContentHash : null;
        return drop.Place(content, confirmed) is SieDropAnswer.Waiting waiting ? waiting.Issue : null;
    }
}

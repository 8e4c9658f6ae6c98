using Sharespine.Etl.Errors;
using Sharespine.Etl.Files;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Flows;

/// <summary>A folder of voucher files, each under a name of its own, that a person imports into the ERP.</summary>
public sealed class VoucherFolder(string folder, VoucherFormat format = VoucherFormat.Sie4) : IVoucherTarget
{
    public VoucherFormat Format => format;

    public Issue? Place(string name, ReadOnlyMemory<byte> content, bool earlierAreInLedger)
    {
        var path = Path.Combine(folder, name);
        if (!HoldsRead(path, content.Span))
        {
            WholeFile.Write(path, content.Span);
        }

        return null;
    }

    // A program that has imported the file has set its flag; that is not another content.
    private static bool HoldsRead(string path, ReadOnlySpan<byte> content)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        var bytes = File.ReadAllBytes(path);
        var flag = SieFlag.Find(bytes);
        if (flag >= 0)
        {
            bytes[flag] = (byte)'0';
        }

        return content.SequenceEqual(bytes);
    }
}

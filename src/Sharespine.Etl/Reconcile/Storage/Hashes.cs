using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Sharespine.Etl.Reconcile.Storage;

internal static class Hashes
{
    /// <summary>SHA-256 of the parts, in lower-case hex. A separator that no text holds keeps "ab"+"c" from "a"+"bc".</summary>
    public static string Of(IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = new ArrayBufferWriter<byte>(1024);
        var isFirst = true;
        foreach (var part in parts)
        {
            if (!isFirst)
            {
                bytes.Write("\u001f"u8);
            }

            isFirst = false;
            Encoding.UTF8.GetBytes(part, bytes);
            if (bytes.WrittenCount > 1 << 16)
            {
                hash.AppendData(bytes.WrittenSpan);
                bytes.ResetWrittenCount();
            }
        }

        hash.AppendData(bytes.WrittenSpan);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static string Of(params string[] parts) => Of(parts.AsEnumerable());
}

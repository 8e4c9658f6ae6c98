using System.Security.Cryptography;
using System.Text;

namespace Sharespine.Etl.Reconcile.Storage;

internal static class Hashes
{
    /// <summary>SHA-256 of the parts, in lower-case hex. A separator that no text holds keeps "ab"+"c" from "a"+"bc".</summary>
    public static string Of(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', parts))));

    public static string Of(params string[] parts) => Of(parts.AsEnumerable());
}

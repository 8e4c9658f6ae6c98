using System.Security.Cryptography;
using System.Text;

namespace Sharespine.Etl.Report;

/// <summary>File names that Windows and Linux both take, from names that people chose.</summary>
public static class SafeName
{
    private const int Longest = 80;

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL",
        "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    };

    /// <summary>
    /// Letters, digits, '-', '_' and '.' stay and an arrow becomes '_'. Where anything else had to change, eight digits of the
    /// name's hash follow, so that two names never share a file.
    /// </summary>
    public static string Of(string name)
    {
        var safe = new StringBuilder(name.Length);
        var exact = true;
        foreach (var c in name.Normalize(NormalizationForm.FormC))
        {
            var kept = char.IsAsciiLetterOrDigit(c) || "åäöÅÄÖ-_.".Contains(c, StringComparison.Ordinal);
            var arrow = c is '↔' or '→';
            safe.Append(kept ? c : arrow ? '_' : '-');
            exact &= kept || arrow;
        }

        var text = safe.ToString().Trim('.', ' ');
        exact &= text.Length == name.Length && text.Length is > 0 and <= Longest && !Reserved.Contains(text.Split('.')[0]);
        if (exact)
        {
            return text;
        }

        var start = text.Trim('.', '-');
        return $"{(start.Length > Longest ? start[..Longest] : start)}-{Hash(name)}".TrimStart('-');
    }

    private static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
}

using System.Globalization;
using System.Text;

namespace Sharespine.Etl.Sie;

/// <summary>
/// Text as code page 437 can hold it. Some characters have a usual replacement (– is -, € is EUR), accented letters lose an
/// accent that the code page lacks, line breaks and other control characters become a space, and what is left becomes "?".
/// </summary>
public static class SieText
{
    private static readonly Dictionary<char, byte> ToByte = MakeToByte();

    private static readonly Dictionary<char, string> Replacements = new()
    {
        ['ø'] = "o",
        ['Ø'] = "O",
        ['đ'] = "d",
        ['Đ'] = "D",
        ['ł'] = "l",
        ['Ł'] = "L",
        ['ð'] = "d",
        ['Ð'] = "D",
        ['þ'] = "th",
        ['Þ'] = "Th",
        ['œ'] = "oe",
        ['Œ'] = "OE",
        ['ı'] = "i",
        ['§'] = "par.",
        ['€'] = "EUR",
        ['×'] = "x",
        ['–'] = "-",
        ['—'] = "-",
        ['‑'] = "-",
        ['‐'] = "-",
        ['−'] = "-",
        ['’'] = "'",
        ['‘'] = "'",
        ['‚'] = "'",
        ['´'] = "'",
        ['”'] = "\"",
        ['“'] = "\"",
        ['„'] = "\"",
        ['…'] = "...",
        ['•'] = "*",
        ['™'] = "(TM)",
        ['©'] = "(C)",
        ['®'] = "(R)",
        ['³'] = "3",
        ['¹'] = "1",
        ['¾'] = "3/4",
        ['‰'] = "o/oo",
        ['\u00AD'] = "",
        ['\u200B'] = "",
        ['\uFEFF'] = "",
        ['\u2009'] = " ",
        ['\u202F'] = " ",
        ['\u2007'] = " ",
    };

    /// <summary>The text with every character that code page 437 lacks replaced; <paramref name="lost"/> are those that became "?".</summary>
    public static string Clean(string text, out IReadOnlyList<string> lost)
    {
        var missing = new List<string>();
        var cleaned = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Append(cleaned, rune, missing);
        }

        // A backslash at the end would make the closing quotation mark part of the text.
        if (cleaned.Length > 0 && cleaned[^1] == '\\')
        {
            cleaned.Append(' ');
        }

        lost = missing;
        return cleaned.ToString();
    }

    /// <summary>Bytes of a text that <see cref="Clean"/> returned.</summary>
    internal static byte[] Encode(string cleaned)
    {
        var bytes = new byte[cleaned.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = ToByte[cleaned[i]];
        }

        return bytes;
    }

    private static void Append(StringBuilder cleaned, Rune rune, List<string> missing)
    {
        if (rune.IsBmp && Rune.IsControl(rune))
        {
            cleaned.Append(' ');
        }
        else if (rune.IsBmp && ToByte.ContainsKey((char)rune.Value))
        {
            cleaned.Append((char)rune.Value);
        }
        else if (rune.IsBmp && Replacements.TryGetValue((char)rune.Value, out var replacement))
        {
            cleaned.Append(replacement);
        }
        else
        {
            AppendWithoutAccent(cleaned, rune, missing);
        }
    }

    private static void AppendWithoutAccent(StringBuilder cleaned, Rune rune, List<string> missing)
    {
        var letters = string.Concat(rune.ToString().Normalize(NormalizationForm.FormD)
            .Where(part => CharUnicodeInfo.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark));
        if (letters.Length > 0 && letters.All(ToByte.ContainsKey))
        {
            cleaned.Append(letters);
        }
        else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
        {
            return;
        }
        else
        {
            cleaned.Append('?');
            missing.Add(rune.ToString());
        }
    }

    private static Dictionary<char, byte> MakeToByte()
    {
        var table = SieCodePages.Characters(SieEncoding.CodePage437);
        var map = new Dictionary<char, byte>();
        for (var value = 32; value < table.Length; value++)
        {
            if (value != 127)
            {
                map.TryAdd(table[value], (byte)value);
            }
        }

        return map;
    }
}

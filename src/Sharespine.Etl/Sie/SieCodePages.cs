using System.Text;

namespace Sharespine.Etl.Sie;

/// <summary>The character sets that SIE files really come in, as tables of 256 characters.</summary>
internal static class SieCodePages
{
    private static readonly char[] Dos437 = Table(437);
    private static readonly char[] Dos850 = Table(850);
    private static readonly char[] Windows = Table(1252);

    /// <summary>Strict: throws where bytes are not UTF-8.</summary>
    public static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The table of a single-byte set.</summary>
    public static ReadOnlySpan<char> Characters(SieEncoding encoding) => encoding switch
    {
        SieEncoding.CodePage850 => Dos850,
        SieEncoding.Windows1252 => Windows,
        _ => Dos437,
    };

    /// <summary>å, ä, ö, Å, Ä, Ö in code pages 437 and 850, where they are the same.</summary>
    public static bool IsDosLetter(byte value) => value is 0x84 or 0x86 or 0x94 or 0x8E or 0x8F or 0x99;

    /// <summary>å, ä, ö, Å, Ä, Ö in Latin-1 and Windows-1252.</summary>
    public static bool IsLatinLetter(byte value) => value is 0xE4 or 0xE5 or 0xF6 or 0xC4 or 0xC5 or 0xD6;

    private static char[] Table(int codePage)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage)
            ?? throw new InvalidOperationException("The runtime lacks a code page that SIE needs.");
        var bytes = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();
        return encoding.GetChars(bytes);
    }
}

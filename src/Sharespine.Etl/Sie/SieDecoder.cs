using System.Text;

namespace Sharespine.Etl.Sie;

/// <summary>
/// Turns field bytes into text. A field that cannot be in the file's character set but clearly is in another is read in that
/// one: Visma Administration writes paths in Windows-1252 into a code page 437 file.
/// </summary>
internal sealed class SieDecoder(SieEncoding encoding, SieIssues issues)
{
    private const int CachedLength = 16;
    private readonly Entry[] _cache = new Entry[1024];

    public SieEncoding Encoding => encoding;

    /// <summary>The text of a field; <paramref name="escaped"/> says that it holds \" for a quotation mark.</summary>
    public string Text(ReadOnlySpan<byte> field, bool escaped, int line)
    {
        if (field.IsEmpty)
        {
            return "";
        }

        if (field.Length <= CachedLength && Ascii.IsValid(field))
        {
            return Unescape(Cached(field), escaped);
        }

        return Unescape(Decode(field, line), escaped);
    }

    /// <summary>The field's bytes in code page 437, which the check sum is counted over.</summary>
    public byte[] ToCodePage437(ReadOnlySpan<byte> field, int line)
    {
        var text = Decode(field, line);
        var bytes = new byte[text.Length];
        var table = SieCodePages.Characters(SieEncoding.CodePage437);
        for (var i = 0; i < text.Length; i++)
        {
            var at = table.IndexOf(text[i]);
            bytes[i] = at < 0 ? (byte)'?' : (byte)at;
        }

        return bytes;
    }

    private string Decode(ReadOnlySpan<byte> field, int line)
    {
        var use = Ascii.IsValid(field) ? encoding : Choose(field);
        if (use != encoding)
        {
            issues.AddOnce("mixed", SieErrors.MixedEncoding, $"This text is in {Name(use)}, the file in {Name(encoding)}.", line);
        }

        var text = use == SieEncoding.Utf8 ? SieCodePages.Utf8.GetString(field) : FromTable(field, use);
        if (text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            issues.AddOnce("damaged", SieErrors.DamagedText, $"The text {SieIssues.Quote(text)} has lost letters.", line);
        }

        return text;
    }

    private SieEncoding Choose(ReadOnlySpan<byte> field)
    {
        var utf8 = System.Text.Unicode.Utf8.IsValid(field);
        if (encoding == SieEncoding.Utf8)
        {
            return utf8 ? encoding : LooksLatin(field) ? SieEncoding.Windows1252 : SieEncoding.CodePage437;
        }

        if (utf8)
        {
            return SieEncoding.Utf8;
        }

        return encoding == SieEncoding.Windows1252
            ? LooksDos(field) ? SieEncoding.CodePage437 : encoding
            : LooksLatin(field) ? SieEncoding.Windows1252 : encoding;
    }

    private static bool LooksLatin(ReadOnlySpan<byte> field)
    {
        var (dos, latin) = Letters(field);
        return latin > 0 && dos == 0;
    }

    private static bool LooksDos(ReadOnlySpan<byte> field)
    {
        var (dos, latin) = Letters(field);
        return dos > 0 && latin == 0;
    }

    private static (int Dos, int Latin) Letters(ReadOnlySpan<byte> field)
    {
        var (dos, latin) = (0, 0);
        foreach (var value in field)
        {
            dos += SieCodePages.IsDosLetter(value) ? 1 : 0;
            latin += SieCodePages.IsLatinLetter(value) ? 1 : 0;
        }

        return (dos, latin);
    }

    private static string FromTable(ReadOnlySpan<byte> field, SieEncoding use) =>
        string.Create(field.Length, new TableText(field, SieCodePages.Characters(use)), static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = source.Table[source.Field[i]];
            }
        });

    private static string Unescape(string text, bool escaped) =>
        escaped ? text.Replace("\\\"", "\"", StringComparison.Ordinal) : text;

    /// <summary>Accounts, series and signatures repeat on every line: one string each is enough.</summary>
    private string Cached(ReadOnlySpan<byte> field)
    {
        var hash = 17u;
        foreach (var value in field)
        {
            hash = unchecked(hash * 31 + value);
        }

        ref var entry = ref _cache[hash % (uint)_cache.Length];
        if (entry.Bytes is null || !field.SequenceEqual(entry.Bytes))
        {
            entry = new(field.ToArray(), System.Text.Encoding.ASCII.GetString(field));
        }

        return entry.Text;
    }

    private static string Name(SieEncoding value) => value switch
    {
        SieEncoding.CodePage437 => "code page 437",
        SieEncoding.CodePage850 => "code page 850",
        SieEncoding.Windows1252 => "Windows-1252",
        _ => "UTF-8",
    };

    private readonly record struct Entry(byte[]? Bytes, string Text);

    private readonly ref struct TableText(ReadOnlySpan<byte> field, ReadOnlySpan<char> table)
    {
        public readonly ReadOnlySpan<byte> Field = field;
        public readonly ReadOnlySpan<char> Table = table;
    }
}

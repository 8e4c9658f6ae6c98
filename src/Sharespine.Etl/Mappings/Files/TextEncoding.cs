using System.Text;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>An encoding that delimited files come in, under the name that mappings use.</summary>
public sealed record TextEncoding
{
    private readonly byte[] _undefined;

    private TextEncoding(string name, int codePage, byte[] undefined)
    {
        Name = name;
        CodePage = codePage;
        _undefined = undefined;
    }

    public static TextEncoding Utf8 { get; } = new("utf-8", 65001, []);

    /// <summary>The five bytes that Windows leaves undefined are refused: they show that the file is something else.</summary>
    public static TextEncoding Windows1252 { get; } = new("windows-1252", 1252, [0x81, 0x8D, 0x8F, 0x90, 0x9D]);

    public static TextEncoding Latin1 { get; } = new("iso-8859-1", 28591, ControlCharacters);

    public static TextEncoding Latin9 { get; } = new("iso-8859-15", 28605, ControlCharacters);

    public static IReadOnlyList<TextEncoding> All { get; } = [Utf8, Windows1252, Latin1, Latin9];

    public string Name { get; }

    public int CodePage { get; }

    /// <summary>80–9F are control characters in ISO 8859: no text has them.</summary>
    private static byte[] ControlCharacters => [.. Enumerable.Range(0x80, 0x20).Select(value => (byte)value)];

    public Encoding ToEncoding() => this == Utf8
        ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)
        : CodePagesEncodingProvider.Instance.GetEncoding(CodePage) ?? Encoding.GetEncoding(CodePage);

    /// <summary>The first offset of a byte that is no character here, or -1. <paramref name="seen"/> holds each byte's first offset, -1 for none.</summary>
    internal long FirstUndefined(long[] seen)
    {
        long first = -1;
        foreach (var value in _undefined)
        {
            if (seen[value] >= 0 && (first < 0 || seen[value] < first))
            {
                first = seen[value];
            }
        }

        return first;
    }

    public override string ToString() => Name;
}

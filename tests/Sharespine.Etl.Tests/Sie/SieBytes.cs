using System.Text;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Tests.Sie;

/// <summary>Small SIE files for tests, in any character set.</summary>
internal static class SieBytes
{
    public static readonly Encoding Dos = CodePagesEncodingProvider.Instance.GetEncoding(437)!;
    public static readonly Encoding Dos850 = CodePagesEncodingProvider.Instance.GetEncoding(850)!;
    public static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public const string Head = """
        #FLAGGA 0
        #PROGRAM "Övningsprogram" 1.0
        #FORMAT PC8
        #GEN 20260301
        #SIETYP 4
        #ORGNR 556000-0001
        #FNAMN "Övningsbutiken AB"
        #RAR 0 20260101 20261231
        #KONTO 1580 "Fordringar Klarna"
        #KONTO 1930 "Bank"
        #KONTO 3001 "Försäljning"

        """;

    /// <summary>A file of the usual head and <paramref name="body"/>, CRLF, code page 437.</summary>
    public static byte[] File(string body) => Raw(Head + body + "\n");

    public static byte[] Raw(string text, Encoding? encoding = null) =>
        (encoding ?? Dos).GetBytes(text.ReplaceLineEndings("\r\n"));

    public static (SieReadResult Result, IReadOnlyList<SieRecord> Records) Read(byte[] bytes, SieReadOptions? options = null)
    {
        using var stream = new MemoryStream(bytes);
        return SieReader.ReadAll(stream, "test.se", options);
    }

    /// <summary>All findings as text, one per line.</summary>
    public static string Findings(byte[] bytes, SieReadOptions? options = null) =>
        string.Join('\n', Read(bytes, options).Result.Issues);
}

using System.Text;

namespace Sharespine.Etl.Benchmarks.Generate.Books;

/// <summary>Writes SIE records (CP437, CRLF) and keeps the check number. Streaming: a file of any size in constant memory.</summary>
public sealed class SieWriter : IDisposable
{
    private static readonly Encoding Cp437 = MakeEncoding();

    private readonly Stream _stream;
    private readonly SieChecksum _checksum = new();
    private readonly StringBuilder _line = new(160);
    private readonly StringBuilder _counted = new(160);

    public SieWriter(string path)
        : this(new BufferedStream(File.Create(path), 1 << 16))
    {
    }

    /// <summary>Closes the stream when disposed.</summary>
    public SieWriter(Stream stream)
    {
        _stream = stream;
        WriteBytes("#FLAGGA 0\r\n#KSUMMA\r\n");
    }

    /// <summary>One record. A field is quoted where it has to be.</summary>
    public void Record(string label, params ReadOnlySpan<string> fields)
    {
        Start(label, indent: "");
        foreach (var field in fields)
        {
            Append(field);
        }

        End();
    }

    public void Voucher(SieVoucher voucher)
    {
        Record("#VER", voucher.Series, Amounts.Number(voucher.Number), SwedishTime.SieText(voucher.Date), voucher.Text, SwedishTime.SieText(voucher.Date));
        WriteBytes("{\r\n");
        foreach (var row in voucher.Rows)
        {
            Transaction(row.Account, row.Amount);
        }

        WriteBytes("}\r\n");
    }

    /// <summary>Ends the file with its check number.</summary>
    public void Dispose()
    {
        WriteBytes($"#KSUMMA {_checksum.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)}\r\n");
        _stream.Dispose();
    }

    private void Transaction(string account, long amount)
    {
        Start("#TRANS", indent: "   ");
        Append(account);
        _line.Append(" {}");
        Append(Amounts.Text(amount));
        End();
    }

    private void Start(string label, string indent)
    {
        _line.Clear().Append(indent).Append(label);
        _counted.Clear().Append(label);
    }

    private void Append(string field)
    {
        _counted.Append(field);
        _line.Append(' ');
        if (NeedsQuotes(field))
        {
            _line.Append('"').Append(field.Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        }
        else
        {
            _line.Append(field);
        }
    }

    private void End()
    {
        _checksum.Add(Cp437.GetBytes(_counted.ToString()));
        _line.Append("\r\n");
        WriteBytes(_line.ToString());
    }

    private void WriteBytes(string text) => _stream.Write(Cp437.GetBytes(text));

    private static bool NeedsQuotes(string field) => field.Length == 0 || field.AsSpan().ContainsAny(" \t\"{}");

    /// <summary>Refuses what CP437 cannot write: a question mark in the books helps nobody.</summary>
    private static Encoding MakeEncoding()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(437, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }
}

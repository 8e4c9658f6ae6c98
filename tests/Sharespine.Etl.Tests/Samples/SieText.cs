using System.Globalization;
using System.Text;

namespace Sharespine.Etl.Tests.Samples;

/// <summary>A second, deliberately plain reader of SIE, so that the samples are not judged by the code that wrote them.</summary>
internal sealed class SieText
{
    private static readonly Encoding Cp437 = MakeEncoding();
    private readonly List<byte> _counted = [];

    public List<string[]> Records { get; } = [];

    public List<(string Voucher, string Text, List<(string Account, long Amount)> Rows)> Vouchers { get; } = [];

    public static SieText Read(string path)
    {
        var sie = new SieText();
        foreach (var line in Cp437.GetString(File.ReadAllBytes(path)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            sie.Take(line.Trim());
        }

        return sie;
    }

    public IEnumerable<string[]> Of(string label) => Records.Where(record => record[0] == label);

    public Dictionary<string, long> Balances(string label, string year) =>
        Of(label).Where(record => record[1] == year).ToDictionary(record => record[2], record => Minor(record[3]));

    /// <summary>CRC-32 bit by bit over what chapter 10 of the format says counts.</summary>
    public uint Checksum()
    {
        var crc = uint.MaxValue;
        foreach (var value in _counted)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
            }
        }

        return ~crc;
    }

    public static long Minor(string amount) => (long)(decimal.Parse(amount, NumberStyles.Number, CultureInfo.InvariantCulture) * 100);

    private void Take(string line)
    {
        if (line is "{" or "}")
        {
            return;
        }

        var fields = Fields(line);
        Records.Add(fields);
        if (fields[0] == "#VER")
        {
            Vouchers.Add(($"{fields[1]} {fields[2]}", fields[4], []));
        }
        else if (fields[0] == "#TRANS")
        {
            Vouchers[^1].Rows.Add((fields[1], Minor(fields[3])));
        }

        if (fields[0] is not ("#FLAGGA" or "#KSUMMA"))
        {
            _counted.AddRange(Cp437.GetBytes(string.Concat(fields)));
        }
    }

    /// <summary>An object list is an empty field here: its braces do not count.</summary>
    private static string[] Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(line[++i]);
            }
            else if (line[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (line[i] == ' ' && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else if (isQuoted || line[i] is not ('{' or '}'))
            {
                field.Append(line[i]);
            }
        }

        return [.. fields, field.ToString()];
    }

    private static Encoding MakeEncoding()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(437, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }
}

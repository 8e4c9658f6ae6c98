using System.Globalization;
using System.Text;

namespace Sharespine.Etl.Sie;

/// <summary>Counts the check sum between the two #KSUMMA records of a file that has them, and compares.</summary>
internal sealed class SieChecksumCheck(SieDecoder decoder, SieFields inner, SieIssues issues)
{
    private SieChecksum? _sum;

    /// <summary>True when the file carries a sum and it agreed.</summary>
    public bool IsVerified { get; private set; }

    /// <summary>A record other than #KSUMMA.</summary>
    public void Add(ReadOnlySpan<byte> line, ReadOnlySpan<byte> label, SieFields fields, int number)
    {
        if (_sum is null)
        {
            return;
        }

        _sum.Add(label);
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i].IsList)
            {
                AddList(fields[i].Of(line), number);
            }
            else
            {
                AddField(fields[i].Of(line), number);
            }
        }
    }

    public void Read(SieRecord.Checksum record)
    {
        if (record.Value is not uint written)
        {
            _sum = new();
        }
        else if (_sum is null)
        {
            issues.Add(SieErrors.ChecksumWrong, "#KSUMMA has a value, but no #KSUMMA stands at the top of the file.", record.Line);
        }
        else
        {
            Compare(_sum.Value, written, record.Line);
            _sum = null;
        }
    }

    public void End(int lastLine)
    {
        if (_sum is not null)
        {
            issues.Add(SieErrors.Truncated, "The file begins with #KSUMMA and must end with its value; the value is missing.", lastLine);
        }
    }

    private void Compare(uint counted, uint written, int line)
    {
        IsVerified = counted == written;
        if (!IsVerified)
        {
            issues.Add(SieErrors.ChecksumWrong, string.Create(CultureInfo.InvariantCulture, $"The content sums to {counted}, #KSUMMA says {written}."), line);
        }
    }

    private void AddList(ReadOnlySpan<byte> list, int number)
    {
        if (inner.Split(list, 0, withLists: false))
        {
            for (var i = 0; i < inner.Count; i++)
            {
                AddField(inner[i].Of(list), number);
            }
        }
    }

    private void AddField(ReadOnlySpan<byte> field, int number)
    {
        var asWritten = decoder.Encoding is SieEncoding.CodePage437 or SieEncoding.CodePage850 || Ascii.IsValid(field);
        _sum!.AddEscaped(asWritten ? field : decoder.ToCodePage437(field, number));
    }
}

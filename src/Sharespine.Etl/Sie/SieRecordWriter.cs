using System.Buffers;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Sie;

/// <summary>Writes records as bytes, counts the check sum over them, and notes characters that were lost.</summary>
internal sealed class SieRecordWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<Issue> _issues = [];
    private SieChecksum? _checksum;

    public IReadOnlyList<Issue> Issues => _issues;

    public ReadOnlyMemory<byte> Content => _bytes.WrittenMemory;

    /// <summary>The record that the fields being written belong to, for messages.</summary>
    public string? Record { get; set; }

    public void Begin(string label, string indent = "")
    {
        Raw(indent);
        Raw(label);
        Count(label);
    }

    /// <summary>A number, date or keyword: written bare.</summary>
    public void Bare(string field)
    {
        Raw(" ");
        Raw(field);
        Count(field);
    }

    /// <summary>A text: always quoted.</summary>
    public void Quoted(string text)
    {
        Raw(" \"");
        Text(text);
        Raw("\"");
    }

    public void Objects(IReadOnlyList<(int Dimension, string Object)> objects)
    {
        Raw(" {");
        for (var i = 0; i < objects.Count; i++)
        {
            var dimension = objects[i].Dimension.ToString(System.Globalization.CultureInfo.InvariantCulture);
            Raw(i == 0 ? dimension : " " + dimension);
            Count(dimension);
            Raw(" \"");
            Text(objects[i].Object);
            Raw("\"");
        }

        Raw("}");
    }

    public void End() => Raw("\r\n");

    public void Line(string text)
    {
        Raw(text);
        End();
    }

    public void BeginChecksum()
    {
        Line("#KSUMMA");
        _checksum = new();
    }

    public void EndChecksum()
    {
        if (_checksum is { } sum)
        {
            _checksum = null;
            Line(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#KSUMMA {sum.Value}"));
        }
    }

    private void Text(string text)
    {
        var cleaned = SieText.Clean(text, out var lost);
        if (lost.Count > 0)
        {
            var characters = string.Join(", ", lost.Distinct(StringComparer.Ordinal).Select(SieIssues.Quote));
            _issues.Add(new(SieErrors.NotInCodePage, $"{characters} cannot be written in code page 437 and became \"?\".", Record is null ? null : new SourcePosition(Record)));
        }

        _checksum?.Add(SieText.Encode(cleaned));
        _bytes.Write(SieText.Encode(cleaned.Replace("\"", "\\\"", StringComparison.Ordinal)));
    }

    private void Raw(string ascii) => _bytes.Write(System.Text.Encoding.ASCII.GetBytes(ascii));

    private void Count(string ascii) => _checksum?.Add(System.Text.Encoding.ASCII.GetBytes(ascii));
}

using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files.Tables;

/// <summary>A JSON document in memory, read strictly: no comments, no trailing commas, no property twice, bounded in size and depth.</summary>
internal sealed class JsonSource
{
    private const int MostBytes = 1 << 28;
    private const int MostLevels = 32;
    private readonly string _file;
    private readonly byte[] _bytes;
    private readonly int _start;
    private List<int>? _lineEnds;

    private JsonSource(string file, byte[] bytes)
    {
        (_file, _bytes) = (file, bytes);
        _start = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        try
        {
            Root = JsonDocument.Parse(bytes.AsMemory(_start), new() { MaxDepth = MostLevels, AllowDuplicateProperties = false, AllowTrailingCommas = false, CommentHandling = JsonCommentHandling.Disallow }).RootElement;
        }
        catch (JsonException exception)
        {
            var at = exception.LineNumber is { } line ? new SourcePosition(file, (int)line + 1, (int)(exception.BytePositionInLine ?? 0) + 1) : new(file);
            throw new EtlException(new Issue(FileMappingErrors.BadJson, Reason(exception.Message), at, Try: "fetch the file again."), exception);
        }
    }

    internal JsonElement Root { get; }

    /// <summary>The document has no line break but at its end.</summary>
    internal bool IsOneLine => LineEnds.Count == 0 || LineEnds[0] >= _bytes.AsSpan().TrimEnd(" \r\n\t"u8).Length;

    /// <summary>Offsets of the line feeds.</summary>
    private List<int> LineEnds => _lineEnds ??= [.. Enumerable.Range(0, _bytes.Length).Where(offset => _bytes[offset] == (byte)'\n')];

    /// <summary>Throws <see cref="EtlException"/> FIL006 when the file is too large, FIL016 when it is not JSON.</summary>
    internal static JsonSource Read(FileBytes file)
    {
        using var stream = file.Open();
        if (stream.Length > MostBytes)
        {
            throw new EtlException(new Issue(FileMappingErrors.TooLarge, "the document is larger than 256 MiB.", new(file.Name)));
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new(file.Name, bytes);
    }

    /// <summary>A string as it is, a number as it is written, true and false as words; null and nothing are empty.</summary>
    internal string Text(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.String => String(value, path),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => throw WrongShape(value, path, "a single value is wanted"),
    };

    internal EtlException WrongShape(JsonElement value, string path, string wanted) =>
        new(new Issue(FileMappingErrors.WrongShape, $"here is {Word(value.ValueKind)}, and {wanted}.", At(value, path), Try: "compare the document with the mapping's sections."));

    /// <summary>Line and column, and the path as the record.</summary>
    internal SourcePosition At(JsonElement value, string path)
    {
        var line = LineOf(value);
        var start = line == 1 ? _start : LineEnds[line - 2] + 1;
        return new(_file, line, Encoding.UTF8.GetCharCount(_bytes.AsSpan(start, OffsetOf(value) - start)) + 1, path.Length == 0 ? null : path);
    }

    /// <summary>The line that the value begins in, from 1.</summary>
    internal int LineOf(JsonElement value) => ~LineEnds.BinarySearch(OffsetOf(value)) + 1;

    /// <summary>Where the value stands among others: document order.</summary>
    internal int OffsetOf(JsonElement value) =>
        _bytes.AsSpan().Overlaps(JsonMarshal.GetRawUtf8Value(value), out var offset) ? offset : throw new InvalidOperationException("The value is of another document.");

    private string String(JsonElement value, string path)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new EtlException(new Issue(FileMappingErrors.BadJson, "the text holds a character that is none.", At(value, path), Try: "fetch the file again."), exception);
        }
    }

    private static string Word(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "nothing",
    };

    /// <summary>The library's words without its own place, which stands in front of ours.</summary>
    private static string Reason(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var text = (end < 0 ? message : message[..end]).TrimEnd('.', ' ');
        return $"the document is not sound JSON: {text}.";
    }
}

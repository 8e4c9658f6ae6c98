using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Transport;

/// <summary>
/// Finds the JSON in an answer. A byte order mark and PHP notices in front of it are skipped and noted, but only when what
/// follows is one whole JSON document; everything else is named for what it is.
/// </summary>
internal static partial class JsonBody
{
    private const int LongestNoise = 64 * 1024;
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 64 };

    /// <summary>The JSON bytes, or the issue that says what came instead.</summary>
    public static (ReadOnlyMemory<byte> Json, Issue? Problem) Find(
        ReadOnlyMemory<byte> body, string? contentType, string address, Redactor redactor, Notes notes)
    {
        var at = new SourcePosition(address);
        var json = SkipMark(body, at, notes);
        if (FirstSign(json.Span) is (byte)'{' or (byte)'[')
        {
            if (Problem(json, at) is { } problem)
            {
                return (default, problem);
            }

            NoteContentType(contentType, at, notes);
            return (json, null);
        }

        if (BehindPhpNotice(json) is { } behind)
        {
            notes.Add(new(TransportErrors.NoiseSkipped, $"Skipped \"{FirstWords.Of(json.Span[..^behind.Length], redactor)}\" before the JSON.", at));
            return (behind, null);
        }

        return (default, NotJson(json.Span, contentType, at, redactor));
    }

    private static ReadOnlyMemory<byte> SkipMark(ReadOnlyMemory<byte> body, SourcePosition at, Notes notes)
    {
        var mark = Encoding.UTF8.Preamble;
        var rest = body;
        while (rest.Span.StartsWith(mark))
        {
            rest = rest[mark.Length..];
        }

        if (rest.Length != body.Length)
        {
            notes.Add(new(TransportErrors.NoiseSkipped, "Skipped a byte order mark before the JSON.", at));
        }

        return rest;
    }

    private static byte FirstSign(ReadOnlySpan<byte> body)
    {
        var trimmed = body.TrimStart(" \t\r\n"u8);
        return trimmed.IsEmpty ? (byte)0 : trimmed[0];
    }

    private static Issue? Problem(ReadOnlyMemory<byte> json, SourcePosition at)
    {
        var reader = new Utf8JsonReader(json.Span, Strict);
        try
        {
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException e)
        {
            return IsCutOff(json.Span)
                ? new(TransportErrors.TruncatedJson, $"The JSON ends in the middle after {json.Length} bytes.", at)
                : new(TransportErrors.NotJson, $"The JSON is broken in line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", at);
        }
    }

    /// <summary>True when everything up to the end is right and only the rest is missing.</summary>
    private static bool IsCutOff(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(Strict));
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The JSON behind PHP's own notices; null when the noise is not PHP's, or no whole document follows it.</summary>
    private static ReadOnlyMemory<byte>? BehindPhpNotice(ReadOnlyMemory<byte> body)
    {
        var limit = Math.Min(body.Length, LongestNoise);
        for (var start = 0; start < limit; start++)
        {
            if (body.Span[start] is not ((byte)'{' or (byte)'[') || Problem(body[start..], default) is not null)
            {
                continue;
            }

            if (PhpNotice().IsMatch(Encoding.UTF8.GetString(body.Span[..start])))
            {
                return body[start..];
            }

            break;
        }

        return null;
    }

    private static void NoteContentType(string? contentType, SourcePosition at, Notes notes)
    {
        if (contentType is null || !contentType.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            notes.Add(new(TransportErrors.OddContentType, $"JSON came labelled \"{contentType ?? "(nothing)"}\".", at));
        }
    }

    private static Issue NotJson(ReadOnlySpan<byte> body, string? contentType, SourcePosition at, Redactor redactor)
    {
        var words = FirstWords.Of(body, redactor);
        var html = FirstSign(body) == (byte)'<' || contentType?.Contains("html", StringComparison.OrdinalIgnoreCase) == true;
        return html
            ? new(TransportErrors.HtmlInsteadOfJson, $"A web page came instead of JSON: \"{words}\".", at)
            : new(TransportErrors.NotJson, $"The answer is not JSON ({contentType ?? "no content type"}): \"{words}\".", at);
    }

    [GeneratedRegex(@"\b(Notice|Warning|Deprecated|Strict Standards)(</b>)?:", RegexOptions.NonBacktracking)]
    private static partial Regex PhpNotice();
}

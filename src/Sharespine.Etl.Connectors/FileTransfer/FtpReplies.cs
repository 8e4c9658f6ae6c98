using System.Globalization;
using System.Text.RegularExpressions;

namespace Sharespine.Etl.Connectors.FileTransfer;

/// <param name="Text">All lines, the numbers included.</param>
internal sealed record FtpReply(int Code, string Text)
{
    public bool IsDone => Code is >= 200 and < 300;

    /// <summary>The server says that later may help.</summary>
    public bool IsTransient => Code is >= 400 and < 500;

    public override string ToString() => $"\"{Text[..Math.Min(Text.Length, 200)].ReplaceLineEndings(" ")}\"";
}

/// <summary>What replies and listings of FTP servers hold.</summary>
internal static partial class FtpReplies
{
    /// <summary>The port of "227 Entering Passive Mode (127,0,0,1,82,246)".</summary>
    public static int? PassivePort(string text) => Passive().Match(text) is { Success: true } match
        && byte.TryParse(match.Groups["high"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var high)
        && byte.TryParse(match.Groups["low"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var low)
            ? (high * 256) + low
            : null;

    /// <summary>The port of "229 Entering Extended Passive Mode (|||21234|)".</summary>
    public static int? ExtendedPort(string text) => Extended().Match(text) is { Success: true } match
        && ushort.TryParse(match.Groups["port"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    /// <summary>Bytes of "213 1234".</summary>
    public static long? Size(FtpReply reply) => reply.Code == 213
        && long.TryParse(reply.Text.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;

    /// <summary>The instant of "213 20261128160012" (UTC by RFC 3659).</summary>
    public static DateTimeOffset? Time(FtpReply reply) => reply.Code == 213 ? Time(reply.Text.AsSpan(4)) : null;

    /// <summary>A line of MLSD: "type=file;size=123;modify=20261128160012; name". Null for what is no plain file.</summary>
    public static RemoteFile? Fact(string line)
    {
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0)
        {
            return null;
        }

        var facts = line[..blank].Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(fact => fact.Split('=', 2))
            .Where(fact => fact.Length == 2)
            .GroupBy(fact => fact[0].ToUpperInvariant())
            .ToDictionary(fact => fact.Key, fact => fact.First()[1]);
        return facts.GetValueOrDefault("TYPE", "").Equals("file", StringComparison.OrdinalIgnoreCase)
            && long.TryParse(facts.GetValueOrDefault("SIZE"), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                ? new(line[(blank + 1)..], size, Time(facts.GetValueOrDefault("MODIFY", "")))
                : null;
    }

    private static DateTimeOffset? Time(ReadOnlySpan<char> text) =>
        text.Length >= 14 && DateTimeOffset.TryParseExact(text[..14], "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    [GeneratedRegex(@"\d+,\d+,\d+,\d+,(?<high>\d+),(?<low>\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex Passive();

    [GeneratedRegex(@"\(\|\|\|(?<port>\d+)\|\)", RegexOptions.NonBacktracking)]
    private static partial Regex Extended();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Sharespine.Etl.Connectors.FileTransfer;

/// <summary>
/// Reads what <c>ls -ln</c> of OpenSSH's sftp prints. The client writes these lines itself, whatever the server: times to the
/// minute, or to the day when older than half a year.
/// </summary>
internal static partial class SftpListing
{
    public static IEnumerable<RemoteFile> Read(string output, DateTimeOffset now) => output.Split('\n')
        .Select(line => Plain().Match(line.TrimEnd('\r')))
        .Where(match => match.Success)
        .Select(match => new RemoteFile(match.Groups["name"].Value, long.Parse(match.Groups["size"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), Time(match, now)));

    private static DateTimeOffset? Time(Match match, DateTimeOffset now)
    {
        var day = $"{match.Groups["month"].Value} {match.Groups["day"].Value.Trim()}";
        if (match.Groups["year"] is { Success: true } year)
        {
            return Parse($"{day} {year.Value} 00:00");
        }

        // Without a year: the last such day. A server's clock may be a little ahead of ours.
        var clock = match.Groups["clock"].Value;
        return Parse($"{day} {now.Year.ToString("0000", CultureInfo.InvariantCulture)} {clock}") is { } time && time <= now.AddDays(1)
            ? time
            : Parse($"{day} {(now.Year - 1).ToString("0000", CultureInfo.InvariantCulture)} {clock}");
    }

    private static DateTimeOffset? Parse(string text) =>
        DateTimeOffset.TryParseExact(text, "MMM d yyyy HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>Plain files only: a link could lead out of the directory.</summary>
    [GeneratedRegex(@"^-\S+\s+\S+\s+.*?(?<size>\d+) (?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?<day>[ \d]\d) (?:(?<clock>\d\d:\d\d)| (?<year>\d{4})) (?<name>.+)$")]
    private static partial Regex Plain();
}

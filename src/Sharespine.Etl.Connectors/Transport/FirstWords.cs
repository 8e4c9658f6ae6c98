using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Sharespine.Etl.Connectors.Transport;

/// <summary>The first readable words of an answer that should have been something else: what a person needs to recognise it.</summary>
internal static partial class FirstWords
{
    private const int BytesLookedAt = 8 * 1024;
    private const int Longest = 90;

    /// <summary>Tags, scripts and styles taken off, blanks joined, at most 90 characters; "(empty)" when nothing is left.</summary>
    public static string Of(ReadOnlySpan<byte> body, Redactor redactor)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, BytesLookedAt)]);
        text = Blanks().Replace(WebUtility.HtmlDecode(Tags().Replace(Unseen().Replace(text, " "), " ")), " ").Trim();
        text = new string([.. redactor.Text(text).Where(c => !char.IsControl(c))]);
        return text.Length == 0 ? "(empty)" : text.Length <= Longest ? text : text[..Longest] + "…";
    }

    [GeneratedRegex("<(script|style)[^>]*>.*?</(script|style)>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Unseen();

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();
}

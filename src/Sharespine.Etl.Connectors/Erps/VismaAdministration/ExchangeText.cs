using System.Globalization;
using System.Text;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>
/// Text as the ERP can store it. Control characters and line breaks become spaces, since every field there is one line; what is
/// too long or not in Windows-1252 is an issue, or changed where the settings say so.
/// </summary>
internal sealed class ExchangeText(VismaAdministrationSettings settings)
{
    private static readonly HashSet<char> Known = MakeKnown();
    private readonly HashSet<string> _shorten = [.. settings.Shorten];

    /// <param name="field">entity.field.</param>
    public string Fit(string text, string field, int? knownLength, string key, List<Issue> issues)
    {
        var line = OneLine(text);
        var stored = line.All(Known.Contains) ? line : Replace(line, field, key, issues);
        int? limit = settings.Lengths.TryGetValue(field, out var own) ? own : knownLength;
        if (limit is not int length || stored.Length <= length)
        {
            return stored;
        }

        if (_shorten.Contains(field))
        {
            return stored[..length].TrimEnd();
        }

        issues.Add(new(
            VismaAdministrationErrors.TooLong,
            string.Create(CultureInfo.InvariantCulture, $"The text has {stored.Length} characters, the ERP's field {length}."),
            new SourcePosition(key),
            field));
        return stored;
    }

    private string Replace(string text, string field, string key, List<Issue> issues)
    {
        if (settings.UnknownCharacters == UnknownCharacters.Replace)
        {
            return string.Concat(text.EnumerateRunes().Select(Nearest));
        }

        // Not the text itself, which may be personal: only the characters and their places.
        var unknown = text.EnumerateRunes().Where(rune => !IsKnown(rune)).Distinct().Take(5).Select(rune => $"{rune} (U+{rune.Value:X4})");
        issues.Add(new(VismaAdministrationErrors.NotInCodePage, $"The ERP cannot store {string.Join(", ", unknown)}.", new SourcePosition(key), field));
        return text;
    }

    private static string Nearest(Rune rune)
    {
        if (IsKnown(rune))
        {
            return rune.ToString();
        }

        var letters = string.Concat(rune.ToString().Normalize(NormalizationForm.FormD)
            .Where(part => CharUnicodeInfo.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark));
        return letters.Length > 0 && letters.All(Known.Contains) ? letters : Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark ? "" : "?";
    }

    private static bool IsKnown(Rune rune) => rune.IsBmp && Known.Contains((char)rune.Value);

    private static string OneLine(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormC).Replace("\r\n", " ", StringComparison.Ordinal).Select(c => char.IsControl(c) ? ' ' : c)).Trim();

    private static HashSet<char> MakeKnown()
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(1252)
            ?? throw new InvalidOperationException("The runtime lacks code page 1252.");
        var bytes = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();
        return [.. encoding.GetChars(bytes).Where(c => !char.IsControl(c))];
    }
}

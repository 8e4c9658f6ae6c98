using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Reconcile;

/// <summary>
/// Brings order references of two systems to one form: spaces, case, <c>#</c>, configured prefixes and suffixes and leading
/// zeros do not count. The result only serves to compare; reports show what was written.
/// </summary>
public sealed class ReferenceNormaliser
{
    private readonly IReadOnlyList<string> _prefixes;
    private readonly Regex[] _suffixes;

    /// <summary>Throws <c>REC008</c> when a suffix is not a regular expression.</summary>
    public ReferenceNormaliser(ReferenceSettings settings)
    {
        // The longest prefix first, so that WEB-SE- is not cut to SE- by WEB-.
        _prefixes = [.. settings.Prefixes.OrderByDescending(prefix => prefix.Length).ThenBy(prefix => prefix, StringComparer.Ordinal)];
        _suffixes = [.. settings.Suffixes.Select(suffix => Patterns.Compile($"(?:{suffix})$", "references.suffixes"))];
    }

    /// <summary>Upper-case text, empty when nothing is left.</summary>
    public string Normalise(string reference)
    {
        var text = reference.Trim().TrimStart('#').Trim();
        foreach (var suffix in _suffixes)
        {
            text = Patterns.Guard(suffix, text, () => suffix.Replace(text, ""));
        }

        if (_prefixes.FirstOrDefault(prefix => text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            text = text[found.Length..];
        }

        var digits = text.TrimStart('#').TrimStart('0');
        return (digits.Length == 0 ? text : digits).ToUpperInvariant();
    }
}

/// <summary>Regular expressions from configuration: compiled once, never allowed to run away.</summary>
internal static class Patterns
{
    // By the clock on the wall, and a busy machine may keep a thread waiting for seconds: this ends only what runs away.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private static readonly ConcurrentDictionary<string, Regex> Known = new(StringComparer.Ordinal);

    public static Regex Compile(string pattern, string setting)
    {
        try
        {
            return Known.GetOrAdd(pattern, text => new(text, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Compiled, Timeout));
        }
        catch (ArgumentException exception)
        {
            throw new EtlException(new Issue(ReconcileErrors.BadPattern, $"\"{pattern}\" is not a regular expression: {exception.Message}", Field: setting), exception);
        }
    }

    public static T Guard<T>(Regex pattern, string text, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new EtlException(new Issue(ReconcileErrors.BadPattern,
                $"\"{pattern}\" took too long on a text of {text.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)} characters.",
                Try: "an expression without nested repetition."), exception);
        }
    }
}

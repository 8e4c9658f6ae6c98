using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Sie;

/// <summary>
/// The findings about one file. Grave ones always get in; of the others at most <paramref name="max"/> are listed and the rest
/// counted, so that a file with the same fault on every line does not fill the memory.
/// </summary>
internal sealed class SieIssues(string fileName, int max)
{
    private readonly List<Issue> _issues = [];
    private readonly HashSet<string> _once = [];
    private int _unlisted;

    public void Add(ErrorCode code, string message, int line = 0, int column = 0, string? field = null, string? hint = null)
    {
        if (_issues.Count >= (SieErrors.Refuses(code) ? 2 * max : max))
        {
            _unlisted++;
            return;
        }

        _issues.Add(new(code, message, new SourcePosition(fileName, line, column), field, hint));
    }

    /// <summary>Adds only the first of the findings with this key: one unknown label stands on a thousand lines.</summary>
    public void AddOnce(string key, ErrorCode code, string message, int line)
    {
        if (_once.Add(key))
        {
            Add(code, message, line);
        }
    }

    public IReadOnlyList<Issue> All() => _unlisted == 0
        ? _issues
        : [.. _issues, new(SieErrors.MoreIssues, string.Create(CultureInfo.InvariantCulture, $"{_unlisted} more findings are not listed."), new SourcePosition(fileName))];

    /// <summary>A value as it may stand in a message: quoted, short, without control characters.</summary>
    public static string Quote(string value)
    {
        var shown = value.Length <= 40 ? value : value[..40] + "…";
        return $"\"{string.Concat(shown.Select(c => char.IsControl(c) ? '·' : c))}\"";
    }
}

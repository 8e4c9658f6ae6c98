using System.Globalization;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>Collects issues up to a bound, so that a file with a million unreadable rows does not fill the memory; it says when it stopped listing.</summary>
internal sealed class IssueLog(string file)
{
    internal const int Max = 1000;
    private readonly List<Issue> _issues = [];
    private int _unlisted;

    internal void Add(Issue issue)
    {
        if (_issues.Count < Max)
        {
            _issues.Add(issue);
        }
        else
        {
            _unlisted++;
        }
    }

    internal void AddAll(IssueLog other)
    {
        other._issues.ForEach(Add);
        _unlisted += other._unlisted;
    }

    internal IReadOnlyList<Issue> ToList() => _unlisted == 0 ? [.. _issues] :
    [
        .. _issues,
        new(FileMappingErrors.MoreIssues, string.Create(CultureInfo.InvariantCulture, $"{_unlisted} more issues are not listed."), new(file)),
    ];
}

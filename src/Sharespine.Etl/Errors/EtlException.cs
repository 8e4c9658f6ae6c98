namespace Sharespine.Etl.Errors;

/// <summary>
/// Stops what is being done: a file, a job or the run, as the catcher decides. One bad record is not an exception but an
/// <see cref="Issue"/>.
/// </summary>
public sealed class EtlException : Exception
{
    public EtlException(Issue issue, Exception? inner = null)
        : base(issue.ToString(), inner) => Issues = [issue];

    public EtlException(IReadOnlyList<Issue> issues)
        : base(string.Join(Environment.NewLine, issues)) => Issues = issues;

    /// <summary>At least one; the first is the reason, the others were found beside it.</summary>
    public IReadOnlyList<Issue> Issues { get; }

    public ErrorCode Code => Issues[0].Code;

    /// <summary>True when trying again later, with nothing changed, may well succeed.</summary>
    public bool IsTransient { get; init; }
}

using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Transport;

/// <summary>
/// Things worth telling that stop nothing (noise skipped, a personal number dropped): counted per kind and field, so that
/// ten thousand of them are one line in the report. Safe to use from several threads.
/// </summary>
public sealed class Notes
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(ErrorCode Code, string? Field), (Issue First, int Count)> _notes = [];

    public void Add(Issue issue)
    {
        lock (_gate)
        {
            var key = (issue.Code, issue.Field);
            _notes[key] = _notes.TryGetValue(key, out var seen) ? (seen.First, seen.Count + 1) : (issue, 1);
        }
    }

    /// <summary>Each kind's first note and how many there were, by code and field.</summary>
    public IReadOnlyList<CountedNote> All
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _notes.Values
                        .Select(n => new CountedNote(n.First, n.Count))
                        .OrderBy(n => n.First.Code.Code, StringComparer.Ordinal)
                        .ThenBy(n => n.First.Field, StringComparer.Ordinal),
                ];
            }
        }
    }
}

/// <param name="First">The first of its kind, with its place.</param>
/// <param name="Count">How many of the kind there were.</param>
public sealed record CountedNote(Issue First, int Count);

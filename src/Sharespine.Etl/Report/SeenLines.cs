using System.Collections;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Report;

/// <summary>Lines that are shown to somebody else while they are walked.</summary>
internal sealed class SeenLines(IReadOnlyCollection<LineReport> lines, Action<LineReport> see) : IReadOnlyCollection<LineReport>
{
    public int Count => lines.Count;

    public IEnumerator<LineReport> GetEnumerator() => lines.Select(Seen).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private LineReport Seen(LineReport line)
    {
        see(line);
        return line;
    }
}

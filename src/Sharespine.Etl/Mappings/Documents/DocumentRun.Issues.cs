using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Documents;

/// <summary>What is wrong with the record at hand.</summary>
internal sealed partial class DocumentRun
{
    private bool Check(ValuePlan plan, Value value)
    {
        if (TargetValue.Complaint(plan, value) is not var (code, message))
        {
            return true;
        }

        var site = plan.Expression.Site;
        Add(Tell(new(code, site, Frame.PlaceOf(site.Source), message, value), plan.Path, plan.IsPersonal));
        return false;
    }

    private bool Missing(string path, CallSite site)
    {
        var message = $"is empty; {Frame.PlaceOf(site.Source)} gives nothing.";
        Add(new(MappingErrors.RequiredEmpty, message, PlaceOf(site), PathOf(path)));
        return false;
    }

    /// <summary>Turns the frame's new failures into issues of the field.</summary>
    private void Take(string path, bool isPersonal)
    {
        foreach (var failure in Frame.Failures)
        {
            var issue = Tell(failure, path, isPersonal);
            Add(issue);
            if (failure.Hold)
            {
                _waits.Add(issue);
            }
        }

        Frame.ClearFailures();
    }

    private Issue Tell(Failure failure, string path, bool isPersonal) =>
        failure.ToIssue(PathOf(path), _record, isPersonal || _mapping.IsPersonal(failure.Site.Source));

    private void Add(Issue issue) => _issues.Add(issue);

    private SourcePosition PlaceOf(CallSite site) => site.Text.PlaceOf(site.Offset) with { Record = _record };

    private string PathOf(string path)
    {
        foreach (var position in _positions)
        {
            var at = path.IndexOf("[]", StringComparison.Ordinal);
            path = at < 0 ? path : string.Create(CultureInfo.InvariantCulture, $"{path.AsSpan(0, at)}[{position}]{path.AsSpan(at + 2)}");
        }

        return path;
    }
}

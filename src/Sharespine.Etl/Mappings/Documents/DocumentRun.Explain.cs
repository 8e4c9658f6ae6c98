using Sharespine.Etl.Mappings.Expressions;

namespace Sharespine.Etl.Mappings.Documents;

/// <summary>Where the values of the record at hand come from.</summary>
internal sealed partial class DocumentRun
{
    private void SeeRules()
    {
        if (Seen is not null)
        {
            foreach (var rule in _mapping.Plan.Skips.Concat(_mapping.Plan.Rejects))
            {
                See(rule.When);
            }
        }
    }

    /// <summary>Also of arms not taken: an example shows that a path exists, whatever the conditions say.</summary>
    private void See(CompiledExpression expression)
    {
        foreach (var path in expression.SourcePaths)
        {
            if (!path.Read(Frame).IsNothing)
            {
                Seen?.Add(path);
            }
        }

        Frame.ClearFailures();
    }

    private ExplainedField Explain(ValuePlan plan, Value value)
    {
        var isMasked = plan.IsPersonal && !ShowsPersonal;
        var sources = plan.Expression.SourcePaths.DistinctBy(path => path.Text)
            .Select(path => (Frame.PlaceOf(path.Text), isMasked || (!ShowsPersonal && _mapping.IsPersonal(path.Text)) ? "•••" : Failure.Shorten(path.Read(Frame).ToString())))
            .ToArray();
        Frame.ClearFailures();
        See(plan.Expression);
        var shown = value.IsFailed ? "(failed)" : value.IsEmpty ? null : isMasked ? "•••" : value.ToString();
        return new(PathOf(plan.Path), shown, plan.Expression.Text.Text, sources, plan.Rule, plan.IsPersonal);
    }
}

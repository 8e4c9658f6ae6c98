using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Report;

/// <summary>Judges the rows of a sheet of exceptions one by one: decided, not decided, or wrong.</summary>
internal sealed class DecisionRows(string workbook)
{
    private readonly Dictionary<string, ExceptionDecision> _decisions = new(StringComparer.Ordinal);
    private readonly List<Issue> _issues = [];

    public DecisionFile Result => new([.. _decisions.Values.OrderBy(decision => decision.At.Line)], _issues);

    public void Add(int row, ReportDecisions.Columns columns, IReadOnlyDictionary<int, string> cells)
    {
        string Cell(int column) => cells.GetValueOrDefault(column, "");
        var (id, state, word, target, reason) = (Cell(columns.Id), Cell(columns.State), Cell(columns.Decision), Cell(columns.Target), Cell(columns.Reason));
        if (word.Length == 0 && reason.Length == 0 && target.Length == 0)
        {
            return;
        }

        var at = new SourcePosition(workbook, row, 0, id.Length == 0 ? null : id);
        if (id.Length == 0 || state.Length == 0)
        {
            Refuse(ReportErrors.NoIdentity, "The row has a decision, a target or a reason, but no id or state.", at, columns.Texts.IdHeading);
        }
        else if (word.Length == 0 || reason.Length == 0)
        {
            var (has, lacks) = word.Length == 0 ? (reason.Length == 0 ? "a target" : "a reason", "decision") : ("a decision", "reason");
            Refuse(ReportErrors.NoReason, $"The row has {has} but no {lacks}.", at, word.Length == 0 ? columns.Texts.DecisionHeading : columns.Texts.ReasonHeading);
        }
        else if (Decided(word) is not { } decision)
        {
            var words = columns.Texts.Decisions.Values;
            _issues.Add(new(
                ReportErrors.UnknownDecision,
                $"\"{Short(word)}\" is not a decision.",
                at,
                columns.Texts.DecisionHeading,
                Suggestion.For(word, words) ?? $"one of: {string.Join(", ", words)}"));
        }
        else if ((decision is Decision.Link or Decision.WriteOff) == (target.Length == 0))
        {
            Refuse(ReportErrors.BadTarget, target.Length == 0 ? $"\"{word}\" names no target." : $"\"{word}\" takes no target, and \"{Short(target)}\" stands there.", at, columns.Texts.TargetHeading);
        }
        else
        {
            Take(new(id, state, decision, target.Length == 0 ? null : target, reason, at), columns);
        }
    }

    private void Take(ExceptionDecision decision, ReportDecisions.Columns columns)
    {
        if (!_decisions.TryGetValue(decision.ExceptionId, out var earlier))
        {
            _decisions.Add(decision.ExceptionId, decision);
        }
        else if (earlier with { At = decision.At } != decision)
        {
            Refuse(ReportErrors.DecidedTwice, $"The exception was decided otherwise on row {earlier.At.Line}.", decision.At, columns.Texts.DecisionHeading);
        }
    }

    private void Refuse(ErrorCode code, string message, SourcePosition at, string field) => _issues.Add(new(code, message, at, field));

    /// <summary>In any language: the word in the cell is what counts, not the heading's language.</summary>
    private static Decision? Decided(string word) => Enum.GetValues<ReportLanguage>()
        .SelectMany(language => ReportTexts.For(language).Decisions)
        .Where(pair => string.Equals(pair.Value, word, StringComparison.OrdinalIgnoreCase))
        .Select(pair => (Decision?)pair.Key)
        .FirstOrDefault();

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}

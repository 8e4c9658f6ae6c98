using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>Evaluates expressions over the row at hand; a row's columns are computed once, when its first expression is.</summary>
internal sealed class RowExpressions
{
    private readonly Row _row;
    private readonly EvalFrame _frame;
    private readonly (int Column, int Slot)[] _used;
    private readonly SectionScope _scope;
    private readonly FileFacts _facts;
    private bool _isBegun;

    internal RowExpressions(Row row, Section section, FileFacts facts)
    {
        (_row, _scope, _facts) = (row, section.Scope, facts);
        _frame = new(section.Scope.Scope);
        _used = section.Scope.UsedColumns();
    }

    internal void Begin() => _isBegun = false;

    /// <summary>The value, or failed with an issue on the row.</summary>
    internal Value Evaluate(FieldRule rule)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            _frame.Begin();
            _scope.SetFile(_frame, _facts);
            foreach (var (column, slot) in _used)
            {
                _frame[slot] = _row.CellValue(column, rule);
            }
        }

        _frame.ClearFailures();
        var value = rule.Expression!.Evaluate(_frame);
        foreach (var failure in _frame.Failures)
        {
            _row.Add(FileMappingErrors.RuleFailed, rule, $"{failure.Place} {failure.Message}");
        }

        if (value.IsFailed && _frame.Failures.Count == 0 && _row.Issues.Count == 0)
        {
            _row.Add(FileMappingErrors.RuleFailed, rule, $"{rule.Text} could not be computed");
        }

        return value;
    }
}

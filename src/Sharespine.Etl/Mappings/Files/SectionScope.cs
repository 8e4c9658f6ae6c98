using Sharespine.Etl.Mappings.Expressions;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>
/// The names that expressions over a section's rows may use: its columns (amounts and percentages are numbers, dates business
/// dates; empty or absent ones nothing), the section's let: values, and inputs.file, the file's name.
/// </summary>
public sealed class SectionScope
{
    private readonly List<(string Name, int Column, int Slot)> _columns = [];
    private readonly int _fileName;

    internal SectionScope(Section section)
    {
        Scope = new(isOpen: false);
        for (var i = 0; i < section.Columns.Count; i++)
        {
            var column = section.Columns[i];
            _columns.Add((column.Name, i, Scope.Add(column.Name, TypeOf(column.Kind))));
        }

        _fileName = Scope.Add("inputs.file", MappingType.Text);
    }

    internal Scope Scope { get; }

    internal static MappingType TypeOf(CellKind kind) => kind switch
    {
        CellKind.Text => MappingType.Text,
        CellKind.Date => MappingType.Date,
        CellKind.Wrong => MappingType.Wrong,
        _ => MappingType.Number,
    };

    /// <summary>The columns that some expression reads; the others are not computed.</summary>
    internal (int Column, int Slot)[] UsedColumns() =>
        [.. _columns.Where(column => Scope.Find(column.Name) is { IsUsed: true }).Select(column => (column.Column, column.Slot))];

    internal void SetFile(EvalFrame frame, string name) => frame[_fileName] = Value.Of(name);
}

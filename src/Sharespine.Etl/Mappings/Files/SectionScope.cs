using Sharespine.Etl.Mappings.Expressions;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>
/// The names that expressions over a section's rows may use: its columns (amounts and percentages are numbers, dates business
/// dates; empty or absent ones nothing), the section's let: values, what other sections keep:, inputs.file (the file's name) and
/// inputs.preamble (the lines before the first section).
/// </summary>
public sealed class SectionScope
{
    private readonly List<(string Name, int Column, int Slot)> _columns = [];
    private readonly List<(string Name, int Slot)> _kept = [];
    private readonly int _fileName;
    private readonly int _preamble;

    internal SectionScope(Section section)
    {
        Scope = new(isOpen: false);
        for (var i = 0; i < section.Columns.Count; i++)
        {
            var column = section.Columns[i];
            _columns.Add((column.Name, i, Scope.Add(column.Name, TypeOf(column.Kind))));
        }

        _fileName = Scope.Add("inputs.file", MappingType.Text);
        _preamble = Scope.Add("inputs.preamble", MappingType.Text);
    }

    /// <summary>True when some expression reads the lines before the first section.</summary>
    internal bool UsesPreamble => Scope.Find("inputs.preamble") is { IsUsed: true };

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

    /// <summary>Adds a value of another section; false when the name is taken.</summary>
    internal bool Keep(string name, MappingType type)
    {
        var slot = Scope.Add(name, type);
        if (slot >= 0)
        {
            _kept.Add((name, slot));
        }

        return slot >= 0;
    }

    internal bool Uses(string kept) => Scope.Find(kept) is { IsUsed: true };

    internal void SetFile(EvalFrame frame, FileFacts facts)
    {
        frame[_fileName] = Value.Of(facts.Name);
        frame[_preamble] = Value.Of(facts.Preamble);
        foreach (var (name, slot) in _kept)
        {
            frame[slot] = facts.Kept.GetValueOrDefault(name, Value.Nothing);
        }
    }
}

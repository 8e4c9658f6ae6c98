using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Mappings.Library;

namespace Sharespine.Etl.Tests.Mappings;

public sealed class MappingKindTests
{
    private const string Columns = """
        mapping: bank.columns
        kind: columns
        lookups:
          types: { inline: { S: sale } }
        columns: { type: 'lookup("types", type)', net: number(amount) - number(fee) }
        """;

    [Fact]
    public void A_further_kind_of_mapping_shares_lookups_expressions_and_findings()
    {
        var (mapping, findings) = Load(Columns);
        Assert.Equal("", findings);
        Assert.Equal(["sale", "7.50"], mapping!.Run("S", "10.00", "2.50"));
        Assert.Equal(["", "! bank.columns.yaml:5:48 (row 1): MAP060 net: amount (\"x\") cannot be read as a number."], mapping.Run("", "x", "1"));
    }

    [Fact]
    public void In_a_closed_scope_a_misspelt_column_is_a_finding() =>
        Assert.EndsWith("bank.columns.yaml:5:57: MAP002 net: \"amont\" is not known here. Try: did you mean \"amount\"?", Load(Columns.Replace("number(amount)", "number(  amont)")).Findings, StringComparison.Ordinal);

    [Fact]
    public void A_kind_s_own_keys_are_known_only_to_it() =>
        Assert.EndsWith("bank.columns.yaml:6:1: MAP010 bank.columns: there is no key \"skip\" here. Try: one of mapping, kind, target, about, include, overlays, lookups, let, examples, columns.", Load(Columns + "\nskip: []").Findings, StringComparison.Ordinal);

    private static (ColumnMapping? Mapping, string Findings) Load(string yaml)
    {
        using var folder = new TemporaryFolder();
        folder.Write("bank.columns.yaml", yaml);
        var findings = new List<Issue>();
        var library = MappingLibrary.Load([folder.Path], new() { Kinds = [new ColumnReader()] }, findings);
        return (library.Find<ColumnMapping>("bank.columns"), string.Join('\n', findings));
    }

    private sealed class ColumnReader : IMappingKindReader
    {
        private static readonly string[] Known = ["type", "amount", "fee"];

        public string Kind => "columns";

        public IReadOnlyList<MappingKey> Keys { get; } = [new("columns", "The columns.", "expressions")];

        public IMapping? Read(MappingReader reader)
        {
            var scope = new Scope(isOpen: false);
            var slots = Known.Select(name => scope.Add(name, MappingType.Text)).ToArray();
            var block = reader.Block(reader.Source.Root.Find("columns")!.Value, "columns")!;
            var rules = block.Entries.Select(entry => (entry.Key, reader.Expression(entry.Value, entry.Key, scope))).ToArray();
            return new ColumnMapping(reader.Source, scope, slots, rules);
        }
    }

    private sealed record ColumnMapping(MappingSource Source, Scope Scope, int[] Slots, (string Name, CompiledExpression? Rule)[] Rules) : IMapping
    {
        public string Name => Source.Name;

        public string Kind => "columns";

        public IReadOnlyList<string> Files => Source.Files;

        public string[] Run(params string[] cells)
        {
            var frame = new EvalFrame(Scope);
            frame.Begin();
            for (var i = 0; i < cells.Length; i++)
            {
                frame[Slots[i]] = cells[i].Length == 0 ? Value.Nothing : Value.Of(cells[i]);
            }

            return [.. Rules.Select(rule => Cell(rule.Rule!, rule.Name, frame))];
        }

        private string Cell(CompiledExpression rule, string name, EvalFrame frame)
        {
            var value = rule.Evaluate(frame);
            var issue = frame.Failures.Select(failure => failure.ToIssue(name, "row 1", isMasked: false).ToString().Replace(Path.GetDirectoryName(Files[0]) + "/", "", StringComparison.Ordinal)).FirstOrDefault();
            frame.ClearFailures();
            return value.IsFailed ? "! " + issue : value.IsNothing ? "" : value.ToString().Trim('"');
        }
    }
}

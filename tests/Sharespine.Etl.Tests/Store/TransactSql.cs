using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Sharespine.Etl.Tests.Store;

/// <summary>T-SQL read by Microsoft's own parser: for SQL Server 2016, the oldest that the store lives in, and for a later one.</summary>
internal static class TransactSql
{
    public static IReadOnlyList<string> Faults(string place, string sql) =>
    [
        .. new TSqlParser[] { new TSql130Parser(initialQuotedIdentifiers: true), new TSql150Parser(initialQuotedIdentifiers: true) }
            .SelectMany(parser =>
            {
                parser.Parse(new StringReader(sql), out var errors);
                return errors.Select(error => $"{place}: {parser.GetType().Name}: line {error.Line}, column {error.Column}: {error.Message}\n{sql}");
            }),
    ];

    /// <summary>Throws where it does not parse.</summary>
    public static TSqlFragment Parse(string sql)
    {
        var fragment = new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        return errors.Count == 0 ? fragment : throw new InvalidOperationException($"{errors[0].Message}\n{sql}");
    }

    /// <summary>What the house keeps away from.</summary>
    public static IEnumerable<string> Forbidden(string place, TSqlFragment fragment)
    {
        var found = new ForbiddenVisitor();
        fragment.Accept(found);
        return found.Found.Select(what => $"{place}: {what}");
    }

    private sealed class ForbiddenVisitor : TSqlFragmentVisitor
    {
        public List<string> Found { get; } = [];

        public override void Visit(MergeSpecification node) => Found.Add("MERGE");

        public override void Visit(DeclareCursorStatement node) => Found.Add("a cursor");

        public override void Visit(CommonTableExpression node) => Found.Add("a common table expression");

        public override void Visit(TableHint node) => Found.Add($"the hint {node.HintKind}");

        public override void Visit(OpenQueryTableReference node) => Found.Add("a linked server");

        public override void Visit(SchemaObjectName node)
        {
            if (node.ServerIdentifier is not null || node.DatabaseIdentifier is not null)
            {
                Found.Add($"another database or server, {string.Join('.', node.Identifiers.Select(part => part.Value))}");
            }
        }
    }
}

/// <summary>Tables and views of the SQL Server scripts with their columns, as the parser reads them.</summary>
internal sealed class ScriptedSchema
{
    private readonly Dictionary<string, HashSet<string>> _columns = new(StringComparer.OrdinalIgnoreCase);

    public ScriptedSchema(IEnumerable<TSqlFragment> scripts)
    {
        foreach (var script in scripts)
        {
            script.Accept(new Collector(this));
        }
    }

    public IReadOnlyDictionary<string, HashSet<string>> Tables => _columns;

    public HashSet<string> Views { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every table and column that the statement names and the scripts do not have.</summary>
    public IReadOnlyList<string> Unknown(TSqlFragment statement)
    {
        var names = new NameVisitor();
        statement.Accept(names);
        var unknown = names.Tables.Where(table => !_columns.ContainsKey(table)).Select(table => $"there is no table {table}").ToList();
        unknown.AddRange(names.Columns.Where(column => !IsKnown(names, column)).Select(column => $"there is no column {string.Join('.', column)} in {string.Join(", ", names.Tables.Distinct())}"));
        return [.. unknown.Distinct()];
    }

    private bool IsKnown(NameVisitor names, string[] column)
    {
        if (names.Named.Contains(column[^1]) || column.Length > 1 && names.External.Contains(column[0]))
        {
            return true;
        }

        var tables = column.Length == 1 ? names.Tables : names.Aliases[column[0]].Concat(names.Tables.Where(table => table.Equals(column[0], StringComparison.OrdinalIgnoreCase)));
        return tables.Any(table => _columns.TryGetValue(table, out var known) && known.Contains(column[^1]));
    }

    private sealed class Collector(ScriptedSchema schema) : TSqlFragmentVisitor
    {
        public override void Visit(CreateTableStatement node) =>
            schema._columns[node.SchemaObjectName.BaseIdentifier.Value] = new(node.Definition.ColumnDefinitions.Select(column => column.ColumnIdentifier.Value), StringComparer.OrdinalIgnoreCase);

        public override void Visit(AlterTableAddTableElementStatement node) =>
            schema._columns[node.SchemaObjectName.BaseIdentifier.Value].UnionWith(node.Definition.ColumnDefinitions.Select(column => column.ColumnIdentifier.Value));

        public override void Visit(DropViewStatement node)
        {
            foreach (var view in node.Objects)
            {
                schema._columns.Remove(view.BaseIdentifier.Value);
                schema.Views.Remove(view.BaseIdentifier.Value);
            }
        }

        public override void Visit(CreateViewStatement node)
        {
            var query = (QuerySpecification)First(node.SelectStatement.QueryExpression);
            var columns = query.SelectElements.Cast<SelectScalarExpression>()
                .Select(element => element.ColumnName?.Value ?? ((ColumnReferenceExpression)element.Expression).MultiPartIdentifier.Identifiers[^1].Value);
            schema._columns[node.SchemaObjectName.BaseIdentifier.Value] = new(columns, StringComparer.OrdinalIgnoreCase);
            schema.Views.Add(node.SchemaObjectName.BaseIdentifier.Value);
        }

        private static QueryExpression First(QueryExpression query) => query is BinaryQueryExpression both ? First(both.FirstQueryExpression) : query;
    }

    private sealed class NameVisitor : TSqlFragmentVisitor
    {
        private readonly List<(string Alias, string Table)> _aliases = [];

        public List<string> Tables { get; } = [];

        public List<string[]> Columns { get; } = [];

        /// <summary>Names that the statement gives itself.</summary>
        public HashSet<string> Named { get; } = new(StringComparer.OrdinalIgnoreCase);

        /// <summary>Aliases of tables that are not ours.</summary>
        public HashSet<string> External { get; } = new(StringComparer.OrdinalIgnoreCase);

        public ILookup<string, string> Aliases => _aliases.ToLookup(pair => pair.Alias, pair => pair.Table, StringComparer.OrdinalIgnoreCase);

        public override void Visit(NamedTableReference node)
        {
            var name = node.SchemaObject.BaseIdentifier.Value;
            if (node.SchemaObject.SchemaIdentifier?.Value == "sys")
            {
                // The server's own catalog: its columns are not ours to know.
                External.Add(node.Alias?.Value ?? name);
                return;
            }

            Tables.Add(name);
            _aliases.Add((node.Alias?.Value ?? name, name));
        }

        public override void Visit(SelectScalarExpression node)
        {
            if (node.ColumnName is { } name)
            {
                Named.Add(name.Value);
            }
        }

        public override void Visit(ColumnReferenceExpression node)
        {
            if (node.MultiPartIdentifier is { } name)
            {
                Columns.Add([.. name.Identifiers.Select(part => part.Value)]);
            }
        }
    }
}

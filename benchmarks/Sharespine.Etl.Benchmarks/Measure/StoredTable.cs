using System.Data.Common;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>A table that a reconciliation wrote to, as the store itself describes it.</summary>
/// <param name="Order">In which its rows came.</param>
/// <param name="Together">What rows of one transaction share.</param>
internal sealed record StoredTable(string Name, string Order, string Together)
{
    /// <summary>Every table with rows that a new store has none in, in the order in which foreign keys allow it.</summary>
    public static IReadOnlyList<StoredTable> All(Database from, Database to)
    {
        using var store = from.Dialect.Open();
        using var empty = to.Dialect.Open();
        var names = Texts(store, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
            .Where(name => Texts(store, $"SELECT 1 FROM {name} LIMIT 1").Count > 0 && Texts(empty, $"SELECT 1 FROM {name} LIMIT 1").Count == 0)
            .ToList();
        var tables = new List<StoredTable>();
        while (names.Count > 0)
        {
            var next = names.First(name => !Texts(store, $"SELECT \"table\" FROM pragma_foreign_key_list('{name}')").Any(other => other != name && names.Contains(other)));
            names.Remove(next);
            tables.Add(Of(store, next));
        }

        return tables;
    }

    // A table without row ids is filled by what its rows belong to, not by its own key.
    private static StoredTable Of(DbConnection store, string name)
    {
        var hasRowIds = Texts(store, $"SELECT sql FROM sqlite_master WHERE name = '{name}'")[0].Contains("WITHOUT ROWID", StringComparison.Ordinal) is false;
        var order = hasRowIds
            ? ["rowid"]
            : Texts(store, $"SELECT \"from\" FROM pragma_foreign_key_list('{name}') ORDER BY 1").Concat(Texts(store, $"SELECT name FROM pragma_table_info('{name}') WHERE pk > 0 ORDER BY pk")).Distinct();
        return new(name, string.Join(", ", order), name == "settlement_line" ? "payout_id" : "''");
    }

    private static List<string> Texts(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            texts.Add(reader.GetValue(0).ToString()!);
        }

        return texts;
    }
}

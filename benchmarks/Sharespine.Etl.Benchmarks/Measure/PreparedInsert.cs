using System.Data.Common;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>One prepared statement, its parameters set row by row, and nothing around it: the yardstick.</summary>
internal static class PreparedInsert
{
    /// <param name="rows">Values in the order of the columns, ready for the database.</param>
    public static void Insert(DbConnection connection, DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object[]> rows)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(column => "$" + column))})";
        var parameters = columns.Select(column => Add(command, "$" + column)).ToArray();
        command.Prepare();
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                parameters[i].Value = row[i];
            }

            command.ExecuteNonQuery();
        }
    }

    private static DbParameter Add(DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
        return parameter;
    }
}

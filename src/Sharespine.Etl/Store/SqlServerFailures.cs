using System.Security.Authentication;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Store;

/// <summary>
/// SQL Server's error numbers in our words. Transient ones: deadlock, snapshot conflict, fail-over, throttling, lost connection, as
/// Microsoft lists them for SQL Server and Azure SQL ("Troubleshoot transient connection errors", "Resource management errors").
/// </summary>
internal static partial class SqlServerFailures
{
    private static readonly HashSet<int> Transient =
    [
        1204, 1205, 1222,               // locks: none left, deadlock, timeout
        3935, 3960, 3961, 3966,         // snapshot: changed by another, changed by DDL
        601, 615, 701, 802, 8628, 8645, 8651, // memory and moved data
        921, 922, 976, 978, 983, 988,   // starting up, failing over
        4060, 4221, 6005, 9001, 17142, 18401,
        10928, 10929, 10936, 40143, 40166, 40197, 40501, 40540, 40613, 40628, 42108, 42109, 49918, 49919, 49920, // Azure SQL
        -2, 20, 64, 121, 233, 258, 10050, 10051, 10052, 10053, 10054, 10058, 10060, 10061, 11001, // connection
    ];

    private static readonly HashSet<int> Unreachable = [-2, -1, 0, 2, 20, 26, 40, 53, 64, 121, 233, 258, 976, 978, 983, 988, 10050, 10051, 10052, 10053, 10054, 10058, 10060, 10061, 11001, 40613];
    private static readonly HashSet<int> Login = [911, 4060, 18450, 18451, 18452, 18456, 18461, 18470, 18486, 18487, 18488, 40532];
    private static readonly HashSet<int> Right = [229, 230, 262, 297, 300, 916, 2760, 15247];
    private static readonly HashSet<int> Long = [1946, 2628, 4815, 8152];
    private static readonly HashSet<int> Room = [1101, 1105, 9002, 40544];

    public static bool IsTransient(Exception exception) => exception is SqlException failure && Certificate(failure) is null
        && failure.Errors.Cast<SqlError>().Any(error => Transient.Contains(error.Number) || error.Class >= 20);

    /// <summary>Null for what only a programmer can mend. The server's own words hold no password.</summary>
    public static Issue? Explain(Exception exception, string place) => exception switch
    {
        SqlException failure when Certificate(failure) is { } reason => new(StoreErrors.Unreachable, $"this machine does not trust the server's certificate: {reason}", new SourcePosition(place)),
        SqlException failure when Long.Contains(failure.Number) => TooLong(failure.Message, place),
        SqlException failure when Code(failure) is { } code => new(code, $"{failure.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')} (error {failure.Number})", new SourcePosition(place)),
        // What the bulk copy finds before it sends a row.
        InvalidOperationException { InnerException: InvalidOperationException { Message: var inner } } when Truncated().IsMatch(inner) => TooLong(inner, place),
        _ => null,
    };

    // The server's words repeat the value, which may be anybody's name.
    private static Issue TooLong(string message, string place)
    {
        var column = Truncated().Match(message);
        return new(StoreErrors.TooLong, column.Success ? $"a value for {column.Groups["table"].Value}.{column.Groups["column"].Value} is longer than the column." : "a value is longer than its column.", new SourcePosition(place));
    }

    /// <summary>What the handshake said of the certificate; null where something else went wrong.</summary>
    private static string? Certificate(SqlException failure)
    {
        for (var inner = failure.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is AuthenticationException)
            {
                return inner.Message;
            }
        }

        return null;
    }

    [GeneratedRegex("truncated in table '(?<table>[^']*)', column '(?<column>[^']*)'")]
    private static partial Regex Truncated();

    private static ErrorCode? Code(SqlException failure) =>
        Login.Contains(failure.Number) ? StoreErrors.LoginRefused
        : Right.Contains(failure.Number) ? StoreErrors.NoRight
        : Room.Contains(failure.Number) ? StoreErrors.Full
        : failure.Number == 3952 ? StoreErrors.Unfit
        : Unreachable.Contains(failure.Number) || failure.Class >= 20 ? StoreErrors.Unreachable
        : null;
}

using Sharespine.Etl.Store;

namespace Sharespine.Etl.Cli;

/// <summary>A copy of the store for a dry run, gone afterwards. It is a file whatever the store is: the same run on either gives the same answers.</summary>
internal sealed class DryRunStore : IDisposable
{
    private readonly string _folder;

    private DryRunStore(string folder, Database database)
    {
        _folder = folder;
        Database = database;
    }

    public Database Database { get; }

    public static DryRunStore CopyOf(Database database, World world)
    {
        var folder = Directory.CreateTempSubdirectory("etl-dry-run-").FullName;
        var path = Path.Combine(folder, "copy.db");
        if (database.Dialect is SqliteDialect)
        {
            database.Read(session => session.Execute("VACUUM INTO @path", new { path }));
            return new(folder, new(new SqliteDialect(path)));
        }

        var copy = new DryRunStore(folder, new(new SqliteDialect(path)));
        try
        {
            StoreCopy.MakePassing(database, copy.Database, world);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

using Microsoft.Data.Sqlite;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Tests.Store;

/// <summary>A transaction is repeated whole or not at all, also when the answer to its commit was lost.</summary>
public sealed class RetryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("etl-retry-").FullName;
    private readonly FlakyDialect _dialect;
    private readonly Database _database;
    private int _tries;

    public RetryTests()
    {
        _dialect = new(Path.Combine(_folder, "etl.db"));
        _dialect.MakeTableOfMarks();
        _database = new(_dialect, TimeSpan.Zero);
        _database.WriteUnmarked("table", session => session.Execute("CREATE TABLE thing (name TEXT NOT NULL PRIMARY KEY)"));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_commit_that_never_arrived_is_repeated_whole()
    {
        _dialect.Next = Once(Fault.BeforeCommit);

        var result = _database.Write("add", null, Add);

        Assert.Equal((2, 2), (result, _tries));
        Assert.Equal(["thing 2"], Things());
    }

    [Fact]
    public void A_commit_whose_answer_was_lost_is_not_made_again_and_its_result_comes_back()
    {
        _dialect.Next = Once(Fault.AfterCommit);

        var result = _database.Write("add", null, Add);

        Assert.Equal((1, 1), (result, _tries));
        Assert.Equal(["thing 1"], Things());
    }

    [Fact]
    public void A_commit_is_known_by_its_own_try_when_one_before_it_failed()
    {
        var faults = new Queue<Fault>([Fault.BeforeCommit, Fault.BeforeCommit, Fault.AfterCommit]);
        _dialect.Next = () => faults.TryDequeue(out var fault) ? fault : Fault.None;

        var result = _database.Write("add", null, Add);

        Assert.Equal((3, 3), (result, _tries));
        Assert.Equal(["thing 3"], Things());
    }

    [Fact]
    public void What_goes_wrong_every_time_ends_as_it_went_wrong_and_nothing_is_saved()
    {
        _dialect.Next = () => Fault.BeforeCommit;

        Assert.Equal("the connection broke", Assert.ThrowsAny<Exception>(() => _database.Write("add", null, Add)).Message);

        Assert.Equal((7, 7), (_tries, _dialect.Broken));
        _dialect.Next = () => Fault.None;
        Assert.Empty(Things());
    }

    [Fact]
    public void A_row_that_another_process_inserted_in_between_is_looked_for_once_more()
    {
        _database.Write("other", null, Add);
        var looks = 0;

        _database.Write("look and add", null, session =>
        {
            // The first look comes before the other's commit.
            var isThere = looks++ > 0 && session.Scalar<long>("SELECT COUNT(*) FROM thing WHERE name = 'thing 1'") > 0;
            if (!isThere)
            {
                session.Execute("INSERT INTO thing (name) VALUES ('thing 1')");
            }
        });

        Assert.Equal(2, looks);
        Assert.Equal(["thing 1"], Things());
    }

    [Fact]
    public void A_true_duplicate_is_told_after_the_second_look()
    {
        _database.Write("other", null, Add);
        var looks = 0;

        Assert.Throws<SqliteException>(() => _database.Write("add", null, session =>
        {
            looks++;
            session.Execute("INSERT INTO thing (name) VALUES ('thing 1')");
        }));

        Assert.Equal(2, looks);
    }

    private static Func<Fault> Once(Fault fault)
    {
        var faults = new Queue<Fault>([fault]);
        return () => faults.TryDequeue(out var next) ? next : Fault.None;
    }

    private int Add(Session session)
    {
        _tries++;
        session.Execute("INSERT INTO thing (name) VALUES (@name)", new { name = $"thing {_tries}" });
        return _tries;
    }

    private IReadOnlyList<string> Things() => _database.Read(session => session.Query<string>("SELECT name FROM thing ORDER BY name"));
}

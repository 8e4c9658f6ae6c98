using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>A real store and a folder of its own, gone when the test is.</summary>
internal sealed class TemporaryStore : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("etl-recon-").FullName;

    public TemporaryStore()
    {
        Database = TestStores.Open(Path.Combine(_folder, "store.db"), new World(Clock, 1));
    }

    public SettableClock Clock { get; } = new();

    public Database Database { get; }

    public string Folder => _folder;

    public void Dispose() => TestStores.Discard(_folder);
}

internal sealed class SettableClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 1, 5, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

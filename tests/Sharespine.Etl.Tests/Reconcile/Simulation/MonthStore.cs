using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Reconcile.Simulation;

/// <summary>A month's own store: SQLite's in memory, any other as all tests have it.</summary>
internal sealed class MonthStore : IDisposable
{
    private readonly IDisposable _store;

    public MonthStore()
    {
        if (TestStores.Kind == StoreKind.Sqlite)
        {
            var memory = new MemoryStore();
            (_store, Database) = (memory, memory.Database);
        }
        else
        {
            var temporary = new TemporaryStore();
            (_store, Database) = (temporary, temporary.Database);
        }
    }

    public Database Database { get; }

    public void Dispose() => _store.Dispose();
}

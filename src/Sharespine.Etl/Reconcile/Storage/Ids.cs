using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>Draws ids inside the transaction that uses them.</summary>
internal static class Ids
{
    /// <summary>The first of <paramref name="count"/> consecutive ids.</summary>
    public static long Draw(Session session, int count)
    {
        session.Execute("UPDATE reconcile_sequence SET next_id = next_id + @Count WHERE name = 'reconcile'", new { Count = count });
        return session.Scalar<long>("SELECT next_id FROM reconcile_sequence WHERE name = 'reconcile'") - count;
    }
}

using Sharespine.Etl.Store;

namespace Sharespine.Etl.Flows;

/// <summary>Files whose bytes were taken in before, by any name.</summary>
internal static class TakenFiles
{
    public static bool IsKnown(Session session, string sha256) =>
        session.Scalar<long>("SELECT COUNT(*) FROM settlement_file WHERE sha256 = @sha256", new { sha256 })
        + session.Scalar<long>("SELECT COUNT(*) FROM ledger_file WHERE sha256 = @sha256", new { sha256 }) > 0;
}

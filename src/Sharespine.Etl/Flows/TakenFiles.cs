using Sharespine.Etl.Store;

namespace Sharespine.Etl.Flows;

/// <summary>Files whose bytes were taken in before, under any name.</summary>
internal static class TakenFiles
{
    public static bool IsKnownSettlement(Session session, string sha256, string connection) => session.Scalar<long>(
        "SELECT COUNT(*) FROM settlement_file WHERE connection = @connection AND sha256 = @sha256", new { connection, sha256 }) > 0;

    public static bool IsKnownOrderList(Session session, string sha256, string connection) => session.Scalar<long>(
        "SELECT COUNT(*) FROM order_list_file WHERE source = @connection AND sha256 = @sha256", new { connection, sha256 }) > 0;

    /// <summary>True when every one of the accounts was read from it; another reconciliation may have read others.</summary>
    public static bool IsKnownLedger(Session session, string sha256, IReadOnlyList<string> accounts) => session.Scalar<long>("""
        SELECT COUNT(DISTINCT s.account) FROM ledger_file f
        JOIN ledger_snapshot s ON s.ledger_file_id = f.id
        WHERE f.sha256 = @sha256 AND s.account IN @accounts
        """, new { sha256, accounts }) == accounts.Count;

    /// <summary>True when this reconciliation has looked for its references in it: another one of the same account may have taken it.</summary>
    public static bool IsReadForReferences(Session session, string sha256, string reconciliation) =>
        session.Scalar<long>("SELECT COUNT(*) FROM ledger_text WHERE reconciliation = @reconciliation AND sha256 = @sha256", new { reconciliation, sha256 }) > 0;

    /// <summary>True when the bank lines of every one of the accounts were read from it.</summary>
    public static bool IsKnownBank(Session session, string sha256, string source, IReadOnlyList<string> accounts) => session.Scalar<long>("""
        SELECT COUNT(DISTINCT s.account) FROM bank_file f
        JOIN bank_statement s ON s.bank_file_id = f.id
        WHERE f.sha256 = @sha256 AND f.source = @source AND s.account IN @accounts
        """, new { sha256, source, accounts }) == accounts.Count;
}

using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>Which of our references ledger files hold in their texts: vouchers of fees, and those of the bank, touch no receivable account.</summary>
internal static class ReferencesSeen
{
    /// <summary>Of a ledger_snapshot s: its file is one in which vouchers of ours stand.</summary>
    public const string ShowsVouchers =
        "NOT EXISTS (SELECT 1 FROM ledger_file f JOIN ledger_text t ON t.sha256 = f.sha256 WHERE f.id = s.ledger_file_id AND t.reconciliation = @Name AND t.has_vouchers = 0)";

    /// <summary>Notes that the file was looked through, and what was found; known references are left alone.</summary>
    public static void Save(Session session, ReconciliationSettings settings, string sha256, LedgerTexts texts, DateTimeOffset now)
    {
        if (session.Scalar<long>("SELECT COUNT(*) FROM ledger_text WHERE reconciliation = @Name AND sha256 = @sha256", new { settings.Name, sha256 }) == 0)
        {
            session.Execute("INSERT INTO ledger_text (reconciliation, sha256, is_whole, has_vouchers) VALUES (@Name, @sha256, @AreAll, @HasVouchers)",
                new { settings.Name, sha256, texts.AreAll, texts.HasVouchers });
        }

        var reader = new EntryReader(settings);
        var found = texts.Texts.Select(item => (Reference: reader.OwnReference(item.Text), item.Voucher)).Where(item => item.Reference is not null).DistinctBy(item => item.Reference).ToList();
        if (found.Count == 0)
        {
            return;
        }

        var known = session.Query<string>("SELECT reference FROM reference_seen WHERE reconciliation = @Name", new { settings.Name }).ToHashSet(StringComparer.Ordinal);
        session.BulkInsert("reference_seen", ["reconciliation", "reference", "voucher", "seen_at"],
            found.Where(item => !known.Contains(item.Reference!)).Select(item => new object?[] { settings.Name, item.Reference, item.Voucher, now }));
    }
}

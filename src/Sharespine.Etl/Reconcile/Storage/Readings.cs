using System.Text.Json;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>Keeps class and references of every entry as the current settings read them; all are made anew when the settings change.</summary>
internal static class Readings
{
    public static void Refresh(Session session, ReconciliationSettings settings, BookingRules rules)
    {
        var hash = Hashes.Of(
            settings.Connection, settings.Company, JsonSerializer.Serialize(settings.Classes), JsonSerializer.Serialize(settings.References),
            JsonSerializer.Serialize(settings.BankAccounts), JsonSerializer.Serialize(settings.Accounts),
            settings.Start?.Date.ToString(SqlValues.DateFormat, System.Globalization.CultureInfo.InvariantCulture) ?? "", rules.Hash());
        if (session.Execute("UPDATE reconciliation SET settings_hash = settings_hash WHERE name = @Name AND settings_hash = @hash", new { settings.Name, hash }) == 0)
        {
            Forget(session, settings, hash);
        }

        SetAside(session, settings);
        var reader = new EntryReader(settings);
        var normaliser = new ReferenceNormaliser(settings.References);
        var fresh = session.Query<EntryRow>(
            $"""
            SELECT {EntryRow.Columns} FROM ledger_entry e
            LEFT JOIN entry_reading r ON r.ledger_entry_id = e.id AND r.reconciliation = @Name
            WHERE e.company = @Company AND e.account IN @accounts AND e.is_vanished = 0 AND r.ledger_entry_id IS NULL
            """,
            new { settings.Name, settings.Company, accounts = settings.Accounts.Select(account => account.Account) });
        var read = fresh.Select(row => (row.Id, Reading: reader.Read(row.ToEntry()))).ToList();
        session.BulkInsert("entry_reading", ["reconciliation", "ledger_entry_id", "entry_class", "voucher_reference"],
            read.Select(row => new object?[] { settings.Name, row.Id, row.Reading.Class, row.Reading.OwnVoucher }));
        session.BulkInsert("entry_reference", ["reconciliation", "reference", "ledger_entry_id"],
            read.SelectMany(row => row.Reading.References.Select(normaliser.Normalise).Where(key => key.Length > 0).Distinct(StringComparer.Ordinal).Select(key => new object?[] { settings.Name, key, row.Id })));
    }

    /// <summary>Payouts from before the start were booked as they were booked then.</summary>
    private static void SetAside(Session session, ReconciliationSettings settings)
    {
        if (settings.Start is { } start)
        {
            const string Earlier = "connection = @Connection AND payout_date < @Date AND NOT EXISTS (SELECT 1 FROM voucher v WHERE v.payout_id = payout.id)";
            session.Execute($"UPDATE payout SET booked_voucher = '–' WHERE {Earlier} AND booked_voucher IS NULL", new { settings.Connection, start.Date });
            session.Execute($"UPDATE settlement_line SET disposition = 'AlreadyBooked' WHERE disposition IS NULL AND payout_id IN (SELECT id FROM payout WHERE {Earlier})", new { settings.Connection, start.Date });
        }
    }

    private static void Forget(Session session, ReconciliationSettings settings, string hash)
    {
        if (session.Execute("UPDATE reconciliation SET settings_hash = @hash WHERE name = @Name", new { settings.Name, hash }) == 0)
        {
            session.Execute("INSERT INTO reconciliation (name, settings_hash) VALUES (@Name, @hash)", new { settings.Name, hash });
            return;
        }

        session.Execute("DELETE FROM entry_reading WHERE reconciliation = @Name", new { settings.Name });
        session.Execute("DELETE FROM entry_reference WHERE reconciliation = @Name", new { settings.Name });
        // Lines that the booking rules may now take otherwise; what is settled stays settled.
        session.Execute(
            """
            UPDATE settlement_line SET disposition = NULL, reason = NULL
            WHERE disposition IN ('Fee', 'BalanceMovement') AND payout_id IN (SELECT id FROM payout WHERE connection = @Connection)
            """,
            new { settings.Connection });
    }
}

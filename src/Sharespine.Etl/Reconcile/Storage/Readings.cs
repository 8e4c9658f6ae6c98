using System.Text.Json;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>Keeps class and references of every entry as the current settings read them; all are made anew when the settings change.</summary>
internal sealed class Readings(Session session, ReconciliationSettings settings)
{
    /// <summary>Stands for the voucher of a payout from before the start. By parameter: what a literal may hold is up to the server's code page.</summary>
    public const string BeforeStart = "–";

    private const int PageSize = 10_000;

    private readonly EntryReader _reader = new(settings);
    private readonly ReferenceNormaliser _normaliser = new(settings.References);
    private readonly string[] _accounts = [.. settings.Accounts.Select(account => account.Account)];

    /// <summary>Readings under these settings; those made under others are forgotten.</summary>
    public static Readings Under(Session session, ReconciliationSettings settings, BookingRules rules)
    {
        var hash = Hashes.Of(
            settings.Connection, settings.Company, JsonSerializer.Serialize(settings.Classes), JsonSerializer.Serialize(settings.References),
            JsonSerializer.Serialize(settings.BankAccounts), JsonSerializer.Serialize(settings.Accounts),
            settings.Start?.Date.ToString(SqlValues.DateFormat, System.Globalization.CultureInfo.InvariantCulture) ?? "", rules.Hash());
        if (session.Execute("UPDATE reconciliation SET settings_hash = settings_hash WHERE name = @Name AND settings_hash = @hash", new { settings.Name, hash }) == 0)
        {
            Forget(session, settings, hash);
        }

        return new(session, settings);
    }

    /// <summary>True when entries of the account are ours to read.</summary>
    public bool Wants(string company, string account) => company == settings.Company && _accounts.Contains(account);

    /// <summary>Reads the entries that have no reading yet.</summary>
    public void Refresh()
    {
        SetAside();
        for (var after = 0L; ;)
        {
            var fresh = session.Top<EntryRow>(PageSize,
                $"""
                SELECT {EntryRow.Columns} FROM ledger_entry e
                LEFT JOIN entry_reading r ON r.ledger_entry_id = e.id AND r.reconciliation = @Name
                WHERE e.company = @Company AND e.account IN @_accounts AND e.is_vanished = 0 AND r.ledger_entry_id IS NULL AND e.id > @after
                ORDER BY e.id
                """,
                new { settings.Name, settings.Company, _accounts, after });
            if (fresh.Count == 0)
            {
                return;
            }

            Add(fresh.Select(row => (row.Id, row.ToEntry())));
            after = fresh[^1].Id;
        }
    }

    /// <summary>Reads entries that were just inserted.</summary>
    public void Add(IEnumerable<(long Id, LedgerEntry Entry)> entries)
    {
        foreach (var chunk in entries.Chunk(PageSize))
        {
            var read = Array.ConvertAll(chunk, item => (item.Id, Reading: _reader.Read(item.Entry)));
            session.BulkInsert("entry_reading", ["reconciliation", "ledger_entry_id", "entry_class", "voucher_reference", "reference_list"],
                read.Select(row => new object?[] { settings.Name, row.Id, row.Reading.Class, row.Reading.OwnVoucher, string.Join('\n', row.Reading.References) }));
            session.BulkInsert("entry_reference", ["reconciliation", "reference", "ledger_entry_id"],
                read.SelectMany(row => Keys(row.Reading.References).Select(key => new object?[] { settings.Name, key, row.Id })));
        }
    }

    private IEnumerable<string> Keys(IReadOnlyList<string> references) =>
        references.Select(_normaliser.Normalise).Where(key => key.Length > 0).Distinct(StringComparer.Ordinal);

    /// <summary>Payouts from before the start were booked as they were booked then.</summary>
    private void SetAside()
    {
        if (settings.Start is { } start)
        {
            const string Earlier = "connection = @Connection AND payout_date < @Date AND NOT EXISTS (SELECT 1 FROM voucher v WHERE v.payout_id = payout.id)";
            session.Execute($"UPDATE payout SET booked_voucher = @BeforeStart WHERE {Earlier} AND booked_voucher IS NULL", new { BeforeStart, settings.Connection, start.Date });
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

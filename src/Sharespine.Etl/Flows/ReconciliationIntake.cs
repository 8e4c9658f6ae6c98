using System.Globalization;
using Sharespine.Etl.Bank;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Flows.Ledgers;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Mappings.Files.Ledgers;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Flows;

/// <summary>
/// The files of a reconciliation: taken when complete, archived, read, and saved whole or quarantined whole. The same bytes
/// are worked on once.
/// </summary>
internal sealed class ReconciliationIntake(StageContext context, Reconciliation reconciliation, string archive)
{
    private const int IssuesShown = 20;

    /// <summary>Takes every finished settlement file of the folder, and the PDFs beside them.</summary>
    public void Settlements(string folder, SettlementSource source, string connection, FileMapping mapping, CancellationToken stop)
    {
        TakeAll(folder, source.Pattern,
            (session, sha256) => TakenFiles.IsKnownSettlement(session, sha256, connection),
            archived => Settlement(archived, connection, mapping), stop);
        new PayoutDocumentIntake(context, connection, archive).Take(folder, stop);
    }

    /// <summary>Takes every finished export of the ledger's folder.</summary>
    public void Ledgers(LedgerSource.Files files, ILedgerReader reader, string connection, ReconciliationSettings settings, CancellationToken stop) =>
        TakeAll(files.Folder, files.Pattern, (session, sha256) => IsKnown(session, sha256, settings), archived => Ledger(archived, reader, connection, settings), stop);

    /// <summary>Takes what a connector says of the ledger, as one file of its content.</summary>
    public async Task LedgerAsync(IStagedLedger ledger, LedgerRequest request, string connection, ReconciliationSettings settings, CancellationToken stop)
    {
        var archived = await StagedLedger.ArchiveAsync(ledger, request, connection, archive, context.World.UtcNow, stop).ConfigureAwait(false);
        Take(archived, (session, sha256) => IsKnown(session, sha256, settings), file => Ledger(file, new StagedLedger(), connection, settings));
    }

    /// <summary>Takes every finished order list of the folder.</summary>
    public void Orders(OrderListFiles list, ReconciliationSettings settings, CancellationToken stop) =>
        TakeAll(list.Source.Folder, list.Source.Pattern, (session, sha256) => TakenFiles.IsKnownOrderList(session, sha256, settings.Orders!.Connection), archived => Orders(archived, list, settings), stop);

    private FileReading Orders(ArchivedFile file, OrderListFiles list, ReconciliationSettings settings)
    {
        var read = OrderListReader.Read(FileBytes.FromPath(InArchive(file), file.Name), list.Mapping, Currency.Parse(settings.Currency));
        return read.Faults.Count > 0 ? new(read.Faults, null) : new([], () =>
        {
            reconciliation.SaveOrders(new(file.Sha256, file.Name, file.ArchivePath, read.Orders.Count), read.Orders, context.Lease);
            context.Note(string.Create(CultureInfo.InvariantCulture, $"{settings.Orders!.Connection} {file.Name}: {read.Orders.Count} orders"));
            Notes(read.Notes);
        });
    }

    private static bool IsKnown(Session session, string sha256, ReconciliationSettings settings) =>
        TakenFiles.IsKnownLedger(session, sha256, Receivables(settings))
        && TakenFiles.IsReadForReferences(session, sha256, settings.Name)
        && (BankAccounts(settings).Count == 0 || TakenFiles.IsKnownBank(session, sha256, settings.Company, BankAccounts(settings)));

    private static List<string> Receivables(ReconciliationSettings settings) => [.. settings.Accounts.Select(account => account.Account)];

    /// <summary>Takes every finished statement of the bank.</summary>
    public void Banks(BankSource source, string connection, CancellationToken stop) =>
        TakeAll(source.Folder, source.Pattern,
            (session, sha256) => TakenFiles.IsKnownBank(session, sha256, connection, [source.Account]),
            archived => Bank(archived, source, connection), stop);

    /// <summary>The ledger's own bank accounts, where no connection brings the bank's statements.</summary>
    public static IReadOnlyList<string> BankAccounts(ReconciliationSettings settings) => settings.Bank is { Connection: null } bank ? bank.Accounts : [];

    private void TakeAll(string folder, string pattern, Func<Session, string, bool> isKnown, Func<ArchivedFile, FileReading> read, CancellationToken stop)
    {
        var inbox = new FileInbox(new(folder, archive, pattern), context.World);
        var look = inbox.Look();
        foreach (var waiting in look.Waiting)
        {
            context.Note($"{waiting.Name} may still be growing and is left for the next run");
        }

        foreach (var issue in look.Issues)
        {
            context.Note(issue.ToString());
        }

        foreach (var file in look.Complete)
        {
            stop.ThrowIfCancellationRequested();
            Take(inbox.Archive(file, stop), isKnown, read);
        }
    }

    private FileReading Settlement(ArchivedFile file, string connection, FileMapping mapping)
    {
        var read = SettlementReader.Read(FileBytes.FromPath(InArchive(file), file.Name), mapping);
        // A payout that does not sum is taken in whole and told of as an exception; what is refused is not taken in at all.
        var outOfBalance = read.Controls.SelectMany(control => control.Mismatches).ToHashSet();
        IReadOnlyList<Issue> issues = [.. read.Issues.Where(issue => !outOfBalance.Contains(issue)), .. read.Refused.SelectMany(refused => refused.Issues)];
        return new(issues, read.Payouts.Count == 0 ? null : () => SaveSettlement(file, connection, read));
    }

    private FileReading Ledger(ArchivedFile file, ILedgerReader reader, string connection, ReconciliationSettings settings)
    {
        var ledger = reader.Read(FileBytes.FromPath(InArchive(file), file.Name), [.. Receivables(settings), .. BankAccounts(settings)]);
        if (ledger.Faults.Count > 0)
        {
            return new(ledger.Faults, null);
        }

        return ledger.Company is null || ledger.Company == settings.Company
            ? new([], () => SaveLedger(file, connection, ledger, BankAccounts(settings)))
            : new([new(FlowErrors.OtherCompany, $"the ledger is that of {ledger.Company}; the configuration says {settings.Company}.", new(file.Name))], null);
    }

    private string InArchive(ArchivedFile file) => Path.Combine(archive, file.ArchivePath);

    private void SaveSettlement(ArchivedFile file, string connection, SettlementFile read)
    {
        var saved = reconciliation.SaveSettlement(new(file.Sha256, file.Name, file.ArchivePath, read.Rows.Read), read.Payouts, context.Lease);
        foreach (var payout in saved.Payouts)
        {
            context.Note($"{connection} payout {payout.Reference} ({file.Name}): {RunStore.Word(payout.Outcome)}{(payout.Detail.Length == 0 ? "" : ", " + payout.Detail)}");
        }

        Notes(read.Notes);
    }

    private void SaveLedger(ArchivedFile file, string connection, LedgerReading ledger, IReadOnlyList<string> banks)
    {
        var receivables = ledger.Snapshots.Where(snapshot => !banks.Contains(snapshot.Account)).ToList();
        if (ledger.AccountNames.Count > 0)
        {
            SaveNames(connection, ledger.AccountNames);
        }

        var entries = receivables.ToDictionary(snapshot => (snapshot.Account, snapshot.FiscalYearStart), snapshot => snapshot.Entries.Count);
        var saved = reconciliation.SaveLedger(new(file.Sha256, file.Name, file.ArchivePath, entries.Values.Sum()), receivables, context.RunId, context.Lease, ledger.Texts);
        foreach (var snapshot in saved.Snapshots)
        {
            context.Note(string.Create(CultureInfo.InvariantCulture,
                $"{connection} account {snapshot.Account} from {snapshot.FiscalYearStart:yyyy-MM-dd} ({file.Name}): {entries[(snapshot.Account, snapshot.FiscalYearStart)]} entries, {(snapshot.IsStale ? "older than what we have" : Changes(snapshot.Changes))}"));
        }

        SaveBank(file, connection, [.. ledger.Snapshots.Where(snapshot => banks.Contains(snapshot.Account)).Select(LedgerBankLines.Of)]);
        Notes(ledger.Notes);
    }

    private FileReading Bank(ArchivedFile file, BankSource source, string connection)
    {
        using var stream = File.OpenRead(InArchive(file));
        var camt = CamtReader.Read(stream, file.Name, source.Account, source.Iban);
        if (camt.Pending > 0)
        {
            context.Note(string.Create(CultureInfo.InvariantCulture, $"{connection} ({file.Name}): {camt.Pending} entries are not booked by the bank yet"));
        }

        return new([], () => SaveBank(file, connection, camt.Statements));
    }

    private void SaveBank(ArchivedFile file, string connection, IReadOnlyList<BankStatement> statements)
    {
        if (statements.Count == 0)
        {
            return;
        }

        var saved = reconciliation.SaveBank(new(file.Sha256, file.Name, file.ArchivePath, statements.Sum(statement => statement.Lines.Count)), statements, context.RunId, context.Lease);
        foreach (var statement in saved.Statements)
        {
            context.Note($"{connection} bank account {statement.Account}, {statement.Key} ({file.Name}): {(statement.IsStale ? "older than what we have" : Changes(statement.Changes))}");
        }
    }

    private static string Changes(IReadOnlyList<LedgerChange> changes) => string.Join(", ", changes
        .GroupBy(change => change.Kind)
        .OrderBy(group => group.Key)
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {RunStore.Word(group.Key)}"))
        .DefaultIfEmpty("no change to what was known"));

    // The archive is read, not the inbox: what is saved is what is kept.
    private void Take(ArchivedFile file, Func<Session, string, bool> isKnown, Func<ArchivedFile, FileReading> read)
    {
        if (context.Database.Read(session => isKnown(session, file.Sha256)))
        {
            context.Commit("known file", StageCounts.One(Outcome.Unchanged), _ => { });
            return;
        }

        var reading = Read(file, read);
        if (reading.Issues.Count > 0)
        {
            // Before the rest of the file is saved: killed in between, the file is not known yet and comes here again.
            context.Database.Write("file quarantined", context.Lease, session =>
                Quarantine.Put(session, context, file.Name, Outcome.Rejected, [.. reading.Issues.Take(IssuesShown)]));
        }

        if (reading.Save is { } save && Contradiction(save) is { } contradiction)
        {
            reading = new([.. reading.Issues, .. contradiction], null);
            context.Database.Write("file quarantined", context.Lease, session => Quarantine.Put(session, context, file.Name, Outcome.Rejected, reading.Issues));
        }

        context.Commit("file taken", StageCounts.One(reading.Issues.Count > 0 ? Outcome.Rejected : Outcome.Done), session =>
        {
            if (reading.Issues.Count == 0)
            {
                Quarantine.Resolve(session, context, file.Name);
            }
        });
    }

    // One damaged file is quarantined; the others of the folder are taken all the same.
    private static FileReading Read(ArchivedFile file, Func<ArchivedFile, FileReading> read)
    {
        try
        {
            return read(file);
        }
        catch (EtlException exception) when (!exception.IsTransient)
        {
            return new(exception.Issues, null);
        }
    }

    // What the file says contradicts itself or what is known: nothing of it was saved. A lost lease or a store that is away is not the file's fault.
    private static IReadOnlyList<Issue>? Contradiction(Action save)
    {
        try
        {
            save();
            return null;
        }
        catch (EtlException exception) when (!exception.IsTransient && !StoreErrors.IsOfTheStore(exception.Code))
        {
            return exception.Issues;
        }
    }

    private void SaveNames(string connection, IReadOnlyDictionary<string, string> names) => context.Database.Write("account names", context.Lease, session =>
    {
        session.Exclusive("account names");
        session.Execute("DELETE FROM ledger_account WHERE connection = @connection", new { connection });
        session.BulkInsert("ledger_account", ["connection", "account", "name"], names.Select(pair => new object?[] { connection, pair.Key, pair.Value }));
    });

    private void Notes(IReadOnlyList<Issue> notes)
    {
        foreach (var issue in notes.Take(IssuesShown))
        {
            context.Note(issue.ToString());
        }

        if (notes.Count > IssuesShown)
        {
            context.Note(string.Create(CultureInfo.InvariantCulture, $"and {notes.Count - IssuesShown} more of that kind"));
        }
    }
}

/// <param name="Issues">What of the file is not saved, and why.</param>
/// <param name="Save">Saves what is whole; null when nothing is.</param>
internal sealed record FileReading(IReadOnlyList<Issue> Issues, Action? Save);

using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Flows;

/// <summary>
/// PDFs that lie beside settlement files: archived as accounting records of the payout whose reference is in their name, for the
/// voucher to name. They are never read.
/// </summary>
internal sealed class PayoutDocumentIntake(StageContext context, string connection, string archive)
{
    public const string Pattern = "*.pdf";
    private const string Kind = "pdf";

    /// <summary>Takes every finished PDF of the folder.</summary>
    public void Take(string folder, CancellationToken stop)
    {
        var inbox = new FileInbox(new(folder, archive, Pattern), context.World);
        var complete = inbox.Look().Complete;
        var references = complete.Count == 0 ? [] : context.Database.Read(session => session.Query<string>(
            "SELECT DISTINCT reference FROM payout WHERE connection = @connection", new { connection })).ToHashSet(StringComparer.Ordinal);
        foreach (var file in complete)
        {
            stop.ThrowIfCancellationRequested();
            Take(inbox, file, Reference(file.Name, references), stop);
        }
    }

    private void Take(FileInbox inbox, InboxFile file, string? reference, CancellationToken stop)
    {
        if (reference is null)
        {
            var issue = new Issue(FlowErrors.NoPayoutInName, "the name tells no payout.", new(file.Name), Try: "rename it to <payout reference>.pdf.");
            context.Commit("document without payout", StageCounts.One(Outcome.Rejected), session => Quarantine.Put(session, context, file.Name, Outcome.Rejected, [issue]));
            return;
        }

        var archived = inbox.Archive(file, stop);
        var parameters = new { connection, reference, Kind, archived.Name, archived.ArchivePath, archived.Sha256, At = context.World.UtcNow };
        var isNew = false;
        context.Commit("document taken", [file], session =>
        {
            // Another reconciliation of the same provider may have taken it, before or just now.
            isNew = session.Execute("""
                INSERT INTO payout_document (connection, payout_reference, kind, file_name, archived_path, sha256, received_at)
                SELECT @connection, @reference, @Kind, @Name, @ArchivePath, @Sha256, @At
                WHERE NOT EXISTS (SELECT 1 FROM payout_document d WHERE d.connection = @connection AND d.payout_reference = @reference AND d.sha256 = @Sha256)
                """, parameters) == 1;
            if (isNew)
            {
                Quarantine.Resolve(session, context, file.Name);
            }

            return isNew ? 1 : 0;
        });
        if (isNew)
        {
            context.Note($"{connection} payout {reference}: {file.Name} archived");
        }
    }

    /// <summary>
    /// A part of the name that is a known payout's reference, else the first part that holds a digit: the PDF may come before
    /// its settlement (412300517_20261002T000226_0.pdf, settlement.412300517.pdf).
    /// </summary>
    public static string? Reference(string name, IReadOnlySet<string> known)
    {
        var stem = Path.GetFileNameWithoutExtension(name);
        var parts = stem.Split(['.', '_', ' ', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        return known.Contains(stem) ? stem : parts.FirstOrDefault(known.Contains) ?? parts.FirstOrDefault(part => part.Any(char.IsAsciiDigit));
    }
}

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
        if (context.Database.Read(session => session.Scalar<long>(
            "SELECT COUNT(*) FROM payout_document WHERE connection = @connection AND payout_reference = @reference AND sha256 = @Sha256", parameters)) > 0)
        {
            context.Commit("known document", StageCounts.One(Outcome.Unchanged), _ => { });
            return;
        }

        context.Commit("document taken", StageCounts.One(Outcome.Done), session =>
        {
            session.Execute("""
                INSERT INTO payout_document (connection, payout_reference, kind, file_name, archived_path, sha256, received_at)
                VALUES (@connection, @reference, @Kind, @Name, @ArchivePath, @Sha256, @At)
                """, parameters);
            Quarantine.Resolve(session, context, file.Name);
        });
        context.Note($"{connection} payout {reference}: {file.Name} archived");
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

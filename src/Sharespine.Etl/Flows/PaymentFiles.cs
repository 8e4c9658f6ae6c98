using System.Security.Cryptography;
using System.Text;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Load;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Store;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Flows;

/// <summary>
/// Planned customer payments into payment files, by the load stage that orders and invoices take too: the intent is stored
/// before the file, a refused payment is kept and not sent again by itself, and a file that the ledger shows counts as answered.
/// </summary>
internal sealed class PaymentFiles(StageContext context, Reconciliation reconciliation, IFileTarget target, ReconciliationConfiguration configuration)
{
    private const string Entity = "payment";

    // A person imports the file, or an agent does: after so long somebody is told that it lies there.
    private static readonly TimeSpan ReceiptWithin = TimeSpan.FromDays(4);

    /// <summary>Hands planned payments over as documents, each once.</summary>
    public void Stage(IReadOnlyList<PayoutPayment> payments)
    {
        JobSource.Remember(context, configuration.Name, configuration.Name);
        if (payments.Count == 0)
        {
            return;
        }

        context.Commit("payments planned", new(payments.Count, Done: payments.Count), session =>
        {
            foreach (var item in payments)
            {
                var payload = PaymentDocument.Of(item).ToJson();
                DocumentStore.Insert(session, new()
                {
                    Flow = configuration.Name,
                    Entity = Entity,
                    DocumentKey = item.Payment.Reference,
                    Source = configuration.Name,
                    RecordKey = item.Payout,
                    Hub = payload,
                    Payload = payload,
                    PayloadHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(payload))),
                    Currency = item.Payment.Amount.Currency.Code,
                    TotalMinor = item.Payment.Amount.Minor,
                }, context.RunId, context.World.UtcNow);
            }
        });
    }

    public Task LoadAsync(bool dryRun, CancellationToken stop)
    {
        foreach (var batch in context.Database.Read(session => OutboxStore.OpenBatches(session, configuration.Name, configuration.Ledger, [Entity])).Where(batch => batch.State != "intent"))
        {
            Find(batch);
        }

        return new FileLoader(configuration.Name, configuration.Ledger, dryRun ? new PlannedFiles(target) : target, [Entity], new() { ReceiptWithin = ReceiptWithin }).RunAsync(context, stop);
    }

    /// <summary>What a ledger export since shows is booked, receipt or not.</summary>
    private void Find(BatchRow batch)
    {
        var rows = context.Database.Read(session => OutboxStore.OfBatch(session, batch.BatchId)).Where(row => row.State == "written").ToList();
        var found = rows.Where(row => reconciliation.IsInLedger(row.DocumentKey)).ToList();
        if (found.Count == 0)
        {
            return;
        }

        context.Commit("payments in ledger", default, session =>
        {
            foreach (var row in found)
            {
                OutboxStore.SetState(session, row.OutboxId, "done", "in the ledger", context.World.UtcNow);
                OutboxStore.Link(session, row, row.DocumentKey, context.RunId, context.World.UtcNow);
                DocumentStore.SetLoadState(session, row.Flow, row.Entity, row.DocumentKey, "loaded");
                Quarantine.Resolve(session, context, $"{row.Entity}/{row.DocumentKey}");
            }

            if (found.Count == rows.Count)
            {
                OutboxStore.SetBatch(session, batch.BatchId, "acknowledged", null, context.World.UtcNow);
            }
        });
        context.Note(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{batch.BatchId}: {found.Count} of {rows.Count} payments are in the ledger"));
    }
}

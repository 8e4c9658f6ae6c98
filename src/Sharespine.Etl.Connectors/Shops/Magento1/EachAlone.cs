using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>
/// Hands a batch to a target that takes one document a call: asks about all of them at once, within the connection's
/// concurrency, and writes one after the other. A question that the shop refuses is that document's own matter.
/// </summary>
public sealed class EachAlone(SingleRecordTarget target, int batchSize) : IRecordTarget
{
    public int BatchSize => batchSize;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetState>> FindAsync(IReadOnlyList<OutboxDocument> documents, CancellationToken cancellation) =>
        await Task.WhenAll(documents.Select(document => FindAsync(document, cancellation)));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetAnswer>> SendAsync(IReadOnlyList<PlannedWrite> writes, CancellationToken cancellation)
    {
        var answers = new List<TargetAnswer>(writes.Count);
        foreach (var write in writes)
        {
            answers.Add(await target.SendAsync(write.Document, cancellation));
        }

        return answers;
    }

    private async Task<TargetState> FindAsync(OutboxDocument document, CancellationToken cancellation)
    {
        try
        {
            return await target.FindAsync(document, cancellation);
        }
        catch (EtlException e) when (e.Code == SoapErrors.Fault)
        {
            return new TargetState.CannotAsk(e.Issues[0]);
        }
    }
}

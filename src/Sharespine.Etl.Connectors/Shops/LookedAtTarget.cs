using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops;

/// <summary>
/// A write that is not harmless when repeated: a payment collected, goods sent off, a comment. The shop is looked at when the
/// load asks, once more right before the call, and by the write itself after it.
/// </summary>
/// <typeparam name="TWanted">What the mapping made.</typeparam>
/// <typeparam name="TSeen">What a look at the shop gives.</typeparam>
internal abstract class LookedAtTarget<TWanted, TSeen> : SingleRecordTarget
    where TWanted : class
    where TSeen : ISeen
{
    /// <inheritdoc/>
    public sealed override async Task<TargetState> FindAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = Read(document);
        return wanted is null ? new TargetState.CannotAsk(problem!) : (await LookAsync(wanted, document, cancellation)).State;
    }

    /// <inheritdoc/>
    public sealed override async Task<TargetAnswer> SendAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = Read(document);
        if (wanted is null)
        {
            return new TargetAnswer.Refused(problem!);
        }

        TSeen seen;
        try
        {
            seen = await LookAsync(wanted, document, cancellation);
        }
        catch (EtlException e) when (e.IsTransient)
        {
            // Only questions were asked so far.
            return new TargetAnswer.NotDone(e.Issues[0]);
        }
        catch (EtlException e) when (IsAboutDocument(e))
        {
            return new TargetAnswer.Refused(e.Issues[0]);
        }

        return seen.State switch
        {
            TargetState.AsWanted there => new TargetAnswer.Done(there.TargetKey),
            TargetState.CannotAsk cannot => new TargetAnswer.Refused(cannot.Issue),
            TargetState.WaitsFor waits => new TargetAnswer.NotDone(waits.Issue),
            _ => await WriteAsync(wanted, seen, document, cancellation),
        };
    }

    /// <summary>The wanted write, or what is wrong with the document.</summary>
    protected abstract (TWanted? Wanted, Issue? Problem) Read(OutboxDocument document);

    /// <summary>How it stands in the shop. Asks only.</summary>
    protected abstract Task<TSeen> LookAsync(TWanted wanted, OutboxDocument document, CancellationToken cancellation);

    /// <summary>Writes, and looks at what became of it.</summary>
    protected abstract Task<TargetAnswer> WriteAsync(TWanted wanted, TSeen seen, OutboxDocument document, CancellationToken cancellation);

    /// <summary>True for a failed look that speaks of this document alone; any other stops the job.</summary>
    protected virtual bool IsAboutDocument(EtlException exception) => false;
}

/// <summary>What a look at the shop gives.</summary>
internal interface ISeen
{
    TargetState State { get; }
}

using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// Writes to orders: looks, writes once, looks again. None of Magento's calls is harmless when repeated, so what was seen
/// before the load began is looked up once more right before the call.
/// </summary>
public abstract class Magento2SalesTarget<T>(Magento2Client client) : SingleRecordTarget
    where T : class
{
    protected Magento2Client Client => client;

    /// <inheritdoc/>
    public override async Task<TargetState> FindAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = Magento2Write.Read<T>(document);
        return wanted is null ? new TargetState.CannotAsk(problem!) : (await ExamineAsync(wanted, document, cancellation)).State;
    }

    /// <inheritdoc/>
    public override async Task<TargetAnswer> SendAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = Magento2Write.Read<T>(document);
        if (wanted is null)
        {
            return new TargetAnswer.Refused(problem!);
        }

        Func<Task<TargetAnswer>>? write;
        try
        {
            (var state, write) = await ExamineAsync(wanted, document, cancellation);
            if (state is TargetState.AsWanted there)
            {
                return new TargetAnswer.Done(there.TargetKey);
            }

            if (state is TargetState.CannotAsk cannot)
            {
                return new TargetAnswer.Refused(cannot.Issue);
            }
        }
        catch (EtlException e) when (e.IsTransient)
        {
            // Only questions were asked so far.
            return new TargetAnswer.NotDone(e.Issues[0]);
        }

        return await write!();
    }

    /// <summary>What there is now and, where something is to be written, the write.</summary>
    protected abstract Task<(TargetState State, Func<Task<TargetAnswer>>? Write)> ExamineAsync(T wanted, OutboxDocument document, CancellationToken cancellation);

    /// <summary>One POST; what becomes of it is looked at when it was done.</summary>
    protected async Task<TargetAnswer> PostAsync(string path, ReadOnlyMemory<byte> body, OutboxDocument document, Func<HttpAnswer, Task<TargetAnswer>> verify, CancellationToken cancellation)
    {
        var outcome = await client.WriteAsync(HttpMethod.Post, path, body, cancellation);
        if (Magento2Write.NotDone(outcome, document) is { } answer)
        {
            return answer;
        }

        try
        {
            return await verify(outcome.AnswerOrThrow());
        }
        catch (EtlException e)
        {
            // It was sent; what became of it could not be seen.
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    protected static (TargetState, Func<Task<TargetAnswer>>?) No(ErrorCode code, string message, OutboxDocument document, string? field = null) =>
        (new TargetState.CannotAsk(new(code, message, Magento2Write.At(document), field)), null);

    protected static (TargetState, Func<Task<TargetAnswer>>?) There(string key) => (new TargetState.AsWanted(key), null);
}

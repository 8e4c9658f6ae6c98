using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>Writes to orders. None of Magento's calls is harmless when repeated.</summary>
internal abstract class Magento2SalesTarget<T>(Magento2Client client) : LookedAtTarget<T, Magento2Examined>
    where T : class
{
    protected Magento2Client Client => client;

    protected override (T? Wanted, Issue? Problem) Read(OutboxDocument document) => Magento2Write.Read<T>(document);

    protected override async Task<Magento2Examined> LookAsync(T wanted, OutboxDocument document, CancellationToken cancellation)
    {
        var (state, write) = await ExamineAsync(wanted, document, cancellation);
        return new(state, write);
    }

    protected override Task<TargetAnswer> WriteAsync(T wanted, Magento2Examined seen, OutboxDocument document, CancellationToken cancellation) => seen.Write!();

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

/// <param name="Write">What makes it as wanted; null where nothing is to be written.</param>
internal sealed record Magento2Examined(TargetState State, Func<Task<TargetAnswer>>? Write) : ISeen;

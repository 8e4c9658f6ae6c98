using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>What the outcome of a write means for the document.</summary>
internal static class Outcomes
{
    /// <summary>Null when the call was done.</summary>
    /// <exception cref="EtlException">The login or its rights: the whole job stops.</exception>
    public static TargetAnswer? Failure(HttpOutcome outcome, string operation, OutboxDocument document) => outcome switch
    {
        HttpOutcome.Done => null,
        HttpOutcome.NotArrived notArrived => new TargetAnswer.NotDone(notArrived.Issue),
        HttpOutcome.Unknown unknown => new TargetAnswer.Unknown(unknown.Issue),
        HttpOutcome.Refused refused when SoapFault.Of(refused) is { } fault =>
            new TargetAnswer.Refused(new(Magento1Errors.RefusedByShop, $"{operation}: {fault.Code} \"{fault.Message}\"", Payload.At(document))),
        _ => throw Stopped(outcome, operation),
    };

    /// <summary>Runs what only reads before a write: what may pass leaves the write not done.</summary>
    public static async Task<(T? Value, TargetAnswer? Answer)> BeforeAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return (await read(), null);
        }
        catch (EtlException e) when (e.IsTransient)
        {
            return (default, new TargetAnswer.NotDone(e.Issues[0]));
        }
        catch (EtlException e) when (IsAboutDocument(e))
        {
            return (default, new TargetAnswer.Refused(e.Issues[0]));
        }
    }

    /// <summary>A question that the shop refused, or answered for others too: the document's own matter.</summary>
    public static bool IsAboutDocument(EtlException exception) =>
        exception.Code == Magento1Errors.BadPayload || exception.Code == Magento1Errors.FilterIgnored || exception.Code == SoapErrors.Fault;

    private static EtlException Stopped(HttpOutcome outcome, string operation)
    {
        try
        {
            Magento1Client.AnswerOrThrow(outcome, operation);
        }
        catch (EtlException e)
        {
            return e;
        }

        throw new InvalidOperationException($"{outcome.GetType().Name} of {operation} was not handled.");
    }
}

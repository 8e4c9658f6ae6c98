using System.Text.Json;
using Sharespine.Etl.Cli.Output;
using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Cli.Commands;

/// <summary>Open exceptions with what is decided about them and not carried out yet, by falling amount.</summary>
internal static class ResolveList
{
    public static int Write(OpenReconciliation open, bool json)
    {
        // Of the lines, of which there may be a million, nothing is told here.
        var report = open.Stages.Report("list", open.Today, whole => whole with { Lines = [] });
        var decided = report.Resolutions.Where(resolution => !resolution.IsUndone && resolution.Kind != "undo").DistinctBy(resolution => resolution.ExceptionId).ToDictionary(resolution => resolution.ExceptionId);
        if (json)
        {
            var exceptions = report.Exceptions.Select(item => new
            {
                item.Id,
                item.State,
                item.Cause,
                item.Reason,
                amount = item.Amount.ToString(),
                item.OrderReference,
                item.PayoutReference,
                item.Voucher,
                item.Date,
                item.Evidence,
                item.Explanation,
                item.Action,
            });
            var decisions = report.Resolutions.Select(item => new
            {
                item.ExceptionId,
                item.Kind,
                item.Subject,
                amount = item.Amount.ToString(),
                item.Target,
                item.DecidedBy,
                item.DecidedAt,
                item.Reason,
                item.IsUndone,
            });
            Console.Out.WriteLine(JsonSerializer.Serialize(new { exceptions, decisions }, RunResult.Json));
            return ExitCodes.Done;
        }

        if (report.Exceptions.Count == 0)
        {
            Console.Error.WriteLine("None.");
            return ExitCodes.Done;
        }

        var table = Tables.Plain("id", "state", "cause", "amount", "order", "payout", "voucher", "decided");
        foreach (var exception in report.Exceptions)
        {
            var decision = decided.GetValueOrDefault(exception.Id);
            Tables.Row(table,
            [
                exception.Id, exception.State, RunStore.Word(exception.Cause), exception.Amount.ToString(), exception.OrderReference, exception.PayoutReference, exception.Voucher,
                decision is null ? null : $"{decision.Kind}{(decision.Target is null ? "" : " " + decision.Target)} by {decision.DecidedBy}",
            ]);
        }

        Tables.Write(table);
        Console.Error.WriteLine("What to do: run.cmd resolve <reconciliation> <id> link \"A 123\" | write-off 6351 | ignore | wait | undo --because \"…\".");
        return ExitCodes.Done;
    }
}

namespace Sharespine.Etl.Engine;

/// <summary>What a run came to as a whole: its state, the exit code of those who ran it, and the one clear reason.</summary>
internal sealed record Verdict(RunState State, int Exit, string? Reason)
{
    /// <param name="interrupted">It was asked to stop.</param>
    /// <param name="notAuthorised">Codes of failures that mean "not authorised".</param>
    public static Verdict Of(IReadOnlyList<JobResult> jobs, IReadOnlyList<OpenMatter> matters, bool interrupted, IReadOnlySet<string> notAuthorised)
    {
        if (interrupted || jobs.Any(job => job.State == JobState.Interrupted))
        {
            return new(RunState.Interrupted, ExitCodes.Interrupted, "interrupted on request; the next run goes on from here");
        }

        if (jobs.FirstOrDefault(job => job.State == JobState.Failed) is { } failed)
        {
            var exit = failed.ReasonCode == RunErrors.AlreadyRunning.Code ? ExitCodes.AlreadyRunning
                : notAuthorised.Contains(failed.ReasonCode ?? "") ? ExitCodes.NotAuthorised
                : ExitCodes.Failed;
            return new(RunState.Failed, exit, $"{failed.Job}: {failed.Reason}");
        }

        return matters.Count > 0
            ? new(RunState.DoneWithExceptions, ExitCodes.DoneWithExceptions, null)
            : new(RunState.Done, ExitCodes.Done, null);
    }
}

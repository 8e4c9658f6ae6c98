using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Engine;

/// <summary>What running a job came to.</summary>
internal sealed record JobEnd(JobState State, string? Code = null, string? Reason = null)
{
    public static JobEnd Done { get; } = new(JobState.Done);

    /// <summary>The job's end by an exception. The other jobs of the night go on whatever this one came to.</summary>
    public static JobEnd Of(Exception exception, RunLog log, Job job, CancellationToken stop)
    {
        switch (exception)
        {
            case OperationCanceledException when stop.IsCancellationRequested:
                return new(JobState.Interrupted, RunErrors.Interrupted.Code, "stopped on request after the batch in hand");
            case EtlException known:
                log.Write("job failed", job.Name, text: known.Message);
                return new(JobState.Failed, known.Code.Code, known.Message);
            case IOException or UnauthorizedAccessException:
                log.Write("job failed", job.Name, text: exception.ToString());
                return new(JobState.Failed, RunErrors.Disk.Code, exception.Message);
            default:
                log.Write("job failed", job.Name, text: exception.ToString());
                return new(JobState.Failed, RunErrors.Unexpected.Code, $"{exception.GetType().Name}: {exception.Message}");
        }
    }
}

using System.Diagnostics;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Engine;

/// <summary>Runs the stages of one job whose lease is in hand, in order, with their accounts in the store.</summary>
internal static class JobStages
{
    /// <param name="only">Null: all of them.</param>
    public static async Task RunAsync(RunScope scope, Job job, IReadOnlyList<string>? only, LeaseToken lease, CancellationToken stop)
    {
        // Another worker may have had the job before and died: what it finished is finished.
        var earlier = scope.Database.Read(session => RunStore.Stages(session, scope.RunId, job.Name)).ToDictionary(stage => stage.Stage);
        for (var position = 0; position < job.Stages.Count; position++)
        {
            var stage = job.Stages[position];
            var before = earlier.GetValueOrDefault(stage.Name);
            if (before?.State != JobState.Done && (only is null || only.Contains(stage.Name)))
            {
                await RunAsync(scope, new(scope, job.Name, stage.Name, lease, before), stage, position, stop);
            }
        }
    }

    private static async Task RunAsync(RunScope scope, StageContext context, Stage stage, int position, CancellationToken stop)
    {
        var watch = Stopwatch.GetTimestamp();
        scope.Database.Write("stage started", context.Lease, session => RunStore.StartStage(session, scope.RunId, context.Job, stage.Name, position, scope.World.UtcNow));
        scope.Observer.StageStarted(context.Job, stage.Name);
        var state = JobState.Failed;
        try
        {
            await stage.RunAsync(context, stop);
            state = JobState.Done;
        }
        catch (OperationCanceledException)
        {
            state = JobState.Interrupted;
            throw;
        }
        finally
        {
            // In a shared run the rows are the next owner's as soon as the lease is lost.
            scope.Database.Write("stage ended", scope.IsShared ? context.Lease : null, session =>
                RunStore.EndStage(session, scope.RunId, context.Job, stage.Name, state, context.NotesJson, scope.World.UtcNow));
            var result = context.Result(state, Stopwatch.GetElapsedTime(watch));
            scope.Log.Write("stage ended", context.Job, stage.Name, context.Counts.ToString(), result);
            scope.Observer.StageEnded(result);
        }
    }
}

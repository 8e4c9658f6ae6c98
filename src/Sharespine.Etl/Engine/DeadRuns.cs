using Sharespine.Etl.Store;

namespace Sharespine.Etl.Engine;

/// <summary>Runs that stand as running with nobody left who runs them.</summary>
public static class DeadRuns
{
    /// <summary>
    /// Marks them interrupted, with what they were doing, and returns their ids: a run of this host whose process is gone, and a shared
    /// run of which no worker lives, wherever it worked.
    /// </summary>
    public static IReadOnlyList<string> Mark(Session session, World world, ProcessIdentity self)
    {
        var dead = session.Query<RunRow>($"SELECT {RunStore.Columns} FROM run WHERE state = 'running' ORDER BY run_id")
            .Where(run => run.IsShared
                ? SharedRuns.IsAbandoned(session, world, self, run.RunId)
                : run.Host == self.Host && !ProcessIdentity.IsRunning((int)run.ProcessId, run.ProcessStarted))
            .Select(run => run.RunId)
            .ToList();
        foreach (var runId in dead)
        {
            var parameters = new { runId, At = world.UtcNow, RunErrors.Interrupted.Code, Reason = "the process ended in the middle of it", Exit = ExitCodes.Interrupted };
            session.Execute("UPDATE stage_run SET state = 'interrupted', ended_at = @At WHERE run_id = @runId AND state = 'running'", parameters);
            session.Execute("UPDATE job_run SET state = 'interrupted', reason_code = @Code, reason = @Reason, ended_at = @At WHERE run_id = @runId AND state IN ('running', 'pending')", parameters);
            session.Execute("UPDATE run SET state = 'interrupted', exit_code = @Exit, reason = @Reason, ended_at = @At WHERE run_id = @runId AND state = 'running'", parameters);
        }

        return dead;
    }
}

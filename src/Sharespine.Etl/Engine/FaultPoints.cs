using System.Diagnostics;
using System.Globalization;

namespace Sharespine.Etl.Engine;

/// <summary>
/// Numbered points where a kill test stops the process: around every commit and every file that appears. They answer only
/// to the environment variables that the tests set: ETL_FAULT_AT (kill at that point, counted from 1) and
/// ETL_FAULT_LOG (append each point's number and name to that file).
/// </summary>
public static class FaultPoints
{
    private static readonly int KillAt =
        int.TryParse(Environment.GetEnvironmentVariable("ETL_FAULT_AT"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : 0;

    private static readonly string? Log = Environment.GetEnvironmentVariable("ETL_FAULT_LOG");
    private static readonly Lock Gate = new();
    private static int _count;

    /// <summary>Passes through unless a test asked for a kill here.</summary>
    public static void Pass(string name)
    {
        if (KillAt == 0 && Log is null)
        {
            return;
        }

        lock (Gate)
        {
            _count++;
            if (Log is not null)
            {
                File.AppendAllText(Log, string.Create(CultureInfo.InvariantCulture, $"{_count} {name}\n"));
            }

            if (_count == KillAt)
            {
                // A true kill: no finally blocks, no flushing, as when the power goes.
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }
}

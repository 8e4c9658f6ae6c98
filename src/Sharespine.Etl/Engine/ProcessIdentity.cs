using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Engine;

/// <summary>This process, told apart from a later one with the same number by its start time.</summary>
public sealed record ProcessIdentity(string Host, int ProcessId, string ProcessStarted)
{
    // The kernel's tick arithmetic may differ by a fraction of a second between two readings of one process.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    public static ProcessIdentity Current { get; } = Of(Process.GetCurrentProcess());

    private static long _names;

    /// <summary>A name that no other process gives and this one gives once: for marks and batches that outlive neither.</summary>
    public static string NextName() => string.Create(CultureInfo.InvariantCulture, $"{Current}/{Current.ProcessStarted}/{Interlocked.Increment(ref _names)}");

    public static bool IsRunning(int processId, string started)
    {
        if (processId == Current.ProcessId && started == Current.ProcessStarted)
        {
            return true;
        }

        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited && (Start(Of(process).ProcessStarted) - Start(started)).Duration() < Tolerance;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}/{ProcessId}");

    private static ProcessIdentity Of(Process process) =>
        new(Environment.MachineName, process.Id, SqlValues.Text(new DateTimeOffset(process.StartTime)));

    private static DateTimeOffset Start(string text) =>
        DateTimeOffset.ParseExact(text, SqlValues.InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

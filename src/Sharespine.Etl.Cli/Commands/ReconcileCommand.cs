using System.CommandLine;

namespace Sharespine.Etl.Cli.Commands;

/// <summary>reconcile: runs one reconciliation; report shows any day, start opens one.</summary>
internal static class ReconcileCommand
{
    public static Command Create(CancellationToken stop)
    {
        var command = RunCommand.Create("reconcile", "Runs one reconciliation, or single stages of it from what is staged.", stop);
        command.Subcommands.Add(ReconcileReportCommand.Create());
        command.Subcommands.Add(ReconcileStartCommand.Create(stop));
        return command;
    }
}

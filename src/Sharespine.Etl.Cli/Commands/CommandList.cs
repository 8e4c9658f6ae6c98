using System.CommandLine;

namespace Sharespine.Etl.Cli.Commands;

/// <summary>The command line, one file a command.</summary>
internal static class CommandList
{
    public static IEnumerable<Command> All(CancellationToken stop) =>
    [
        DemoCommand.Create(stop),
        NightlyCommand.Create(stop),
        WorkerCommand.Create(stop),
        RunCommand.Create(stop),
        ReconcileCommand.Create(stop),
        RerunCommand.Create(stop),
        PlanCommand.Create(),
        StatusCommand.Create(),
        RunsCommand.Create(),
        QuarantineCommand.Create("rejected", Engine.Outcome.Rejected),
        QuarantineCommand.Create("held", Engine.Outcome.Held),
        ResolveCommand.Create(),
        CheckCommand.Create(),
        ExplainCommand.Create(),
        DoctorCommand.Create(stop),
        StoreCommand.Create(),
        CursorCommand.Create(),
        BackfillCommand.Create(stop),
        ForgetCommand.Create(),
        InitCommand.Create(),
        SchemaCommand.Create(),
    ];
}

using System.CommandLine;

namespace Sharespine.Etl.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class Options
{
    public static Option<string> Config() => new("--config") { Description = "The site's configuration file.", DefaultValueFactory = _ => "etl.yaml" };

    public static Option<bool> Json() => new("--json") { Description = "JSON on stdout instead of text." };

    public static Option<bool> DryRun() => new("--dry-run") { Description = "Works on a copy of the store and sends nothing; the same report, marked as such." };

    public static Option<string[]> Approve() => new("--approve") { Description = "Lets the plan with this hash through although a guard would stop it (LOD007 names it).", AllowMultipleArgumentsPerToken = true };

    public static Option<string[]> Stage() => new("--stage") { Description = "Only this stage (may be repeated): extract, transform, load, match, report, post.", AllowMultipleArgumentsPerToken = true };
}

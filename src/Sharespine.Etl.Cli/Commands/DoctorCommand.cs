using System.CommandLine;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Cli.Commands;

internal static class DoctorCommand
{
    private const long FreeWanted = 500L << 20;

    public static Command Create(CancellationToken stop)
    {
        var config = Options.Config();
        var command = new Command("doctor", "Looks whether everything a night needs is there: configuration, store, folders, connections.") { config };
        command.SetAction(async (parsed, _) =>
        {
            var site = OpenSite.Open(parsed.GetValue(config)!);
            var issues = new List<Issue>();
            Say("configuration and mappings", []);
            Say("store " + site.Site.Store.Place, Store(site));
            foreach (var folder in new[] { site.Site.Folders.Archive, site.Site.Folders.Reports, site.Site.Folders.Logs })
            {
                Say("folder " + folder, Folder(folder));
            }

            foreach (var connection in site.Site.Connections.Values)
            {
                Say($"connection {connection.Name} ({connection.Type})", connection.ProbeAsync is null ? [] : await connection.ProbeAsync(stop));
            }

            return issues.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;

            void Say(string what, IReadOnlyList<Issue> found)
            {
                Console.Out.WriteLine($"{(found.Count == 0 ? "ok   " : "FAULT")} {what}");
                foreach (var issue in found)
                {
                    Console.Out.WriteLine($"      {issue}");
                    Console.Out.WriteLine($"      {issue.Code.Action}");
                }

                issues.AddRange(found);
            }
        });
        return command;
    }

    private static List<Issue> Store(OpenSite site)
    {
        var answer = site.Database.Read(session => session.Scalar<string>("PRAGMA quick_check"));
        return answer == "ok" ? [] : [new(RunErrors.Disk, $"the store is damaged: {answer}. Restore the last backup.")];
    }

    private static List<Issue> Folder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, ".doctor");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
            return free >= FreeWanted ? [] : [new(RunErrors.Disk, $"only {free >> 20} MiB are free.")];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [new(RunErrors.Disk, exception.Message)];
        }
    }
}

using System.CommandLine;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Cli.Commands;

internal static class DoctorCommand
{
    public static Command Create(CancellationToken stop)
    {
        var config = Options.Config();
        var command = new Command("doctor", "Looks whether everything a night needs is there: configuration, store, folders, connections.") { config };
        command.SetAction(async (parsed, _) =>
        {
            var site = OpenSite.Read(parsed.GetValue(config)!);
            var issues = new List<Issue>();
            Say("configuration and mappings", []);
            var store = Store(site);
            Say("store " + site.Site.Store.Place, store.Faults);
            foreach (var fact in store.Facts)
            {
                Console.Out.WriteLine("      " + fact);
            }

            foreach (var note in store.Notes)
            {
                Console.Out.WriteLine("note  " + note);
            }

            foreach (var folder in new[] { site.Site.Folders.Archive, site.Site.Folders.Reports, site.Site.Folders.Logs })
            {
                Say("folder " + folder, Folder(folder));
            }

            foreach (var connection in site.Site.Connections.Values)
            {
                IReadOnlyList<Issue> found = connection.ProbeAsync is null ? [] : await connection.ProbeAsync(stop);
                Say($"connection {connection.Name} ({connection.Type})", found);
                if (found.Count == 0 && connection.StatusesAsync is { } statuses)
                {
                    Console.Out.WriteLine("      order statuses: " + string.Join(", ", (await statuses(stop)).Select(status => status.Code == status.Name ? status.Code : $"{status.Code} ({status.Name})")));
                }
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

    /// <summary>A store that cannot be reached or brought up to date is a fault like others: the rest is looked at all the same.</summary>
    private static StoreDiagnosis Store(OpenSite site)
    {
        try
        {
            site.Database.Reach();
            var diagnosis = site.Database.Read(session => session.Dialect.Diagnose(session, site.World));
            if (diagnosis.Faults.Count == 0)
            {
                Schema.Apply(site.Database, site.World);
            }

            return diagnosis;
        }
        catch (EtlException exception)
        {
            return new([], exception.Issues, []);
        }
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
            return free >= StoreDiagnosis.FreeWanted ? [] : [new(RunErrors.Disk, $"only {StoreDiagnosis.Size(free)} are free.")];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [new(RunErrors.Disk, exception.Message)];
        }
    }
}

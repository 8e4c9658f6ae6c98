using System.CommandLine;
using System.Globalization;
using Sharespine.Etl.Cli.Output;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors.Erps.VismaAdministration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Cli.Commands;

/// <summary>
/// The main job end to end on sample-files/demo: a night, the ERP's agent taking the files, and the run that follows. The
/// clock is set to the night of 2 November 2026, so that the demo says the same on every day.
/// </summary>
internal static class DemoCommand
{
    private static readonly DateTimeOffset Night = new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);

    public static Command Create(CancellationToken stop)
    {
        var folder = new Option<string?>("--folder") { Description = "Where the demo's site is made; default: .demo in the repository." };
        var command = new Command("demo", "Runs a whole night on the sample files and shows what comes out.") { folder };
        command.SetAction(async (parsed, _) =>
        {
            var samples = Path.Combine(ShippedFolder.Find("sample-files"), "demo");
            var target = Path.GetFullPath(parsed.GetValue(folder) ?? Path.Combine(samples, "..", "..", ".demo"));
            CopySamples(samples, target);
            return await RunAsync(Path.Combine(target, "etl.yaml"), stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(string config, CancellationToken stop)
    {
        var site = OpenSite.Open(config, new World(new ShiftedClock(Start(config), TimeProvider.System)));
        Console.Out.WriteLine("== The night");
        var night = await SiteRun.RunAsync(site, new("nightly"), null, json: false, stop);

        Console.Out.WriteLine();
        Console.Out.WriteLine("== The ERP's agent");
        var taken = new DemoAgent(Path.Combine(site.Site.Folders.Root, "exchange")).Run();
        Console.Out.WriteLine(taken == 0
            ? "Nothing lies there to be taken."
            : string.Create(CultureInfo.InvariantCulture, $"Took {taken} files, gave their records numbers and acknowledged them."));

        var morning = night;
        if (taken > 0)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine("== The run after it: receipts in, status back to the shop");
            morning = await SiteRun.RunAsync(site, new("nightly"), null, json: false, stop);
        }

        PrintFiles(site);
        var failed = new[] { night, morning }.Any(run => run.State is RunState.Failed or RunState.Interrupted);
        Console.Out.WriteLine();
        Console.Out.WriteLine(failed ? "The demo did not get through; the reason stands above." :
            night.ExitCode == ExitCodes.DoneWithExceptions
                ? "The planted trouble was found (sample-files/demo/PLANTED.md lists it). As a night this would have ended with exit code 3."
                : "Nothing is new. What was found before is still open: run.cmd status --config " + Shown(config));
        return failed ? ExitCodes.Failed : ExitCodes.Done;
    }

    // A later demo goes on after the one before, on the same business day.
    private static DateTimeOffset Start(string config)
    {
        var store = Path.Combine(Path.GetDirectoryName(config)!, "data", "etl.db");
        if (!File.Exists(store))
        {
            return Night;
        }

        var database = new Database(new SqliteDialect(store));
        Schema.Apply(database, new World(TimeProvider.System));
        var last = database.Read(session => RunStore.Latest(session, 1));
        var next = last.Count == 0 ? Night : (last[0].EndedAt ?? last[0].StartedAt).AddSeconds(1);
        return next.Date == Night.Date ? next : Night;
    }

    private static void CopySamples(string samples, string target)
    {
        foreach (var (from, to) in new[] { ("woocommerce.order", "shop"), ("klarna.settlement", "inbox/klarna"), ("svea.report-v2", "inbox/svea"), ("nexi.payouts-api", "inbox/nexi"), ("sie", "sie-export"), ("mappings", "mappings"), ("mappings/booking", "mappings/booking") })
        {
            Directory.CreateDirectory(Path.Combine(target, to));
            foreach (var file in Directory.GetFiles(Path.Combine(samples, from)))
            {
                CopyIfNew(file, Path.Combine(target, to, Path.GetFileName(file)));
            }
        }

        CopyIfNew(Path.Combine(samples, "etl.yaml"), Path.Combine(target, "etl.yaml"));
    }

    private static void CopyIfNew(string from, string to)
    {
        if (!File.Exists(to) || !File.ReadAllBytes(from).AsSpan().SequenceEqual(File.ReadAllBytes(to)))
        {
            File.Copy(from, to, overwrite: true);
            // As if it had come the evening before: a file that is younger than the night could still be growing.
            File.SetLastWriteTimeUtc(to, Night.UtcDateTime.AddHours(-6));
        }
    }

    private static void PrintFiles(OpenSite site)
    {
        Console.Out.WriteLine();
        Console.Out.WriteLine("== Where it is");
        var table = Tables.Plain("folder", "files", "what");
        foreach (var (folder, what) in new[]
        {
            (site.Site.Folders.Reports, "reconciliations: a workbook and a page each, JSON, CSV"),
            (Path.Combine(site.Site.Folders.Root, "sie-import"), "vouchers for the ERP (SIE 4I)"),
            (Path.Combine(site.Site.Folders.Root, "exchange"), "exchange files: orders, credits, customers, articles, payments"),
            (site.Site.Folders.Archive, "settlement and ledger files as received"),
            (site.Site.Folders.Logs, "one log and one result a run"),
        })
        {
            var count = Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length : 0;
            Tables.Row(table, [Shown(folder), count.ToString(CultureInfo.InvariantCulture), what]);
        }

        Tables.Write(table);
    }

    private static string Shown(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path);
}

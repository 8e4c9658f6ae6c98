using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Cli.Output;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Cli.Commands;

internal static class StoreCommand
{
    public static Command Create() => new("store", "What is done with the store as a whole.") { Copy() };

    private static Command Copy()
    {
        var to = new Option<string>("--to")
        {
            Description = "Where to: a file, or a connection string with its password as ${NAME} or ${file:path}. In single quotes, so that the shell leaves it alone.",
            Required = true,
        };
        var trust = new Option<bool>("--trust-any-certificate") { Description = "Does not look at the certificate of the server that --to names." };
        var (config, json) = (Options.Config(), Options.Json());
        var command = new Command("copy", "Copies the whole state into an empty store, of either kind, and compares the two. The store itself stays as it is.") { to, trust, config, json };
        command.SetAction(parsed =>
        {
            var site = OpenSite.Open(parsed.GetValue(config)!);
            var target = Target(site, parsed.GetValue(to)!, parsed.GetValue(trust));
            var database = new Database(target.Dialect());
            database.Reach();
            var copied = StoreCopy.Move(site.Database, database, site.World);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(new Result(site.Site.Store.Place, target.Place, copied), RunResult.Json));
            }
            else
            {
                Print(site.Site.Store, target, copied);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static StoreAddress Target(OpenSite site, string text, bool trust)
    {
        var issues = new List<Issue>();
        var address = StoreAddress.Of(text, "--to", trust ? StoreCertificate.TrustAny : StoreCertificate.Verify, "--trust-any-certificate", Environment.CurrentDirectory, site.Site.Folders.Root, Environment.GetEnvironmentVariable, issues);
        return address ?? throw new EtlException(issues);
    }

    private static void Print(StoreAddress from, StoreAddress to, IReadOnlyList<CopiedTable> copied)
    {
        var table = Tables.Plain("table", "rows", "content");
        foreach (var row in copied.Where(row => row.Rows > 0))
        {
            Tables.Row(table, [row.Table, row.Rows.ToString(CultureInfo.InvariantCulture), row.Content[..16]]);
        }

        Tables.Write(table);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{copied.Sum(row => row.Rows)} rows in {copied.Count} tables are the same in both: {from} and {to}."));
        Console.Error.WriteLine("Put the new address into store (or ETL_STORE), then: run.cmd doctor. Keep the old store until a night has gone through, and let nothing run on it.");
    }

    private sealed record Result(string From, string To, IReadOnlyList<CopiedTable> Tables);
}

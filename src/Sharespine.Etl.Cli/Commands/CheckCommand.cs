using System.CommandLine;
using System.Globalization;
using Sharespine.Etl.Cli.Output;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;

namespace Sharespine.Etl.Cli.Commands;

internal static class CheckCommand
{
    public static Command Create()
    {
        var config = Options.Config();
        var command = new Command("check", "Reads the configuration, every mapping and booking rule, runs all examples, and tells everything that is wrong at once.") { config };
        command.SetAction(parsed =>
        {
            var issues = new List<Issue>();
            var site = ConfigurationReader.Read(parsed.GetValue(config)!, Environment.GetEnvironmentVariable, ConnectorCatalog.Types, WorldOfProcess.Create(), issues);
            var mappings = site is null ? null : SiteMappings.Read(site, ConnectorCatalog.Targets, issues);
            foreach (var issue in issues)
            {
                Console.Out.WriteLine(issue);
            }

            if (issues.Count > 0)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{issues.Count} to mend. A run starts nothing while there are any."));
                return ExitCodes.Usage;
            }

            var table = Tables.Plain("mapping", "kind", "files");
            foreach (var mapping in mappings!.All.OrderBy(mapping => mapping.Name, StringComparer.Ordinal))
            {
                Tables.Row(table, [mapping.Name, mapping.Kind, string.Join(", ", mapping.Files)]);
            }

            Tables.Write(table);
            Console.Error.WriteLine("All is well.");
            return ExitCodes.Done;
        });
        return command;
    }
}

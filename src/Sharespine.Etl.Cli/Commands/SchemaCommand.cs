using System.CommandLine;
using Sharespine.Etl.Connectors;

namespace Sharespine.Etl.Cli.Commands;

internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Prints the JSON Schema of the configuration file, for editors.");
        command.SetAction(_ => Console.Out.WriteLine(Configuration.ConfigurationSchema.Text(ConnectorCatalog.Types)));
        return command;
    }
}

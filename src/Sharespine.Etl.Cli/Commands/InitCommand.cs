using System.CommandLine;
using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Cli.Commands;

internal static class InitCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("file") { Description = "Where to write it.", DefaultValueFactory = _ => "etl.yaml" };
        var command = new Command("init", "Writes a commented configuration to start from; never over one that is there.") { path };
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(path)!;
            if (File.Exists(file))
            {
                Console.Error.WriteLine($"{file} is there already and was left as it is.");
                return ExitCodes.Usage;
            }

            File.WriteAllText(file, Starter());
            Console.Error.WriteLine($"{file} is written. Fill it in, set the secrets, then: run.cmd check, run.cmd doctor.");
            return ExitCodes.Done;
        });
        return command;
    }

    internal static string Starter()
    {
        using var stream = typeof(InitCommand).Assembly.GetManifestResourceStream("starter.yaml")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

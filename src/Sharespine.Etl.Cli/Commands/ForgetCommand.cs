using System.CommandLine;
using System.Globalization;
using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Cli.Commands;

internal static class ForgetCommand
{
    public static Command Create()
    {
        var email = new Argument<string>("email") { Description = "The person's e-mail address as the shop has it." };
        var config = Options.Config();
        var command = new Command("forget", "Takes a person out of the staged data; keys and hashes stay, so nothing is sent again.") { email, config };
        command.SetAction(parsed =>
        {
            var address = parsed.GetValue(email)!.Trim();
            if (!address.Contains('@', StringComparison.Ordinal) || address.Length < 5)
            {
                Console.Error.WriteLine($"\"{address}\" is not an e-mail address.");
                return ExitCodes.Usage;
            }

            var site = OpenSite.Open(parsed.GetValue(config)!);
            var changed = site.Database.Write("forget", null, session => Forgetting.Forget(session, site.World, address));
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{changed} rows were cleared of the person's data. The ERP and the shop have to be told separately."));
            return ExitCodes.Done;
        });
        return command;
    }
}

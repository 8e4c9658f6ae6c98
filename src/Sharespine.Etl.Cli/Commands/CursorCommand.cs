using System.CommandLine;
using System.Globalization;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Cli.Commands;

internal static class CursorCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("source") { Description = "connection/entity, e.g. shop-se/order, as status lists it." };
        var to = new Option<string?>("--to") { Description = "Moves the cursor to this UTC instant (2026-10-01T00:00:00Z), or \"start\" to read everything again." };
        var config = Options.Config();
        var command = new Command("cursor", "Shows or moves how far a source has been read. Reading again is harmless: known content is dropped.") { source, to, config };
        command.SetAction(parsed =>
        {
            var site = OpenSite.Open(parsed.GetValue(config)!);
            var name = parsed.GetValue(source)!;
            if (parsed.GetValue(to) is { } text && !Move(site, name, text))
            {
                return ExitCodes.Usage;
            }

            var cursor = site.Database.Read(session => SourceStore.Cursor(session, name));
            Console.Out.WriteLine($"{name}: {(cursor.ChangedAfter is { } at ? SqlValues.Text(at) : "start")}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static bool Move(OpenSite site, string name, string text)
    {
        DateTimeOffset? to = null;
        if (text != "start")
        {
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
            {
                Console.Error.WriteLine($"\"{text}\" is not an instant; write 2026-10-01T00:00:00Z or start.");
                return false;
            }

            to = instant;
        }

        site.Database.Write("move cursor", null, session =>
        {
            SourceStore.SetCursor(session, name, to);
            Audit.Write(session, site.World, "cursor moved", $"{name} to {text}", null);
        });
        return true;
    }
}

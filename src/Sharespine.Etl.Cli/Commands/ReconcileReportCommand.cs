using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Report;

namespace Sharespine.Etl.Cli.Commands;

/// <summary>The report of any day, past ones included. Reads one state of the store and changes nothing; a run may be going on.</summary>
internal static class ReconcileReportCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("reconciliation") { Description = "Its name, e.g. klarna-se<->visma." };
        var asOf = new Option<string?>("--as-of") { Description = "The day, e.g. 2026-09-30; default: today." };
        var language = new Option<string?>("--language") { Description = "swedish or english; default: the site's." };
        var (config, json) = (Options.Config(), Options.Json());
        var command = new Command("report", "Writes the whole report with its Balansspecifikation as of a day, also a past one.") { name, asOf, language, config, json };
        command.SetAction(parsed =>
        {
            if (Day(parsed.GetValue(asOf)) is not { } wanted)
            {
                Console.Error.WriteLine($"\"{parsed.GetValue(asOf)}\" is not a day; write it as 2026-09-30.");
                return ExitCodes.Usage;
            }

            if (Language(parsed.GetValue(language)) is not { } spoken)
            {
                Console.Error.WriteLine($"\"{parsed.GetValue(language)}\" is not a language; swedish (sv) or english (en).");
                return ExitCodes.Usage;
            }

            return Write(OpenReconciliation.Open(parsed.GetValue(config)!, parsed.GetValue(name)!), wanted.Day, spoken.Language, parsed.GetValue(json));
        });
        return command;
    }

    private static int Write(OpenReconciliation open, DateOnly? asOf, ReportLanguage? language, bool json)
    {
        var day = asOf ?? open.Today;
        if (day > open.Today)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} has not been yet; the report can speak of days until {open.Today:yyyy-MM-dd}."));
            return ExitCodes.Usage;
        }

        var spoken = language ?? open.Site.Site.Configuration.Language;
        var settings = open.Settings with { Language = spoken == ReportLanguage.English ? "en" : "sv" };
        var (report, files) = (open with { Settings = settings }).Stages.Report(
            "as-of", day, report => (report with { Lines = [] }, ReportFiles.Write(report, open.Site.Site.Folders.Reports, spoken, suffix: "_as-of")), today: open.Today);
        if (json)
        {
            var accounts = report.Accounts.Select(control => new
            {
                control.Account,
                closing = control.Closing.ToString(),
                openItems = control.OpenItems.ToString(),
                toBeBooked = control.ToBeBooked.ToString(),
                unexplained = control.Unexplained.ToString(),
            });
            Console.Out.WriteLine(JsonSerializer.Serialize(new { reconciliation = report.Name, asOf = day, accounts, openItems = report.OpenItems.Count, files = files.Select(file => file.Path) }, RunResult.Json));
            return ExitCodes.Done;
        }

        foreach (var line in ReportText.Lines(report, spoken))
        {
            Console.Out.WriteLine(line);
        }

        foreach (var file in files)
        {
            Console.Error.WriteLine(Path.GetRelativePath(Directory.GetCurrentDirectory(), file.Path));
        }

        return ExitCodes.Done;
    }

    /// <summary>Null when it is no day; a day of null when none was given.</summary>
    private static (DateOnly? Day, bool IsGiven)? Day(string? text) => text is null
        ? (null, false)
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? (day, true) : null;

    private static (ReportLanguage? Language, bool IsGiven)? Language(string? text) => text?.ToLowerInvariant() switch
    {
        null => (null, false),
        "sv" or "swedish" => (ReportLanguage.Swedish, true),
        "en" or "english" => (ReportLanguage.English, true),
        _ => null,
    };
}

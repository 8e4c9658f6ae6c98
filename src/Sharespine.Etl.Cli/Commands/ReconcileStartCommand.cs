using System.CommandLine;
using System.Globalization;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Files;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Starting;
using Sharespine.Etl.Report;

namespace Sharespine.Etl.Cli.Commands;

/// <summary>Opens a reconciliation at a date: proposes what was open then, and stores the list that somebody approved.</summary>
internal static class ReconcileStartCommand
{
    public static Command Create(CancellationToken stop)
    {
        var name = new Argument<string>("reconciliation") { Description = "Its name, e.g. klarna-se<->visma." };
        var date = new Argument<string>("date") { Description = "The first day that is reconciled, e.g. 2026-10-01." };
        var items = new Option<string?>("--items") { Description = "The approved list (.csv or .xlsx): account, reference, date, amount." };
        var amount = new Option<string[]>("--amount") { Description = "One amount that older sales draw down, per account: 1580=1234.50.", AllowMultipleArgumentsPerToken = true };
        var propose = new Option<bool>("--propose") { Description = "Only writes the proposal; the default when neither items nor amount are given." };
        var since = new Option<string?>("--since") { Description = "Lists no booking older than this day; they go into the one amount." };
        var replace = new Option<bool>("--replace") { Description = "Takes the place of an earlier start, as long as nothing is posted." };
        var because = new Option<string?>("--because") { Description = "Who approved it where; kept with the books." };
        var config = Options.Config();
        var command = new Command("start", "Opens a reconciliation with what was open at a date, so that the first night is no wall of exceptions.")
        {
            name, date, items, amount, propose, since, replace, because, config,
        };
        command.SetAction(async (parsed, _) =>
        {
            var open = OpenReconciliation.Open(parsed.GetValue(config)!, parsed.GetValue(name)!);
            if (open.Settings.Start is { } configured)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The configuration says that {open.Settings.Name} starts {configured.Date:yyyy-MM-dd}: change it there, or take start: out."));
                return ExitCodes.Usage;
            }

            if (Day(parsed.GetValue(date)) is not { } start || parsed.GetValue(since) is { } written && Day(written) is null)
            {
                Console.Error.WriteLine("A day is written as 2026-10-01.");
                return ExitCodes.Usage;
            }

            var taken = await SiteRun.RunAsync(open.Site, new("start", ["extract"]), [open.Settings.Name], json: false, stop);
            if (taken.ExitCode is not (ExitCodes.Done or ExitCodes.DoneWithExceptions))
            {
                return taken.ExitCode;
            }

            var amounts = parsed.GetValue(amount) ?? [];
            return parsed.GetValue(propose) || parsed.GetValue(items) is null && amounts.Length == 0
                ? Propose(open, start, Day(parsed.GetValue(since)))
                : Approve(open, start, parsed.GetValue(items), amounts, new(Environment.UserName, parsed.GetValue(because) ?? "", Path.GetFileName(parsed.GetValue(items) ?? ""), parsed.GetValue(replace)));
        });
        return command;
    }

    private static int Propose(OpenReconciliation open, DateOnly start, DateOnly? since)
    {
        var proposed = open.Stages.ProposeStart(start, since);
        var path = Path.Combine(open.Site.Site.Folders.Reports, string.Create(CultureInfo.InvariantCulture, $"{SafeName.Of(open.Settings.Name)}_start_{start:yyyy-MM-dd}.csv"));
        WholeFile.Write(path, target => OpeningFile.Write(proposed, start, target, open.Settings.Language));
        foreach (var (account, rest) in proposed.Rest)
        {
            var items = proposed.Items.Where(item => item.Item.Account == account).ToList();
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{account}: {items.Count} open items of {items.Sum(item => item.Item.Amount):F2}, and {rest} as one amount"));
        }

        if (proposed.Since is { } from)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Bookings before {from:yyyy-MM-dd} are in the one amount: nothing that was read tells whether they were settled."));
        }

        Preview(open, proposed.AsSettings(start));
        Console.Error.WriteLine($"Look through {Path.GetRelativePath(Directory.GetCurrentDirectory(), path)}, correct it, and hand it in with --items.");
        return ExitCodes.Done;
    }

    private static int Approve(OpenReconciliation open, DateOnly start, string? file, IReadOnlyList<string> amounts, StartApproval approval)
    {
        var rows = file is null ? [] : OpeningFile.Read(file);
        var settings = StartList.Make(start, rows, amounts, approval.FileName);
        var isNew = open.Stages.Start(settings, approval);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{open.Settings.Name} starts {start:yyyy-MM-dd} with {settings.Items.Count} open items{(isNew ? "" : "; it was so before")}."));
        Preview(open, settings);
        return ExitCodes.Done;
    }

    /// <summary>The first night on a copy of the store.</summary>
    private static void Preview(OpenReconciliation open, StartSettings start)
    {
        using var copy = DryRunStore.CopyOf(open.Site.Database, open.Site.World);
        var stages = new Reconciliation(copy.Database, open.Site.World, open.Settings with { Start = start }, open.Rules);
        stages.Match("start-preview", open.Today, null);
        var report = stages.Report("start-preview", open.Today, whole => whole with { Lines = [] }, isDryRun: true);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The first night would find {report.Exceptions.Count} exceptions, {report.OpenItems.Count} open items, {report.Vouchers.Count} vouchers to post."));
        foreach (var cause in report.Exceptions.GroupBy(exception => (exception.Cause, exception.Amount.Currency)))
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {RunStore.Word(cause.Key.Cause)}: {cause.Count()}, {new Model.Money(cause.Sum(exception => exception.Amount.Minor), cause.Key.Currency)}"));
        }

        foreach (var control in report.Accounts)
        {
            Console.Out.WriteLine($"  {control.Account}: closing {control.Closing}, open items {control.OpenItems}, to be booked {control.ToBeBooked}, unexplained {control.Unexplained}");
        }
    }

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

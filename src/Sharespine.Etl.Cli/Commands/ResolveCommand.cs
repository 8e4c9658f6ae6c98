using System.CommandLine;
using System.Globalization;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report;

namespace Sharespine.Etl.Cli.Commands;

/// <summary>Carries out what somebody wrote into the decision columns of a reconciliation workbook.</summary>
internal static class ResolveCommand
{
    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "The workbook with decisions and reasons filled in.", Required = true };
        var job = new Argument<string>("reconciliation") { Description = "Its name, e.g. klarna-se<->visma." };
        var config = Options.Config();
        var command = new Command("resolve", "Reads decisions back from a reconciliation workbook; refuses those made on an older state.") { job, from, config };
        command.SetAction(parsed =>
        {
            var site = OpenSite.Open(parsed.GetValue(config)!);
            var name = Job.Canonical(parsed.GetValue(job)!);
            if (site.Site.Configuration.Reconciliations.FirstOrDefault(known => known.Name == name) is not { } reconciliation)
            {
                Console.Error.WriteLine($"There is no reconciliation \"{name}\". {Suggestion.For(name, site.Site.Configuration.Reconciliations.Select(known => known.Name))}".TrimEnd());
                return ExitCodes.Usage;
            }

            var read = ReportDecisions.Read(parsed.GetValue(from)!);
            if (read.Issues.Count > 0)
            {
                throw new EtlException(read.Issues);
            }

            var stages = new Reconciliation(site.Database, site.World, reconciliation.Settings(site.Site), site.Mappings.Rules(reconciliation));
            var refused = read.Decisions.Count(decision => !Carry(site, stages, decision));
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{read.Decisions.Count - refused} of {read.Decisions.Count} decisions taken in. Run the reconciliation again for a new report."));
            return refused == 0 ? ExitCodes.Done : ExitCodes.Usage;
        });
        return command;
    }

    private static bool Carry(OpenSite site, Reconciliation stages, ExceptionDecision decision)
    {
        try
        {
            if (decision.Decision == Decision.Accept)
            {
                stages.Resolve(new(decision.ExceptionId, decision.State, ResolutionKind.Ignore, Environment.UserName, decision.Reason));
            }

            site.Database.Write("decision", null, session =>
                Audit.Write(session, site.World, $"exception {RunStore.Word(decision.Decision)}", decision.ExceptionId, decision.Reason));
            return true;
        }
        catch (EtlException exception)
        {
            Console.Error.WriteLine($"{decision.At}: {exception.Message}");
            return false;
        }
    }
}

using System.CommandLine;
using System.Text.Json;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Cli.Commands;

internal static class ExplainCommand
{
    public static Command Create()
    {
        var subject = new Argument<string>("subject") { Description = "An error code (MAP060), or a job." };
        var key = new Argument<string?>("key") { Description = "With a job: the source's id of a record.", Arity = ArgumentArity.ZeroOrOne };
        var personal = new Option<bool>("--personal") { Description = "Shows personal values, which are masked otherwise." };
        var config = Options.Config();
        var command = new Command("explain", "What an error code means and what to do; or how each field of one record came to its value.") { subject, key, personal, config };
        command.SetAction(parsed => parsed.GetValue(key) is { } record
            ? Record(OpenSite.Open(parsed.GetValue(config)!), parsed.GetValue(subject)!, record, parsed.GetValue(personal))
            : Code(parsed.GetValue(subject)!));
        return command;
    }

    private static int Code(string text)
    {
        var all = ErrorCatalog.Core.Concat(ConnectorCatalog.Errors).ToList();
        if (all.FirstOrDefault(known => known.Code.Equals(text, StringComparison.OrdinalIgnoreCase)) is not { } code)
        {
            Console.Error.WriteLine($"There is no error code \"{text}\". {Suggestion.For(text, all.Select(known => known.Code))}".TrimEnd());
            return ExitCodes.Usage;
        }

        Console.Out.WriteLine($"{code.Code}  {code.Title}");
        Console.Out.WriteLine($"Usually:  {code.Cause}");
        Console.Out.WriteLine($"Do:       {code.Action}");
        return ExitCodes.Done;
    }

    private static int Record(OpenSite site, string jobName, string key, bool personal)
    {
        if (SiteRun.Find(site.Jobs(), jobName) is not RecordJob { Path: var path })
        {
            Console.Error.WriteLine("Records are explained for jobs that map them, not for reconciliations.");
            return ExitCodes.Usage;
        }

        var source = path.Source;
        var row = site.Database.Read(session => SourceStore.Find(session, source, key));
        if (row?.Payload is null)
        {
            Console.Error.WriteLine(row is null ? $"No record {key} is staged from {source}." : $"The payload of {key} has expired or was forgotten; backfill fetches it again.");
            return ExitCodes.Usage;
        }

        Console.Out.WriteLine($"{source} {key}, {row.Position}: {row.Outcome ?? "not transformed yet"}{(row.OutcomeReason is null ? "" : ", " + row.OutcomeReason)}");
        if (path.In is { } first)
        {
            Explain(site.Mappings, first, row.Payload, personal);
        }

        foreach (var document in site.Database.Read(session => DocumentStore.OfRecord(session, path.Flow, source, key)).Where(document => path.Out.ContainsKey(document.Entity)))
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine($"{document.Entity} {document.DocumentKey}: {document.LoadState}");
            Explain(site.Mappings, path.Out[document.Entity], document.Hub, personal);
        }

        return ExitCodes.Done;
    }

    private static void Explain(SiteMappings mappings, BoundMapping mapping, string json, bool personal)
    {
        using var source = JsonDocument.Parse(json);
        var explained = mappings.Document(mapping.Name).Explain(source.RootElement, mappings.Inputs(mapping.Connection), personal);
        Console.Out.WriteLine($"mapping {mapping.Name}");
        foreach (var field in explained.Fields)
        {
            Console.Out.WriteLine($"  {field.Path} = {field.Value ?? "(left out)"}");
            Console.Out.WriteLine($"      {field.Expression}   ({field.Rule})");
            foreach (var (path, value) in field.Sources)
            {
                Console.Out.WriteLine($"      {path}: {value}");
            }
        }

        if (explained.Unread.Count > 0)
        {
            Console.Out.WriteLine($"  not read: {string.Join(", ", explained.Unread)}");
        }

        foreach (var issue in explained.Result switch
        {
            MappingResult.Rejected rejected => rejected.Issues,
            MappingResult.Held held => held.Issues,
            _ => [],
        })
        {
            Console.Out.WriteLine($"  {issue}");
        }

        if (explained.Result is MappingResult.Skipped skipped)
        {
            Console.Out.WriteLine($"  skipped: {skipped.Reason} ({skipped.Rule})");
        }
    }
}

using System.CommandLine;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report;

namespace Sharespine.Etl.Cli.Commands;

/// <summary>Takes in what people decide about exceptions: one on the command line, or those of a workbook. Never blocked by a run.</summary>
internal static class ResolveCommand
{
    private static readonly Dictionary<string, ResolutionKind> Kinds = Enum.GetValues<ResolutionKind>().ToDictionary(kind => RunStore.Word(kind));

    public static Command Create()
    {
        var job = new Argument<string>("reconciliation") { Description = "Its name, e.g. klarna-se<->visma." };
        var what = new Argument<string?>("exception") { Description = "The exception's id as the report has it, or list.", Arity = ArgumentArity.ZeroOrOne };
        var decision = new Argument<string?>("decision") { Description = "link, write-off, ignore, wait or undo.", Arity = ArgumentArity.ZeroOrOne };
        var targets = new Argument<string[]>("target") { Description = "Of a link its vouchers (\"A 123\" or \"A 123 = 100.00\"), of a write-off the account.", Arity = ArgumentArity.ZeroOrMore };
        var amount = new Option<string?>("--amount") { Description = "Of a link to one voucher: a part." };
        var because = new Option<string?>("--because") { Description = "Why; kept with the books." };
        var state = new Option<string?>("--state") { Description = "The state that the report showed; refused when it is another now." };
        var from = new Option<string?>("--from") { Description = "The workbook with decisions, targets and reasons filled in." };
        var (config, json) = (Options.Config(), Options.Json());
        var command = new Command("resolve", "Decides about exceptions of a reconciliation; the next run carries it out.")
        {
            job, what, decision, targets, amount, because, state, from, config, json,
        };
        command.SetAction(parsed =>
        {
            var open = OpenReconciliation.Open(parsed.GetValue(config)!, parsed.GetValue(job)!);
            if (parsed.GetValue(from) is { } workbook)
            {
                return FromWorkbook(open, workbook, parsed.GetValue(json));
            }

            var id = parsed.GetValue(what);
            if (id is null or "list")
            {
                return ResolveList.Write(open, parsed.GetValue(json));
            }

            var given = new Given(id, parsed.GetValue(decision), parsed.GetValue(targets) ?? [], parsed.GetValue(amount), parsed.GetValue(because), parsed.GetValue(state));
            return One(open, given, parsed.GetValue(json));
        });
        return command;
    }

    private static int One(OpenReconciliation open, Given given, bool json)
    {
        if (given.Decision is not { } word || !Kinds.TryGetValue(word, out var kind))
        {
            Console.Error.WriteLine($"{(given.Decision is null ? "A decision is missing" : $"\"{given.Decision}\" is not a decision")}; one of {string.Join(", ", Kinds.Keys)}. {Suggestion.For(given.Decision ?? "", Kinds.Keys)}".TrimEnd());
            return ExitCodes.Usage;
        }

        if (string.IsNullOrWhiteSpace(given.Because))
        {
            Console.Error.WriteLine("A decision is kept with the books and needs its reason: --because \"…\".");
            return ExitCodes.Usage;
        }

        if (kind is not (ResolutionKind.Link or ResolutionKind.WriteOff) && given.Targets.Count > 0 || kind == ResolutionKind.WriteOff && given.Targets.Count != 1
            || given.Amount is not null && (kind != ResolutionKind.Link || given.Targets.Count != 1))
        {
            Console.Error.WriteLine("A link takes its vouchers (--amount only with one of them), a write-off one account, everything else no target.");
            return ExitCodes.Usage;
        }

        var text = string.Join("; ", given.Targets) + (given.Amount is null ? "" : $" = {given.Amount}");
        return new ResolveAnswers(json).Write([Carry(open, new(given.Id, given.State, kind, Environment.UserName, given.Because), text, null)]);
    }

    private static int FromWorkbook(OpenReconciliation open, string path, bool json)
    {
        var read = ReportDecisions.Read(path);
        if (read.Issues.Count > 0)
        {
            throw new EtlException(read.Issues);
        }

        return new ResolveAnswers(json).Write([.. read.Decisions.Select(decision =>
            Carry(open, new(decision.ExceptionId, decision.State, Kind(decision.Decision), Environment.UserName, decision.Reason), decision.Target ?? "", decision.At.ToString()))]);
    }

    /// <summary>Refused ones are told and the others taken: each is a decision by itself.</summary>
    private static ResolveAnswer Carry(OpenReconciliation open, Resolution resolution, string target, string? at)
    {
        try
        {
            if (resolution.Kind == ResolutionKind.WriteOff)
            {
                KnownAccounts.Check(open, target);
            }

            var outcome = open.Stages.Resolve(resolution with
            {
                Account = resolution.Kind == ResolutionKind.WriteOff ? target : null,
                Targets = resolution.Kind == ResolutionKind.Link ? LinkTarget.Parse(target) : [],
            });
            return new(resolution.ExceptionId, at, outcome.IsChanged ? "taken" : "unchanged", outcome.Text, null);
        }
        catch (EtlException exception)
        {
            return new(resolution.ExceptionId, at, "refused", exception.Message, exception.Code.Code);
        }
    }

    private static ResolutionKind Kind(Decision decision) => decision switch
    {
        Decision.Accept => ResolutionKind.Ignore,
        Decision.Wait => ResolutionKind.Wait,
        Decision.Link => ResolutionKind.Link,
        Decision.WriteOff => ResolutionKind.WriteOff,
        Decision.Undo => ResolutionKind.Undo,
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, null),
    };

    private sealed record Given(string Id, string? Decision, IReadOnlyList<string> Targets, string? Amount, string? Because, string? State);
}

using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Cli.Commands;

/// <param name="At">Workbook and row; null on the command line.</param>
/// <param name="Outcome">taken, unchanged (decided before) or refused.</param>
internal sealed record ResolveAnswer(string Exception, string? At, string Outcome, string Text, string? Code);

/// <summary>Tells what became of each decision.</summary>
internal sealed class ResolveAnswers(bool json)
{
    /// <summary>The exit code: 2 when one was refused.</summary>
    public int Write(IReadOnlyList<ResolveAnswer> answers)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(answers, RunResult.Json));
        }
        else
        {
            foreach (var answer in answers)
            {
                Console.Out.WriteLine($"{(answer.At is null ? "" : answer.At + ": ")}{answer.Outcome}: {answer.Text}");
            }

            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Count(answers, "taken")} taken, {Count(answers, "unchanged")} decided before, {Count(answers, "refused")} refused. The next run carries it out."));
        }

        return answers.Any(answer => answer.Outcome == "refused") ? ExitCodes.Usage : ExitCodes.Done;
    }

    private static int Count(IReadOnlyList<ResolveAnswer> answers, string outcome) => answers.Count(answer => answer.Outcome == outcome);
}

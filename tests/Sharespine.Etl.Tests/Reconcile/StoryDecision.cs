using System.Text.RegularExpressions;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>A decision as the stories write it: anna 1002 link "A 5 = 100.00" because "the shop says so".</summary>
internal sealed class StoryDecision(string line)
{
    private readonly Match _match = Regex.Match(line, @"^(?<who>\w+) (?:""(?<subject>[^""]+)""|(?<subject>\S+))(?: state=(?<state>\w+))? (?<kind>link|write-off|ignore|wait|undo)(?: (?:""(?<target>[^""]*)""|(?<target>[^"" ]+)))? because ""(?<why>[^""]*)""$");

    /// <summary>What was answered, without the exception's id.</summary>
    public string Make(Reconciliation reconciliation, Database database)
    {
        Assert.True(_match.Success, $"not a decision: {line}");
        var id = Find(database, Group("subject"));
        var target = Group("target");
        var kind = Enum.Parse<ResolutionKind>(Group("kind").Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        try
        {
            var outcome = reconciliation.Resolve(new(id, Group("state") is { Length: > 0 } state ? state : null, kind, Group("who"), Group("why"))
            {
                Account = kind == ResolutionKind.WriteOff ? target : null,
                Targets = kind == ResolutionKind.Link ? LinkTarget.Parse(target) : [],
            });
            return (outcome.IsChanged ? "taken: " : "unchanged: ") + outcome.Text.Replace(id + " ", "", StringComparison.Ordinal);
        }
        catch (EtlException refused)
        {
            return "refused: " + Regex.Replace(refused.Message, @"R[0-9A-F]{10}:? ", "");
        }
    }

    private string Group(string name) => _match.Groups[name].Value;

    /// <summary>By order, voucher, payout or reason; the newest where several were.</summary>
    private static string Find(Database database, string subject) => database.Read(session => session.First<string>(
        """
        SELECT id FROM reconciliation_exception WHERE order_reference = @subject OR voucher = @subject OR payout_reference = @subject AND order_reference IS NULL OR reason = @subject
        ORDER BY CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END, first_seen_at DESC, id
        """, new { subject })) ?? subject;
}

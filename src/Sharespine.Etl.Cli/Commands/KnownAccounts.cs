using Sharespine.Etl.Errors;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Cli.Commands;

/// <summary>The ledger's chart of accounts, as its exports told it.</summary>
internal static class KnownAccounts
{
    /// <summary>Throws <c>REC046</c> with the nearest account when the chart is known and lacks it.</summary>
    public static void Check(OpenReconciliation open, string account)
    {
        var known = open.Site.Database.Read(session => session.Query<string>("SELECT account FROM ledger_account WHERE connection = @Ledger", new { open.Configuration.Ledger }));
        if (known.Count > 0 && !known.Contains(account))
        {
            throw new EtlException(new Issue(ReconcileErrors.BadAccount, $"{open.Configuration.Ledger} has no account \"{account}\".", Try: Suggestion.For(account, known)));
        }
    }
}

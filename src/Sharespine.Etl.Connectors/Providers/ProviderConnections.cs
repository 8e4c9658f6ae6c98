using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors.Providers.Klarna;
using Sharespine.Etl.Connectors.Providers.Nexi;
using Sharespine.Etl.Connectors.Providers.Svea;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Providers;

/// <summary>Connections to providers' interfaces: a feed, an inbox that it fills, and the mapping of what lies there.</summary>
internal static class ProviderConnections
{
    public static Connection? Klarna(ConnectionContext context, object settings, ICollection<Issue> issues)
    {
        var klarna = (KlarnaSettlementsSettings)settings;
        var isCsv = klarna.As == KlarnaDocument.Csv;
        var source = new SettlementSource(klarna.Provider, context.Path(klarna.Folder), isCsv ? "klarna_*.csv" : "klarna_*.json",
            klarna.Mapping ?? (isCsv ? "klarna.settlement" : "klarna.settlements-api"));
        return Connection(context, "klarna-settlements", source, klarna.Check(), issues, klarna.Since, klarna.Overlap, notes => new KlarnaPayouts(klarna, context.World, notes));
    }

    public static Connection? Nexi(ConnectionContext context, object settings, ICollection<Issue> issues)
    {
        var nexi = (NexiPayoutsSettings)settings;
        return Connection(context, "nexi-payouts", new(nexi.Provider, context.Path(nexi.Folder), "nexi_*.json", nexi.Mapping), nexi.Check(), issues,
            nexi.Since, nexi.Overlap, notes => new NexiPayouts(nexi, context.World, notes));
    }

    public static Connection? Svea(ConnectionContext context, object settings, ICollection<Issue> issues)
    {
        var svea = (SveaReportsSettings)settings;
        return Connection(context, "svea-reports", new(svea.Provider, context.Path(svea.Folder), "svea_*.json", svea.Mapping), svea.Check(), issues,
            svea.Since, svea.Overlap, notes => new SveaReports(svea, context.World, notes));
    }

    private static Connection? Connection(ConnectionContext context, string type, SettlementSource source, IReadOnlyList<Issue> found, ICollection<Issue> issues,
        DateOnly since, TimeSpan overlap, Func<Notes, IPayoutSource> open)
    {
        foreach (var issue in found)
        {
            issues.Add(issue);
        }

        if (found.Count > 0)
        {
            return null;
        }

        var notes = new Notes();
        var feed = new PayoutFeed(open(notes), since, overlap, context.Zone, notes);
        return new(context.Name, type) { Settlements = source with { Feed = feed }, ProbeAsync = stop => feed.ProbeAsync(context.World, stop) };
    }
}

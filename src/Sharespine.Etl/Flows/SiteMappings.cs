using Sharespine.Etl.Configuration;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows.Ledgers;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Mappings.Files.Ledgers;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Flows;

/// <summary>A site's mappings and booking rules, checked and compiled, and the settings that name them proven.</summary>
public sealed class SiteMappings
{
    private readonly Site _site;
    private readonly MappingNames _names;
    private readonly MappingLibrary _library;
    private readonly Dictionary<string, BookingRules> _rules = [];

    private SiteMappings(Site site, MappingLibrary library) => (_site, _names, _library) = (site, new(site), library);

    public IReadOnlyCollection<IMapping> All => _library.All;

    /// <summary>Reads all of it, also what the site does not name; everything wrong is added to the issues.</summary>
    public static SiteMappings Read(Site site, TargetCatalog targets, ICollection<Issue> issues) => Read(site, targets, issues, wanted: null);

    /// <summary>Reads just as strictly only what the site names. Where anything of that is wrong, all of it is read and told.</summary>
    public static SiteMappings ReadUsed(Site site, TargetCatalog targets, ICollection<Issue> issues)
    {
        var found = new List<Issue>();
        var mappings = Read(site, targets, found, new MappingNames(site).All().Select(used => used.Name).ToHashSet());
        return found.Count == 0 ? mappings : Read(site, targets, issues);
    }

    private static SiteMappings Read(Site site, TargetCatalog targets, ICollection<Issue> issues, IReadOnlySet<string>? wanted)
    {
        var shipped = ShippedFolder.Find("mappings");
        string[] folders = site.Folders.Mappings is { } own ? [shipped, own] : [shipped];
        var mappings = new SiteMappings(site, MappingLibrary.Load(folders, new() { Targets = targets }, issues, wanted));
        mappings.CheckNames(issues);
        mappings.ReadRules(folders, issues);
        return mappings;
    }

    /// <summary>A document mapping bound to the connection that it works for.</summary>
    public RecordMapping Bind(BoundMapping mapping)
    {
        var document = _library.Document(mapping.Name)!;
        var inputs = Inputs(mapping.Connection);
        return source => document.Map(source, inputs);
    }

    public DocumentMapping Document(string mapping) => _library.Document(mapping)!;

    public FileMapping File(string mapping) => _library.Find<FileMapping>(mapping)!;

    /// <summary>What reads the files of a ledger's connection.</summary>
    internal ILedgerReader LedgerReader(string connection) => _site.Connections[connection].Ledger is LedgerSource.Files { Mapping: { } mapping } files
        ? new MappedLedgerReader(_library.Find<LedgerMapping>(mapping)!, new()
        {
            Company = _site.Configuration.Company.OrganisationNumber,
            Account = files.Account,
            Currency = _site.Configuration.Company.Currency,
            FiscalYearStartMonth = _site.Configuration.Company.FiscalYearStartMonth,
        })
        : new SieLedgerReader();

    /// <summary>The files of a reconciliation's order list; null where there is none, or flows stage the orders.</summary>
    internal OrderListFiles? OrderList(ReconciliationConfiguration reconciliation) => reconciliation.Orders is { From: OrderListFrom.Files } list && _site.Connections[list.Connection].Orders is { } source
        ? new(source, _library.Find<OrderListMapping>(source.Mapping)!)
        : null;

    public BookingRules Rules(ReconciliationConfiguration reconciliation) => _rules[reconciliation.BookingRules];

    public MappingInputs Inputs(string connection) => new(new Dictionary<string, Value>
    {
        ["connection"] = Value.Of(connection),
        ["timeZone"] = Value.Of(_site.Zone.Id),
    });

    /// <summary>The flow's mapping from the shop's order to ours.</summary>
    public string OrderMapping(FlowConfiguration flow) => _names.Order(flow);

    /// <summary>The flow's mapping into the ERP for an entity.</summary>
    public string ErpMapping(FlowConfiguration flow, string entity) => _names.Erp(flow, entity);

    public string StatusMapping(FlowConfiguration flow) => _names.Status(flow);

    /// <summary>The feed's mapping from the source's records of an entity to ours.</summary>
    public string FeedMapping(FeedConfiguration feed, string entity) => _names.From(feed, entity);

    /// <summary>The feed's mapping from our records of an entity to the target's.</summary>
    public string FeedTargetMapping(FeedConfiguration feed, string entity) => _names.To(feed, entity);

    /// <summary>What the flow writes, in the order in which the ERP needs it.</summary>
    public static IReadOnlyList<string> Entities(FlowConfiguration flow) =>
        ["customer", "article", flow.Orders.As == OrderTarget.Invoice ? "invoice" : "order", "credit"];

    /// <summary>What a feed writes, in the order in which the target needs it.</summary>
    public static IReadOnlyList<string> Entities(Site site, FeedConfiguration feed) =>
        [.. feed.Names().SelectMany(entity => entity == StatusMaker.Status ? StatusEntities(site, feed) : [entity])];

    /// <summary>
    /// What of an order's way back the target takes and the site wants: the goods first, since a shop that writes to the customer
    /// when it collects has to know the tracking numbers by then; the status last.
    /// </summary>
    public static IReadOnlyList<string> StatusEntities(Site site, FeedConfiguration feed)
    {
        string[] all = feed.Capture == CaptureRule.None ? [StatusMaker.Shipment, StatusMaker.Status] : [StatusMaker.Shipment, StatusMaker.Capture, StatusMaker.Status];
        return [.. all.Where(site.Connections[feed.To].Targets.ContainsKey)];
    }

    private void CheckNames(ICollection<Issue> issues)
    {
        // A mapping that was left out for its own findings is not missing as well.
        foreach (var (name, kind) in _names.All().TakeWhile(_ => issues.Count == 0))
        {
            var known = _library.All.Where(kind.IsInstanceOfType).Select(mapping => mapping.Name).ToList();
            if (!known.Contains(name))
            {
                issues.Add(new(ConfigurationErrors.UnknownMapping, $"there is no mapping \"{name}\" of that kind.", new(Path.GetFileName(_site.ConfigurationFile)),
                    Try: Suggestion.For(name, known)));
            }
        }
    }

    private void ReadRules(IReadOnlyList<string> folders, ICollection<Issue> issues)
    {
        foreach (var reconciliation in _site.Configuration.Reconciliations)
        {
            var file = $"{reconciliation.BookingRules}.yaml";
            // The site's own file stands before the shipped one.
            if (folders.Reverse().Select(folder => Path.Combine(folder, "booking", file)).FirstOrDefault(System.IO.File.Exists) is not { } path)
            {
                issues.Add(new(ConfigurationErrors.UnknownMapping, $"there are no booking rules \"{reconciliation.BookingRules}\" (booking/{file}) in the mappings folders.", new(Path.GetFileName(_site.ConfigurationFile))));
            }
            else if (BookingRulesReader.Read(System.IO.File.ReadAllText(path), file, issues) is { } rules)
            {
                _rules[reconciliation.BookingRules] = rules;
                foreach (var issue in ReconciliationCheck.Check(reconciliation.Settings(_site), rules, new(Path.GetFileName(_site.ConfigurationFile))))
                {
                    issues.Add(issue);
                }
            }
        }
    }
}

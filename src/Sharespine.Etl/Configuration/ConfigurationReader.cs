using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Transform;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Configuration;

/// <summary>Reads etl.yaml: every finding at once, with file, line and column.</summary>
public static class ConfigurationReader
{
    internal const int MostJobsAtOnce = 100;

    /// <summary>The site, or null with issues added.</summary>
    public static Site? Read(string path, Func<string, string?> environment, IReadOnlyList<ConnectionType> types, World world, List<Issue> issues)
    {
        if (!File.Exists(path))
        {
            issues.Add(new(ConfigurationErrors.NotFound, $"{path} is not there."));
            return null;
        }

        var name = Path.GetFileName(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (YamlReader.Read(File.ReadAllText(path), name, issues) is not { } root)
        {
            return null;
        }

        var secrets = new SecretReferences(folder, environment, issues);
        var binder = new YamlBinder(issues, secrets.Resolve);
        if (binder.Bind<EtlConfiguration>(root) is not { } configuration)
        {
            return null;
        }

        var before = issues.Count;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(configuration.Company.TimeZone, out var zone))
        {
            issues.Add(new(ConfigurationErrors.BadValue, $"\"{configuration.Company.TimeZone}\" is not a time zone.", root.At, "time-zone", "write an IANA name such as Europe/Stockholm."));
            zone = TimeZoneInfo.Utc;
        }

        var store = new StoreAddressReader(folder, secrets, issues).Read(Store(root, configuration), configuration.StoreCertificate, environment);
        var site = new SiteFolders(folder, configuration);
        var connections = new Dictionary<string, Connection>();
        foreach (var (key, node) in configuration.Connections)
        {
            if (Connect(key, node, binder, types, new(key, site, world, zone), issues) is { } connection)
            {
                connections[key] = connection;
            }
        }

        CheckNames(configuration, connections, root, issues);
        return issues.Count == before ? new(path, configuration, site, store!, zone, connections) : null;
    }

    private static YamlScalar Store(YamlNode root, EtlConfiguration configuration) =>
        (root as YamlMap)?.Find("store")?.Value as YamlScalar ?? new YamlScalar(configuration.Store, false, root.At);

    private static Connection? Connect(string name, YamlNode node, YamlBinder binder, IReadOnlyList<ConnectionType> types, ConnectionContext context, List<Issue> issues)
    {
        if (node is not YamlMap map || map.Find("type") is not { Value: YamlScalar typeName } entry)
        {
            issues.Add(new(BindErrors.Missing, "the connection has no type.", node.At, name, "type: one of " + string.Join(", ", types.Select(type => type.Name)) + "."));
            return null;
        }

        if (types.FirstOrDefault(type => type.Name == typeName.Text) is not { } type)
        {
            issues.Add(new(ConfigurationErrors.UnknownType, $"there is no type \"{typeName.Text}\".", entry.Value.At, "type",
                Suggestion.For(typeName.Text, types.Select(known => known.Name)) ?? "known: " + string.Join(", ", types.Select(known => known.Name)) + "."));
            return null;
        }

        var atOnce = map.Find(Connection.JobsAtOnceSetting);
        var settings = binder.Bind(new YamlMap([.. map.Entries.Where(other => other != entry && other != atOnce)], map.At), type.Settings);
        var jobs = new Connection(name, type.Name).JobsAtOnce;
        if (atOnce is not null && !(atOnce.Value is YamlScalar number && int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out jobs) && jobs is >= 1 and <= MostJobsAtOnce))
        {
            issues.Add(new(ConfigurationErrors.BadValue, $"it is a whole number from 1 to {MostJobsAtOnce}.", atOnce.Value.At, $"{name}.{Connection.JobsAtOnceSetting}"));
            return null;
        }

        if (settings is null)
        {
            return null;
        }

        // What a connector finds in its settings, it finds without knowing the file: the place is the connection's block.
        var found = new List<Issue>();
        var connection = type.Create(context, settings, found);
        issues.AddRange(found.Select(issue => issue with { At = issue.At ?? map.At, Field = issue.Field is null ? name : $"{name}.{issue.Field}" }));
        return found.Count == 0 && connection is not null ? connection with { JobsAtOnce = jobs } : null;
    }

    private static IEnumerable<string> JobNames(EtlConfiguration configuration) =>
    [
        .. configuration.Flows.Select(flow => $"{flow.Shop}→{flow.Erp}/order"),
        .. configuration.Flows.Where(flow => flow.StatusBack).Select(flow => $"{flow.Erp}→{flow.Shop}/order-status"),
        .. configuration.Feeds.SelectMany(feed => feed.Names().Select(entity => $"{feed.From}→{feed.To}/{entity}")),
    ];

    private static void CheckNames(EtlConfiguration configuration, Dictionary<string, Connection> connections, YamlNode root, List<Issue> issues)
    {
        foreach (var flow in configuration.Flows)
        {
            Need(flow.Shop, "shop", connection => connection.Records is not null, "a shop");
            Need(flow.Erp, "erp", connection => connection.Files is not null, "an ERP");
        }

        foreach (var feed in configuration.Feeds)
        {
            foreach (var entity in feed.Names())
            {
                Need(feed.From, "feeds.from", connection => connection.Records?.Entities.Contains(entity) == true, $"a source of {entity}");
                Need(feed.To, "feeds.to", connection => connection.Targets.ContainsKey(entity), $"a target of {entity}");
            }

            if (feed.Capture != CaptureRule.None)
            {
                Need(feed.To, "feeds.capture", connection => connection.Targets.ContainsKey(StatusMaker.Capture), "able to collect payments");
            }
        }

        foreach (var twice in JobNames(configuration).GroupBy(name => name).Where(group => group.Count() > 1))
        {
            issues.Add(new(ConfigurationErrors.BadValue, $"{twice.Key} stands twice.", root.At, "feeds", "a feed per pair of connections and entity; status-back of a flow is one too."));
        }

        foreach (var reconciliation in configuration.Reconciliations)
        {
            Need(reconciliation.Provider, "provider", connection => connection.Settlements is not null, "a source of settlement files");
            Need(reconciliation.Ledger, "ledger", connection => connection.Ledger is not null, "a source of ledger entries");
            if (reconciliation.Orders is { } orders)
            {
                Need(orders.Connection, "orders.connection", connection => orders.From == OrderListFrom.Files ? connection.Orders is not null : connection.Records is not null,
                    orders.From == OrderListFrom.Files ? "a source of order lists" : "a shop");
            }

            if (reconciliation.Posting.Mode == PostingMode.Payments)
            {
                Need(reconciliation.Ledger, "posting.mode", connection => connection.Payments is not null, "a place that payment files can go to");
            }

            if (reconciliation.Bank is { Connection: { } name } bank)
            {
                Need(name, "bank.connection", connection => connection.Bank is not null, "a source of bank statements");
                if (connections.GetValueOrDefault(name)?.Bank is { } source && !bank.Accounts.Contains(source.Account))
                {
                    issues.Add(new(ConfigurationErrors.BadValue, $"\"{name}\" brings account {source.Account}, which is not among bank.accounts.", root.At, "bank.accounts", $"accounts: [\"{source.Account}\"]"));
                }
            }
        }

        void Need(string name, string setting, Func<Connection, bool> can, string what)
        {
            if (!configuration.Connections.ContainsKey(name))
            {
                issues.Add(new(ConfigurationErrors.UnknownConnection, $"there is no connection \"{name}\".", root.At, setting,
                    Suggestion.For(name, configuration.Connections.Keys)));
            }
            else if (connections.TryGetValue(name, out var connection) && !can(connection))
            {
                issues.Add(new(ConfigurationErrors.CannotDo, $"\"{name}\" ({connection.Type}) is not {what}.", root.At, setting));
            }
        }
    }
}

/// <summary>A site's folders, absolute.</summary>
public sealed record SiteFolders(string Root, string? Mappings, string Archive, string Reports, string Logs)
{
    public SiteFolders(string root, EtlConfiguration configuration)
        : this(root,
            configuration.Folders.Mappings is { } mappings ? Path.GetFullPath(mappings, root) : null,
            Path.GetFullPath(configuration.Folders.Archive, root),
            Path.GetFullPath(configuration.Folders.Reports, root),
            Path.GetFullPath(configuration.Folders.Logs, root))
    {
    }
}

/// <summary>A configuration that was read without findings, with its connections made.</summary>
public sealed record Site(string ConfigurationFile, EtlConfiguration Configuration, SiteFolders Folders, StoreAddress Store, TimeZoneInfo Zone, IReadOnlyDictionary<string, Connection> Connections);

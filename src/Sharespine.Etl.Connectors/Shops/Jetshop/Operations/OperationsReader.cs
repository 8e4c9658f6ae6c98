using Sharespine.Etl.Configuration;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Connectors.Shops.Jetshop.Operations;

/// <summary>Reads operations files: every finding at once, with file, line and column.</summary>
internal static class OperationsReader
{
    private static readonly string FileName = Path.Combine("jetshop", "operations.yaml");

    /// <summary>What the shipped file describes, with the site's own file over it; what is wrong is added to the issues.</summary>
    public static JetshopOperations Load(string? siteMappings, ICollection<Issue> issues)
    {
        var operations = new JetshopOperations();
        foreach (var folder in new[] { ShippedFolder.Find("mappings"), siteMappings }.OfType<string>())
        {
            var path = Path.Combine(folder, FileName);
            if (File.Exists(path) && Read(File.ReadAllText(path), path.Replace('\\', '/'), issues) is { } read)
            {
                operations = read.Over(operations);
            }
        }

        if (operations.Orders is { HeadsOnly: true } && operations.Order is null)
        {
            issues.Add(new(JetshopErrors.BadOperations, "orders lists heads only, and order is not described.", Field: "orders.heads-only"));
        }

        foreach (var (purpose, write) in Writes(operations).Where(_ => operations.Order is null))
        {
            issues.Add(new(JetshopErrors.BadOperations, $"{purpose} ({write.Operation}) is described, and order is not: nothing is written to an order that cannot be read before and after.", Field: purpose));
        }

        return operations;
    }

    /// <summary>The operations, or null with at least one issue added.</summary>
    public static JetshopOperations? Read(string text, string file, ICollection<Issue> issues)
    {
        var found = new List<Issue>();
        var operations = YamlReader.Read(text, file, found) is { } root ? Root(root, found) : null;
        foreach (var issue in found)
        {
            issues.Add(issue);
        }

        return found.Count == 0 ? operations : null;
    }

    internal static IEnumerable<(string Purpose, WriteOperation Write)> Writes(JetshopOperations operations) =>
        new (string Purpose, WriteOperation? Write)[] { ("order-status", operations.OrderStatus), ("shipment", operations.Shipment), ("capture", operations.Capture) }
            .Where(pair => pair.Write is not null).Select(pair => (pair.Purpose, pair.Write!));

    internal static IEnumerable<(string Purpose, DescribedOperation Operation)> All(JetshopOperations operations) =>
        new (string Purpose, DescribedOperation? Operation)[]
        {
            ("orders", operations.Orders), ("order", operations.Order), ("statuses", operations.Statuses),
            ("order-status", operations.OrderStatus), ("shipment", operations.Shipment), ("capture", operations.Capture),
        }.Where(pair => pair.Operation is not null).Select(pair => (pair.Purpose, pair.Operation!));

    private static JetshopOperations? Root(YamlNode root, List<Issue> issues)
    {
        if (new YamlBinder(issues).Bind<JetshopOperations>(root) is not { } operations)
        {
            return null;
        }

        foreach (var (purpose, operation) in All(operations))
        {
            var block = (YamlMap)((YamlMap)root).Find(purpose)!.Value;
            if (operation.Parameters is { } parameters)
            {
                Tree(purpose, parameters, Placeholders.ByPurpose[purpose], issues);
            }

            foreach (var condition in Conditions(operation))
            {
                Texts(condition.Is, Placeholders.ByPurpose[purpose], issues);
            }

            if (operation is WriteOperation { Done.Count: 0 })
            {
                Bad(issues, block.Find("done")!.KeyAt, "done", "how the order looks when it is done has to be said.", "done: [ { path: StatusId, is: \"{status}\" } ]");
            }

            if (operation is OrdersOperation orders)
            {
                Paging(orders, block, issues);
            }
        }

        return operations;
    }

    private static IEnumerable<Condition> Conditions(DescribedOperation operation) =>
        operation is WriteOperation write ? write.Done.Concat(write.Unless).Concat(write.Success) : [];

    private static void Tree(string purpose, YamlNode node, IReadOnlyList<string> known, List<Issue> issues)
    {
        switch (node)
        {
            case YamlScalar:
                Texts(node, known, issues);
                break;
            case YamlMap each when ParameterTree.IsEach(each):
                EachOf(purpose, each, known, issues);
                break;
            case YamlMap map:
                foreach (var entry in map.Entries)
                {
                    Tree(purpose, entry.Value, known, issues);
                }

                break;
            default:
                Bad(issues, node.At, "parameters", "a list stands here; an element's name with a text, or with further names, is wanted.", "for one element per row: { each: lines, element: Row, fields: { Sku: \"{sku}\" } }");
                break;
        }
    }

    private static void EachOf(string purpose, YamlMap each, IReadOnlyList<string> known, List<Issue> issues)
    {
        string[] keys = [ParameterTree.Each, ParameterTree.Element, ParameterTree.Fields];
        foreach (var entry in each.Entries.Where(entry => !keys.Contains(entry.Key)))
        {
            Bad(issues, entry.KeyAt, entry.Key, $"\"{entry.Key}\" is not known beside each.", Suggestion.For(entry.Key, keys) ?? "one of each, element, fields.");
        }

        foreach (var key in keys.Where(key => each.Find(key) is null))
        {
            Bad(issues, each.At, key, $"\"{key}\" is missing beside each.", null);
        }

        var lists = Placeholders.Lists(purpose);
        if (each.Find(ParameterTree.Each)?.Value is not YamlScalar name || !lists.TryGetValue(name.Text, out var items))
        {
            Bad(issues, each.Find(ParameterTree.Each)!.Value.At, "each", $"{purpose} has no such list.", lists.Count == 0 ? "it has none." : $"one of {string.Join(", ", lists.Keys)}.");
        }
        else if (each.Find(ParameterTree.Fields) is { } fields)
        {
            Tree(purpose, fields.Value, [.. known, .. items], issues);
        }

        if (each.Find(ParameterTree.Element) is { Value: not YamlScalar } element)
        {
            Bad(issues, element.Value.At, "element", "an element's name is wanted.", null);
        }
    }

    private static void Texts(YamlNode node, IReadOnlyList<string> known, List<Issue> issues)
    {
        foreach (var scalar in Placeholders.Scalars(node))
        {
            foreach (var name in Placeholders.In(scalar.Text).Where(name => !known.Contains(name)))
            {
                Bad(issues, scalar.At, name, $"{{{name}}} is not known here.", Suggestion.For(name, known) is { } near ? near
                    : known.Count == 0 ? "nothing is known here; write a fixed text." : $"one of {string.Join(", ", known)}.");
            }
        }
    }

    private static void Paging(OrdersOperation orders, YamlMap block, List<Issue> issues)
    {
        var at = block.Find("paging")?.KeyAt ?? block.At;
        if (orders.Paging.Size < 1)
        {
            Bad(issues, at, "paging", "a page has at least one record.", null);
        }

        var needed = orders.Paging.By switch { PagedBy.Page => "page", PagedBy.Offset => "offset", PagedBy.AfterKey => "afterKey", _ => null };
        var used = Placeholders.Scalars(orders.Parameters).SelectMany(scalar => Placeholders.In(scalar.Text)).ToHashSet();
        if (needed is not null && !used.Contains(needed))
        {
            Bad(issues, at, "paging", $"pages are asked for by {{{needed}}}, which is nowhere in parameters.", $"Page: \"{{{needed}}}\"");
        }
    }

    private static void Bad(List<Issue> issues, SourcePosition at, string field, string message, string? hint) =>
        issues.Add(new(JetshopErrors.BadOperations, message, at, field, hint));
}

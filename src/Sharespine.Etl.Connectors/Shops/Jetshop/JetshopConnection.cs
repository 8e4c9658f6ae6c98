using System.Text.Json;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Connectors.Files.Records;
using Sharespine.Etl.Connectors.Shops.Jetshop.Operations;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Targets;

namespace Sharespine.Etl.Connectors.Shops.Jetshop;

/// <summary>Makes connections of type <c>jetshop</c>.</summary>
internal static class JetshopConnection
{
    public const string Type = "jetshop";

    public static Connection? Create(ConnectionContext context, object settings, ICollection<Issue> issues)
    {
        var jetshop = (JetshopSettings)settings;
        var found = new List<Issue>(jetshop.Check());
        var operations = OperationsReader.Load(context.Folders.Mappings, found);
        if (jetshop.OrderFiles is not null && operations.Orders is not null)
        {
            found.Add(new(JetshopErrors.BadSettings, "Orders come as files, and the operations file describes orders too.", Field: "order-files", Try: "keep one of the two."));
        }

        foreach (var issue in found)
        {
            issues.Add(issue);
        }

        if (found.Count > 0)
        {
            return null;
        }

        var files = jetshop.OrderFiles is { } orders
            ? new FileRecordSource(orders.Records, context.Path(orders.Folder), RecordFilesConnection.Archive(context, context.Name), context.World)
            : null;
        return Of(context.Name, new(jetshop, context.World), operations, jetshop.ArticleList is { } list ? context.Path(list) : null, files);
    }

    /// <param name="articleList">Absolute.</param>
    public static Connection Of(string name, JetshopClient client, JetshopOperations operations, string? articleList = null, FileRecordSource? orderFiles = null)
    {
        var source = new JetshopSource(client, operations, articleList, orderFiles);
        return new(name, Type)
        {
            Records = source.Entities.Count == 0 ? null : source,
            Targets = Targets(client, operations),
            ProbeAsync = cancellation => JetshopProbe.RunAsync(client, operations, orderFiles is null, cancellation),
            StatusesAsync = operations.Statuses is { } statuses ? cancellation => StatusesAsync(client, statuses, cancellation) : null,
        };
    }

    /// <summary>What mappings into Jetshop can make.</summary>
    public static TargetCatalog AddTo(TargetCatalog catalog) => catalog
        .With(JetshopProduct.TargetName, typeof(JetshopProduct))
        .With(JetshopStock.TargetName, typeof(JetshopStock))
        .With(JetshopPrice.TargetName, typeof(JetshopPrice))
        .With(JetshopListPrice.TargetName, typeof(JetshopListPrice))
        .With(JetshopStatusChange.TargetName, typeof(JetshopStatusChange))
        .With(JetshopShipment.TargetName, typeof(JetshopShipment))
        .With(JetshopCapture.TargetName, typeof(JetshopCapture));

    private static Dictionary<string, IRecordTarget> Targets(JetshopClient client, JetshopOperations operations)
    {
        var targets = new Dictionary<string, IRecordTarget>
        {
            ["product"] = new ProductTarget(client),
            ["stock"] = new StockTarget(client),
            ["price"] = new PriceTarget<JetshopPrice>(client),
            ["price-list"] = new PriceTarget<JetshopListPrice>(client),
        };
        foreach (var (purpose, write) in OperationsReader.Writes(operations))
        {
            var record = purpose switch { "order-status" => typeof(JetshopStatusChange), "shipment" => typeof(JetshopShipment), _ => typeof(JetshopCapture) };
            targets[purpose] = new DescribedWriteTarget(client, operations, purpose, write, record);
        }

        return targets;
    }

    private static async Task<IReadOnlyList<StatusChoice>> StatusesAsync(JetshopClient client, StatusesOperation statuses, CancellationToken cancellation)
    {
        var lists = new HashSet<string>([.. statuses.Lists, statuses.Records.Split('/')[^1]]);
        var answer = (await client.CallAsync(statuses.Operation, statuses.Namespace, statuses.Action, lists, ParameterTree.Fill(statuses.Parameters, default), safeToRepeat: true, cancellation)).AnswerOrThrow();
        using var json = JsonDocument.Parse(answer.Body);
        return
        [
            .. AnswerPath.All(json.RootElement, statuses.Records)
                .Select(status => (Code: AnswerPath.Text(status, statuses.Code), Name: AnswerPath.Text(status, statuses.Name)))
                .Where(status => status.Code is not null).Select(status => new StatusChoice(status.Code!, status.Name ?? status.Code!)),
        ];
    }
}

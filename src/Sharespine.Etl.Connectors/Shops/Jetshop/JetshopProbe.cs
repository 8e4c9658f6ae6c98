using Sharespine.Etl.Connectors.Shops.Jetshop.Operations;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Connectors.Shops.Jetshop;

/// <summary>
/// What <c>doctor</c> asks of a shop. It changes nothing: an article that cannot exist is read, and the WSDL is held against
/// what is called. Rights to write show only in a write.
/// </summary>
internal static class JetshopProbe
{
    private const string NoSuchArticle = "sharespine-doctor-no-such-article";

    private static readonly (string Operation, string[] Fields)[] Needed =
    [
        ("Product_Get", ["productOptions/ArticleNumber", "productOptions/Culture"]),
        ("Product_AddUpdate", ["products/ProductData/ArticleNumber", "products/ProductData/Culture", "products/ProductData/TemplateId", "products/ProductData/Name", "products/ProductData/EanCode",
            "products/ProductData/HideProduct", "products/ProductData/StockData/ArticleNumber", "products/ProductData/StockData/NewStockCount", "products/ProductData/StockData/DeliveryDate"]),
        ("PriceList_UpdateArticleIncVAT", [.. new[] { "ArticleNumber", "PriceListId", "PriceIncVat", "DiscountedPriceIncVat", "UseDiscountDateSpan", "DiscountStartDate", "DiscountEndDate" }
            .Select(field => "articlePriceLists/ArticlePriceListIncVat/" + field)]),
    ];

    public static async Task<IReadOnlyList<Issue>> RunAsync(JetshopClient client, JetshopOperations operations, bool ordersByCalls, CancellationToken cancellation)
    {
        var issues = new List<Issue>();
        try
        {
            await client.AskAsync(NoSuchArticle, client.Settings.Cultures[0], cancellation);
        }
        catch (EtlException e)
        {
            issues.AddRange(e.Issues);
            if (e.Code == SoapErrors.NotAuthorised || e.Code == Transport.TransportErrors.NotAuthorised)
            {
                return issues;
            }
        }

        try
        {
            Compare(await client.WsdlAsync(cancellation), client.Settings, operations, new(client.Settings.Url + "?WSDL"), issues);
        }
        catch (EtlException e)
        {
            issues.AddRange(e.Issues);
        }

        var missing = operations.NotDescribed().Except(client.Settings.Without).Where(purpose => ordersByCalls || purpose != "orders").ToList();
        if (missing.Count > 0)
        {
            issues.Add(new(JetshopErrors.NotDescribed, $"not described: {string.Join(", ", missing)}; what needs them is not offered.", Field: "operations"));
        }

        return issues;
    }

    internal static void Compare(Wsdl wsdl, JetshopSettings settings, JetshopOperations operations, SourcePosition at, ICollection<Issue> issues)
    {
        var needed = settings.Inactive == JetshopInactive.Delete ? [.. Needed, ("Product_Delete", ["productDeleteRequest/ArticleNumber"])] : Needed;
        foreach (var (name, fields) in needed)
        {
            if (Operation(wsdl, name, null, at, issues) is { } operation)
            {
                foreach (var field in fields)
                {
                    Path(wsdl, operation.Input, field, name, at, issues);
                }
            }
        }

        foreach (var (purpose, described) in OperationsReader.All(operations))
        {
            if (Operation(wsdl, described.Operation, purpose, at, issues) is not { } operation)
            {
                continue;
            }

            if (described.Namespace != wsdl.TargetNamespace)
            {
                issues.Add(new(JetshopErrors.NotInWsdl, $"the WSDL's namespace is {wsdl.TargetNamespace}, the operations file says {described.Namespace}.", at, $"{purpose}.namespace", wsdl.TargetNamespace));
            }

            Tree(wsdl, described.Parameters, operation.Input.Parts, purpose, at, issues);
            foreach (var path in Paths(described))
            {
                Path(wsdl, operation.Output, path, purpose, at, issues);
            }

            if (described is WriteOperation write && operations.Order is { } order && wsdl.Operations.TryGetValue(order.Operation, out var read))
            {
                foreach (var condition in write.Done.Concat(write.Unless))
                {
                    Path(wsdl, read.Output, $"{order.Record}/{condition.Path}", purpose, at, issues);
                }
            }
        }
    }

    private static IEnumerable<string> Paths(DescribedOperation described) => described switch
    {
        OrdersOperation orders => new[] { orders.Records, $"{orders.Records}/{orders.Key}", orders.Created is null ? null : $"{orders.Records}/{orders.Created}", orders.Paging.Total }.OfType<string>(),
        OrderOperation order => [order.Record],
        StatusesOperation statuses => [$"{statuses.Records}/{statuses.Code}", $"{statuses.Records}/{statuses.Name}"],
        WriteOperation write => [.. write.Success.Select(condition => condition.Path), .. write.Message is { } message ? [message] : Array.Empty<string>()],
        _ => [],
    };

    private static WsdlOperation? Operation(Wsdl wsdl, string name, string? purpose, SourcePosition at, ICollection<Issue> issues)
    {
        if (wsdl.Operations.TryGetValue(name, out var operation))
        {
            return operation;
        }

        issues.Add(new(JetshopErrors.NotInWsdl, $"the service has no operation {name}.", at, purpose is null ? null : $"{purpose}.operation", Suggestion.For(name, wsdl.Operations.Keys)));
        return null;
    }

    private static void Tree(Wsdl wsdl, YamlNode? node, IReadOnlyList<WsdlField> known, string purpose, SourcePosition at, ICollection<Issue> issues)
    {
        foreach (var entry in (node as YamlMap)?.Entries ?? [])
        {
            if (Field(known, entry.Key, purpose, entry.KeyAt, issues) is not { } field || entry.Value is not YamlMap below)
            {
                continue;
            }

            var fields = wsdl.Type(field.Type)?.Fields ?? [];
            if (!ParameterTree.IsEach(below))
            {
                Tree(wsdl, below, fields, purpose, at, issues);
            }
            else if (below.Find(ParameterTree.Element)?.Value is YamlScalar element && Field(fields, element.Text, purpose, element.At, issues) is { } item)
            {
                Tree(wsdl, below.Find(ParameterTree.Fields)?.Value, wsdl.Type(item.Type)?.Fields ?? [], purpose, at, issues);
            }
        }
    }

    private static void Path(Wsdl wsdl, WsdlMessage message, string path, string purpose, SourcePosition at, ICollection<Issue> issues)
    {
        var fields = message.Parts;
        foreach (var part in path.Split('/'))
        {
            if (Field(fields, part, $"{purpose}: {path}", at, issues) is not { } field)
            {
                return;
            }

            fields = wsdl.Type(field.Type)?.Fields ?? [];
        }
    }

    private static WsdlField? Field(IReadOnlyList<WsdlField> fields, string name, string purpose, SourcePosition at, ICollection<Issue> issues)
    {
        if (fields.FirstOrDefault(field => field.Name == name) is { } found)
        {
            return found;
        }

        issues.Add(new(JetshopErrors.NotInWsdl, $"the WSDL has no {name} there.", at, purpose,
            Suggestion.For(name, fields.Select(field => field.Name)) ?? (fields.Count == 0 ? null : $"there are {string.Join(", ", fields.Take(20).Select(field => field.Name))}.")));
        return null;
    }
}

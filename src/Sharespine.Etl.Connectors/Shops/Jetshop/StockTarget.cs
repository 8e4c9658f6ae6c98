using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Jetshop;

/// <summary>
/// Writes stock, which is part of the product: a document with nothing but what names the article, and StockData. Name and
/// template are sent as they are there.
/// </summary>
internal sealed class StockTarget(JetshopClient client) : ArticleTarget<JetshopStock>(client)
{
    protected override string ArticleOf(JetshopStock wanted) => wanted.ArticleNumber;

    protected override Task<TargetState> JudgeAsync(Item item, ShopProduct? there, CancellationToken cancellation) => Task.FromResult(Judge(item, there));

    protected override async Task<IReadOnlyList<(Item Item, TargetAnswer Answer)>> WriteAsync(IReadOnlyList<Item> items, CancellationToken cancellation)
    {
        var (there, problem) = await LookAsync(items, cancellation);
        if (problem is not null)
        {
            return NotDone(items, problem);
        }

        var answers = new List<(Item, TargetAnswer)>();
        var products = new Dictionary<Item, ShopProduct>();
        foreach (var item in items)
        {
            if (Fault(item) is { } fault)
            {
                answers.Add((item, new TargetAnswer.Refused(fault)));
            }
            else if (there[item] is { } product)
            {
                products[item] = product;
            }
            else
            {
                answers.Add((item, new TargetAnswer.NotDone(((TargetState.WaitsFor)Missing(item)).Issue)));
            }
        }

        var (good, others) = await CallAsync("Product_AddUpdate", [.. products.Keys],
            some => [new("products", new SoapValue.Fields("", [.. some.Select(item => new SoapField("ProductData", Data(item, products[item])))]))],
            (answer, item) => ProductTarget.Verdict([.. Rows(answer, "Product_AddUpdateResult", "ProductResult", item.Article)], item.Article, At(item.Document)), cancellation);
        answers.AddRange(others);
        foreach (var item in good)
        {
            answers.Add((item, await VerifyAsync(item, cancellation,
                after => FieldWatch.Lost(products[item], after, []) is { } field ? FieldWatch.Issue(field, item.Article, At(item.Document)) : null)));
        }

        return answers;
    }

    private static TargetState Judge(Item item, ShopProduct? there)
    {
        if (there is null)
        {
            return Missing(item);
        }

        if (Fault(item) is { } fault)
        {
            return new TargetState.CannotAsk(fault);
        }

        var now = Now(there);
        return IsAsWanted(item.Wanted, there)
            ? new TargetState.AsWanted(there.Article)
            : new TargetState.Other(there.Article, now, new() { ZeroesStock = there.StockCount > 0 && item.Wanted.NewStockCount <= 0 });
    }

    private static bool IsAsWanted(JetshopStock wanted, ShopProduct there) =>
        there.StockCount == wanted.NewStockCount
        && (wanted.DeliveryDate is null || Day(there) == wanted.DeliveryDate)
        && Same(wanted.StockStatusId, there, "StockStatusId")
        && Same(wanted.StockStatusWhenOutOfStock, there, "StockStatusWhenOutOfStock")
        && (wanted.UseAdvancedStatus is null || Same(wanted.UseAdvancedStatus.Value ? "true" : "false", there, "UseAdvancedStatus"));

    private static bool Same(string? wanted, ShopProduct there, string field) => wanted is null || (there.Stock is { } stock && ShopProduct.Text(stock, field) == wanted);

    private static DateOnly? Day(ShopProduct there) => there.Stock is { } stock && ShopProduct.Text(stock, "DeliveryDate") is { Length: >= 10 } text
        && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static byte[] Now(ShopProduct there) => Json(new()
    {
        ArticleNumber = there.Article,
        NewStockCount = there.StockCount ?? 0,
        DeliveryDate = Day(there),
        StockStatusId = there.Stock is { } stock ? ShopProduct.Text(stock, "StockStatusId") : null,
        StockStatusWhenOutOfStock = there.Stock is { } other ? ShopProduct.Text(other, "StockStatusWhenOutOfStock") : null,
        UseAdvancedStatus = there.Stock is { } third && ShopProduct.Text(third, "UseAdvancedStatus") is { } flag ? flag == "true" : null,
    });

    /// <summary>StockData's own order: as it was seen, dates left out where there is none (an empty one is a fault in asmx).</summary>
    private SoapValue.Fields Data(Item item, ShopProduct there)
    {
        var wanted = item.Wanted;
        // Left out, a yes/no field is "no" to asmx: the advanced status is sent as it is there.
        var advanced = wanted.UseAdvancedStatus ?? (there.Stock is { } stock && ShopProduct.Text(stock, "UseAdvancedStatus") is { } flag ? flag == "true" : null);
        (string Name, SoapValue? Value)[] fields =
        [
            ("ArticleNumber", SoapValue.Of(item.Article)),
            ("NewStockCount", SoapValue.Of(decimal.Truncate(wanted.NewStockCount))),
            ("DeliveryDate", ProductFields.Of(wanted.DeliveryDate)),
            ("StockStatusId", ProductFields.Of(wanted.StockStatusId)),
            ("UseAdvancedStatus", ProductFields.Of(advanced)),
            ("StockStatusWhenOutOfStock", ProductFields.Of(wanted.StockStatusWhenOutOfStock)),
        ];
        var values = FieldWatch.SendAlong(Client.Settings.SendAlong, there);
        values["ArticleNumber"] = SoapValue.Of(item.Article);
        values["Culture"] = ProductFields.Of(there.Text("Culture") ?? Client.Settings.Cultures[0]);
        values["TemplateId"] = ProductFields.Of(there.Text("TemplateId"));
        values["Name"] = ProductFields.Of(there.Text("Name"));
        values["StockData"] = new SoapValue.Fields("StockData", [.. fields.Where(field => field.Value is not null).Select(field => new SoapField(field.Name, field.Value!))]);
        return ProductFields.Data(values);
    }

    private static Issue? Fault(Item item) => item.Wanted.NewStockCount == decimal.Truncate(item.Wanted.NewStockCount) ? null
        : new(JetshopErrors.BadPayload, string.Create(CultureInfo.InvariantCulture, $"{item.Wanted.NewStockCount} is not a number of whole pieces."), At(item.Document), "newStockCount", "floor(available) in the mapping.");
}

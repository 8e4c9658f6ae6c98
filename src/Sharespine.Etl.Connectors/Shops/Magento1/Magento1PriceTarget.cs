using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>Writes regular and campaign prices, in the default scope or in that of one store view. The same done twice is the same.</summary>
public sealed class Magento1PriceTarget(Magento1Client client) : SingleRecordTarget
{
    private static readonly string[] Attributes = ["price", "special_price", "special_from_date", "special_to_date"];

    /// <inheritdoc/>
    public override async Task<TargetState> FindAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = Payload.Read<Magento1Price>(document);
        if (wanted is null)
        {
            return new TargetState.CannotAsk(problem!);
        }

        var article = (await Articles.FindAsync(client, [wanted.Sku], cancellation))[0];
        return article.Elsewhere(document, wanted.Sku) ?? State(wanted, article, await NowAsync(wanted, article, cancellation));
    }

    /// <inheritdoc/>
    public override async Task<TargetAnswer> SendAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = Payload.Read<Magento1Price>(document);
        if (wanted is null)
        {
            return new TargetAnswer.Refused(problem!);
        }

        var (articles, failed) = await Outcomes.BeforeAsync(() => Articles.FindAsync(client, [wanted.Sku], cancellation));
        if (failed is not null)
        {
            return failed;
        }

        switch (articles![0].Elsewhere(document, wanted.Sku))
        {
            case TargetState.CannotAsk cannot:
                return new TargetAnswer.Refused(cannot.Issue);
            case TargetState.WaitsFor waits:
                return new TargetAnswer.Refused(waits.Issue);
            default:
                break;
        }

        var outcome = await client.CallAsync("catalogProductUpdate", new Dictionary<string, object?>
        {
            ["product"] = articles[0].Id,
            ["productData"] = Data(wanted),
            ["storeView"] = wanted.Store,
            ["identifierType"] = "id",
        }, safeToRepeat: true, cancellation);
        if (Outcomes.Failure(outcome, "catalogProductUpdate", document) is { } failure)
        {
            return failure;
        }

        try
        {
            return State(wanted, articles[0], await NowAsync(wanted, articles[0], cancellation)) is TargetState.AsWanted there
                ? new TargetAnswer.Done(there.TargetKey)
                : new TargetAnswer.Refused(new(Magento1Errors.NotTaken, "The shop said yes, and its price is another.", Payload.At(document), "price"));
        }
        catch (EtlException e)
        {
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    /// <summary>An empty text takes a value away; what is not named stays.</summary>
    private static Dictionary<string, object?> Data(Magento1Price wanted)
    {
        var data = new Dictionary<string, object?>();
        if (wanted.Price is { } price)
        {
            data["price"] = Amount(price);
        }

        if (wanted.SpecialPrice is { } special)
        {
            data["special_price"] = special == 0 ? "" : Amount(special);
            data["special_from_date"] = special == 0 ? "" : Day(wanted.SpecialFromDate);
            data["special_to_date"] = special == 0 ? "" : Day(wanted.SpecialToDate);
        }

        return data;
    }

    private static TargetState State(Magento1Price wanted, Article article, Magento1Price now)
    {
        var same = (wanted.Price is null || wanted.Price == now.Price)
            && (wanted.SpecialPrice is null || (wanted.SpecialPrice == now.SpecialPrice
                && (wanted.SpecialPrice == 0 || (wanted.SpecialFromDate == now.SpecialFromDate && wanted.SpecialToDate == now.SpecialToDate))));
        var key = wanted.Store is null ? article.Id : $"{article.Id}:{wanted.Store}";
        return same
            ? new TargetState.AsWanted(key)
            : new TargetState.Other(key, Payload.Write(now), new TargetEffect { PriceBefore = Effective(now), PriceAfter = Effective(wanted, now) });
    }

    /// <summary>The lower of the two counts: a campaign at the wrong price sells as wrongly as a regular one.</summary>
    private static decimal Effective(Magento1Price price, Magento1Price? otherwise = null)
    {
        var regular = price.Price ?? otherwise?.Price ?? 0;
        var special = price.SpecialPrice ?? otherwise?.SpecialPrice ?? 0;
        return special > 0 && special < regular ? special : regular;
    }

    private async Task<Magento1Price> NowAsync(Magento1Price wanted, Article article, CancellationToken cancellation)
    {
        var answer = await client.ReadAsync("catalogProductInfo", new Dictionary<string, object?>
        {
            ["productId"] = article.Id,
            ["storeView"] = wanted.Store,
            ["attributes"] = Values.Of("attributes", Attributes),
            ["identifierType"] = "id",
        }, cancellation);
        return new()
        {
            Sku = wanted.Sku,
            Store = wanted.Store,
            Price = answer.Result.Text("price") is null ? null : answer.Result.Number("price"),
            SpecialPrice = answer.Result.Number("special_price"),
            SpecialFromDate = Day(answer.Result, "special_from_date"),
            SpecialToDate = Day(answer.Result, "special_to_date"),
        };
    }

    private static DateOnly? Day(JsonElement info, string name) =>
        info.Text(name) is { Length: >= 10 } text && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string Amount(decimal price) => price.ToString("0.00##", CultureInfo.InvariantCulture);
}

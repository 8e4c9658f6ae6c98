using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>
/// Makes and changes simple products, one for each article of a document. An article is looked for by its SKU before it is
/// made, also after an answer that was lost, and the shop itself refuses a second one. Configurable products are not linked:
/// the API has no call for it.
/// </summary>
public sealed class Magento1ProductTarget(Magento1Client client) : SingleRecordTarget
{
    private const string Active = "1", Inactive = "2";
    private static readonly string[] Attributes = ["name", "description", "short_description", "weight", "status", "tax_class_id", "price"];

    /// <inheritdoc/>
    public override async Task<TargetState> FindAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = Read(document);
        return wanted is null ? new TargetState.CannotAsk(problem!) : State(wanted, await LookAsync(wanted, cancellation));
    }

    /// <inheritdoc/>
    public override async Task<TargetAnswer> SendAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = Read(document);
        if (wanted is null)
        {
            return new TargetAnswer.Refused(problem!);
        }

        var (seen, failed) = await Outcomes.BeforeAsync(() => LookAsync(wanted, cancellation));
        if (failed is not null)
        {
            return failed;
        }

        switch (State(wanted, seen!))
        {
            case TargetState.AsWanted there:
                return new TargetAnswer.Done(there.TargetKey);
            case TargetState.CannotAsk cannot:
                return new TargetAnswer.Refused(cannot.Issue);
            default:
                break;
        }

        foreach (var (article, one) in wanted.Articles.Zip(seen!, (article, one) => (Sellable(article, one), one)))
        {
            if (one.Now is { } now && Same(article, now))
            {
                continue;
            }

            var answer = one.Now is null ? await CreateAsync(article, document, cancellation) : await UpdateAsync(article, one.Article.Id, document, cancellation);
            if (answer is not null)
            {
                return answer;
            }
        }

        return await AfterAsync(wanted, document, cancellation);
    }

    private async Task<TargetAnswer?> CreateAsync(Magento1Article article, OutboxDocument document, CancellationToken cancellation)
    {
        if (article.New is not { } made)
        {
            return new TargetAnswer.Refused(Payload.Missing(document, "new"));
        }

        if (article.Name is null)
        {
            return new TargetAnswer.Refused(Payload.Missing(document, "name"));
        }

        var data = Data(article);
        data["websites"] = made.Websites;
        data["visibility"] = made.Visibility;
        data["price"] = Amount(made.Price ?? 0);
        if (made.Price is null)
        {
            data["status"] = Inactive;
        }

        var outcome = await client.CallAsync("catalogProductCreate", new Dictionary<string, object?>
        {
            ["type"] = "simple",
            ["set"] = made.AttributeSet,
            ["sku"] = article.Sku,
            ["productData"] = data,
        }, safeToRepeat: false, cancellation);
        return Outcomes.Failure(outcome, "catalogProductCreate", document);
    }

    private async Task<TargetAnswer?> UpdateAsync(Magento1Article article, string id, OutboxDocument document, CancellationToken cancellation)
    {
        var outcome = await client.CallAsync("catalogProductUpdate", new Dictionary<string, object?>
        {
            ["product"] = id,
            ["productData"] = Data(article),
            ["identifierType"] = "id",
        }, safeToRepeat: true, cancellation);
        return Outcomes.Failure(outcome, "catalogProductUpdate", document);
    }

    private async Task<TargetAnswer> AfterAsync(Magento1Product wanted, OutboxDocument document, CancellationToken cancellation)
    {
        try
        {
            var after = await LookAsync(wanted, cancellation);
            return State(wanted, after) is TargetState.AsWanted there
                ? new TargetAnswer.Done(there.TargetKey)
                : new TargetAnswer.Refused(new(Magento1Errors.NotTaken, "The shop said yes, and its product is another.", Payload.At(document)));
        }
        catch (EtlException e)
        {
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    private static Dictionary<string, object?> Data(Magento1Article article)
    {
        var data = new Dictionary<string, object?>();
        Set("name", article.Name);
        Set("description", article.Description);
        Set("short_description", article.ShortDescription);
        Set("weight", article.Weight is { } weight ? Amount(weight) : null);
        Set("status", article.Active is { } active ? active ? Active : Inactive : null);
        Set("tax_class_id", article.TaxClassId);
        if (article.Attributes is { Count: > 0 } attributes)
        {
            data["additional_attributes"] = Values.Of("single_data", attributes.Select(attribute => new Dictionary<string, object?> { ["key"] = attribute.Code, ["value"] = attribute.Value }).ToList());
        }

        return data;

        void Set(string name, string? value)
        {
            if (value is not null)
            {
                data[name] = value;
            }
        }
    }

    private static TargetState State(Magento1Product wanted, IReadOnlyList<Seen> seen)
    {
        if (seen.FirstOrDefault(one => one.Article.Problem is not null) is { } ambiguous)
        {
            return new TargetState.CannotAsk(ambiguous.Article.Problem!);
        }

        var there = seen.Where(one => one.Article.Row is not null).ToList();
        if (there.Count == 0)
        {
            return new TargetState.Absent();
        }

        var key = there[0].Article.Id;
        return there.Count == seen.Count && wanted.Articles.Zip(seen).All(one => Same(Sellable(one.First, one.Second), one.Second.Now!))
            ? new TargetState.AsWanted(key)
            : new TargetState.Other(key, Payload.Write(wanted with { Articles = [.. there.Select(one => one.Now!)] }),
                new TargetEffect { Deactivates = wanted.Articles.Zip(seen).Any(one => one.First.Active == false && one.Second.Now?.Active == true) });
    }

    /// <summary>What was made without a price stays inactive until it has one.</summary>
    private static Magento1Article Sellable(Magento1Article article, Seen seen) => seen.IsPriceless && article.Active == true ? article with { Active = null } : article;

    /// <summary>Whether the shop has all that is named; what is not named may be anything.</summary>
    private static bool Same(Magento1Article wanted, Magento1Article now) =>
        Is(wanted.Name, now.Name) && Is(wanted.Description, now.Description) && Is(wanted.ShortDescription, now.ShortDescription) && Is(wanted.TaxClassId, now.TaxClassId)
        && (wanted.Weight is null || wanted.Weight == now.Weight) && (wanted.Active is null || wanted.Active == now.Active)
        && (wanted.Attributes ?? []).All(attribute => (now.Attributes ?? []).Any(there => there.Code == attribute.Code && SameValue(there.Value, attribute.Value)));

    private static bool Is(string? wanted, string? now) => wanted is null || Lines(wanted) == Lines(now ?? "");

    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Trim();

    // The shop writes numbers with four decimals.
    private static bool SameValue(string a, string b) =>
        a == b || (Number(a) is { } x && Number(b) == x);

    private static decimal? Number(string text) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private async Task<IReadOnlyList<Seen>> LookAsync(Magento1Product wanted, CancellationToken cancellation)
    {
        if (wanted.Articles.Any(article => article.Attributes is { Count: > 0 }) && await TakesNoAttributesAsync(cancellation) is { } problem)
        {
            return [.. wanted.Articles.Select(_ => new Seen(new Article(null, problem), null, IsPriceless: false))];
        }

        var articles = await Articles.FindAsync(client, [.. wanted.Articles.Select(article => article.Sku)], cancellation);
        var seen = new List<Seen>(articles.Count);
        foreach (var (article, asked) in articles.Zip(wanted.Articles))
        {
            seen.Add(article.Row is null ? new(article, null, IsPriceless: false) : await NowAsync(asked, article, cancellation));
        }

        return seen;
    }

    /// <summary>In WS-I mode the API has no place for attributes of the shop's own.</summary>
    private async Task<Issue?> TakesNoAttributesAsync(CancellationToken cancellation)
    {
        var wsdl = await client.WsdlAsync(cancellation);
        var type = wsdl.Type("catalogProductCreateEntity")?.Fields.FirstOrDefault(field => field.Name == "additional_attributes")?.Type;
        return type is not null && wsdl.Type(type)?.Has("single_data") == true
            ? null
            : new(Magento1Errors.BadPayload, "This shop's API takes no attributes of its own (WS-I mode).", Field: "attributes",
                Try: "attributes: null in an overlay of the mapping, or switch WS-I compliance off");
    }

    private async Task<Seen> NowAsync(Magento1Article asked, Article article, CancellationToken cancellation)
    {
        var attributes = Values.Of("attributes", Attributes);
        if (asked.Attributes is { Count: > 0 } own)
        {
            attributes["additional_attributes"] = own.Select(attribute => attribute.Code).ToList();
        }

        var values = new Dictionary<string, object?> { ["productId"] = article.Id, ["attributes"] = attributes, ["identifierType"] = "id" };
        var info = (await client.ReadAsync("catalogProductInfo", values, cancellation)).Result;
        var now = new Magento1Article
        {
            Sku = asked.Sku,
            Name = info.Text("name"),
            Description = info.Text("description"),
            ShortDescription = info.Text("short_description"),
            Weight = info.Text("weight") is null ? null : info.Number("weight"),
            Active = info.Text("status") == Active,
            TaxClassId = info.Text("tax_class_id"),
            Attributes = [.. info.List("additional_attributes").Where(attribute => attribute.Text("value") is not null)
                .Select(attribute => new Magento1Attribute { Code = attribute.Text("key") ?? "", Value = attribute.Text("value")! })],
        };
        return new(article, now, info.Number("price") == 0);
    }

    private static (Magento1Product? Wanted, Issue? Problem) Read(OutboxDocument document)
    {
        var (wanted, problem) = Payload.Read<Magento1Product>(document);
        return wanted is { Articles.Count: 0 } ? (null, Payload.Missing(document, "articles")) : (wanted, problem);
    }

    private static string Amount(decimal value) => value.ToString("0.00##", CultureInfo.InvariantCulture);

    private sealed record Seen(Article Article, Magento1Article? Now, bool IsPriceless);
}

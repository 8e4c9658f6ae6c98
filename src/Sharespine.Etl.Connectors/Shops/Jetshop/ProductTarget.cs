using System.Text.Json;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Jetshop;

/// <summary>
/// Makes and changes products, one document per culture. The shop tells them apart by article number, so that none is made
/// twice. A product is shown only once it has a price: a new one is made hidden, gets its first price, and is shown then.
/// </summary>
internal sealed class ProductTarget(JetshopClient client) : ArticleTarget<JetshopProduct>(client)
{
    private readonly bool _hides = client.Settings.Inactive == JetshopInactive.Hide;

    /// <summary>What the rows of an answer say of an article; null when all is well.</summary>
    public static Issue? Verdict(IReadOnlyList<JsonElement> rows, string article, SourcePosition at)
    {
        if (rows.Count == 0)
        {
            return new(JetshopErrors.NoRow, $"The answer says nothing of {article}.", at);
        }

        foreach (var row in rows)
        {
            foreach (var field in row.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.String
                && (field.Name.StartsWith("Status", StringComparison.Ordinal) || field.Name.StartsWith("Result", StringComparison.Ordinal))))
            {
                if (field.Value.GetString() is { Length: > 0 } word && word != "None" && !word.StartsWith("Success", StringComparison.Ordinal))
                {
                    return new(JetshopErrors.RefusedByShop, $"{article} ({ShopProduct.Text(row, "Culture") ?? "no culture"}): {field.Name} is {word}.", at, field.Name);
                }
            }
        }

        return null;
    }

    protected override string ArticleOf(JetshopProduct wanted) => wanted.ArticleNumber;

    protected override async Task<TargetState> JudgeAsync(Item item, ShopProduct? there, CancellationToken cancellation)
    {
        var wanted = item.Wanted;
        if (wanted.Texts.Count == 0)
        {
            return new TargetState.CannotAsk(new(JetshopErrors.BadPayload, "It has no texts in any culture.", At(item.Document), "texts"));
        }

        if (there is null)
        {
            // What is not sold any more need not be made, nor deleted.
            return wanted.IsActive ? new TargetState.Absent() : new TargetState.AsWanted(item.Article);
        }

        if (!wanted.IsActive && Client.Settings.Inactive == JetshopInactive.Delete)
        {
            return new TargetState.Other(there.Article, Json(wanted with { IsActive = true }), new() { Deactivates = true });
        }

        var texts = new List<JetshopProductText>();
        foreach (var text in wanted.Texts)
        {
            var product = Is(text.Culture, there) ? there : await Client.FindAsync(item.Article, cancellation, text.Culture);
            texts.Add(product is null || !Is(text.Culture, product) ? text with { Name = "", SubName = null, ShortDescription = null, ProductDescription = null, PageTitle = null, MetaDescription = null } : Text(text, product));
        }

        // EAN and the first price are not given back, and are taken as sent.
        var now = wanted with
        {
            IsActive = _hides ? !there.IsHidden : wanted.IsActive,
            Texts = texts,
            TemplateId = wanted.TemplateId is null ? null : there.Text("TemplateId"),
            Weight = wanted.Weight is null ? null : there.Number("Weight"),
            Vat = wanted.Vat is null ? null : there.Vat,
            Manufacturer = wanted.Manufacturer is null ? null : there.Text("Manufacturer"),
            ManufacturerArtnr = wanted.ManufacturerArtnr is null ? null : there.Text("ManufacturerArtnr"),
        };
        return now with { Texts = wanted.Texts } == wanted && now.Texts.SequenceEqual(wanted.Texts.Select(Comparable))
            ? new TargetState.AsWanted(there.Article)
            : new TargetState.Other(there.Article, Json(now), new() { Deactivates = _hides && !wanted.IsActive && !there.IsHidden });
    }

    protected override async Task<IReadOnlyList<(Item Item, TargetAnswer Answer)>> WriteAsync(IReadOnlyList<Item> items, CancellationToken cancellation)
    {
        var (before, problem) = await LookAsync(items, cancellation);
        if (problem is not null)
        {
            return NotDone(items, problem);
        }

        var answers = new List<(Item, TargetAnswer)>();
        var deletes = items.Where(item => !item.Wanted.IsActive && Client.Settings.Inactive == JetshopInactive.Delete).ToList();
        foreach (var item in deletes)
        {
            answers.Add((item, await DeleteAsync(item, cancellation)));
        }

        var (good, others) = await CallAsync("Product_AddUpdate", [.. items.Except(deletes)], some => Products(some.SelectMany(item => Datas(item, before[item]))), Judged, cancellation);
        answers.AddRange(others);
        List<Item> dynamic = [.. good.Where(item => item.Wanted.DynamicFields.Count > 0)];
        var (set, refused) = await CallAsync(DynamicFields.Operation, dynamic, some => DynamicFields.Message(some.Select(item => item.Wanted)),
            (answer, item) => DynamicFields.Verdict(Rows(answer, DynamicFields.Result, DynamicFields.ResultRow, item.Article), item.Wanted, At(item.Document)), cancellation);
        answers.AddRange(refused);
        foreach (var item in good.Except(dynamic).Concat(set))
        {
            answers.Add((item, await FinishAsync(item, before[item], cancellation)));
        }

        return answers;
    }

    /// <summary>Dynamic fields cannot be read back: they go along with whatever made the document come.</summary>
    protected override TargetState Asked(Item item, TargetState state) => state is TargetState.AsWanted there && item.Wanted is { IsActive: true, DynamicFields.Count: > 0 }
        ? new TargetState.Other(there.TargetKey, Json(item.Wanted with { DynamicFields = [] }))
        : state;

    /// <summary>After the write: first price, then shown, then read back.</summary>
    private async Task<TargetAnswer> FinishAsync(Item item, ShopProduct? before, CancellationToken cancellation)
    {
        try
        {
            if (await Client.FindAsync(item.Article, cancellation) is not { } there)
            {
                return new TargetAnswer.Refused(new(JetshopErrors.NotTaken, $"{item.Article} was answered well, and is not there.", At(item.Document)));
            }

            if (before is not null && FieldWatch.Lost(before, there, [.. Datas(item, before).SelectMany(data => data.Members).Select(field => field.Name)]) is { } lost)
            {
                return new TargetAnswer.Refused(FieldWatch.Issue(lost, item.Article, At(item.Document)));
            }

            return _hides && item.Wanted.IsActive && there.IsHidden ? await ShowAsync(item, there, before is null, cancellation) : await VerifyAsync(item, cancellation);
        }
        catch (EtlException e) when (e.Code != SoapErrors.NotAuthorised && e.Code != TransportErrors.NotAuthorised)
        {
            // It was sent; what became of it could not be seen.
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    private async Task<TargetAnswer> ShowAsync(Item item, ShopProduct there, bool isNew, CancellationToken cancellation)
    {
        if (isNew && item.Wanted.FirstPrice is { } price && there.Price is null or <= 0 && (Client.Settings.PriceList ?? there.PriceList) is { } list)
        {
            if (there.Vat is null && !item.Wanted.FirstPriceIncludesVat)
            {
                return new TargetAnswer.NotDone(new(JetshopErrors.NoVat, $"The first price of {item.Article} is without VAT.", At(item.Document)));
            }

            var first = new JetshopPrice { ArticleNumber = item.Article, Price = price, IncludesVat = item.Wanted.FirstPriceIncludesVat };
            var (priced, refused) = await CallAsync(PriceTarget<JetshopPrice>.Operation, [item], _ => PriceTarget<JetshopPrice>.Message([PriceTarget<JetshopPrice>.Row(first, list, there.Vat, Client.Settings.Zone, Client.World.UtcNow)]),
                (answer, one) => PriceTarget<JetshopPrice>.Verdict(Rows(answer, PriceTarget<JetshopPrice>.Result, PriceTarget<JetshopPrice>.ResultRow, one.Article), list, one.Article, At(one.Document)), cancellation);
            if (priced.Count == 0)
            {
                return refused[0].Item2;
            }

            there = await Client.FindAsync(item.Article, cancellation) ?? there;
        }

        if (there.Price is null or <= 0)
        {
            return new TargetAnswer.NotDone(new(JetshopErrors.NoPrice, $"{item.Article} is there and hidden.", At(item.Document)));
        }

        var (shown, others) = await CallAsync("Product_AddUpdate", [item], _ => Products(Datas(item, there)), Judged, cancellation);
        return shown.Count > 0 ? await VerifyAsync(item, cancellation) : others[0].Item2;
    }

    private async Task<TargetAnswer> DeleteAsync(Item item, CancellationToken cancellation)
    {
        var request = new SoapValue.Fields("ProductDeleteRequest", new SoapField("ArticleNumber", item.Article));
        switch (await Client.CallAsync("Product_Delete", [new("productDeleteRequest", request)], safeToRepeat: true, cancellation))
        {
            case HttpOutcome.Done done:
                using (var json = JsonDocument.Parse(done.Answer.Body))
                {
                    var result = json.RootElement.TryGetProperty("Product_DeleteResult", out var found) ? found : default;
                    var word = result.ValueKind == JsonValueKind.Object ? ShopProduct.Text(result, "Result") : null;
                    return word is "Success" or "NotFound"
                        ? new TargetAnswer.Done(item.Article)
                        : new TargetAnswer.Refused(new(JetshopErrors.RefusedByShop, $"{item.Article} was not deleted: {word ?? "no result"} {(result.ValueKind == JsonValueKind.Object ? ShopProduct.Text(result, "Message") : null)}".TrimEnd() + ".", At(item.Document)));
                }

            case HttpOutcome.NotArrived notArrived:
                return new TargetAnswer.NotDone(notArrived.Issue);
            case HttpOutcome.Unknown unknown:
                return new TargetAnswer.Unknown(unknown.Issue);
            case HttpOutcome.Refused refused:
                return new TargetAnswer.Refused(refused.Issue);
            case HttpOutcome.NotAuthorised stopped:
                throw new EtlException(stopped.Issue);
            default:
                throw new InvalidOperationException("An outcome of a delete was not handled.");
        }
    }

    private static Issue? Judged(JsonElement answer, Item item) => Verdict([.. Rows(answer, "Product_AddUpdateResult", "ProductResult", item.Article)], item.Article, At(item.Document));

    private static IReadOnlyList<SoapField> Products(IEnumerable<SoapValue.Fields> datas) =>
        [new("products", new SoapValue.Fields("", [.. datas.Select(data => new SoapField("ProductData", data))]))];

    /// <summary>One document per culture, only with the fields that are given.</summary>
    private IEnumerable<SoapValue.Fields> Datas(Item item, ShopProduct? there)
    {
        var wanted = item.Wanted;
        foreach (var text in wanted.Texts)
        {
            var values = there is null ? [] : FieldWatch.SendAlong(Client.Settings.SendAlong, there);
            values["ArticleNumber"] = SoapValue.Of(item.Article);
            values["Culture"] = SoapValue.Of(text.Culture);
            values["TemplateId"] = ProductFields.Of(wanted.TemplateId ?? there?.Text("TemplateId"));
            values["Name"] = ProductFields.Of(text.Name);
            values["EanCode"] = ProductFields.Of(wanted.EanCode);
            values["SubName"] = ProductFields.Of(text.SubName);
            values["ShortDescription"] = ProductFields.Of(text.ShortDescription);
            values["ProductDescription"] = ProductFields.Of(text.ProductDescription);
            values["PageTitle"] = ProductFields.Of(text.PageTitle);
            values["MetaDescription"] = ProductFields.Of(text.MetaDescription);
            values["Weight"] = ProductFields.Of(wanted.Weight);
            values["Vat"] = ProductFields.Of(wanted.Vat);
            values["Manufacturer"] = ProductFields.Of(wanted.Manufacturer);
            values["ManufacturerArtnr"] = ProductFields.Of(wanted.ManufacturerArtnr);
            if (_hides)
            {
                values["HideProduct"] = SoapValue.Of(!wanted.IsActive || (there?.IsHidden != false && there?.Price is null or <= 0));
            }

            yield return ProductFields.Data(values);
        }
    }

    private static bool Is(string culture, ShopProduct product) => string.Equals(product.Culture, culture, StringComparison.OrdinalIgnoreCase);

    private static JetshopProductText Comparable(JetshopProductText text) => text with
    {
        Name = Lines(text.Name)!,
        SubName = Lines(text.SubName),
        ShortDescription = Lines(text.ShortDescription),
        ProductDescription = Lines(text.ProductDescription),
        PageTitle = Lines(text.PageTitle),
        MetaDescription = Lines(text.MetaDescription),
    };

    private static JetshopProductText Text(JetshopProductText wanted, ShopProduct there) => Comparable(wanted with
    {
        Name = there.Text("Name") ?? "",
        SubName = wanted.SubName is null ? null : there.Text("SubName"),
        ShortDescription = wanted.ShortDescription is null ? null : there.Text("ShortDescription"),
        ProductDescription = wanted.ProductDescription is null ? null : there.Text("ProductDescription"),
        PageTitle = wanted.PageTitle is null ? null : there.Text("PageTitle"),
        MetaDescription = wanted.MetaDescription is null ? null : there.Text("MetaDescription"),
    });

    /// <summary>XML turns every line end into one sign.</summary>
    private static string? Lines(string? text) => string.IsNullOrEmpty(text) ? text : text.ReplaceLineEndings("\n").Trim();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>
/// Makes and changes products. Shopify keeps no SKU unique, so a product is looked for by the SKUs of all its variants, and
/// by the address that a new one would get, which is seen at once while the search lags. productSet deletes what a list
/// leaves out: it makes new products only; what is there is changed field by field and variant by variant.
/// </summary>
public sealed class ProductTarget(ShopifyClient client) : IRecordTarget
{
    private const int VariantsPerCall = 100;

    private string Taken => client.Settings.InactiveProducts == ShopifyInactive.Archived ? "ARCHIVED" : "DRAFT";

    public int BatchSize => 20;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetState>> FindAsync(IReadOnlyList<OutboxDocument> documents, CancellationToken cancellation)
    {
        var read = documents.Select(Read).ToList();
        var skus = read.SelectMany(one => one.Product?.Variants ?? []).Select(variant => variant.Sku);
        var found = await new SkuSearch(client, "variants-by-sku").FindAsync(skus, cancellation);
        var states = new List<TargetState>(documents.Count);
        foreach (var (document, (product, problem)) in documents.Zip(read))
        {
            states.Add(product is null ? new TargetState.CannotAsk(problem!) : (await LookAsync(product, found, document, cancellation)).State);
        }

        return states;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetAnswer>> SendAsync(IReadOnlyList<PlannedWrite> writes, CancellationToken cancellation)
    {
        var answers = new List<TargetAnswer>(writes.Count);
        foreach (var write in writes)
        {
            answers.Add(await SendAsync(write, cancellation));
        }

        return answers;
    }

    private async Task<TargetAnswer> SendAsync(PlannedWrite write, CancellationToken cancellation)
    {
        var (product, problem) = ShopifyWrite.Read<ShopifyProduct>(write.Document);
        if (product is null)
        {
            return new TargetAnswer.Refused(problem!);
        }

        try
        {
            if (write.Found is TargetState.Other seen)
            {
                return await ByIdAsync(seen.TargetKey, cancellation) is { } there
                    ? await UpdateAsync(product, there, write.Document, cancellation)
                    : new TargetAnswer.NotDone(new(ShopifyErrors.SkuUnknown, "The product was deleted in the shop.", ShopifyWrite.At(write.Document)));
            }

            // Once more, right before something is made that must not be made twice.
            var found = await new SkuSearch(client, "variants-by-sku").FindAsync(product.Variants.Select(variant => variant.Sku), cancellation);
            switch ((await LookAsync(product, found, write.Document, cancellation)).State)
            {
                case TargetState.AsWanted there:
                    return new TargetAnswer.Done(there.TargetKey);
                case TargetState.CannotAsk cannot:
                    return new TargetAnswer.Refused(cannot.Issue);
                case TargetState.Other:
                    return new TargetAnswer.NotDone(new(ShopifyErrors.ProductUnclear, "The product has come into the shop meanwhile.", ShopifyWrite.At(write.Document)));
            }
        }
        catch (EtlException e) when (e.IsTransient)
        {
            return new TargetAnswer.NotDone(e.Issues[0]);
        }

        return await CreateAsync(product, write.Document, cancellation);
    }

    private async Task<TargetAnswer> CreateAsync(ShopifyProduct product, OutboxDocument document, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(product.Title))
        {
            return new TargetAnswer.Refused(new(ShopifyErrors.BadPayload, "A new product needs a title.", ShopifyWrite.At(document), "title"));
        }

        // Nothing is ever sold for nothing.
        var priced = product.Variants.Where(variant => variant.Active).All(variant => variant.FirstPrice > 0);
        var status = client.Settings.NewProducts == ShopifyNew.Active && priced ? "ACTIVE" : "DRAFT";
        var variables = new JsonObject { ["identifier"] = new JsonObject { ["handle"] = ProductBody.Handle(product) }, ["input"] = ProductBody.Create(product, status) };
        var written = await client.MutateAsync("product-set", "productSet", variables, cancellation);
        return written.NotDone(document) ?? await AfterAsync(product, Gid.Number(written.Payload.Text("product", "id")), document, cancellation);
    }

    private async Task<TargetAnswer> UpdateAsync(ShopifyProduct product, ProductThere there, OutboxDocument document, CancellationToken cancellation)
    {
        var id = Gid.Of("Product", there.Number);
        var status = product.Active switch { false when there.IsInSale => Taken, true when there.Status == Taken => "ACTIVE", _ => null };
        if (ProductBody.Update(product, id, status) is { } update
            && (await client.MutateAsync("product-update", "productUpdate", new() { ["product"] = update }, cancellation)).NotDone(document) is { } notUpdated)
        {
            return notUpdated;
        }

        foreach (var part in there.Differing(product).Chunk(VariantsPerCall))
        {
            var variants = new JsonArray([.. part.Select(one => (JsonNode)ProductBody.UpdateVariant(one.Id, one.Wanted))]);
            if ((await client.MutateAsync("variants-update", "productVariantsBulkUpdate", new() { ["productId"] = id, ["variants"] = variants }, cancellation)).NotDone(document) is { } notChanged)
            {
                return notChanged;
            }
        }

        foreach (var part in there.Missing(product).Chunk(VariantsPerCall))
        {
            var variants = new JsonArray([.. part.Select(one => (JsonNode)ProductBody.NewVariant(product, one))]);
            if ((await client.MutateAsync("variants-create", "productVariantsBulkCreate", new() { ["productId"] = id, ["variants"] = variants }, cancellation)).NotDone(document) is { } notMade)
            {
                return notMade;
            }
        }

        return await AfterAsync(product, there.Number, document, cancellation);
    }

    private async Task<TargetAnswer> AfterAsync(ShopifyProduct product, string? number, OutboxDocument document, CancellationToken cancellation)
    {
        try
        {
            if (number is null || await ByIdAsync(number, cancellation) is not { } there)
            {
                return new TargetAnswer.Unknown(new(ShopifyErrors.BadAnswer, "The product was confirmed and is not there.", ShopifyWrite.At(document)));
            }

            return there.Missing(product).Any() || there.Differing(product).Any()
                ? new TargetAnswer.Refused(new(ShopifyErrors.NotTaken, "The product's variants are not as they were sent.", ShopifyWrite.At(document)))
                : new TargetAnswer.Done(number);
        }
        catch (EtlException e)
        {
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    private async Task<(TargetState State, ProductThere? There)> LookAsync(
        ShopifyProduct product, IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> found, OutboxDocument document, CancellationToken cancellation)
    {
        (TargetState, ProductThere?) Cannot(ErrorCode code, string message) => (new TargetState.CannotAsk(new(code, message, ShopifyWrite.At(document), "sku")), null);

        var skus = product.Variants.Select(variant => variant.Sku).ToList();
        if (skus.FirstOrDefault(sku => found.GetValueOrDefault(sku)?.Count > 1) is { } twice)
        {
            return Cannot(ShopifyErrors.SkuTwice, $"The article {twice} is {found[twice].Count} variants.");
        }

        var products = skus.Select(sku => found.GetValueOrDefault(sku)?[0].Text("product", "id")).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (products.Count > 1)
        {
            return Cannot(ShopifyErrors.ProductUnclear, $"Its variants lie in {products.Count} products: {string.Join(", ", products.Take(3).Select(Gid.Number))}.");
        }

        var there = products.Count == 1 ? await ByIdAsync(Gid.Number(products[0])!, cancellation) : await ByHandleAsync(product, cancellation);
        if (there is null)
        {
            // What is not to be sold need not be made.
            return (product.Active == false || product.Variants.All(variant => !variant.Active) ? new TargetState.AsWanted(product.Sku) : new TargetState.Absent(), null);
        }

        if (!there.HasAny(skus))
        {
            return Cannot(ShopifyErrors.ProductUnclear, $"The address {ProductBody.Handle(product)} is taken by product {there.Number}, which has none of its SKUs.");
        }

        if (there.IsAsWanted(product, Taken))
        {
            return (new TargetState.AsWanted(there.Number), there);
        }

        if (!there.FitsOptionsOf(product))
        {
            return Cannot(ShopifyErrors.ProductUnclear, $"Its variants are set apart by other names in the shop: {string.Join(", ", there.OptionNames)}.");
        }

        if (there.Missing(product).FirstOrDefault(variant => variant.FirstPrice is not > 0) is { } free)
        {
            return Cannot(ShopifyErrors.BadPayload, $"The new variant {free.Sku} has no first price, and would be sold for nothing.");
        }

        return (new TargetState.Other(there.Number, ShopifyWrite.Json(there.Now(product, Taken)), new() { Deactivates = product.Active == false && there.IsInSale }), there);
    }

    private async Task<ProductThere?> ByIdAsync(string number, CancellationToken cancellation)
    {
        var data = await client.ReadAsync("product", new() { ["id"] = Gid.Of("Product", number) }, cancellation);
        return data.Root.At("product") is { } found ? new(await ProductReader.WholeAsync(client, found, cancellation)) : null;
    }

    private async Task<ProductThere?> ByHandleAsync(ShopifyProduct product, CancellationToken cancellation)
    {
        var data = await client.ReadAsync("product-by-handle", new() { ["handle"] = ProductBody.Handle(product) }, cancellation);
        return data.Root.At("productByIdentifier") is { } found ? new(await ProductReader.WholeAsync(client, found, cancellation)) : null;
    }

    private static (ShopifyProduct? Product, Issue? Problem) Read(OutboxDocument document)
    {
        var (product, problem) = ShopifyWrite.Read<ShopifyProduct>(document);
        if (product is null)
        {
            return (null, problem);
        }

        var wrong = product.Variants.Count == 0 ? "It has no variants."
            : product.Variants.Any(variant => string.IsNullOrWhiteSpace(variant.Sku)) ? "A variant has no SKU."
            : product.Variants.DistinctBy(variant => variant.Sku, StringComparer.Ordinal).Count() != product.Variants.Count ? "Two variants have one SKU."
            : product.Variants.Count > 1 && product.Variants.Any(variant => variant.Options.Count == 0) ? "A variant has nothing that sets it apart from the others."
            : null;
        return wrong is null ? (product, null) : (null, new(ShopifyErrors.BadPayload, wrong, ShopifyWrite.At(document), "variants"));
    }
}

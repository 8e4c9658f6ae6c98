using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// Makes and changes products with their variants, always for all stores. A product is made by its SKU, so a second one for
/// the same SKU cannot come about; what was begun and broken off is found half done by the next look and gone on with.
/// A variant that is no longer named stays as it is.
/// </summary>
public sealed class Magento2ProductTarget : IRecordTarget
{
    private const decimal PoundInKilogram = 0.45359237m;
    private const int Hidden = 1;
    private const int InCatalogAndSearch = 4;
    private readonly Magento2Client _client;
    private readonly PriceQuestions _questions;
    private readonly ProductChoices _choices;

    public Magento2ProductTarget(Magento2Client client)
    {
        _client = client;
        _questions = new PriceQuestions(client);
        _choices = new ProductChoices(new AttributeDirectory(client));
    }

    /// <summary>One product is several calls already.</summary>
    public int BatchSize => 1;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetState>> FindAsync(IReadOnlyList<OutboxDocument> documents, CancellationToken cancellation)
    {
        var states = new List<TargetState>(documents.Count);
        foreach (var document in documents)
        {
            var (wanted, problem) = Magento2Write.Read<Magento2Product>(document);
            states.Add(wanted is null ? new TargetState.CannotAsk(problem!) : State(await LookAsync(wanted, again: false, cancellation), wanted, document));
        }

        return states;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetAnswer>> SendAsync(IReadOnlyList<PlannedWrite> writes, CancellationToken cancellation)
    {
        var answers = new List<TargetAnswer>(writes.Count);
        foreach (var write in writes)
        {
            var (wanted, problem) = Magento2Write.Read<Magento2Product>(write.Document, (write.Found as TargetState.Other)?.Now);
            answers.Add(wanted is null ? new TargetAnswer.Refused(problem!) : await SendAsync(wanted, write.Document, cancellation));
        }

        return answers;
    }

    private async Task<TargetAnswer> SendAsync(Magento2Product whole, OutboxDocument document, CancellationToken cancellation)
    {
        Look look;
        try
        {
            look = await LookAsync(whole, again: true, cancellation);
            switch (State(look, whole, document))
            {
                case TargetState.AsWanted there:
                    return new TargetAnswer.Done(there.TargetKey);
                case TargetState.CannotAsk cannot:
                    return new TargetAnswer.Refused(cannot.Issue);
            }
        }
        catch (EtlException e) when (e.IsTransient)
        {
            return new TargetAnswer.NotDone(e.Issues[0]);
        }

        try
        {
            return await WriteAsync(whole, look, document, cancellation) ?? await VerifyAsync(whole, document, cancellation);
        }
        catch (EtlException e) when (e.IsTransient)
        {
            // A part was sent; the next look sees how far it came.
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    private async Task<TargetAnswer> VerifyAsync(Magento2Product wanted, OutboxDocument document, CancellationToken cancellation) =>
        State(await LookAsync(wanted, again: false, cancellation), wanted, document) switch
        {
            TargetState.AsWanted there => new TargetAnswer.Done(there.TargetKey),
            TargetState.CannotAsk cannot => new TargetAnswer.Refused(cannot.Issue),
            _ => new TargetAnswer.Refused(new(Magento2Errors.NotTaken, $"Product {wanted.Sku} was written, and is not as it was to be.", Magento2Write.At(document))),
        };

    /// <summary>Choices, then variants, then the product, then what holds them together. Null when all calls were done.</summary>
    private async Task<TargetAnswer?> WriteAsync(Magento2Product wanted, Look look, OutboxDocument document, CancellationToken cancellation)
    {
        foreach (var (code, label) in ProductChoices.Missing(wanted, look.Attributes))
        {
            var body = Magento2Write.Body(writer =>
            {
                writer.WriteStartObject("option");
                writer.WriteString("label", label);
                writer.WriteString("value", "");
                writer.WriteEndObject();
            });
            if (await PostAsync($"products/attributes/{Magento2Client.Part(code)}/options", body, document, cancellation) is { } failed)
            {
                return failed;
            }

            look = await LookAsync(wanted, again: true, cancellation);
        }

        var websites = await WebsitesAsync(wanted, cancellation);
        foreach (var node in look.Nodes)
        {
            var there = look.There(node.Sku);
            if ((there is null || !node.IsAsWanted(there.Value))
                && await PostAsync("products", node.Body(there, wanted.AttributeSetId, websites, node.Sku == wanted.Sku ? wanted.UrlKey : null), document, cancellation) is { } failed)
            {
                return failed;
            }
        }

        return look.IsConfigurable ? await JoinAsync(wanted, document, cancellation) : null;
    }

    private async Task<TargetAnswer?> JoinAsync(Magento2Product wanted, OutboxDocument document, CancellationToken cancellation)
    {
        var look = await LookAsync(wanted, again: false, cancellation);
        foreach (var attribute in look.MissingOptions())
        {
            var body = Magento2Write.Body(writer =>
            {
                writer.WriteStartObject("option");
                writer.WriteString("attribute_id", attribute.Text("attribute_id"));
                writer.WriteString("label", attribute.Text("default_frontend_label") ?? attribute.Text("attribute_code"));
                writer.WriteNumber("position", 0);
                writer.WriteBoolean("is_use_default", true);
                writer.WriteStartArray("values");
                foreach (var value in wanted.Variants.SelectMany(v => ProductChoices.Attributes(v, [.. look.Attributes])).Where(a => a.Code == attribute.Text("attribute_code")).Select(a => a.Value).Distinct())
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("value_index", long.Parse(value, CultureInfo.InvariantCulture));
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            });
            if (await PostAsync($"configurable-products/{Magento2Client.Part(wanted.Sku)}/options", body, document, cancellation) is { } failed)
            {
                return failed;
            }
        }

        foreach (var sku in look.MissingLinks(wanted))
        {
            if (await PostAsync($"configurable-products/{Magento2Client.Part(wanted.Sku)}/child", Magento2Write.Body(writer => writer.WriteString("childSku", sku)), document, cancellation) is { } failed)
            {
                return failed;
            }
        }

        return null;
    }

    private async Task<TargetAnswer?> PostAsync(string path, byte[] body, OutboxDocument document, CancellationToken cancellation) =>
        Magento2Write.NotDone(await _client.WriteAsync(HttpMethod.Post, path, body, cancellation), document);

    private async Task<IReadOnlyList<long>> WebsitesAsync(Magento2Product wanted, CancellationToken cancellation)
    {
        var views = await _client.Directory.ViewsAsync(cancellation);
        var codes = wanted.Websites.Count > 0 ? wanted.Websites : _client.Settings.Websites;
        return [.. views.Where(v => v.WebsiteId != 0 && (codes.Count == 0 || codes.Contains(v.Website))).Select(v => v.WebsiteId).Distinct().Order()];
    }

    private async Task<Look> LookAsync(Magento2Product wanted, bool again, CancellationToken cancellation)
    {
        var isConfigurable = wanted.Variants.Any(v => v.Options.Count > 0);
        var (attributes, problem) = isConfigurable ? await _choices.OfAsync(wanted, again, cancellation) : ([], null);
        var views = await _client.Directory.ViewsAsync(cancellation);
        problem ??= wanted.Websites.FirstOrDefault(code => !views.Any(v => v.WebsiteId != 0 && v.Website == code)) is { } unknown
            ? new(Magento2Errors.UnknownStore, $"The shop has no website \"{unknown}\".", Field: "websites")
            : null;
        problem ??= !isConfigurable && (wanted.Variants.Count != 1 || wanted.Variants[0].Sku != wanted.Sku)
            ? new(Magento2Errors.BadPayload, "Without options a product has one variant with its own SKU.", Field: "variants")
            : null;
        var nodes = problem is null ? Nodes(wanted, isConfigurable, attributes, views.FirstOrDefault(v => v.Id == 0)?.WeightUnit == "lbs") : [];
        return new Look(isConfigurable, attributes, nodes, await _questions.ProductsAsync(nodes.Select(n => n.Sku), cancellation, "id,sku,name,type_id,status,weight,extension_attributes,custom_attributes"), problem);
    }

    private static List<ProductNode> Nodes(Magento2Product wanted, bool isConfigurable, IReadOnlyList<JsonElement> attributes, bool inPounds)
    {
        decimal? Weight(Magento2Variant variant) => variant.Weight is { } kilogram ? Math.Round(inPounds ? kilogram / PoundInKilogram : kilogram, 4, MidpointRounding.AwayFromZero) : null;
        IEnumerable<Magento2Attribute> fixedOnes =
        [
            .. new[] { ("description", wanted.Description), ("short_description", wanted.ShortDescription), ("tax_class_id", wanted.TaxClassId) }
                .Where(a => a.Item2 is not null).Select(a => new Magento2Attribute { Code = a.Item1, Value = a.Item2! }),
            .. wanted.Attributes,
        ];
        if (!isConfigurable)
        {
            var only = wanted.Variants[0];
            return [new(wanted.Sku, "simple", InCatalogAndSearch, wanted.Name, wanted.IsActive && only.IsActive, Weight(only), only.FirstPrice, [.. fixedOnes, .. only.Attributes])];
        }

        IEnumerable<Magento2Attribute> shared = wanted.TaxClassId is null ? [] : [new() { Code = "tax_class_id", Value = wanted.TaxClassId }];
        return
        [
            .. wanted.Variants.Select(v => new ProductNode(v.Sku, "simple", Hidden, v.Name ?? wanted.Name, wanted.IsActive && v.IsActive, Weight(v), v.FirstPrice,
                [.. shared, .. v.Attributes, .. ProductChoices.Attributes(v, attributes)])),
            new(wanted.Sku, ProductNode.Configurable, InCatalogAndSearch, wanted.Name, wanted.IsActive, null, null, [.. fixedOnes]),
        ];
    }

    private static TargetState State(Look look, Magento2Product wanted, OutboxDocument document)
    {
        var problem = look.Problem ?? look.Nodes.Select(node => Problem(node, look.There(node.Sku))).FirstOrDefault(p => p is not null);
        if (problem is not null)
        {
            return new TargetState.CannotAsk(problem with { At = Magento2Write.At(document) });
        }

        var there = look.Nodes.Where(node => look.There(node.Sku) is not null).ToList();
        if (there.Count == 0)
        {
            return new TargetState.Absent();
        }

        return there.Count == look.Nodes.Count && there.TrueForAll(node => node.IsAsWanted(look.There(node.Sku)!.Value)) && look.IsJoined(wanted)
            ? new TargetState.AsWanted(wanted.Sku)
            : new TargetState.Other(wanted.Sku, Magento2Write.Now(look.Now(wanted)), new()
            {
                Deactivates = there.Exists(node => ProductNode.IsEnabled(look.There(node.Sku)!.Value) && !node.IsActive),
            });
    }

    private static Issue? Problem(ProductNode node, JsonElement? there) => there switch
    {
        null when node.Type != ProductNode.Configurable && node.Price is null => new(Magento2Errors.NoFirstPrice, $"The new article {node.Sku} has no price.", Field: "variants.firstPrice"),
        { } product when product.Text("type_id") is not ("simple" or "virtual" or "downloadable") && node.Type != product.Text("type_id") => Other(node, product),
        { } product when node.Type == ProductNode.Configurable && product.Text("type_id") != ProductNode.Configurable => Other(node, product),
        _ => null,
    };

    private static Issue Other(ProductNode node, JsonElement product) => new(Magento2Errors.OtherKind, $"{node.Sku} is a {product.Text("type_id")} product in the shop and would become {node.Type}.");

    /// <summary>The wanted products, and what the shop has of them.</summary>
    private sealed record Look(bool IsConfigurable, IReadOnlyList<JsonElement> Attributes, IReadOnlyList<ProductNode> Nodes, Dictionary<string, JsonElement> Products, Issue? Problem)
    {
        public JsonElement? There(string sku) => Products.TryGetValue(sku, out var product) ? product : null;

        public IEnumerable<JsonElement> MissingOptions()
        {
            var known = Extension().Rows("configurable_product_options").Select(o => o.Long("attribute_id")).ToHashSet();
            return Attributes.Where(a => !known.Contains(a.Long("attribute_id")));
        }

        public IEnumerable<string> MissingLinks(Magento2Product wanted)
        {
            var known = Extension().Rows("configurable_product_links").Select(l => l.ToString()).ToHashSet();
            return wanted.Variants.Where(v => There(v.Sku) is not { } child || !known.Contains(child.Text("id") ?? "")).Select(v => v.Sku);
        }

        public bool IsJoined(Magento2Product wanted) =>
            !IsConfigurable || (!MissingOptions().Any() && !MissingLinks(wanted).Any() && !ProductChoices.Missing(wanted, Attributes).Any());

        /// <summary>What the shop has, in the shape of what is wanted: only fields that are wanted, variants that are there.</summary>
        public Magento2Product Now(Magento2Product wanted)
        {
            var product = There(wanted.Sku);
            string? Attribute(string code, string? like) => like is null ? null : product?.Attribute(code);
            return wanted with
            {
                Name = product?.Text("name") ?? "",
                IsActive = product is { } there && ProductNode.IsEnabled(there),
                Description = Attribute("description", wanted.Description),
                ShortDescription = Attribute("short_description", wanted.ShortDescription),
                TaxClassId = Attribute("tax_class_id", wanted.TaxClassId),
                Attributes = [.. wanted.Attributes.Where(a => product?.Attribute(a.Code) is not null).Select(a => a with { Value = product!.Value.Attribute(a.Code)! })],
                Variants = [.. wanted.Variants.Where(v => There(v.Sku) is not null).Select(v => v with { Name = There(v.Sku)!.Value.Text("name"), IsActive = ProductNode.IsEnabled(There(v.Sku)!.Value) })],
            };
        }

        private JsonElement Extension() => There(Nodes[^1].Sku) is { } parent && parent.TryGetProperty("extension_attributes", out var extension) ? extension : default;
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>
/// Makes and changes products with their variations. The SKU decides: it is looked for before anything is made, in the trash
/// too, and again when the shop refuses a new one, so that no SKU gets a second product. What the ERP does not name is left
/// alone: other variations, attributes, categories; nothing is deleted.
/// </summary>
public sealed class WooCommerceProductTarget(WooCommerceClient client) : IRecordTarget
{
    private const int MostInBatch = 100;
    private readonly ProductFinder _finder = new(client);
    private ProductBody? _body;

    /// <summary>They are looked for together, and written one by one: a product with many variations is a batch of its own.</summary>
    public int BatchSize => 50;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetState>> FindAsync(IReadOnlyList<OutboxDocument> documents, CancellationToken cancellation)
    {
        var read = documents.Select(document => (Document: document, Read: WooCommerceWrite.Read<WooCommerceProduct>(document))).ToList();
        var asked = read.Where(one => one.Read.Record is not null).Select(one => (one.Read.Record!, one.Document)).ToList();
        var found = new Queue<(ProductThere? There, Issue? Problem)>(await _finder.FindAsync(asked, cancellation));
        return [.. read.Select(one => one.Read.Record is { } wanted ? State(wanted, found.Dequeue()) : new TargetState.CannotAsk(one.Read.Problem!))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetAnswer>> SendAsync(IReadOnlyList<PlannedWrite> writes, CancellationToken cancellation)
    {
        var answers = new List<TargetAnswer>(writes.Count);
        foreach (var write in writes)
        {
            answers.Add(await SendAsync(write.Document, cancellation));
        }

        return answers;
    }

    private static TargetState State(WooCommerceProduct wanted, (ProductThere? There, Issue? Problem) found) => found switch
    {
        { Problem: { } unclear } => new TargetState.CannotAsk(unclear),
        { There: null } => new TargetState.Absent(),
        { There: var there } when there.IsAsWanted(wanted) => new TargetState.AsWanted(Key(there)),
        { There: var there } => new TargetState.Other(Key(there), ProductThere.Bytes(there.Of(wanted)), new() { Deactivates = there.WouldDeactivate(wanted) }),
    };

    private async Task<TargetAnswer> SendAsync(OutboxDocument document, CancellationToken cancellation)
    {
        var (wanted, problem) = WooCommerceWrite.Read<WooCommerceProduct>(document);
        if (wanted is null)
        {
            return new TargetAnswer.Refused(problem!);
        }

        ProductThere? there;
        try
        {
            (there, problem) = await LookAsync(wanted, document, cancellation);
            _body ??= new ProductBody(client.Settings, await AttributeIdsAsync(cancellation));
        }
        catch (EtlException e) when (e.IsTransient)
        {
            // Only questions were asked so far.
            return new TargetAnswer.NotDone(e.Issues[0]);
        }

        if (problem is not null)
        {
            return new TargetAnswer.Refused(problem);
        }

        try
        {
            return await SendAsync(wanted, there, document, cancellation);
        }
        catch (EtlException e) when (e.IsTransient)
        {
            // A part of it may be done: the next look tells which.
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    private async Task<(ProductThere? There, Issue? Problem)> LookAsync(WooCommerceProduct wanted, OutboxDocument document, CancellationToken cancellation) =>
        (await _finder.FindAsync([(wanted, document)], cancellation))[0];

    private async Task<TargetAnswer> SendAsync(WooCommerceProduct wanted, ProductThere? there, OutboxDocument document, CancellationToken cancellation)
    {
        if (there is null)
        {
            var outcome = await client.WriteAsync(HttpMethod.Post, "products", new(), Json(_body!.Create(wanted)), cancellation);
            var answer = client.NotDone(outcome, document);
            if (answer is not (null or TargetAnswer.Refused))
            {
                return answer;
            }

            // A refusal may say that the SKU is taken since we looked: then that product is the one.
            (there, var problem) = await LookAsync(wanted, document, cancellation);
            if (there is null)
            {
                return answer ?? new TargetAnswer.Refused(problem ?? NotTaken("The shop made it and does not show it.", document));
            }
        }

        if (_body!.Update(wanted, there) is { Count: > 0 } change)
        {
            var outcome = await client.WriteAsync(HttpMethod.Put, $"products/{Key(there)}", new(), Json(change), cancellation);
            if (client.NotDone(outcome, document) is { } answer)
            {
                return answer;
            }
        }

        var (failed, refusals) = await SendVariationsAsync(wanted, there, document, cancellation);
        return failed ?? await AfterAsync(wanted, refusals, document, cancellation);
    }

    /// <summary>An answer where the shop did not take a batch; else the words with which it refused single variations.</summary>
    private async Task<(TargetAnswer? Failed, List<string> Refusals)> SendVariationsAsync(
        WooCommerceProduct wanted, ProductThere there, OutboxDocument document, CancellationToken cancellation)
    {
        var refusals = new List<string>();
        var items = wanted.Variations
            .Select(variation => there.Find(variation) is { } own
                ? (Part: "update", Body: ProductBody.Update(variation, own, there, wanted))
                : (Part: "create", Body: _body!.Create(variation, wanted)))
            .Where(item => item.Body is not null)
            .ToList();
        foreach (var batch in items.Chunk(MostInBatch))
        {
            var body = new JsonObject();
            foreach (var part in batch.GroupBy(item => item.Part))
            {
                body[part.Key] = new JsonArray([.. part.Select(item => (JsonNode)item.Body!)]);
            }

            var outcome = await client.WriteAsync(HttpMethod.Post, $"products/{Key(there)}/variations/batch", new(), Json(body), cancellation);
            if (client.NotDone(outcome, document) is { } answer)
            {
                return (answer, refusals);
            }

            refusals.AddRange(new[] { "create", "update" }
                .SelectMany(part => BatchAnswer.Read(((HttpOutcome.Done)outcome).Answer, part)?.Items ?? [])
                .Select(BatchAnswer.Error).OfType<string>());
        }

        return (null, refusals);
    }

    /// <summary>What was sent is looked for once more: a batch answers 200 whatever became of its items.</summary>
    private async Task<TargetAnswer> AfterAsync(WooCommerceProduct wanted, List<string> refusals, OutboxDocument document, CancellationToken cancellation)
    {
        if (refusals.Count > 0)
        {
            return new TargetAnswer.Refused(new(WooCommerceErrors.RefusedItem, string.Join("; ", refusals.Distinct()), WooCommerceWrite.At(document), "variations"));
        }

        var (now, problem) = await LookAsync(wanted, document, cancellation);
        return now is null ? new TargetAnswer.Refused(problem ?? NotTaken("It is not there any more.", document))
            : now.NotTaken(wanted) is { } field ? new TargetAnswer.Refused(NotTaken(
                $"It is {now.Status} with the VAT class \"{now.Json.Text("tax_class")}\" and {now.Variations.Count.ToString(CultureInfo.InvariantCulture)} variations.", document, field))
            : new TargetAnswer.Done(Key(now));
    }

    private async Task<IReadOnlyDictionary<string, long>> AttributeIdsAsync(CancellationToken cancellation)
    {
        var answer = await client.ReadAsync("products/attributes", new(), cancellation);
        return ShopJson.Read(answer, JsonValueKind.Array).EnumerateArray()
            .Where(attribute => attribute.Text("name") is not null)
            .GroupBy(attribute => attribute.Text("name")!, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First().Id(), StringComparer.OrdinalIgnoreCase);
    }

    private static Issue NotTaken(string words, OutboxDocument document, string? field = null) =>
        new(WooCommerceErrors.ProductNotTaken, words, WooCommerceWrite.At(document), field);

    private static byte[] Json(JsonObject body) => JsonSerializer.SerializeToUtf8Bytes(body);

    private static string Key(ProductThere there) => there.Id.ToString(CultureInfo.InvariantCulture);
}

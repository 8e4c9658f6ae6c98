using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>
/// Writes one thing of many articles at once: they are found by SKU, written in batches (products in one, the variations of
/// each product in one of their own), and each article's own answer is compared with what was sent, since a batch takes
/// values of the wrong kind without a word.
/// </summary>
/// <typeparam name="T">What the mapping makes.</typeparam>
public abstract class ArticleTarget<T> : IRecordTarget
    where T : class
{
    private readonly WooCommerceClient _client;
    private readonly ArticleLookup _lookup;

    private protected ArticleTarget(WooCommerceClient client, string fields)
    {
        _client = client;
        _lookup = new ArticleLookup(client, $"id,type,status,sku,parent_id,{fields}");
    }

    /// <summary>What the shop takes at once.</summary>
    public int BatchSize => 100;

    private protected WooCommerceClient Client => _client;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetState>> FindAsync(IReadOnlyList<OutboxDocument> documents, CancellationToken cancellation)
    {
        var read = documents.Select(WooCommerceWrite.Read<T>).ToList();
        await PrepareAsync(cancellation);
        var articles = await _lookup.FindAsync(read.Where(r => r.Record is not null).Select(r => Sku(r.Record!)), cancellation);
        return [.. documents.Zip(read, (document, r) => r.Record is { } wanted ? State(wanted, articles[Sku(wanted).Trim()].ToList(), document) : new TargetState.CannotAsk(r.Problem!))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetAnswer>> SendAsync(IReadOnlyList<PlannedWrite> writes, CancellationToken cancellation)
    {
        var answers = new TargetAnswer[writes.Count];
        var items = new List<Item>();
        foreach (var (index, write) in writes.Index())
        {
            var (wanted, problem) = WooCommerceWrite.Read<T>(write.Document);
            if (wanted is null)
            {
                answers[index] = new TargetAnswer.Refused(problem!);
            }
            else if (write.Found is TargetState.Other found && Item.Of(index, write.Document, wanted, found) is { } item)
            {
                items.Add(item);
            }
            else
            {
                answers[index] = new TargetAnswer.Refused(NoSuchSku(wanted, write.Document));
            }
        }

        foreach (var group in items.GroupBy(item => item.Parent))
        {
            await SendAsync(group.Key, [.. group], answers, cancellation);
        }

        return answers;
    }

    private protected abstract string Sku(T wanted);

    /// <summary>What has to be known before anything can be judged.</summary>
    private protected virtual Task PrepareAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>The one article that was found, held against what is wanted.</summary>
    private protected abstract TargetState Judge(T wanted, ShopArticle there, OutboxDocument document);

    /// <summary>The fields to write; none when the write policies left nothing.</summary>
    /// <param name="now">As <see cref="Judge"/> gave it.</param>
    private protected abstract JsonObject Body(T wanted, JsonElement now);

    /// <summary>Null when the shop's answer holds what was sent.</summary>
    private protected abstract Issue? Compare(T wanted, JsonElement now, JsonElement answered, OutboxDocument document);

    private TargetState State(T wanted, List<ShopArticle> found, OutboxDocument document) => found switch
    {
        [var one] => Judge(wanted, one, document),
        [] => new TargetState.WaitsFor(NoSuchSku(wanted, document), $"article {Sku(wanted)}"),
        _ => new TargetState.CannotAsk(new(WooCommerceErrors.SkuTwice,
            $"The shop has the SKU \"{Sku(wanted)}\" {found.Count.ToString(CultureInfo.InvariantCulture)} times: {string.Join(", ", found.Select(article => article.Key))}.",
            WooCommerceWrite.At(document), "sku")),
    };

    private Issue NoSuchSku(T wanted, OutboxDocument document) =>
        new(WooCommerceErrors.NoSuchSku, $"The shop has no article \"{Sku(wanted)}\".", WooCommerceWrite.At(document), "sku");

    private async Task SendAsync(long parent, List<Item> items, TargetAnswer[] answers, CancellationToken cancellation)
    {
        var update = new JsonArray();
        foreach (var item in items.ToList())
        {
            var body = Body(item.Wanted, item.Now);
            if (body.Count == 0)
            {
                answers[item.Index] = new TargetAnswer.Done(item.Key);
                items.Remove(item);
                continue;
            }

            body.Insert(0, "id", item.Id);
            update.Add(body);
        }

        if (items.Count == 0)
        {
            return;
        }

        var path = parent == 0 ? "products/batch" : FormattableString.Invariant($"products/{parent}/variations/batch");
        var outcome = await _client.WriteAsync(HttpMethod.Post, path, new(), JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["update"] = update }), cancellation);
        var answered = outcome is HttpOutcome.Done done ? BatchAnswer.Read(done.Answer, "update") : null;
        foreach (var item in items)
        {
            answers[item.Index] = _client.NotDone(outcome, item.Document) ?? Answer(item, answered, ((HttpOutcome.Done)outcome).Answer);
        }
    }

    private TargetAnswer Answer(Item item, BatchAnswer? answered, HttpAnswer answer)
    {
        if (answered?.Of(item.Id) is not { } own)
        {
            return new TargetAnswer.Unknown(new(WooCommerceErrors.BadPage, "The batch's answer does not tell of this article.", WooCommerceWrite.At(answer, item.Document)));
        }

        return BatchAnswer.Error(own) is { } words ? new TargetAnswer.Refused(new(WooCommerceErrors.RefusedItem, words, WooCommerceWrite.At(answer, item.Document)))
            : Compare(item.Wanted, item.Now, own, item.Document) is { } issue ? new TargetAnswer.Refused(issue)
            : new TargetAnswer.Done(item.Key);
    }

    /// <param name="Index">Among the writes that were given.</param>
    private sealed record Item(int Index, OutboxDocument Document, T Wanted, long Parent, long Id, string Key, JsonElement Now)
    {
        public static Item? Of(int index, OutboxDocument document, T wanted, TargetState.Other found)
        {
            var ids = found.TargetKey.Split('/');
            if (!long.TryParse(ids[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                || !long.TryParse(ids.Length == 1 ? "0" : ids[0], NumberStyles.None, CultureInfo.InvariantCulture, out var parent))
            {
                return null;
            }

            using var now = JsonDocument.Parse(found.Now);
            return new Item(index, document, wanted, parent, id, found.TargetKey, now.RootElement.Clone());
        }
    }
}

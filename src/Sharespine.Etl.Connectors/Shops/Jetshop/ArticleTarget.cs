using System.Text.Json;
using Sharespine.Etl.Connectors.Soap;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Jetshop;

/// <summary>
/// Writes to articles, many in one call. All these calls are the same done twice (the shop goes by the article number), and
/// each article is read before and after.
/// </summary>
/// <typeparam name="T">What the mapping makes.</typeparam>
internal abstract class ArticleTarget<T>(JetshopClient client) : IRecordTarget
    where T : class
{
    protected JetshopClient Client { get; } = client;

    public int BatchSize => Client.Settings.BatchSize;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetState>> FindAsync(IReadOnlyList<OutboxDocument> documents, CancellationToken cancellation) =>
        await Task.WhenAll(documents.Select(document => FindAsync(document, cancellation)));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetAnswer>> SendAsync(IReadOnlyList<PlannedWrite> writes, CancellationToken cancellation)
    {
        var answers = new TargetAnswer?[writes.Count];
        var open = new List<Item>();
        for (var i = 0; i < writes.Count; i++)
        {
            if (Read(writes[i].Document) is { } wanted)
            {
                open.Add(new(i, writes[i].Document, wanted, ArticleOf(wanted)));
            }
            else
            {
                answers[i] = new TargetAnswer.Refused(Bad(writes[i].Document));
            }
        }

        // The shop answers by article number: one article stands in a call once.
        while (open.Count > 0)
        {
            var call = open.DistinctBy(item => item.Article, StringComparer.OrdinalIgnoreCase).ToList();
            open.RemoveAll(call.Contains);
            foreach (var (item, answer) in await WriteAsync(call, cancellation))
            {
                answers[item.Index] = answer;
            }
        }

        return answers!;
    }

    /// <summary>Writes the articles, each of them once.</summary>
    protected abstract Task<IReadOnlyList<(Item Item, TargetAnswer Answer)>> WriteAsync(IReadOnlyList<Item> items, CancellationToken cancellation);

    /// <summary>How the article stands to what is wanted.</summary>
    /// <param name="there">Null when the shop does not have it.</param>
    protected abstract Task<TargetState> JudgeAsync(Item item, ShopProduct? there, CancellationToken cancellation);

    /// <summary>What is told before a write, where something that is wanted cannot be read back.</summary>
    protected virtual TargetState Asked(Item item, TargetState state) => state;

    protected abstract string ArticleOf(T wanted);

    /// <summary>
    /// One call for many articles. Gives those answered well, and the answers of all others. A call that the shop could not
    /// read at all is made again for each article alone: one bad value does not keep the others back.
    /// </summary>
    /// <param name="message">Its parameters, of these articles.</param>
    /// <param name="verdict">What the answer says of an article; null when all is well.</param>
    protected async Task<(List<Item> Good, List<(Item, TargetAnswer)> Others)> CallAsync(
        string operation, IReadOnlyList<Item> items, Func<IReadOnlyList<Item>, IReadOnlyList<SoapField>> message, Func<JsonElement, Item, Issue?> verdict, CancellationToken cancellation)
    {
        var good = new List<Item>();
        var others = new List<(Item, TargetAnswer)>();
        if (items.Count == 0)
        {
            return (good, others);
        }

        switch (await Client.CallAsync(operation, message(items), safeToRepeat: false, cancellation))
        {
            case HttpOutcome.Done done:
                using (var json = JsonDocument.Parse(done.Answer.Body))
                {
                    foreach (var item in items)
                    {
                        if (verdict(json.RootElement, item) is not { } issue)
                        {
                            good.Add(item);
                        }
                        else
                        {
                            others.Add((item, issue.Code == JetshopErrors.NoRow ? new TargetAnswer.Unknown(issue) : new TargetAnswer.Refused(issue)));
                        }
                    }
                }

                break;
            case HttpOutcome.Refused when items.Count > 1:
                foreach (var item in items)
                {
                    var (single, other) = await CallAsync(operation, [item], message, verdict, cancellation);
                    good.AddRange(single);
                    others.AddRange(other);
                }

                break;
            case HttpOutcome.Refused refused:
                others.Add((items[0], new TargetAnswer.Refused(refused.Issue with { At = At(items[0].Document) })));
                break;
            case HttpOutcome.NotArrived notArrived:
                others.AddRange(items.Select(item => (item, (TargetAnswer)new TargetAnswer.NotDone(notArrived.Issue))));
                break;
            case HttpOutcome.Unknown unknown:
                others.AddRange(items.Select(item => (item, (TargetAnswer)new TargetAnswer.Unknown(unknown.Issue))));
                break;
            case HttpOutcome.NotAuthorised stopped:
                throw new EtlException(stopped.Issue);
        }

        return (good, others);
    }

    /// <summary>The articles as they are right before a write, or what kept them from being read: only questions were asked then.</summary>
    protected async Task<(Dictionary<Item, ShopProduct?> There, Issue? Problem)> LookAsync(IReadOnlyList<Item> items, CancellationToken cancellation)
    {
        try
        {
            var found = await Task.WhenAll(items.Select(item => Client.FindAsync(item.Article, cancellation)));
            return (items.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second), null);
        }
        catch (EtlException e) when (e.IsTransient || e.Code == SoapErrors.Fault)
        {
            return ([], e.Issues[0]);
        }
    }

    /// <summary>Reads the article again: the shop's own word that all went well is not enough.</summary>
    /// <param name="fault">What else the article must not show.</param>
    protected async Task<TargetAnswer> VerifyAsync(Item item, CancellationToken cancellation, Func<ShopProduct, Issue?>? fault = null)
    {
        try
        {
            var there = await Client.FindAsync(item.Article, cancellation);
            return await JudgeAsync(item, there, cancellation) is not TargetState.AsWanted asWanted
                ? new TargetAnswer.Refused(new(JetshopErrors.NotTaken, $"{item.Article} was answered well, and has another value when read back.", At(item.Document)))
                : there is not null && fault?.Invoke(there) is { } issue ? new TargetAnswer.Refused(issue)
                : new TargetAnswer.Done(asWanted.TargetKey);
        }
        catch (EtlException e)
        {
            // It was sent; what became of it could not be seen.
            return new TargetAnswer.Unknown(e.Issues[0]);
        }
    }

    protected static IReadOnlyList<(Item Item, TargetAnswer Answer)> NotDone(IEnumerable<Item> items, Issue issue) =>
        [.. items.Select(item => (item, (TargetAnswer)new TargetAnswer.NotDone(issue)))];

    /// <summary>The same article's row of an answer.</summary>
    protected static IEnumerable<JsonElement> Rows(JsonElement answer, string result, string row, string article) =>
        answer.TryGetProperty(result, out var found) && found.ValueKind == JsonValueKind.Object && found.TryGetProperty(row, out var rows) && rows.ValueKind == JsonValueKind.Array
            ? rows.EnumerateArray().Where(item => string.Equals(ShopProduct.Text(item, "ArticleNumber"), article, StringComparison.OrdinalIgnoreCase))
            : [];

    protected static TargetState Missing(Item item) => new TargetState.WaitsFor(
        new(JetshopErrors.ArticleMissing, $"The shop does not have {item.Article} yet.", At(item.Document)), $"article {item.Article}");

    protected static byte[] Json(T record) => JsonSerializer.SerializeToUtf8Bytes(record, TargetJson.Options);

    protected static SourcePosition At(OutboxDocument document) => new(document.Entity, Record: document.Key);

    /// <param name="Index">Where in what was given.</param>
    protected sealed record Item(int Index, OutboxDocument Document, T Wanted, string Article);

    private async Task<TargetState> FindAsync(OutboxDocument document, CancellationToken cancellation)
    {
        if (Read(document) is not { } wanted)
        {
            return new TargetState.CannotAsk(Bad(document));
        }

        var item = new Item(0, document, wanted, ArticleOf(wanted));
        try
        {
            return Asked(item, await JudgeAsync(item, await Client.FindAsync(item.Article, cancellation), cancellation));
        }
        catch (EtlException e) when (e.Code == SoapErrors.Fault)
        {
            // The service cannot read this one article's number: the others go on.
            return new TargetState.CannotAsk(e.Issues[0] with { At = At(document) });
        }
    }

    private static T? Read(OutboxDocument document)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(document.Payload.Span, TargetJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Issue Bad(OutboxDocument document) => new(JetshopErrors.BadPayload, "It is not the record that the mapping has to make.", At(document));
}

using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento1;

/// <summary>
/// Writes stock, many at a time: quantities are absolute, so that doing it twice is the same. A call for many says nothing of
/// each, so the stock is read again after it, and what is not there is written alone.
/// </summary>
public sealed class Magento1StockTarget(Magento1Client client) : IRecordTarget
{
    /// <summary>The shop saves each product as a whole, a second or so each, and PHP ends a call that takes too long.</summary>
    public int BatchSize => 20;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetState>> FindAsync(IReadOnlyList<OutboxDocument> documents, CancellationToken cancellation)
    {
        var wanted = await ReadAsync(documents, cancellation);
        return [.. wanted.Select((one, i) => State(one, documents[i]))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetAnswer>> SendAsync(IReadOnlyList<PlannedWrite> writes, CancellationToken cancellation)
    {
        var documents = writes.Select(write => write.Document).ToList();
        var (wanted, failed) = await Outcomes.BeforeAsync(() => ReadAsync(documents, cancellation));
        if (failed is not null)
        {
            return [.. documents.Select(_ => failed)];
        }

        var answers = wanted!.Select((one, i) => State(one, documents[i]) switch
        {
            TargetState.AsWanted there => new TargetAnswer.Done(there.TargetKey),
            TargetState.CannotAsk cannot => new TargetAnswer.Refused(cannot.Issue),
            TargetState.WaitsFor waits => new TargetAnswer.Refused(waits.Issue),
            _ => (TargetAnswer?)null,
        }).ToList();
        var open = Enumerable.Range(0, answers.Count).Where(i => answers[i] is null).ToList();
        if (open.Count == 0)
        {
            return [.. answers.Select(answer => answer!)];
        }

        var together = await client.CallAsync("catalogInventoryStockItemMultiUpdate", new Dictionary<string, object?>
        {
            ["productIds"] = open.Select(i => wanted![i].Article!.StockIdentifier).ToList(),
            ["productData"] = open.Select(i => Data(wanted![i])).ToList(),
        }, safeToRepeat: true, cancellation);
        await JudgeAsync(together, open, wanted!, documents, answers, cancellation);
        return [.. answers.Select(answer => answer!)];
    }

    private async Task JudgeAsync(
        HttpOutcome together, List<int> open, IReadOnlyList<Wanted> wanted, List<OutboxDocument> documents, List<TargetAnswer?> answers, CancellationToken cancellation)
    {
        if (together is HttpOutcome.NotArrived notArrived)
        {
            open.ForEach(i => answers[i] = new TargetAnswer.NotDone(notArrived.Issue));
            return;
        }

        if (together is HttpOutcome.NotAuthorised)
        {
            Outcomes.Failure(together, "catalogInventoryStockItemMultiUpdate", documents[open[0]]);
        }

        try
        {
            var after = (await ReadAsync([.. open.Select(i => documents[i])], cancellation)).Select((one, n) => (i: open[n], one)).ToList();
            foreach (var (i, one) in after)
            {
                answers[i] = State(one, documents[i]) is TargetState.AsWanted there ? new TargetAnswer.Done(there.TargetKey)
                    : together is HttpOutcome.Unknown unknown ? new TargetAnswer.Unknown(unknown.Issue)
                    : together is HttpOutcome.Done ? NotTaken(documents[i])
                    : await AloneAsync(wanted[i], documents[i], cancellation);
            }
        }
        catch (EtlException e) when (e.IsTransient)
        {
            open.Where(i => answers[i] is null).ToList().ForEach(i => answers[i] = new TargetAnswer.Unknown(e.Issues[0]));
        }
    }

    /// <summary>After a call for many was refused because of one of them.</summary>
    private async Task<TargetAnswer> AloneAsync(Wanted one, OutboxDocument document, CancellationToken cancellation)
    {
        var values = new Dictionary<string, object?> { ["product"] = one.Article!.StockIdentifier, ["data"] = Data(one) };
        var outcome = await client.CallAsync("catalogInventoryStockItemUpdate", values, safeToRepeat: true, cancellation);
        if (Outcomes.Failure(outcome, "catalogInventoryStockItemUpdate", document) is { } failure)
        {
            return failure;
        }

        return State((await ReadAsync([document], cancellation))[0], document) is TargetState.AsWanted there ? new TargetAnswer.Done(there.TargetKey) : NotTaken(document);
    }

    private static TargetAnswer.Refused NotTaken(OutboxDocument document) =>
        new(new(Magento1Errors.NotTaken, "The shop said yes, and its stock is another.", Payload.At(document), "qty"));

    private static Dictionary<string, object?> Data(Wanted one)
    {
        var data = new Dictionary<string, object?>();
        if (one.Stock!.Qty is { } quantity)
        {
            data["qty"] = quantity.ToString("0.####", CultureInfo.InvariantCulture);
        }

        if (one.Stock.IsInStock is { } sold)
        {
            data["is_in_stock"] = sold ? 1 : 0;
        }

        return data;
    }

    private static TargetState State(Wanted one, OutboxDocument document)
    {
        if (one.Problem is not null)
        {
            return new TargetState.CannotAsk(one.Problem);
        }

        if (one.Article!.Elsewhere(document, one.Stock!.Sku) is { } elsewhere)
        {
            return elsewhere;
        }

        if (one.Item is not { } item)
        {
            return new TargetState.CannotAsk(new(Magento1Errors.NoStockItem, $"Product {one.Stock.Sku} has no stock record.", Payload.At(document), "sku"));
        }

        var now = new Magento1Stock { Sku = one.Stock.Sku, Qty = item.Number("qty"), IsInStock = item.Text("is_in_stock") == "1" };
        return (one.Stock.Qty is null || one.Stock.Qty == now.Qty) && (one.Stock.IsInStock is null || one.Stock.IsInStock == now.IsInStock)
            ? new TargetState.AsWanted(one.Article.Id)
            : new TargetState.Other(one.Article.Id, Payload.Write(now), new TargetEffect { ZeroesStock = now.Qty > 0 && one.Stock.Qty is <= 0 });
    }

    private async Task<IReadOnlyList<Wanted>> ReadAsync(IReadOnlyList<OutboxDocument> documents, CancellationToken cancellation)
    {
        var read = documents.Select(document => Payload.Read<Magento1Stock>(document)).ToList();
        var known = read.Where(one => one.Record is not null).Select(one => one.Record!.Sku).Distinct().ToList();
        var articles = known.Count == 0 ? [] : await Articles.FindForStockAsync(client, known, cancellation);
        var rows = articles.Where(article => article is { Row: not null, Problem: null }).Select(article => article.Row!.Value).ToList();
        var items = rows.Count == 0 ? new Dictionary<string, JsonElement>() : (await StockItems.ReadAsync(client, rows, cancellation)).Items;
        return
        [
            .. read.Select(one =>
            {
                var article = one.Record is null ? null : articles[known.IndexOf(one.Record.Sku)];
                var item = article?.Row is not null && items.TryGetValue(article.Id, out var found) ? found : (JsonElement?)null;
                return new Wanted(one.Record, one.Problem, article, item);
            }),
        ];
    }

    private sealed record Wanted(Magento1Stock? Stock, Issue? Problem, Article? Article, JsonElement? Item);
}

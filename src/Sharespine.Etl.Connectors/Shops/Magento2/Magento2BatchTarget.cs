using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Connectors.Shops.Magento2;

/// <summary>
/// Writes stock or prices, many articles a call. These calls set values and may be made again; that one was answered 200 says
/// little (rows are refused in the answer, an unknown SKU is taken in silence), so everything is read back.
/// </summary>
public abstract class Magento2BatchTarget<T>(Magento2Client client) : IRecordTarget
    where T : class
{
    public virtual int BatchSize => client.Settings.BatchSize;

    protected Magento2Client Client => client;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetState>> FindAsync(IReadOnlyList<OutboxDocument> documents, CancellationToken cancellation)
    {
        var read = documents.Select(document => Magento2Write.Read<T>(document)).ToList();
        var look = await LookAsync([.. read.Select(r => r.Record).OfType<T>()], cancellation);
        return [.. read.Zip(documents, (r, document) => r.Record is null ? new TargetState.CannotAsk(r.Problem!) : At(look(r.Record), document))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetAnswer>> SendAsync(IReadOnlyList<PlannedWrite> writes, CancellationToken cancellation)
    {
        var answers = new TargetAnswer?[writes.Count];
        var wanted = new List<(int Index, T Record)>();
        foreach (var (index, write) in writes.Index())
        {
            var (record, problem) = Magento2Write.Read<T>(write.Document, (write.Found as TargetState.Other)?.Now);
            if (record is null)
            {
                answers[index] = new TargetAnswer.Refused(problem!);
            }
            else
            {
                wanted.Add((index, record));
            }
        }

        if (wanted.Count > 0)
        {
            await SendAsync(wanted, writes, answers, cancellation);
        }

        return [.. answers.Select(answer => answer!)];
    }

    /// <summary>What the shop has for these, as a question that can be asked of each.</summary>
    protected abstract Task<Func<T, TargetState>> LookAsync(IReadOnlyList<T> wanted, CancellationToken cancellation);

    /// <summary>Makes the calls, ending with the first that is not done.</summary>
    protected abstract Task<BatchOutcome> WriteAsync(IReadOnlyList<T> wanted, CancellationToken cancellation);

    /// <summary>The SKU, by which a row error names its row.</summary>
    protected abstract string Sku(T wanted);

    private async Task SendAsync(List<(int Index, T Record)> wanted, IReadOnlyList<PlannedWrite> writes, TargetAnswer?[] answers, CancellationToken cancellation)
    {
        BatchOutcome outcome;
        try
        {
            outcome = await WriteAsync([.. wanted.Select(w => w.Record)], cancellation);
        }
        catch (EtlException e) when (e.IsTransient)
        {
            Fill(wanted, answers, _ => new TargetAnswer.Unknown(e.Issues[0]));
            return;
        }

        if (outcome.Failed is HttpOutcome.Refused && wanted.Count > 1)
        {
            // One row that the shop refuses outright takes the others with it; alone, each gets its own answer.
            foreach (var one in wanted)
            {
                await SendAsync([one], writes, answers, cancellation);
            }

            return;
        }

        if (outcome.Failed is { } failed)
        {
            Fill(wanted, answers, index => Magento2Write.NotDone(failed, writes[index].Document)!);
            return;
        }

        try
        {
            var look = await LookAsync([.. wanted.Select(w => w.Record)], cancellation);
            foreach (var (index, record) in wanted)
            {
                answers[index] = Judged(look(record), record, outcome, writes[index].Document);
            }
        }
        catch (EtlException e)
        {
            // It was sent; what became of it could not be seen.
            Fill(wanted, answers, _ => new TargetAnswer.Unknown(e.Issues[0]));
        }
    }

    private TargetAnswer Judged(TargetState now, T record, BatchOutcome outcome, OutboxDocument document)
    {
        if (now is TargetState.AsWanted there)
        {
            return new TargetAnswer.Done(there.TargetKey);
        }

        var words = outcome.RowErrors.Where(error => error.Contains(Sku(record), StringComparison.OrdinalIgnoreCase)).DefaultIfEmpty(outcome.RowErrors.Count > 0 ? outcome.RowErrors[0] : null).First();
        return new TargetAnswer.Refused(words is null
            ? new(Magento2Errors.NotTaken, "The shop answered that it was done, and has something else when it is read again.", Magento2Write.At(document))
            : new(Magento2Errors.RefusedByShop, words, Magento2Write.At(document)));
    }

    private static void Fill(List<(int Index, T Record)> wanted, TargetAnswer?[] answers, Func<int, TargetAnswer> answer)
    {
        foreach (var (index, _) in wanted)
        {
            answers[index] = answer(index);
        }
    }

    private static TargetState At(TargetState state, OutboxDocument document) => state switch
    {
        TargetState.CannotAsk cannot => cannot with { Issue = cannot.Issue with { At = Magento2Write.At(document) } },
        TargetState.WaitsFor waits => waits with { Issue = waits.Issue with { At = Magento2Write.At(document) } },
        _ => state,
    };

    protected static TargetState Missing(string sku) =>
        new TargetState.WaitsFor(new(Magento2Errors.ArticleMissing, $"The shop has no product {sku}."), $"article {sku}");

    protected static TargetState No(ErrorCode code, string message, string? field = null) => new TargetState.CannotAsk(new(code, message, Field: field));
}

/// <param name="Failed">The call that was not done; null when all were.</param>
/// <param name="RowErrors">What the shop said against single rows, although it answered 200.</param>
public sealed record BatchOutcome(HttpOutcome? Failed, IReadOnlyList<string> RowErrors)
{
    /// <summary>One call's outcome; a price call's answer is a list of row errors.</summary>
    internal static BatchOutcome Of(HttpOutcome outcome) => outcome is not HttpOutcome.Done done
        ? new(outcome, [])
        : new(null, [.. Rows(Magento2Client.Json(done.Answer)).Select(row => Magento2Refusal.Filled(row) ?? row.GetRawText())]);

    internal BatchOutcome And(BatchOutcome next) => new(next.Failed, [.. RowErrors, .. next.RowErrors]);

    private static List<System.Text.Json.JsonElement> Rows(System.Text.Json.JsonElement json) =>
        json.ValueKind == System.Text.Json.JsonValueKind.Array ? [.. json.EnumerateArray()] : [];
}

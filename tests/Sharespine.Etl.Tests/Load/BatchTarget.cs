using System.Globalization;
using System.Text;
using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;

namespace Sharespine.Etl.Tests.Load;

/// <summary>A shop's stock: takes several documents a call ({"sku":"A","quantity":5}), has an outcome for each, and can lose an answer.</summary>
internal sealed class BatchTarget(int size) : IRecordTarget
{
    private static readonly ErrorCode Code = new("TST002", "t", "c", "a");

    /// <summary>What the shop has, by SKU; a SKU that is not here is not in the shop.</summary>
    public Dictionary<string, int> Stock { get; } = [];

    public HashSet<string> Refuses { get; } = [];

    public List<string> Calls { get; } = [];

    /// <summary>The next call is made and its answers are lost.</summary>
    public bool LosesAnswer { get; set; }

    public int BatchSize => size;

    public Task<IReadOnlyList<TargetState>> FindAsync(IReadOnlyList<OutboxDocument> documents, CancellationToken cancellation)
    {
        Calls.Add(string.Create(CultureInfo.InvariantCulture, $"find {documents.Count}"));
        return Task.FromResult<IReadOnlyList<TargetState>>([.. documents.Select(Find)]);
    }

    public Task<IReadOnlyList<TargetAnswer>> SendAsync(IReadOnlyList<PlannedWrite> writes, CancellationToken cancellation)
    {
        Calls.Add(string.Create(CultureInfo.InvariantCulture, $"send {writes.Count}"));
        var lost = LosesAnswer;
        LosesAnswer = false;
        return Task.FromResult<IReadOnlyList<TargetAnswer>>([.. writes.Select(write => Send(write, lost))]);
    }

    public static string Payload(string sku, int quantity) => $$"""{"sku":"{{sku}}","quantity":{{quantity.ToString(CultureInfo.InvariantCulture)}}}""";

    private TargetState Find(OutboxDocument document)
    {
        var (sku, wanted) = Read(document.Payload);
        return !Stock.TryGetValue(sku, out var now) ? new TargetState.WaitsFor(new(Code, $"{sku} is not in the shop."), $"article {sku}")
            : now == wanted ? new TargetState.AsWanted(sku)
            : new TargetState.Other(sku, Encoding.UTF8.GetBytes(Payload(sku, now)), new() { ZeroesStock = now > 0 && wanted == 0 });
    }

    private TargetAnswer Send(PlannedWrite write, bool lost)
    {
        var (sku, wanted) = Read(write.Document.Payload);
        Assert.IsType<TargetState.Other>(write.Found);
        if (Refuses.Contains(sku))
        {
            return new TargetAnswer.Refused(new(Code, $"{sku} may not be changed.", Field: "quantity"));
        }

        Stock[sku] = wanted;
        return lost ? new TargetAnswer.Unknown(new(Code, "no answer.")) : new TargetAnswer.Done(sku);
    }

    private static (string Sku, int Quantity) Read(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        return (document.RootElement.GetProperty("sku").GetString()!, document.RootElement.GetProperty("quantity").GetInt32());
    }
}

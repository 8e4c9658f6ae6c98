using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>What the order list tells the matcher; the same in whatever order it comes.</summary>
public sealed record OrderInput
{
    public static OrderInput None { get; } = new();

    /// <summary>This provider's orders and refunds.</summary>
    public IReadOnlyList<ListedOrder> Orders { get; init; } = [];

    /// <summary>What lines settled through the list before: it is off their orders.</summary>
    public IReadOnlyList<OrderPart> Settled { get; init; } = [];

    /// <summary>Settled entries that are part of a total: without them its sum is not whole.</summary>
    public IReadOnlyList<MatchEntry> Carriers { get; init; } = [];
}

/// <param name="Minor">Off the line, in its sign.</param>
public sealed record OrderPart(SettlementLine Line, long EntryId, long Minor);

using Sharespine.Etl.Benchmarks.Generate.Shop;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Benchmarks.Generate.Providers;

/// <summary>A fee on a row. In öre or cents; costs are positive, as the files state them.</summary>
/// <param name="IsKnown">False: planted, a type that no mapping knows.</param>
public sealed record ProviderFee(string Type, long Cost, long Vat = 0, bool IsKnown = true);

/// <summary>One row of a settlement of Svea or Nexi, with what the generator knows and the file does not say.</summary>
public sealed record ProviderRow
{
    /// <summary>The provider's word for it: Order, Credit, CHARGE.</summary>
    public required string Word { get; init; }

    public required LineType Type { get; init; }

    public required string Method { get; init; }

    /// <summary>Signed as it enters the payout, fees not included.</summary>
    public required long Amount { get; init; }

    public string Currency { get; init; } = "SEK";

    /// <summary>When it was sold or given back; the books have it on this day.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The truth: null when it is of no order.</summary>
    public string? Order { get; init; }

    /// <summary>The order as the file has it.</summary>
    public string? Reference => Role == Role.SuffixedReference ? Order + "-WRetry-1" : Order;

    /// <summary>Numbers the provider's own ids. The same for a row that is settled a second time.</summary>
    public required int Serial { get; init; }

    public string? Comment { get; init; }

    public IReadOnlyList<ProviderFee> Fees { get; init; } = [];

    public Role Role { get; init; }

    public long FeeTotal => Fees.Sum(fee => fee.Cost);

    public long FeeVat => Fees.Sum(fee => fee.Vat);

    public bool IsOfCustomer => Type is LineType.Sale or LineType.Return;

    /// <summary>The truth: what a reconciliation must make of it.</summary>
    public Disposition Expected(bool isOutOfBalance) => Role switch
    {
        _ when !IsOfCustomer => Disposition.BalanceMovement,
        _ when isOutOfBalance => Disposition.Waiting,
        Role.MissingInLedger => Disposition.MissingInLedger,
        Role.OffByForty => Disposition.MatchedWithDifference,
        Role.OffByOre => Disposition.MatchedWithRounding,
        Role.SettledTwice => Disposition.Duplicate,
        _ => Disposition.Matched,
    };
}

using Sharespine.Etl.Model;

namespace Sharespine.Etl.Load;

/// <summary>How many records of a load may be hit at once by what a wrong export does; above it the load stops before its first call.</summary>
public sealed record GuardSettings
{
    /// <summary>Below this number a share says nothing: two of three articles may well run out in one night.</summary>
    public const int FewRecords = 10;

    [About("Stock levels that may go to zero in one load.")]
    public int ZeroedStock { get; init; } = 200;

    [About("Products that may be taken out of sale in one load.")]
    public int Deactivated { get; init; } = 50;

    [About("Prices that may move by more than price-jump-percent in one load.")]
    public int PriceJumps { get; init; } = 100;

    [About("From how many percent up or down a price counts as having jumped.")]
    public decimal PriceJumpPercent { get; init; } = 40;

    [About("Each of the three also as a share of all records of the kind, in percent; looked at from 10 hits on.")]
    public decimal Percent { get; init; } = 10;
}

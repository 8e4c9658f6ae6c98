using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Reconcile.Simulation.Formats;

/// <summary>How one provider writes a payout: the file, and which lines the report must make of it.</summary>
internal abstract class ProviderFormat
{
    /// <summary>As the connection is called, klarna-se.</summary>
    public abstract string Connection { get; }

    public abstract string Provider { get; }

    public abstract string Mapping { get; }

    /// <summary>The booking rules under mappings/booking.</summary>
    public abstract string Rules { get; }

    /// <summary>Refunds have ids of their own, so that the same refund settled twice can be told.</summary>
    public virtual bool HasRefundIds => false;

    /// <summary>A second reference that finds the voucher.</summary>
    public virtual bool HasOtherReference => true;

    public virtual bool HasLateFees => true;

    public virtual bool HasHoldbacks => true;

    /// <summary>A shortfall becomes debt that a later payout repays.</summary>
    public virtual bool HasDebt => true;

    /// <summary>The provider takes a sale back by itself, as this type.</summary>
    public abstract (LineType Type, string Detail) Default { get; }

    /// <summary>What the provider's own tolerance lets pass, in öre; named as a line.</summary>
    public virtual long Rounds => 0;

    public abstract string Reference(int client, DateOnly date, string currency);

    public abstract IReadOnlyList<PlannedFee> Fees(SplitMix64 random, long amount);

    public abstract byte[] Write(PlannedPayout payout, SplitMix64 random);

    /// <summary>Lines beside the rows and movements: fees, and what only a total states.</summary>
    public virtual IEnumerable<(LineType Type, string? Order, long Amount)> Derived(PlannedPayout payout) =>
        payout.Lines.SelectMany(line => line.Fees.Select(fee => (LineType.Fee, line.Order, -fee.Cost)));

    /// <summary>The same payout in another layout or by another way; null where there is none.</summary>
    public virtual (byte[] Content, string Mapping)? Otherwise(PlannedPayout payout, SplitMix64 random) => null;

    protected static long Percent(long amount, int hundredths) => (Math.Abs(amount) * hundredths + 5000) / 10000;
}

using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Posting;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>What would be posted now, payout by payout: planned once for a state of the store, whichever stages ask.</summary>
internal sealed class PostingRound
{
    private readonly State _state;
    private readonly DateOnly _asOf;

    private PostingRound(State state, DateOnly asOf, IReadOnlyList<(PayoutRow Payout, PostingPlan Plan)> plans) => (_state, _asOf, Plans) = (state, asOf, plans);

    public IReadOnlyList<(PayoutRow Payout, PostingPlan Plan)> Plans { get; }

    public static PostingRound Of(Session session, ReconciliationSettings settings, BookingRules rules, DateOnly asOf) =>
        new(State.Read(session), asOf, Plan(session, settings, rules, asOf));

    /// <summary>True while planning again would give the same.</summary>
    public bool Holds(Session session, DateOnly asOf) => _asOf == asOf && _state == State.Read(session);

    private static List<(PayoutRow Payout, PostingPlan Plan)> Plan(Session session, ReconciliationSettings settings, BookingRules rules, DateOnly asOf)
    {
        if (settings.Posting.Mode == PostingMode.Off)
        {
            return [];
        }

        var rates = new Lazy<ExchangeRates?>(() => settings.Posting.Rates is { } path ? ExchangeRates.Read(path) : null);
        var inputs = new PostingInputs(session, settings);
        var plans = VoucherStore.Candidates(session, settings).Select(payout => (Payout: payout, Plan: VoucherPlanner.Plan(Input(inputs, settings, payout, rates), settings, rules, asOf))).ToList();
        return IsTooMuch(plans, settings.Posting)
            ? [.. plans.Select(item => item.Plan is { IsHeld: false, SuspenseLines: var lines, LineCount: > 0 } plan
                ? (item.Payout, new PostingPlan(null, IsHeld: true, Reason.PostingStopped, plan.Amount) { SuspenseLines = lines, LineCount = plan.LineCount })
                : item)]
            : plans;
    }

    /// <summary>One finding per held payout, and one for a night that was stopped.</summary>
    public IEnumerable<Finding> Findings() => Plans
        .Where(item => item.Plan.IsHeld && item.Plan.Reason is not (Reason.None or Reason.PostingStopped))
        .Select(item => ExceptionMaker.Payout(item.Payout, Disposition.Waiting, item.Plan.Reason, item.Plan.Amount.Minor, item.Plan.Related, null) with { Amount = item.Plan.Amount })
        .Concat(Stopped([.. Plans.Where(item => item.Plan.Reason == Reason.PostingStopped)]));

    private static IEnumerable<Finding> Stopped(List<(PayoutRow Payout, PostingPlan Plan)> plans)
    {
        if (plans.Count == 0)
        {
            yield break;
        }

        var first = plans[0];
        var amount = plans.Aggregate(Money.Zero(first.Plan.Amount.Currency), (sum, item) => sum + item.Plan.Amount);
        var payouts = plans.Where(item => item.Plan.SuspenseLines > 0).Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Payout.Reference}: {item.Plan.SuspenseLines}")).ToList();
        yield return new(Disposition.Waiting, Reason.PostingStopped, "reconciliation", 0, "posting stopped", amount, first.Payout.PayoutDate, first.Payout.FileName, payouts, $"{amount} {string.Join(' ', payouts)}");
    }

    private static PostingInput Input(PostingInputs inputs, ReconciliationSettings settings, PayoutRow payout, Lazy<ExchangeRates?> rates)
    {
        var input = inputs.Of(payout);
        return payout.Currency == settings.Currency
            ? input
            : input with { FileRate = rates.Value?.For(payout.Currency, payout.PayoutDate, settings.Posting.RateDays) };
    }

    private static bool IsTooMuch(List<(PayoutRow Payout, PostingPlan Plan)> plans, PostingSettings posting)
    {
        var due = plans.Where(item => !item.Plan.IsHeld).ToList();
        var lines = due.Sum(item => item.Plan.SuspenseLines);
        return posting.StopAfterExceptions is { } count && lines > count
            || posting.StopAfterPercent is { } percent && lines * 100m > due.Sum(item => item.Plan.LineCount) * percent;
    }

    /// <summary>Lines, allocations and bank lines draw their ids from one sequence, each match draws at least one, and the rest is never deleted.</summary>
    private sealed record State
    {
        public long NextId { get; init; }

        public long Vouchers { get; init; }

        public long Payments { get; init; }

        public long Documents { get; init; }

        public static State Read(Session session) => session.First<State>(
            """
            SELECT next_id, (SELECT COUNT(*) FROM voucher) AS vouchers, (SELECT COUNT(*) FROM customer_payment) AS payments, (SELECT COUNT(*) FROM payout_document) AS documents
            FROM reconcile_sequence WHERE name = 'reconcile'
            """)!;
    }
}

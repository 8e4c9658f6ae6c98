using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Posting;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>What would be posted now, payout by payout.</summary>
internal static class PostingRound
{
    public static IReadOnlyList<(PayoutRow Payout, PostingPlan Plan)> Plan(Session session, ReconciliationSettings settings, BookingRules rules, DateOnly asOf) =>
        settings.Posting.Mode == PostingMode.Off
            ? []
            : [.. VoucherStore.Candidates(session, settings).Select(payout => (payout, VoucherPlanner.Plan(VoucherStore.Input(session, payout), settings, rules, asOf)))];

    public static IEnumerable<Finding> Findings(IEnumerable<(PayoutRow Payout, PostingPlan Plan)> plans) => plans
        .Where(item => item.Plan.IsHeld && item.Plan.Reason != Reason.None)
        .Select(item => ExceptionMaker.Payout(item.Payout, Disposition.Waiting, item.Plan.Reason, item.Plan.Amount.Minor, [], null));
}

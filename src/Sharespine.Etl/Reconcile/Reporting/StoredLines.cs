using System.Collections;
using Sharespine.Etl.Reconcile.Storage;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Reporting;

/// <summary>The report's lines, read payout by payout on each walk; to be walked within the session.</summary>
internal sealed class StoredLines(
    Session session, ReconciliationSettings settings, BookingRules rules, ReconcileTexts texts, DecisionSection decisions, IReadOnlyList<PayoutRow> payouts, int count)
    : IReadOnlyCollection<LineReport>
{
    public int Count => count;

    public IEnumerator<LineReport> GetEnumerator() => payouts.SelectMany(payout => new PayoutLines(session, settings, payout, rules, texts, decisions).Reports()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Reporting;

/// <summary>Lines of a payout that are alike, summed: what a payout's figures and the fees are made of.</summary>
internal sealed record LineGroup
{
    public LineType LineType { get; init; }

    public string ProviderType { get; init; } = "";

    public string DetailedType { get; init; } = "";

    public string? PaymentMethod { get; init; }

    public long? VatRateScaled { get; init; }

    public string Currency { get; init; } = "";

    public bool IsNegative { get; init; }

    public string? Disposition { get; init; }

    public string? Reason { get; init; }

    public int Count { get; init; }

    public long AmountMinor { get; init; }

    public long VatMinor { get; init; }

    public long OpenMinor { get; init; }

    public LineFacts Facts => new(LineType, DetailedType, PaymentMethod, VatRateScaled / 1_000_000m, Currency, IsNegative);

    /// <summary>The reason that the last match gave; none where they are settled.</summary>
    public Reason WhyOpen => Enum.TryParse<Reason>(Reason, out var reason) ? reason : Matching.Reason.None;

    public static IReadOnlyList<LineGroup> Of(Session session, long payoutId)
    {
        const string Alike = "l.line_type, l.provider_type, l.detailed_type, l.payment_method, l.vat_rate_scaled, l.currency, CASE WHEN l.amount_minor < 0 THEN 1 ELSE 0 END, CASE WHEN l.open_minor <> 0 THEN 1 ELSE 0 END, l.disposition, l.reason";
        return session.Query<LineGroup>(
            $"""
            SELECT l.line_type, l.provider_type, l.detailed_type, l.payment_method, l.vat_rate_scaled, l.currency, CASE WHEN l.amount_minor < 0 THEN 1 ELSE 0 END AS is_negative, l.disposition, l.reason,
                COUNT(*) AS count, SUM(l.amount_minor) AS amount_minor, SUM(l.vat_minor) AS vat_minor, SUM(l.open_minor) AS open_minor
            FROM settlement_line l WHERE l.payout_id = @payoutId GROUP BY {Alike} ORDER BY {Alike}
            """, new { payoutId });
    }
}

using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Posting;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>What stands beside a payout in another currency: rates it was booked with, and VAT in the currency of registration.</summary>
internal static class PayoutBasis
{
    public static ExchangeRate? PostedRate(Session session, PayoutRow payout, ReconciliationSettings settings) => payout.Currency == settings.Currency
        ? null
        : session.Top<RateRow>(1, "SELECT rate, source, is_bank FROM payout_rate WHERE payout_id = @Id ORDER BY sequence_number DESC", new { payout.Id }) is [var row]
            ? new(decimal.Parse(row.Rate, CultureInfo.InvariantCulture), row.Source, row.IsBank)
            : null;

    /// <summary>Keeps the rate of what is booked now; the same again is kept once.</summary>
    public static void SaveRate(Session session, PayoutRow payout, ReconciliationSettings settings, ExchangeRate rate, string runId)
    {
        if (PostedRate(session, payout, settings) == rate)
        {
            return;
        }

        session.Execute(
            """
            INSERT INTO payout_rate (payout_id, sequence_number, rate, source, is_bank, run_id)
            SELECT @Id, COUNT(*) + 1, @rate, @Source, @IsBank, @runId FROM payout_rate WHERE payout_id = @Id
            """,
            new { payout.Id, rate = rate.Rate.ToString(CultureInfo.InvariantCulture), rate.Source, rate.IsBank, runId });
    }

    /// <summary>File names of the provider's own documents of the payout, in the order they came.</summary>
    public static IReadOnlyList<string> Documents(Session session, PayoutRow payout, ReconciliationSettings settings) => session.Query<string>(
        "SELECT file_name FROM payout_document WHERE connection = @Connection AND payout_reference = @Reference ORDER BY received_at, file_name", new { settings.Connection, payout.Reference });

    public static IReadOnlyDictionary<long, Money> RegistrationVat(Session session, PayoutRow payout, ReconciliationSettings settings) => payout.Currency == settings.Currency
        ? new Dictionary<long, Money>()
        : session.Query<VatRow>(
            "SELECT r.settlement_line_id, r.vat_minor, r.currency FROM registration_vat r JOIN settlement_line l ON l.id = r.settlement_line_id WHERE l.payout_id = @Id", new { payout.Id })
            .ToDictionary(row => row.SettlementLineId, row => new Money(row.VatMinor, Currency.Parse(row.Currency)));

    private sealed record RateRow
    {
        public string Rate { get; init; } = "";

        public string Source { get; init; } = "";

        public bool IsBank { get; init; }
    }

    private sealed record VatRow
    {
        public long SettlementLineId { get; init; }

        public long VatMinor { get; init; }

        public string Currency { get; init; } = "";
    }
}

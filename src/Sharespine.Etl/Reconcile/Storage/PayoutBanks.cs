using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Posting;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>What the newest match found at the bank, for the report and for posting.</summary>
internal static class PayoutBanks
{
    /// <summary>By payout; payouts that the bank step says nothing of are not in it. For a past day, lines that came later are not there yet.</summary>
    public static IReadOnlyDictionary<long, PayoutBank> Of(Session session, ReconciliationSettings settings, DateOnly asOf)
    {
        if (settings.Bank is null)
        {
            return new Dictionary<long, PayoutBank>();
        }

        var parts = Parts(session, "1 = 1", new { settings.Name }).ToLookup(part => part.PayoutId);
        return session.Query<StatusRow>(
            "SELECT v.payout_id, v.status, v.difference_minor, p.currency FROM payout_bank_verdict v JOIN payout p ON p.id = v.payout_id WHERE v.reconciliation = @Name", new { settings.Name })
            .ToDictionary(row => row.PayoutId, row => Bank(row, [.. parts[row.PayoutId]], asOf));
    }

    /// <summary>The line that paid the payout, if that is sure enough to book on; null otherwise.</summary>
    public static BankMatch? Certain(Session session, ReconciliationSettings settings, long payoutId)
    {
        if (settings.Bank is null)
        {
            return null;
        }

        var parts = Parts(session, "a.payout_id = @payoutId", new { settings.Name, payoutId });
        return parts.Count == 0 || parts.Any(part => !BankRuleNames.IsCertain(part.RuleName)) || parts.Select(part => (part.Account, part.Currency)).Distinct().Count() > 1
            ? null
            : new(parts[0].Account, parts[^1].LineDate, Sum(parts), string.Join(", ", parts.Select(part => part.Label)))
            {
                // A line of the ledger's own bank account is booked already.
                IsStatement = parts.All(part => part.Source != settings.Company),
            };
    }

    private static PayoutBank Bank(StatusRow row, List<PartRow> parts, DateOnly asOf)
    {
        if (parts.Exists(part => part.LineDate > asOf))
        {
            return new(BankStatus.Waiting, null, null, null, Money.Zero(Currency.Parse(row.Currency)));
        }

        var isOne = parts.Count > 0 && parts.Select(part => part.Currency).Distinct().Count() == 1;
        return new(
            row.Status,
            isOne ? Sum(parts) : null,
            parts.Count > 0 ? parts[^1].LineDate : null,
            parts.Count > 0 ? string.Join(", ", parts.Select(part => part.Place)) : null,
            new(row.DifferenceMinor, Currency.Parse(row.Currency)));
    }

    private static Money Sum(IReadOnlyList<PartRow> parts) => new(parts.Sum(part => part.LineMinor), Currency.Parse(parts[0].Currency));

    private static IReadOnlyList<PartRow> Parts(Session session, string where, object parameters) => session.Query<PartRow>(
        $"""
        SELECT a.payout_id, a.line_minor, a.rule_name, l.source, l.account, l.line_date, l.currency, l.label, f.name AS file_name, x.file_line
        FROM payout_bank a JOIN bank_line l ON l.id = a.bank_line_id
        JOIN bank_statement_line x ON x.bank_line_id = l.id AND x.bank_statement_id = (SELECT MAX(y.bank_statement_id) FROM bank_statement_line y WHERE y.bank_line_id = l.id)
        JOIN bank_statement s ON s.id = x.bank_statement_id
        JOIN bank_file f ON f.id = s.bank_file_id
        WHERE a.reconciliation = @Name AND {where} AND a.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM payout_bank r WHERE r.reverses_id = a.id)
        ORDER BY l.line_date, l.line_key, a.id
        """, parameters);

    private sealed record StatusRow
    {
        public long PayoutId { get; init; }

        public BankStatus Status { get; init; }

        public long DifferenceMinor { get; init; }

        public string Currency { get; init; } = "";
    }

    private sealed record PartRow
    {
        public string Source { get; init; } = "";

        public long PayoutId { get; init; }

        public long LineMinor { get; init; }

        public string RuleName { get; init; } = "";

        public string Account { get; init; } = "";

        public DateOnly LineDate { get; init; }

        public string Currency { get; init; } = "";

        public string Label { get; init; } = "";

        public string FileName { get; init; } = "";

        public long FileLine { get; init; }

        public string Place => string.Create(CultureInfo.InvariantCulture, $"{Label} ({FileName}:{FileLine})");
    }
}

using System.Globalization;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Storage;

/// <summary>
/// The last step, from payout to bank line: loads payouts and lines, stores what changed since the last match, and returns
/// what a person has to look at. Made anew each time from everything known, so that it does not matter what came first.
/// </summary>
internal static class BankRound
{
    public static IReadOnlyList<Finding> Run(Session session, ReconciliationSettings settings, DateOnly asOf, string runId, DateTimeOffset now)
    {
        var standing = PayoutBankStore.Standing(session, "a.reconciliation = @Name", new { settings.Name });
        if (settings.Bank is not { } bank)
        {
            // Taken out of the configuration: its lines are free for others.
            PayoutBankStore.Reverse(session, standing, runId, now);
            PayoutBankStore.SetVerdicts(session, settings.Name, []);
            return [];
        }

        var payouts = session.Query<PayoutRow>($"{PayoutRow.Select} WHERE p.connection = @Connection", new { settings.Connection });
        var of = new { Source = Source(settings), bank.Accounts, settings.Name };
        var lines = session.Query<BankLineRow>(
            """
            SELECT l.id, l.account, l.line_key, l.line_date, l.amount_minor, l.currency, l.original_minor, l.original_currency, l.texts, l.label,
                (SELECT MAX(x.file_line) FROM bank_statement_line x WHERE x.bank_line_id = l.id AND x.bank_statement_id =
                    (SELECT MAX(y.bank_statement_id) FROM bank_statement_line y WHERE y.bank_line_id = l.id)) AS file_line,
                (SELECT f.name FROM bank_file f JOIN bank_statement s ON s.bank_file_id = f.id WHERE s.id =
                    (SELECT MAX(y.bank_statement_id) FROM bank_statement_line y WHERE y.bank_line_id = l.id)) AS file_name
            FROM bank_line l
            WHERE l.source = @Source AND l.account IN @Accounts AND l.is_vanished = 0
                AND NOT EXISTS (SELECT 1 FROM payout_bank a WHERE a.bank_line_id = l.id AND a.reconciliation <> @Name AND a.reverses_id IS NULL
                    AND NOT EXISTS (SELECT 1 FROM payout_bank r WHERE r.reverses_id = a.id))
            """, of);
        var result = BankMatcher.Match(
            new()
            {
                AsOf = asOf,
                Payouts = [.. payouts.Select(payout => Payout(payout, settings))],
                Lines = [.. lines.Select(line => new BankCandidate(line.Id, line.Account, line.ToLine()))],
                Covered = BankCoverage.Periods(session.Query<CoverRow>(
                    "SELECT account, covers_from, covers_to, opening_minor, closing_minor FROM bank_statement WHERE source = @Source AND account IN @Accounts AND state = 'current'", of), bank.Accounts),
            },
            new(settings));
        Store(session, settings.Name, standing, result, runId, now);
        return Findings(payouts.ToDictionary(payout => payout.Id), lines.ToDictionary(line => line.Id), result);
    }

    /// <summary>Where the lines come from: the ledger of the company, or the connection.</summary>
    public static string Source(ReconciliationSettings settings) => settings.Bank?.Connection ?? settings.Company;

    private static BankPayout Payout(PayoutRow row, ReconciliationSettings settings) => new()
    {
        Id = row.Id,
        MerchantId = row.MerchantId,
        Reference = row.Reference,
        Date = row.PayoutDate,
        Paid = new(row.TotalMinor ?? row.NetMinor, row.Money),
        BookedVoucher = row.BookedVoucher,
        IsSetAside = settings.Start is { } start && row.PayoutDate < start.Date,
    };

    private static void Store(Session session, string reconciliation, IReadOnlyList<PayoutBankRow> standing, BankResult result, string runId, DateTimeOffset now)
    {
        static BankAllocation Same(PayoutBankRow row) => new(row.PayoutId, row.BankLineId, row.PayoutMinor, row.LineMinor, row.RuleName);
        var wanted = result.Allocations.ToHashSet();
        PayoutBankStore.Reverse(session, [.. standing.Where(row => !wanted.Contains(Same(row)))], runId, now);
        var kept = standing.Select(Same).ToHashSet();
        PayoutBankStore.Add(session, reconciliation, [.. result.Allocations.Where(allocation => !kept.Contains(allocation))], runId, now);
        PayoutBankStore.SetVerdicts(session, reconciliation, result.Payouts);
    }

    private static List<Finding> Findings(Dictionary<long, PayoutRow> payouts, Dictionary<long, BankLineRow> lines, BankResult result)
    {
        var used = result.Allocations.ToLookup(allocation => allocation.PayoutId);
        return
        [
            .. result.Payouts.Where(verdict => verdict.Reason != Reason.None).Select(verdict => OfPayout(payouts[verdict.PayoutId], verdict, [.. used[verdict.PayoutId].Select(allocation => lines[allocation.LineId])])),
            .. result.Lines.Select(verdict => OfLine(lines[verdict.LineId], verdict)),
        ];
    }

    private static Finding OfPayout(PayoutRow payout, BankVerdict verdict, IReadOnlyList<BankLineRow> lines)
    {
        var paid = payout.TotalMinor ?? payout.NetMinor;
        var (cause, minor) = verdict.Reason switch
        {
            Reason.BankAmountDiffers => (Disposition.MatchedWithDifference, verdict.DifferenceMinor == 0 ? paid : verdict.DifferenceMinor),
            Reason.BankAmbiguous => (Disposition.Ambiguous, paid),
            _ => (Disposition.MissingInLedger, paid),
        };
        return ExceptionMaker.Payout(payout, cause, verdict.Reason, minor, verdict.Related, lines.Count > 0 ? lines[0].Label : null) with
        {
            Evidence = string.Join(", ", lines.Select(line => line.Place).Prepend(payout.FileName)),
        };
    }

    private static Finding OfLine(BankLineRow line, BankLineVerdict verdict) => new(
        verdict.Reason == Reason.BankPaidTwice ? Disposition.Duplicate : Disposition.MissingInSettlement, verdict.Reason, "bank-line", line.Id, $"{line.Account}/{line.LineKey}/{verdict.Reason}",
        new(line.AmountMinor, Currency.Parse(line.Currency)), line.LineDate, line.Place, verdict.Payouts, line.AmountMinor.ToString(CultureInfo.InvariantCulture),
        null, verdict.Payouts.Count > 0 ? verdict.Payouts[0] : null, line.Label);
}

internal sealed record BankLineRow
{
    public long Id { get; init; }

    public string Account { get; init; } = "";

    public string LineKey { get; init; } = "";

    public DateOnly LineDate { get; init; }

    public long AmountMinor { get; init; }

    public string Currency { get; init; } = "";

    public long? OriginalMinor { get; init; }

    public string? OriginalCurrency { get; init; }

    public string Texts { get; init; } = "";

    public string Label { get; init; } = "";

    public long FileLine { get; init; }

    public string FileName { get; init; } = "";

    /// <summary>"B 12 (visma.se:40)".</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"{Label} ({FileName}:{FileLine})");

    public BankLine ToLine() => new()
    {
        Key = LineKey,
        Date = LineDate,
        Amount = new(AmountMinor, Model.Currency.Parse(Currency)),
        OriginalAmount = OriginalMinor is { } minor ? new(minor, Model.Currency.Parse(OriginalCurrency!)) : null,
        Texts = Texts.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        FileLine = (int)FileLine,
        Label = Label,
    };
}

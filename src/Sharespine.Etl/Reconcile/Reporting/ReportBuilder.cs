using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Posting;
using Sharespine.Etl.Reconcile.Storage;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile.Reporting;

/// <summary>Reads back what the stages stored and lays it out as the report.</summary>
/// <param name="asOf">The day that the report speaks of.</param>
/// <param name="today">The day that it is made on; what is planned carries its date.</param>
/// <param name="planned">What would be posted on that day.</param>
internal sealed class ReportBuilder(Session session, ReconciliationSettings settings, BookingRules rules, DateOnly asOf, DateOnly today, PostingRound planned)
{
    private static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    private readonly DecisionSection _decisions = new(session, settings, EndOf(asOf < today ? asOf : today.AddDays(1)));
    private readonly ReconcileTexts _texts = ReconcileTexts.For(settings.Language);

    public ReconciliationReport Build(string runId, DateTimeOffset madeAt, bool isDryRun)
    {
        var exceptions = Exceptions(runId);
        var payouts = Payouts(exceptions);
        var shown = payouts.Select(payout => payout.Id).ToList();
        var plans = planned.Plans.Where(item => item.Plan.Voucher is not { } voucher || IsShown(voucher)).ToDictionary(item => item.Payout.Id, item => item.Plan);
        var vouchers = VoucherStore.Of(session, shown).Where(stored => IsShown(stored.Voucher)).ToLookup(stored => stored.PayoutId);
        var payments = PaymentStore.Of(session, shown);
        var banks = PayoutBanks.Of(session, settings, asOf);
        var accounts = new AccountSection(session, settings, asOf);
        var openItems = ReconcileTrace.Part("open items", accounts.OpenItems);
        var controls = ReconcileTrace.Part("accounts", () => accounts.Controls(openItems));
        var exceptionCounts = exceptions.CountBy(exception => exception.PayoutReference ?? "").ToDictionary(StringComparer.Ordinal);
        var (reports, fees) = (new List<PayoutReport>(), new FeeSums(rules));
        foreach (var payout in payouts)
        {
            var lines = ReconcileTrace.Part("payouts", () => LineGroup.Of(session, payout.Id));
            reports.Add(Payout(payout, lines, exceptionCounts.GetValueOrDefault(payout.Reference), vouchers[payout.Id].ToList(), plans.GetValueOrDefault(payout.Id)) with { Bank = banks.GetValueOrDefault(payout.Id) });
            fees.Add(lines);
        }

        return new()
        {
            Name = settings.Name,
            Company = settings.CompanyName is { } name ? $"{name}, {settings.Company}" : settings.Company,
            Provider = settings.Provider,
            MadeAt = madeAt,
            RunId = runId,
            AsOf = asOf,
            IsDryRun = isDryRun,
            Payouts = reports,
            Lines = new StoredLines(session, settings, rules, _texts, _decisions, payouts, reports.Sum(payout => payout.LineCount)),
            Exceptions = exceptions,
            Accounts = controls,
            OpenItems = openItems,
            Fees = fees.Reports(),
            Vouchers = [.. payouts.SelectMany(payout => vouchers[payout.Id].Select(stored => Voucher(stored.Voucher, stored.FileName))
                .Concat(plans.GetValueOrDefault(payout.Id) is { } plan ? new[] { plan.Voucher, plan.BankVoucher }.OfType<Voucher>().Select(planned => Voucher(planned, null)) : [])), .. WriteOffs()],
            Resolutions = _decisions.All(),
            Payments = [.. payments.Select(stored => Payment(stored.PayoutReference, stored.Payment, stored.Batch))
                .Concat(payouts.SelectMany(payout => (plans.GetValueOrDefault(payout.Id)?.Payments ?? []).Select(payment => Payment(payout.Reference, payment, null))))],
            Days = DayComparisons.Of(session, settings, rules, asOf),
            Files = Files(shown),
        };
    }

    /// <summary>Vouchers of entries that no payout holds, stored or planned.</summary>
    private IEnumerable<VoucherReport> WriteOffs() =>
        VoucherStore.OfWriteOffs(session, settings.Name, asOf.AddDays(-settings.ReportDays)).Select(stored => Voucher(stored.Voucher, stored.FileName))
            .Concat(WriteOffVouchers.Plan(session, settings).Select(item => Voucher(item.Voucher, null)))
            .Where(voucher => asOf >= today || voucher.Date <= asOf)
            .OrderBy(voucher => voucher.Date).ThenBy(voucher => voucher.Reference, StringComparer.Ordinal);

    /// <summary>Of an earlier day, what is dated later is not shown.</summary>
    private bool IsShown(Voucher voucher) => asOf >= today || voucher.Date <= asOf;

    private static DateTimeOffset EndOf(DateOnly day)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Stockholm.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>Recent payouts, and older ones that an exception or an open line keeps.</summary>
    private List<PayoutRow> Payouts(IReadOnlyList<ExceptionReport> exceptions)
    {
        var kept = exceptions.Select(exception => exception.PayoutReference).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. session.Query<PayoutRow>($"{PayoutRow.Select} WHERE p.connection = @Connection AND p.payout_date <= @asOf ORDER BY p.payout_date, p.reference, p.merchant_id", new { settings.Connection, asOf })
            .Where(payout => payout.PayoutDate >= asOf.AddDays(-settings.ReportDays) || kept.Contains(payout.Reference))];
    }

    private List<ExceptionReport> Exceptions(string runId) =>
        [.. session.Query<ExceptionRow>(
            """
            SELECT id, state, cause, reason, subject_kind, subject_id, amount_minor, currency, order_reference, payout_reference, voucher, exception_date, evidence, related, first_run_id
            FROM reconciliation_exception
            WHERE reconciliation = @Name AND (@isPast = 0 AND closed_at IS NULL
                OR @isPast = 1 AND exception_date <= @asOf AND (closed_at IS NULL OR first_seen_at < @endOfDay AND closed_at >= @endOfDay))
            """,
            // Of an earlier day: found by now about that day or earlier and still open, or found by then and solved later.
            new { settings.Name, asOf, isPast = asOf < today ? 1 : 0, endOfDay = EndOf(asOf) })
            .Select(row => Exception(row, runId))
            .OrderBy(exception => exception.Cause)
            .ThenBy(exception => exception.Amount.Currency.Code, StringComparer.Ordinal)
            .ThenByDescending(exception => Math.Abs(exception.Amount.Minor))
            .ThenBy(exception => exception.Id, StringComparer.Ordinal)];

    private ExceptionReport Exception(ExceptionRow row, string runId)
    {
        var facts = new ExceptionFacts
        {
            Reason = row.Reason,
            Amount = row.Amount,
            OrderReference = row.OrderReference,
            PayoutReference = row.PayoutReference,
            Voucher = row.Voucher,
            Date = row.ExceptionDate,
            Related = row.Related.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        };
        return new()
        {
            Id = row.Id,
            State = row.State,
            Cause = row.Cause,
            Reason = row.Reason.ToString(),
            Amount = row.Amount,
            OrderReference = row.OrderReference,
            PayoutReference = row.PayoutReference,
            Voucher = row.Voucher,
            Date = row.ExceptionDate,
            Evidence = row.Evidence,
            Explanation = _texts.Explain(facts),
            Action = _decisions.Waits(row.Id) is { } waits ? $"{_texts.Act(facts)} ({waits})" : _texts.Act(facts),
            AgeDays = asOf.DayNumber - row.ExceptionDate.DayNumber,
            IsNew = row.FirstRunId == runId,
        };
    }

    private PayoutReport Payout(PayoutRow payout, IReadOnlyList<LineGroup> lines, int exceptionCount, List<StoredVoucher> vouchers, PostingPlan? plan)
    {
        var entering = lines.Where(line => Settlements.Enters(line.LineType, payout.SettlementKind)).ToList();
        Money Sum(Func<LineGroup, bool> wanted) => new(entering.Where(wanted).Sum(line => line.AmountMinor), payout.Money);
        var sales = Sum(line => line.LineType == LineType.Sale);
        var returns = Sum(line => line.LineType == LineType.Return);
        var fees = Sum(line => line.LineType is LineType.Fee or LineType.FeeRefund);
        var vat = Sum(line => line.LineType == LineType.FeeVat) + new Money(entering.Sum(line => line.VatMinor), payout.Money);
        var holdbacks = Sum(line => line.LineType is LineType.Holdback or LineType.Release);
        var net = new Money(payout.NetMinor, payout.Money);
        return new()
        {
            Reference = payout.Reference,
            Date = payout.PayoutDate,
            Currency = payout.Money,
            Sales = sales,
            Returns = returns,
            Fees = fees,
            FeeVat = vat,
            Holdbacks = holdbacks,
            Other = net - sales - returns - fees - vat - holdbacks,
            Net = net,
            ProviderTotal = payout.TotalMinor is { } total ? new(total, payout.Money) : null,
            Difference = new(payout.Difference, payout.Money),
            Remainder = payout.BookedVoucher is not null ? Money.Zero(payout.Money) : new(entering.Sum(line => Unexplained(line)), payout.Money),
            RemainderParts = payout.BookedVoucher is not null ? [] : RemainderParts(entering, payout),
            Status = Status(payout, lines, plan, exceptionCount),
            LineCount = lines.Sum(line => line.Count),
            MatchedCount = lines.Where(line => line.Disposition is nameof(Disposition.Matched) or nameof(Disposition.MatchedWithRounding)).Sum(line => line.Count),
            ExceptionCount = exceptionCount,
            VoucherReference = vouchers.Count > 0 ? vouchers[0].Voucher.Reference : plan?.Voucher?.Reference,
            FileName = payout.FileName,
        };
    }

    private long Unexplained(LineGroup line) => LineRoles.Of(line.Facts, rules) switch
    {
        LineRole.Receivable when line.Disposition != nameof(Disposition.Manual) => line.OpenMinor,
        LineRole.NoRule when line.Disposition != nameof(Disposition.Manual) => line.AmountMinor + line.VatMinor,
        _ => 0,
    };

    private List<RemainderPart> RemainderParts(List<LineGroup> lines, PayoutRow payout) =>
        [.. lines
            .Select(line => (Minor: Unexplained(line), line.Count, Why: LineRoles.Of(line.Facts, rules) == LineRole.NoRule ? Reason.NoRule : line.WhyOpen))
            .Where(part => part.Minor != 0)
            .GroupBy(part => part.Why)
            .Select(group => new RemainderPart(group.Key.ToString(), _texts.Remainder(group.Key), new(group.Sum(part => part.Minor), payout.Money), group.Sum(part => part.Count)))
            .OrderByDescending(part => Math.Abs(part.Amount.Minor))
            .ThenBy(part => part.Reason, StringComparer.Ordinal)];

    private static PaymentReport Payment(string payout, CustomerPayment payment, string? file) => new()
    {
        Reference = payment.Reference,
        Date = payment.Date,
        PayoutReference = payout,
        OrderReference = payment.OrderReference,
        Invoice = payment.Invoice,
        Amount = payment.Amount,
        File = file,
    };

    private static PayoutStatus Status(PayoutRow payout, IReadOnlyList<LineGroup> lines, PostingPlan? plan, int exceptions) =>
        payout.Difference != 0 ? PayoutStatus.OutOfBalance
        : payout.BookedVoucher is not null ? PayoutStatus.AlreadyBooked
        : payout.VoucherCount == 0 && (plan is { IsHeld: true, Reason: not Reason.None } || payout.IsPossiblyBooked) ? PayoutStatus.Blocked
        : exceptions > 0 || lines.Any(line => line.Disposition is null or nameof(Disposition.Waiting)) ? PayoutStatus.ReconciledWithExceptions
        : PayoutStatus.Reconciled;

    private List<SourceFileReport> Files(List<long> payoutIds) =>
    [
        .. payoutIds.Chunk(500).SelectMany(chunk => session.Query<FileRow>(
            "SELECT DISTINCT f.id, f.name, f.sha256, f.row_count FROM settlement_file f JOIN settlement_file_payout x ON x.settlement_file_id = f.id WHERE x.payout_id IN @chunk", new { chunk }))
            .DistinctBy(file => file.Id).OrderBy(file => file.Id).Select(file => new SourceFileReport("settlement", file.Name, file.Sha256, file.RowCount)),
        .. session.Query<FileRow>(
            """
            SELECT DISTINCT f.id, f.name, f.sha256, f.row_count FROM ledger_file f JOIN ledger_snapshot s ON s.ledger_file_id = f.id
            WHERE s.company = @Company AND s.account IN @accounts AND s.state = 'current' ORDER BY f.id
            """,
            new { settings.Company, accounts = settings.Accounts.Select(account => account.Account) }).Select(file => new SourceFileReport("ledger", file.Name, file.Sha256, file.RowCount)),
        .. BankFiles(),
    ];

    /// <summary>The bank's own statements; bank lines of the ledger come by the ledger's files.</summary>
    private IEnumerable<SourceFileReport> BankFiles() => settings.Bank is not { Connection: { } connection } bank ? [] : session.Query<FileRow>(
        """
        SELECT DISTINCT f.id, f.name, f.sha256, f.row_count FROM bank_file f JOIN bank_statement s ON s.bank_file_id = f.id
        WHERE s.source = @connection AND s.account IN @Accounts AND s.state = 'current' AND s.covers_to >= @from ORDER BY f.id
        """,
        new { connection, bank.Accounts, from = asOf.AddDays(-settings.ReportDays) }).Select(file => new SourceFileReport("bank", file.Name, file.Sha256, file.RowCount));

    private static VoucherReport Voucher(Voucher voucher, string? file) => new()
    {
        Reference = voucher.Reference,
        Series = voucher.Series,
        Date = voucher.Date,
        Text = voucher.Text,
        Rows = voucher.Rows,
        File = file,
    };

    private sealed record FileRow
    {
        public long Id { get; init; }

        public string Name { get; init; } = "";

        public string Sha256 { get; init; } = "";

        public int RowCount { get; init; }
    }
}

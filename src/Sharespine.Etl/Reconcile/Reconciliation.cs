using System.Reflection;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Posting;
using Sharespine.Etl.Reconcile.Reporting;
using Sharespine.Etl.Reconcile.Starting;
using Sharespine.Etl.Reconcile.Storage;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Reconcile;

/// <summary>
/// One reconciliation's stages. Each can be run alone and again: what is known is not taken twice, what is settled is not
/// settled twice, what is planned is not planned twice.
/// </summary>
public sealed class Reconciliation(Database database, World world, ReconciliationSettings configured, BookingRules rules)
{
    // Reconciliations share ledgers, bank lines and payouts, and each looks before it writes: they write one after another.
    private const string Turn = "reconciliation";

    private readonly long _starts = database.Read(session => StartStore.Count(session, configured.Name));
    private readonly ReconciliationSettings _settings = database.Read(session => StartStore.Effective(session, configured));

    private PostingRound? _planned;

    private static readonly string ProgramVersion =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    private static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>One transaction in turn with those of all reconciliations, and under the start that these settings were read with.</summary>
    private T Write<T>(string what, LeaseToken? lease, Func<Session, T> work) => database.Write(what, lease, session =>
    {
        session.Exclusive(Turn);
        return StartStore.Count(session, configured.Name) == _starts
            ? work(session)
            : throw new EtlException(new Issue(ReconcileErrors.StartedMeanwhile, $"another start of {configured.Name} was approved while this was at work; nothing of this step was saved.")) { IsTransient = true };
    });

    private void Write(string what, LeaseToken? lease, Action<Session> work) => Write(what, lease, session =>
    {
        work(session);
        return true;
    });

    /// <summary>Takes in a settlement file: the same bytes once, the same payout once, in whatever layout.</summary>
    /// <exception cref="EtlException"><c>REC009</c>, <c>REC010</c>: the payouts contradict themselves; nothing of the file is saved.</exception>
    public SettlementSaved SaveSettlement(SourceFile file, IReadOnlyList<Payout> payouts, LeaseToken? lease) =>
        Write("settlement file", lease, session => SettlementIntake.Save(session, file, _settings.Connection, payouts, world.UtcNow));

    /// <summary>Takes in a ledger file; its snapshots supersede earlier ones of the same account and fiscal year.</summary>
    /// <param name="texts">Where our references are looked for, on whatever account.</param>
    /// <exception cref="EtlException"><c>REC015</c>: a voucher row stands twice; nothing of the file is saved.</exception>
    public LedgerSaved SaveLedger(SourceFile file, IReadOnlyList<LedgerSnapshot> snapshots, string runId, LeaseToken? lease, LedgerTexts? texts = null) =>
        Write("ledger file", lease, session =>
        {
            var saved = Intake(session, runId).Save(file, snapshots, isOpeningList: false);
            ReferencesSeen.Save(session, _settings, file.Sha256, texts ?? LedgerTexts.None, world.UtcNow);
            return saved;
        });

    /// <summary>Takes in bank lines; a line counts once, and a statement takes the place of the one before with the same key.</summary>
    /// <exception cref="EtlException"><c>REC015</c>: a line stands twice; nothing of the file is saved.</exception>
    public BankSaved SaveBank(SourceFile file, IReadOnlyList<BankStatement> statements, string runId, LeaseToken? lease) =>
        Write("bank file", lease, session => new BankIntake(session, world.UtcNow, runId).Save(file, BankRound.Source(_settings), statements));

    /// <summary>Takes in an order list: it replaces what was known of its days.</summary>
    public void SaveOrders(SourceFile file, IReadOnlyList<ListedOrder> orders, LeaseToken? lease) =>
        Write("order list", lease, session => OrderListStore.Save(session, _settings.Orders!.Connection, file, orders, world.UtcNow));

    /// <summary>Settles what is open, says what became of each line and entry, and keeps the exceptions.</summary>
    /// <param name="asOf">The business date that delays are counted to.</param>
    /// <exception cref="EtlException"><c>REC008</c> for a bad pattern; <c>REC011</c> when somebody else settled the same meanwhile.</exception>
    public MatchOutcome Match(string runId, DateOnly asOf, LeaseToken? lease)
    {
        Write("match: readings", lease, session =>
        {
            SaveOpening(session, runId);
            using var part = ReconcileTrace.Part("readings");
            Readings.Under(session, _settings, rules).Refresh();
            OrderListStore.Assign(session, _settings);
        });
        var (outcome, planned) = Write("match", lease, session => (MatchOpen(session, runId, asOf), Plan(session, runId, asOf)));
        // Only once it is committed: a state that was rolled back is nobody's.
        _planned = planned;
        return outcome;
    }

    private MatchOutcome MatchOpen(Session session, string runId, DateOnly asOf)
    {
        var matchRules = new MatchRules(_settings);
        Decisions.Reverse(session, _settings.Name, PostingDates.For(asOf, _settings.Posting), runId, world.UtcNow);
        var load = ReconcileTrace.Part("load what is open", () => new MatchLoader(session, _settings, rules, matchRules).Load(asOf));
        var result = ReconcileTrace.Part("match", () => Matcher.Match(load.Input, matchRules));
        using (ReconcileTrace.Part("save allocations and verdicts"))
        {
            MatchSaver.Save(session, _settings, load, result, runId, world.UtcNow);
        }

        using var part = ReconcileTrace.Part("exceptions");
        var findings = ExceptionMaker.FromMatch(load, result)
            .Concat(ExceptionMaker.FromPayouts(load.Payouts.Values.OrderBy(payout => payout.Id), result.Booked, load.Receivable))
            .Concat(IntakeFindings.Resent(session, _settings.Connection, load.Payouts))
            .Concat(IntakeFindings.OpeningsMoved(session, _settings))
            .Concat(IntakeFindings.YearsApart(session, _settings))
            .Concat(VoucherStore.Findings(session, _settings))
            .Concat(PaymentStore.Findings(session, _settings))
            // After the match was saved: it finds the payouts that somebody else booked.
            .Concat(BankRound.Run(session, _settings, asOf, runId, world.UtcNow))
            .ToList();
        ExceptionStore.Sync(session, _settings.Name, findings, ofPosting: false, runId, world.UtcNow);
        return new(result.Allocations.Count, result.Lines.CountBy(line => line.Disposition).ToDictionary(), findings.Count);
    }

    /// <summary>What cannot be posted is told by the match stage already, so that a report made before posting has it.</summary>
    private PostingRound Plan(Session session, string runId, DateOnly asOf)
    {
        using var part = ReconcileTrace.Part("plan the vouchers");
        var planned = PostingRound.Of(session, _settings, rules, asOf);
        ExceptionStore.Sync(session, _settings.Name, planned.Findings().Concat(WriteOffVouchers.Held(session, _settings)), ofPosting: true, runId, world.UtcNow);
        return planned;
    }

    private PostingRound Planned(Session session, DateOnly asOf) =>
        _planned is { } planned && planned.Holds(session, asOf) ? planned : PostingRound.Of(session, _settings, rules, asOf);

    /// <summary>
    /// Plans and stores the vouchers that are due, and returns all that no file holds yet, by payout. A payout that cannot be
    /// booked is held, with an exception where a person is needed.
    /// </summary>
    public PostOutcome Post(string runId, DateOnly asOf, LeaseToken? lease)
    {
        var outcome = Write("post", lease, session => Post(session, Planned(session, asOf), runId));
        // They are stored: another state.
        _planned = null;
        return outcome;
    }

    private PostOutcome Post(Session session, PostingRound planned, string runId)
    {
        foreach (var (payout, plan) in planned.Plans)
        {
            Save(session, payout, plan, runId);
        }

        foreach (var (exceptionId, fileSha256, voucher) in WriteOffVouchers.Plan(session, _settings))
        {
            WriteOffVouchers.Save(session, _settings, rules, exceptionId, fileSha256, voucher, ProgramVersion, runId, world.UtcNow);
        }

        ExceptionStore.Sync(session, _settings.Name, planned.Findings().Concat(WriteOffVouchers.Held(session, _settings)), ofPosting: true, runId, world.UtcNow);
        return new(
            VoucherStore.Unwritten(session, _settings.Name),
            [.. PaymentStore.Undelivered(session, _settings.Name).Select(stored => new PayoutPayment(stored.PayoutReference, stored.Payment))],
            [.. planned.Plans.Where(item => item.Plan.IsHeld).Select(item => new HeldPayout(item.Payout.Reference, item.Plan.Reason, item.Plan.Amount))]);
    }

    private void Save(Session session, PayoutRow payout, PostingPlan plan, string runId)
    {
        if (plan.Voucher is { } voucher)
        {
            VoucherStore.Save(session, _settings, rules, payout, voucher, ProgramVersion, runId, world.UtcNow);
        }

        if (plan.BankVoucher is { } bank)
        {
            VoucherStore.Save(session, _settings, rules, payout, bank, ProgramVersion, runId, world.UtcNow, isBank: true);
        }

        PaymentStore.Save(session, _settings, rules, payout, plan.Payments, ProgramVersion, runId, world.UtcNow);
        if (plan is { Rate: { } rate } && (plan.Voucher is not null || plan.Payments.Count > 0))
        {
            PayoutBasis.SaveRate(session, payout, _settings, rate, runId);
        }
    }

    /// <summary>Planned vouchers by their references, written or not, in that order; unknown references are left out.</summary>
    public IReadOnlyList<Voucher> Vouchers(IReadOnlyList<string> references) => database.Read(session => VoucherStore.ByReference(session, references));

    /// <summary>True when a ledger export since holds the voucher.</summary>
    public bool IsInLedger(string reference) => database.Read(session => VoucherStore.IsInLedger(session, _settings.Name, reference));

    /// <summary>Records that planned vouchers stand in a file, all or none. Recorded again with the same file it changes nothing.</summary>
    /// <exception cref="EtlException"><c>REC016</c>: never planned, or in another file already.</exception>
    public void MarkWritten(IReadOnlyList<string> references, string file, string sha256, LeaseToken? lease) =>
        Write("vouchers written", lease, session =>
        {
            foreach (var reference in references)
            {
                VoucherStore.MarkWritten(session, reference, file, sha256, world.UtcNow);
            }
        });

    /// <summary>Everything the accountant gets to see, from what the stages stored; nothing is changed.</summary>
    /// <param name="asOf">Any day: open items, vouchers and decisions as of its end, by what the ledger tells now.</param>
    /// <param name="today">The day it is made on; null when that is <paramref name="asOf"/>.</param>
    public ReconciliationReport Report(string runId, DateOnly asOf, bool isDryRun = false, DateOnly? today = null) =>
        Report(runId, asOf, report => report with { Lines = [.. report.Lines] }, isDryRun, today);

    /// <summary>The same without holding the lines, of which there may be a million: they are read on each walk, all from one state of the store.</summary>
    /// <param name="use">The lines cannot be walked after it has returned.</param>
    public T Report<T>(string runId, DateOnly asOf, Func<ReconciliationReport, T> use, bool isDryRun = false, DateOnly? today = null) =>
        database.ReadWhole(session => use(new ReportBuilder(session, _settings, rules, asOf, today ?? asOf, Planned(session, today ?? asOf)).Build(runId, world.UtcNow, isDryRun)));

    /// <summary>Stores a person's decision, with audit; the next match carries it out. The same decision again changes nothing.</summary>
    /// <exception cref="EtlException">
    /// <c>REC013</c>: made on an older state. <c>REC014</c>: no such open exception. <c>REC006</c>, <c>REC040</c> to <c>REC047</c>: it cannot be carried out.
    /// </exception>
    public ResolutionOutcome Resolve(Resolution resolution) =>
        Write("resolution", null, session => new Resolutions(session, _settings, rules, world).Save(resolution));

    private LedgerIntake Intake(Session session, string runId) => new(session, Readings.Under(session, _settings, rules), world.UtcNow, world.Today(Stockholm), runId);

    /// <summary>What was open at the start of a day, as far as ledger and payouts tell; nothing is changed.</summary>
    /// <param name="since">Older bookings go into the one amount; null lets the evidence decide.</param>
    /// <exception cref="EtlException"><c>REC053</c>: no ledger tells the balance.</exception>
    public OpeningProposed ProposeStart(DateOnly date, DateOnly? since) => database.ReadWhole(session => StartStore.Propose(session, _settings, rules, date, since));

    /// <summary>Stores the start that somebody approved, with audit; from the next run on it holds. False when it was so before.</summary>
    /// <exception cref="EtlException"><c>REC050</c>, <c>REC051</c>, <c>REC053</c>: the list does not meet the ledger. <c>REC052</c>: started with other content, or posted.</exception>
    public bool Start(StartSettings start, StartApproval approval) => database.Write("start", null, session =>
    {
        session.Exclusive(Turn);
        var issues = StartCheck.Check(start, StartStore.Balances(session, _settings, start.Date), approval.FileName);
        return issues.Count == 0 ? StartStore.Save(session, _settings, start, approval, world) : throw new EtlException(issues);
    });

    /// <summary>The open items that the site starts with, once, and again when the configuration changes them.</summary>
    private void SaveOpening(Session session, string runId)
    {
        if (_settings.Start is not { } start)
        {
            return;
        }

        var starts = StartStore.Count(session, _settings.Name);
        // What an earlier start listed is gone when another one took its place.
        foreach (var list in StartStore.EarlierLists(session, _settings, start.Date))
        {
            SaveOpening(session, runId, [OpeningList.Empty(_settings, list.Account, list.Date)], starts);
        }

        SaveOpening(session, runId, OpeningList.Snapshots(_settings), starts);
    }

    private void SaveOpening(Session session, string runId, IReadOnlyList<LedgerSnapshot> snapshots, long starts)
    {
        if (snapshots.Count > 0)
        {
            var entries = snapshots.SelectMany(snapshot => snapshot.Entries);
            var sha256 = Hashes.Of(entries.Select(entry => $"{entry.Account} {entry.VoucherNumber} {SqlValues.Text(entry.Date)} {entry.Amount} {entry.RowText}")
                .Concat(snapshots.Select(snapshot => $"{snapshot.Account} {SqlValues.Text(snapshot.FiscalYearStart)} {starts}"))
                .Prepend(_settings.Name));
            Intake(session, runId).Save(new(sha256, $"{_settings.Name} start", "", snapshots.Sum(snapshot => snapshot.Entries.Count)), snapshots, isOpeningList: true);
        }
    }
}

/// <param name="Allocations">Made by this run.</param>
/// <param name="Lines">Looked at by this run, by what became of them.</param>
/// <param name="Exceptions">Open after this run, payouts that cannot be posted not counted.</param>
public sealed record MatchOutcome(int Allocations, IReadOnlyDictionary<Disposition, int> Lines, int Exceptions);

/// <param name="Vouchers">To be written to a file now.</param>
/// <param name="Payments">To be handed to a payment file now.</param>
/// <param name="Held">Not booked yet.</param>
public sealed record PostOutcome(IReadOnlyList<Voucher> Vouchers, IReadOnlyList<PayoutPayment> Payments, IReadOnlyList<HeldPayout> Held);

public sealed record PayoutPayment(string Payout, CustomerPayment Payment);

/// <param name="Reason">None when it waits for the ledger, is out of balance, or may have been booked by somebody else: the match stage told of that.</param>
public sealed record HeldPayout(string Payout, Reason Reason, Money Amount);

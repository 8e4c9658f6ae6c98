using System.Globalization;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Flows.Ledgers;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Report;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Flows;

/// <summary>
/// A provider's settlements against a ledger: extract (settlement and ledger files), match, post (vouchers), load (customer
/// payments, where invoices are settled), report. The
/// report comes last because it shows the vouchers.
/// </summary>
public sealed class ReconciliationJob : Job
{
    private readonly Site _site;
    private readonly ReconciliationConfiguration _configuration;
    private readonly ReconciliationSettings _settings;
    private readonly BookingRules _rules;
    private readonly FileMapping _mapping;
    private readonly ILedgerReader _ledgerReader;
    private readonly OrderListFiles? _orderList;
    private readonly bool _dryRun;
    private (string RunId, Reconciliation Stages)? _reconciliation;

    private ReconciliationJob(Site site, ReconciliationConfiguration configuration, BookingRules rules, FileMapping mapping, ILedgerReader ledgerReader, OrderListFiles? orderList, bool dryRun)
    {
        (_site, _configuration, _rules, _mapping, _ledgerReader, _orderList, _dryRun) = (site, configuration, rules, mapping, ledgerReader, orderList, dryRun);
        _settings = configuration.Settings(site);
        Name = configuration.Name;
    }

    public override string Name { get; }

    public override IReadOnlyList<Stage> Stages =>
    [
        new("extract", Extract),
        new("match", Match),
        new("post", Post),
        .. _settings.Posting.Mode == PostingMode.Payments ? [new Stage("load", Load)] : Array.Empty<Stage>(),
        new("report", Report),
    ];

    public static ReconciliationJob Of(Site site, SiteMappings mappings, ReconciliationConfiguration configuration, bool dryRun, IReadOnlyList<string> after, IReadOnlyList<Slot> slots) =>
        new(site, configuration, mappings.Rules(configuration), mappings.File(site.Connections[configuration.Provider].Settlements!.Mapping), mappings.LedgerReader(configuration.Ledger), mappings.OrderList(configuration), dryRun) { After = after, Slots = slots };

    // One for all stages of a run: what the match stage planned, the post stage need not plan again.
    private Reconciliation Reconciliation(StageContext context)
    {
        if (_reconciliation is not { } its || its.RunId != context.RunId)
        {
            _reconciliation = its = (context.RunId, new(context.Database, context.World, _settings, _rules));
        }

        return its.Stages;
    }

    private DateOnly AsOf(StageContext context) => context.World.Today(_site.Zone);

    private async Task Extract(StageContext context, CancellationToken stop)
    {
        var archive = _dryRun ? Path.Combine(Path.GetTempPath(), $"etl-dry-run-{context.RunId}") : _site.Folders.Archive;
        var source = _site.Connections[_configuration.Provider].Settlements!;
        try
        {
            var inboxes = await Fetch(context, source, _dryRun ? Path.Combine(archive, ".inbox") : source.Folder, stop);
            var intake = new ReconciliationIntake(context, Reconciliation(context), archive);
            foreach (var inbox in inboxes)
            {
                intake.Settlements(inbox, source, _configuration.Provider, _mapping, stop);
            }

            await TakeLedger(context, intake, stop).ConfigureAwait(false);
            if (_settings.Bank?.Connection is { } bank)
            {
                intake.Banks(_site.Connections[bank].Bank!, bank, stop);
            }

            if (_orderList is { } orders)
            {
                intake.Orders(orders, _settings, stop);
            }
        }
        finally
        {
            if (_dryRun && Directory.Exists(archive))
            {
                Directory.Delete(archive, recursive: true);
            }
        }
    }

    // What a dry run fetches lies beside the inbox, and is gone afterwards.
    private async Task<IReadOnlyList<string>> Fetch(StageContext context, SettlementSource source, string into, CancellationToken stop)
    {
        if (source.Feed is not { } feed)
        {
            return [source.Folder];
        }

        await feed.FetchAsync(new(context, _configuration.Provider, into), stop);
        return [.. new[] { source.Folder, into }.Distinct().Where(Directory.Exists)];
    }

    private Task TakeLedger(StageContext context, ReconciliationIntake intake, CancellationToken stop)
    {
        switch (_site.Connections[_configuration.Ledger].Ledger!)
        {
            case LedgerSource.Staged staged:
                return intake.LedgerAsync(staged.Ledger, Request(AsOf(context)), _configuration.Ledger, _settings, stop);
            case LedgerSource.Files files:
                intake.Ledgers(files, _ledgerReader, _configuration.Ledger, _settings, stop);
                return Task.CompletedTask;
            case var other:
                throw new InvalidOperationException($"{other} is no ledger source.");
        }
    }

    /// <summary>This fiscal year and the one before, which may still be open.</summary>
    private LedgerRequest Request(DateOnly asOf)
    {
        var month = _site.Configuration.Company.FiscalYearStartMonth;
        var start = new DateOnly(asOf.Month >= month ? asOf.Year : asOf.Year - 1, month, 1);
        return new(_settings.Company, [.. _settings.Accounts.Select(account => account.Account), .. ReconciliationIntake.BankAccounts(_settings)], start.AddYears(-1), asOf);
    }

    private Task Match(StageContext context, CancellationToken stop)
    {
        var outcome = Reconciliation(context).Match(context.RunId, AsOf(context), context.Lease);
        var counts = default(StageCounts);
        foreach (var (disposition, count) in outcome.Lines.OrderBy(pair => pair.Key))
        {
            var settled = Settled(disposition);
            counts += new StageCounts(count, Done: settled ? count : 0, Held: settled ? 0 : count);
            for (var i = 0; i < count; i++)
            {
                context.CountReason($"line {RunStore.Word(disposition)}");
            }
        }

        context.Commit("match counts", counts, _ => { });
        context.Note(string.Create(CultureInfo.InvariantCulture, $"{outcome.Allocations} allocations made, {outcome.Exceptions} exceptions open"));
        return Task.CompletedTask;
    }

    private static bool Settled(Disposition disposition) => disposition is Disposition.Matched or Disposition.MatchedWithRounding
        or Disposition.Fee or Disposition.BalanceMovement or Disposition.AlreadyBooked or Disposition.Manual;

    private Task Post(StageContext context, CancellationToken stop)
    {
        var reconciliation = Reconciliation(context);
        var outcome = reconciliation.Post(context.RunId, AsOf(context), context.Lease);
        context.Commit("held payouts", new(outcome.Held.Count, Held: outcome.Held.Count), _ => { });
        foreach (var held in outcome.Held)
        {
            context.CountReason($"payout {held.Payout} not booked{(held.Reason == Reason.None ? "" : ": " + RunStore.Word(held.Reason))}");
        }

        if (_site.Connections[_configuration.Ledger].Vouchers is { } target)
        {
            new VoucherFiles(context, reconciliation, target, _site, _configuration).Write(outcome.Vouchers, _dryRun);
        }
        else
        {
            context.Commit("no voucher folder", new(outcome.Vouchers.Count, Held: outcome.Vouchers.Count), _ => { });
            outcome.Vouchers.ToList().ForEach(_ => context.CountReason($"voucher planned; {_configuration.Ledger} has no folder for vouchers"));
        }

        if (_settings.Posting.Mode == PostingMode.Payments)
        {
            Payments(context).Stage(outcome.Payments);
        }

        return Task.CompletedTask;
    }

    /// <summary>Customer payments go out as orders do, with the same receipts, holds and retries.</summary>
    private Task Load(StageContext context, CancellationToken stop) => Payments(context).LoadAsync(_dryRun, stop);

    private PaymentFiles Payments(StageContext context) => new(context, Reconciliation(context), _site.Connections[_configuration.Ledger].Payments!, _configuration);

    private Task Report(StageContext context, CancellationToken stop)
    {
        var folder = _dryRun ? Path.Combine(_site.Folders.Reports, "dry-run") : _site.Folders.Reports;
        var (report, files) = Reconciliation(context).Report(
            context.RunId, AsOf(context), report => (report with { Lines = [] }, ReportFiles.Write(report, folder, _site.Configuration.Language)), _dryRun);
        var changed = files.Count(file => file.IsChanged);
        context.Commit("report", new(files.Count, Done: changed, Unchanged: files.Count - changed), _ => { });
        TellExceptions(context, report);
        if (changed == 0)
        {
            context.Note("nothing new since the report before: " + Path.GetRelativePath(_site.Folders.Root, files[0].Path));
            return Task.CompletedTask;
        }

        foreach (var line in ReportText.Lines(report, _site.Configuration.Language))
        {
            context.Note(line);
        }

        foreach (var file in files)
        {
            context.Note(Path.GetRelativePath(_site.Folders.Root, file.Path));
        }

        return Task.CompletedTask;
    }

    private void TellExceptions(StageContext context, ReconciliationReport report)
    {
        var overdue = context.Database.Read(session => session.Query<string>(
            """
            SELECT x.id FROM reconciliation_exception x WHERE x.reconciliation = @Name AND x.closed_at IS NULL AND x.first_seen_at < @before
                AND NOT EXISTS (SELECT 1 FROM resolution w WHERE w.exception_id = x.id AND w.kind = 'Wait' AND w.decided_at >= @before AND NOT EXISTS (SELECT 1 FROM resolution u WHERE u.undoes_id = w.id))
            """,
            new { Name, before = context.World.UtcNow - _site.Configuration.Nightly.OverdueAfter })).ToHashSet();
        foreach (var exception in report.Exceptions.Where(exception => exception.IsNew || overdue.Contains(exception.Id)))
        {
            var subject = exception.OrderReference ?? exception.PayoutReference ?? exception.Voucher ?? exception.Id;
            context.Tell(new("exception", Name, subject, RunStore.Word(exception.Cause), $"{exception.Amount}: {exception.Explanation}", exception.IsNew));
        }
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sharespine.Etl.Configuration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Load;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Sie;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Flows;

/// <summary>
/// Planned vouchers into SIE files, one a fiscal year. Which vouchers a file holds is stored before it is written, so a
/// kill in between leads to the same file and not to a second one with the same vouchers.
/// </summary>
internal sealed class VoucherFiles(StageContext context, Reconciliation reconciliation, IVoucherTarget target, Site site, ReconciliationConfiguration configuration)
{
    private const string Entity = "voucher";

    // A file placed earlier whose vouchers no ledger export has shown yet.
    private bool _outstanding;

    public void Write(IReadOnlyList<Voucher> vouchers, bool dryRun)
    {
        if (dryRun)
        {
            context.Commit("vouchers planned", new(vouchers.Count, Done: vouchers.Count), _ => { });
            return;
        }

        var due = vouchers.ToDictionary(voucher => voucher.Reference);
        var open = context.Database.Read(session => OutboxStore.OpenBatches(session, configuration.Ledger, [Entity]));
        _outstanding = open.Where(batch => batch.State == "written").Select(IsAcknowledged).ToList().Contains(false);
        foreach (var batch in open.Where(batch => batch.State == "intent" && IsOurs(batch)))
        {
            var references = References(batch);
            Place(batch, [.. reconciliation.Vouchers(references)]);
            references.ForEach(reference => due.Remove(reference));
        }

        foreach (var year in due.Values.GroupBy(voucher => FiscalYear(voucher.Date)).OrderBy(group => group.Key.Start))
        {
            var inYear = year.OrderBy(voucher => voucher.Date).ThenBy(voucher => voucher.Reference, StringComparer.Ordinal).ToList();
            Place(Plan(inYear, year.Key), inYear);
        }
    }

    // Found in a ledger export: the ERP has it.
    private bool IsAcknowledged(BatchRow batch)
    {
        if (!References(batch).All(reconciliation.IsInLedger))
        {
            return false;
        }

        context.Commit("vouchers in ledger", default, session => OutboxStore.SetBatch(session, batch.BatchId, "acknowledged", null, context.World.UtcNow));
        context.Note($"{batch.BatchId}: all its vouchers are in the ledger");
        return true;
    }

    private static List<string> References(BatchRow batch) => JsonSerializer.Deserialize<List<string>>(batch.Files!)!;

    private bool IsOurs(BatchRow batch) => batch.BatchId.StartsWith(configuration.Provider + "_", StringComparison.Ordinal);

    private BatchRow Plan(List<Voucher> vouchers, SieFiscalYear year)
    {
        var references = vouchers.Select(voucher => voucher.Reference).ToList();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', references)));
        var batch = new BatchRow
        {
            BatchId = string.Create(CultureInfo.InvariantCulture, $"{configuration.Provider}_{year.Start.Year}_{Convert.ToHexStringLower(hash)[..8]}"),
            Target = configuration.Ledger,
            Entity = Entity,
            RecordCount = vouchers.Count,
            MadeAt = context.World.UtcNow,
            Files = JsonSerializer.Serialize(references),
        };
        context.Database.Write("plan voucher file", context.Lease, session =>
        {
            OutboxStore.AddBatch(session, batch, context.RunId);
            OutboxStore.SetBatch(session, batch.BatchId, "intent", batch.Files, null);
        });
        return batch;
    }

    private void Place(BatchRow batch, List<Voucher> vouchers)
    {
        var content = Content(batch, vouchers);
        var output = (target.Format == VoucherFormat.Sie5 ? SieEntryWriter.Write(content) : SieWriter.Write(content)).Single();
        var name = batch.BatchId + (target.Format == VoucherFormat.Sie5 ? ".sie" : ".si");
        if (target.Place(name, output.Content, earlierAreInLedger: !_outstanding) is { } waits)
        {
            context.Commit("vouchers wait", new(vouchers.Count, Held: vouchers.Count), _ => { });
            context.CountReason($"{FlowErrors.VoucherFileWaits.Code} {name}: {waits.Message}");
            return;
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(output.Content.Span));
        reconciliation.MarkWritten([.. vouchers.Select(voucher => voucher.Reference)], name, sha256, context.Lease);
        context.Commit("vouchers written", new(vouchers.Count, Done: vouchers.Count), session => OutboxStore.SetBatch(session, batch.BatchId, "written", null, null));
        _outstanding = true;
        context.Note(string.Create(CultureInfo.InvariantCulture, $"{vouchers.Count} vouchers in {name}"));
        foreach (var issue in output.Issues)
        {
            context.Note(issue.ToString());
        }
    }

    private SieFile Content(BatchRow batch, List<Voucher> vouchers)
    {
        var accounts = vouchers.SelectMany(voucher => voucher.Rows).Select(row => row.Account).Distinct().ToList();
        var names = context.Database.Read(session => session.Query<AccountName>(
            "SELECT account, name FROM ledger_account WHERE connection = @Ledger AND account IN @accounts", new { configuration.Ledger, accounts }));
        return new()
        {
            ProgramName = "Sharespine.Etl",
            ProgramVersion = Runner.ProgramVersion,
            GeneratedOn = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(batch.MadeAt, site.Zone).DateTime),
            CompanyName = site.Configuration.Company.Name,
            OrganisationNumber = site.Configuration.Company.OrganisationNumber,
            Currency = site.Configuration.Company.Currency,
            FiscalYears = [.. vouchers.Select(voucher => FiscalYear(voucher.Date)).Distinct()],
            AccountNames = names.ToDictionary(row => row.Account, row => row.Name),
            Vouchers = [.. vouchers.OrderBy(voucher => voucher.Date).ThenBy(voucher => voucher.Reference, StringComparer.Ordinal)],
        };
    }

    private SieFiscalYear FiscalYear(DateOnly day)
    {
        var month = site.Configuration.Company.FiscalYearStartMonth;
        var start = new DateOnly(day.Month >= month ? day.Year : day.Year - 1, month, 1);
        return new(start, start.AddYears(1).AddDays(-1));
    }

    private sealed class AccountName
    {
        public string Account { get; init; } = "";

        public string Name { get; init; } = "";
    }
}

/// <summary>Where voucher files go: a folder that a person imports from, or a place that the ERP looks at by itself.</summary>
public interface IVoucherTarget
{
    VoucherFormat Format { get; }

    /// <summary>Puts the file there whole; harmless when it is there already. An issue says that it has to wait, and nothing was written.</summary>
    /// <param name="name">A plain file name.</param>
    /// <param name="earlierAreInLedger">Every voucher of every earlier file was found in a ledger export since.</param>
    Issue? Place(string name, ReadOnlyMemory<byte> content, bool earlierAreInLedger);
}

public enum VoucherFormat
{
    /// <summary>SIE 4I, which every accounting program imports.</summary>
    Sie4,

    /// <summary>A SIE 5 import file (SieEntry, XML).</summary>
    Sie5,
}

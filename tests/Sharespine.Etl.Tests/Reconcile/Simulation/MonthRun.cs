using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sharespine.Etl.Bank;
using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Posting;
using Sharespine.Etl.Sie;
using Sharespine.Etl.Store;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Reconcile.Simulation;

/// <summary>How a month comes in. Whatever the way, the end is the same.</summary>
internal enum Way
{
    /// <summary>All at once: settlements, then the ledger.</summary>
    OneNight,

    /// <summary>The ledger first, the settlements in any order.</summary>
    OtherOrder,

    /// <summary>An earlier night with what was there by then; its vouchers are imported.</summary>
    TwoNights,
}

/// <summary>Reads a month's files with the shipped mappings and takes them through the stages on a store of its own.</summary>
internal sealed class MonthRun
{
    private static readonly string[] Tables =
    [
        "settlement_file", "payout", "settlement_line", "ledger_snapshot", "ledger_entry", "ledger_change", "entry_reading", "allocation", "reconciliation_exception", "voucher", "voucher_row",
        "bank_line", "payout_bank", "payout_bank_verdict",
    ];

    private static readonly Dictionary<string, FileMapping> Mappings = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, BookingRules> Rules = new(StringComparer.Ordinal);

    private readonly Month _month;
    private readonly ReconciliationSettings _settings;
    private readonly List<(PlannedFile File, SettlementFile Read)> _files;

    public MonthRun(Month month)
    {
        _month = month;
        var rows = new SplitMix64((ulong)month.Seed).Pick(Enum.GetValues<PostingRows>());
        var settings = StoryInput.Settings(new Dictionary<string, string> { ["ledger-delay"] = "3" });
        _settings = settings with
        {
            Name = $"{month.Format.Connection}↔visma",
            Connection = month.Format.Connection,
            Provider = month.Format.Provider,
            Bank = new() { DelayDays = MonthBank.DelayDays, Pattern = month.Format.Provider },
            Posting = settings.Posting with { Rows = rows },
        };
        _files = [.. month.Files.Select(file => (file, Read(file)))];
    }

    public IReadOnlyList<Payout> Payouts => [.. _files.SelectMany(file => file.Read.Payouts)];

    public BookingRules Booking => RulesOf(_month.Format.Rules);

    /// <summary>The report of the last night, and the vouchers that an earlier night had imported.</summary>
    public (ReconciliationReport Report, IReadOnlyList<Voucher> Imported) Go(Way way)
    {
        using var store = new MonthStore();
        var clock = new SettableClock();
        var reconciliation = new Reconciliation(store.Database, new World(clock, 1), _settings, Booking);
        IReadOnlyList<Voucher> imported = [];
        if (way == Way.TwoNights)
        {
            clock.Now = At(Month.FirstNight);
            Settle(reconciliation, _files.Where(file => file.File.From < Month.FirstNight));
            TakeLedger(reconciliation, Month.FirstNight, []);
            imported = Night(reconciliation, store.Database, "first", Month.FirstNight).Vouchers;
            reconciliation.MarkWritten([.. imported.Select(voucher => voucher.Reference)], "first.si", new('f', 64), null);
            Explained(reconciliation.Report("first", Month.FirstNight));
        }

        clock.Now = At(Month.AsOf);
        if (way == Way.OtherOrder)
        {
            TakeLedger(reconciliation, Month.AsOf, imported);
            Settle(reconciliation, Shuffled());
        }
        else
        {
            Settle(reconciliation, _files);
            TakeLedger(reconciliation, Month.AsOf, imported);
        }

        Night(reconciliation, store.Database, "last", Month.AsOf);
        return (reconciliation.Report("last", Month.AsOf), imported);
    }

    /// <summary>The ledger's snapshots, to be told.</summary>
    public LedgerSnapshot Ledger() => TakeLedger(LedgerFile.Write(_month, Month.AsOf.AddDays(-1), [])).Receivables.Single();

    public LedgerSnapshot BankAccount() => TakeLedger(LedgerFile.Write(_month, Month.AsOf.AddDays(-1), [])).Banks.Single();

    /// <summary>Matches and posts, and proves that doing so again changes nothing.</summary>
    private static PostOutcome Night(Reconciliation reconciliation, Database database, string runId, DateOnly asOf)
    {
        reconciliation.Match(runId, asOf, null);
        var posted = reconciliation.Post(runId, asOf, null);
        var before = Everything(database);
        reconciliation.Match(runId + "-again", asOf, null);
        Assert.Equal(posted.Vouchers.Select(voucher => voucher.Reference), reconciliation.Post(runId + "-again", asOf, null).Vouchers.Select(voucher => voucher.Reference));
        Assert.Equal(before, Everything(database));
        return posted;
    }

    /// <summary>Whatever is known by then, the account is explained to the öre, but for what stands under a payout that somebody else booked.</summary>
    private static void Explained(ReconciliationReport report)
    {
        if (report.Payouts.All(payout => payout.Status != PayoutStatus.AlreadyBooked))
        {
            Assert.All(report.Accounts, control => Assert.Equal(0, control.Unexplained.Minor));
        }
    }

    private void TakeLedger(Reconciliation reconciliation, DateOnly night, IReadOnlyList<Voucher> imported)
    {
        var content = LedgerFile.Write(_month, night.AddDays(-1), imported);
        var ledger = TakeLedger(content);
        reconciliation.SaveLedger(Source("ledger.se", content, 0), ledger.Receivables, "run", null);
        reconciliation.SaveBank(Source("ledger.se", content, 0), [.. ledger.Banks.Select(LedgerBankLines.Of)], "run", null);
    }

    private static SieLedgerFile TakeLedger(byte[] content)
    {
        var file = SieLedger.Read(new MemoryStream(content), "ledger.se", [LedgerFile.Receivable], [LedgerFile.BankAccount]);
        Assert.Empty(file.Issues);
        return file;
    }

    private static void Settle(Reconciliation reconciliation, IEnumerable<(PlannedFile File, SettlementFile Read)> files)
    {
        foreach (var (file, read) in files)
        {
            reconciliation.SaveSettlement(Source(file.Name, file.Content, read.Rows.Read), read.Payouts, null);
        }
    }

    /// <summary>In any order that the seed gives, each file by itself; what was sent again with other content stays behind its first.</summary>
    private IEnumerable<(PlannedFile File, SettlementFile Read)> Shuffled() => _files
        .OrderBy(file => file.File.IsChanged)
        .ThenBy(file => SplitMix64.For((ulong)_month.Seed, BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(file.File.Name)))).NextUInt64());

    private static SettlementFile Read(PlannedFile file)
    {
        var read = SettlementReader.Read(FileBytes.FromMemory(file.Name, file.Content), MappingOf(file.Mapping));
        Assert.True(read.Refused.Count == 0, string.Join('\n', read.Refused.SelectMany(refused => refused.Issues)));
        return read;
    }

    private static SourceFile Source(string name, byte[] content, int rows) => new(Convert.ToHexStringLower(SHA256.HashData(content)), name, "archive/" + name, rows);

    private static DateTimeOffset At(DateOnly night) => new(night.ToDateTime(new TimeOnly(5, 0)), TimeSpan.Zero);

    private static string Everything(Database database) => database.Read(session =>
    {
        var text = new StringBuilder();
        foreach (var table in Tables)
        {
            text.Append(table).Append('\n');
            foreach (var row in session.Rows($"SELECT * FROM {table} ORDER BY 1, 2", null, row => row))
            {
                for (var column = 0; column < row.FieldCount; column++)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{row.GetValue(column)}|");
                }

                text.Append('\n');
            }
        }

        return text.ToString();
    });

    private static FileMapping MappingOf(string name)
    {
        lock (Mappings)
        {
            if (!Mappings.TryGetValue(name, out var mapping))
            {
                var issues = new List<Issue>();
                var path = Path.Combine(Support.Repository.Mappings, name + ".yaml");
                mapping = FileMappingReader.Read(File.ReadAllText(path), path, issues);
                Assert.Empty(issues);
                Mappings[name] = mapping!;
            }

            return mapping!;
        }
    }

    private static BookingRules RulesOf(string name)
    {
        lock (Rules)
        {
            if (!Rules.TryGetValue(name, out var rules))
            {
                var issues = new List<Issue>();
                rules = BookingRulesReader.Read(File.ReadAllText(Path.Combine(Support.Repository.Mappings, "booking", name + ".yaml")), name + ".yaml", issues);
                Assert.Empty(issues);
                Rules[name] = rules!;
            }

            return rules!;
        }
    }
}

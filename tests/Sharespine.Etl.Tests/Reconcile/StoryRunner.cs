using System.Globalization;
using Sharespine.Etl.Bank;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Posting;
using Sharespine.Etl.Store;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>Plays a story on a real store and writes what the report says in the story's own words.</summary>
internal sealed class StoryRunner : IDisposable
{
    private static readonly string[] Tables =
    [
        "settlement_file", "payout", "settlement_file_payout", "settlement_line", "ledger_file", "ledger_snapshot", "ledger_entry", "ledger_change", "entry_reading", "entry_reference",
        "allocation", "reconciliation_exception", "voucher", "voucher_row", "reconciliation",
        "voucher_line", "payout_rate", "customer_payment", "bank_voucher", "reference_seen",
        "resolution", "resolution_part",
        "bank_file", "bank_statement", "bank_line", "bank_statement_line", "bank_line_change", "payout_bank", "payout_bank_verdict",
    ];

    private readonly TemporaryStore _store = new();
    private readonly ReconciliationSettings _settings;
    private readonly BookingRules _rules;
    private readonly List<LedgerEntry> _ledger = [];
    private readonly List<LedgerEntry> _bank = [];
    private readonly List<Voucher> _imported = [];
    private readonly List<CustomerPayment> _paid = [];
    private readonly HashSet<string> _known = [];
    private readonly List<string> _answers = [];
    private readonly Dictionary<string, decimal> _opening = new() { ["opening"] = 0m };
    private readonly int _fiscalMonth;
    private int _files;

    public StoryRunner(Story story, BookingRules rules)
    {
        _settings = StoryInput.Settings(story.Settings);
        _fiscalMonth = int.Parse(story.Settings.GetValueOrDefault("fiscal-month", "1"), CultureInfo.InvariantCulture);
        _rules = StoryRules.Of(rules, story.Settings);
        if (story.Settings.TryGetValue("rates", out var rates))
        {
            var path = Path.Combine(_store.Folder, "rates.csv");
            System.IO.File.WriteAllText(path, "date;currency;rate\n" + rates.Replace(' ', '\n'));
            _settings = _settings with { Posting = _settings.Posting with { Rates = path } };
        }
    }

    public void Dispose() => _store.Dispose();

    public ReconciliationReport Play(Night night)
    {
        _store.Clock.Now = new DateTimeOffset(night.Date.ToDateTime(new TimeOnly(5, 0)), TimeSpan.Zero);
        var reconciliation = new Reconciliation(_store.Database, new World(_store.Clock, 1), _settings, _rules);
        foreach (var block in night.Of("settled"))
        {
            reconciliation.SaveSettlement(File(Story.Options(block.Head).GetValueOrDefault("file", "settlement.csv"), block.Lines.Count), [StoryInput.Payout(block)], null);
        }

        _answers.Clear();
        night.Of("decided").SelectMany(block => block.Lines).ToList().ForEach(line => _answers.Add(new StoryDecision(line).Make(reconciliation, _store.Database)));
        Book(night, reconciliation);
        Bank(night, reconciliation);
        foreach (var block in night.Of("listed"))
        {
            reconciliation.SaveOrders(File("orders.csv", block.Lines.Count), ListedOrder.Numbered(block.Lines.Select(StoryInput.Listed)), null);
        }

        var runId = "run-" + night.Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        reconciliation.Match(runId, night.Date, null);
        var posted = reconciliation.Post(runId, night.Date, null);
        _paid.AddRange(posted.Payments.Select(item => item.Payment).Where(payment => _known.Add(payment.Reference)));
        foreach (var voucher in posted.Vouchers)
        {
            reconciliation.MarkWritten([voucher.Reference], "visma.si", "f00d", null);
            _imported.Add(voucher);
        }

        RunAgainChangesNothing(reconciliation, runId, night.Date);
        var report = reconciliation.Report(runId, night.Date);
        Holds(report);
        return report;
    }

    /// <summary>What each decision of the last night was answered.</summary>
    public IReadOnlyList<string> Answers => _answers;

    /// <summary>The report of an earlier day, made now.</summary>
    public ReconciliationReport AsOf(DateOnly day, DateOnly today) =>
        new Reconciliation(_store.Database, new World(_store.Clock, 1), _settings, _rules).Report("as of", day, today: today);

    private void Book(Night night, Reconciliation reconciliation)
    {
        var blocks = night.Of("booked").Concat(night.Of("imported")).Concat(night.Of("changed")).ToList();
        foreach (var block in blocks)
        {
            var options = Story.Options(block.Head);
            if (block.Head.StartsWith("imported", StringComparison.Ordinal))
            {
                Import(options);
                continue;
            }

            if (block.Head == "changed")
            {
                block.Lines.ForEach(Change);
                continue;
            }

            if (!block.Head.StartsWith("booked also", StringComparison.Ordinal))
            {
                _ledger.Clear();
            }

            _opening["opening"] = options.TryGetValue("opening", out var opening) ? decimal.Parse(opening, CultureInfo.InvariantCulture) : _opening["opening"];
            _ledger.AddRange(block.Lines.Select(line => StoryInput.Entry(line, "1580", _fiscalMonth)));
        }

        if (blocks.Count > 0)
        {
            var coversTo = Story.Options(blocks[0].Head).TryGetValue("covers", out var text) ? Story.Date(text) : night.Date;
            // Only the fiscal years that the export holds; the others stay as they came last.
            var years = Story.Options(blocks[0].Head).GetValueOrDefault("years", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
            var snapshots = StoryInput.Snapshots(_ledger, _opening["opening"], coversTo, fiscalMonth: _fiscalMonth)
                .Where(snapshot => years.Length == 0 || years.Contains(snapshot.FiscalYearStart.Year.ToString(CultureInfo.InvariantCulture))).ToList();
            reconciliation.SaveLedger(File("visma.se", _ledger.Count), snapshots, "run", null);
        }
    }

    /// <summary>The ledger's bank account, exported anew: "bank" tells all of its rows, "bank also" adds to them.</summary>
    private void Bank(Night night, Reconciliation reconciliation)
    {
        foreach (var block in night.Of("bank"))
        {
            if (!block.Head.StartsWith("bank also", StringComparison.Ordinal))
            {
                _bank.Clear();
            }

            _bank.AddRange(block.Lines.Select(line => StoryInput.Entry(line, "1930")));
            var coversTo = Story.Options(block.Head).TryGetValue("covers", out var text) ? Story.Date(text) : night.Date;
            reconciliation.SaveBank(File("visma.se", _bank.Count), [.. StoryInput.Snapshots(_bank, 0m, coversTo, "1930").Select(LedgerBankLines.Of)], "run", null);
        }
    }

    // "A 3 450.00", "A 3 number=7" or "A 3 gone"
    private void Change(string line)
    {
        var words = line.Split(' ');
        var at = _ledger.FindIndex(entry => entry.Series == words[0] && entry.VoucherNumber == words[1]);
        if (words[2] == "gone")
        {
            _ledger.RemoveAt(at);
        }
        else if (words[2].StartsWith("number=", StringComparison.Ordinal))
        {
            _ledger[at] = _ledger[at] with { VoucherNumber = words[2]["number=".Length..] };
        }
        else
        {
            _ledger[at] = _ledger[at] with { Amount = Story.Amount(words[2], "SEK") };
        }
    }

    /// <summary>Our written vouchers come into the ledger, as a person imports the file.</summary>
    private void Import(Dictionary<string, string> options)
    {
        foreach (var voucher in _imported)
        {
            var date = options.TryGetValue("on", out var on) ? Story.Date(on) : voucher.Date;
            var number = (_ledger.Count(entry => entry.Series == "K") + 1).ToString(CultureInfo.InvariantCulture);
            var row = 1;
            _ledger.AddRange(voucher.Rows.Where(part => part.Account == "1580").Select(part => new LedgerEntry
            {
                Company = StoryInput.Company,
                FiscalYearStart = StoryInput.YearOf(date, _fiscalMonth),
                Series = "K",
                VoucherNumber = number,
                Row = row++,
                Account = "1580",
                Date = date,
                Amount = part.Amount + Story.Amount(options.GetValueOrDefault("off", "0"), "SEK"),
                VoucherText = voucher.Text,
                RowText = part.Text,
                CounterAccounts = ["1684"],
            }));
        }

        // The ERP books a payment against its invoice, with our reference in the text.
        foreach (var payment in _paid)
        {
            _ledger.Add(new()
            {
                Company = StoryInput.Company,
                FiscalYearStart = new(payment.Date.Year, 1, 1),
                Series = "I",
                VoucherNumber = (_ledger.Count(entry => entry.Series == "I") + 1).ToString(CultureInfo.InvariantCulture),
                Row = 1,
                Account = "1580",
                Date = payment.Date,
                Amount = -payment.Booked,
                VoucherText = "Inbetalning",
                RowText = payment.Reference,
                CounterAccounts = ["1684"],
            });
        }

        if (!options.ContainsKey("keep"))
        {
            _paid.Clear();
            _imported.Clear();
        }
    }

    private SourceFile File(string name, int rows)
    {
        _files++;
        return new(_files.ToString("x64", CultureInfo.InvariantCulture), name, $"archive/{name}", rows);
    }

    private void RunAgainChangesNothing(Reconciliation reconciliation, string runId, DateOnly asOf)
    {
        var before = Dump();
        reconciliation.Match(runId + "-again", asOf, null);
        Assert.Empty(reconciliation.Post(runId + "-again", asOf, null).Vouchers);
        Assert.Equal(before, Dump());
    }

    private string Dump() => _store.Database.Read(session => string.Join('\n', Tables.SelectMany(table =>
        session.Query<dynamic>($"SELECT * FROM {table} ORDER BY 1, 2").Select(row => table + ": " + string.Join('|', ((IDictionary<string, object?>)row).Select(pair => $"{pair.Key}={pair.Value}"))))));

    /// <summary>What must hold in every report, whatever the story.</summary>
    private static void Holds(ReconciliationReport report)
    {
        foreach (var payout in report.Payouts)
        {
            Assert.Equal(payout.Net, payout.Sales + payout.Returns + payout.Fees + payout.FeeVat + payout.Holdbacks + payout.Other);
        }

        Assert.All(report.Vouchers, voucher => Assert.Equal(0, voucher.Rows.Sum(row => row.Amount.Minor)));
        Assert.All(report.Exceptions, exception => Assert.False(exception.Explanation.Length == 0 || exception.Action.Length == 0));
        Assert.Equal(report.Exceptions.Count, report.Exceptions.Select(exception => exception.Id).Distinct().Count());
        Assert.All(report.Accounts, control => Assert.Equal(control.LedgerClosing, control.Closing));
    }
}

/// <summary>Says a report in the words of the stories.</summary>
internal static class StoryWords
{
    public static IReadOnlyDictionary<string, Func<ReconciliationReport, IEnumerable<string>>> Sections { get; } = new Dictionary<string, Func<ReconciliationReport, IEnumerable<string>>>
    {
        ["said"] = report => report.Lines.Select(Line),
        ["open"] = report => report.OpenItems.Select(item => $"{item.Voucher} {item.Open.AmountText} {item.Disposition}"),
        ["exceptions"] = report => report.Exceptions.Select(item => $"{(item.IsNew ? "new " : "")}{item.Cause} {item.Amount}: {item.Explanation}"),
        ["days"] = report => report.Days.Select(day => $"{day.Date:yyyy-MM-dd} settled {day.Settled.AmountText} in {day.LineCount.ToString(CultureInfo.InvariantCulture)}, booked {day.Booked.AmountText} in {string.Join(", ", day.Vouchers)}: {day.Difference.AmountText}"),
        ["do"] = report => report.Exceptions.Select(item => item.Action).Distinct(),
        ["evidence"] = report => report.Exceptions.Select(item => $"{item.Reason}: {item.Evidence}, {item.AgeDays.ToString(CultureInfo.InvariantCulture)} days"),
        ["vouchers"] = report => report.Vouchers.SelectMany(voucher => voucher.Rows.Select(row => $"{row.Account} {row.Amount.AmountText}{(row.Text.Length > 0 ? " " + row.Text : "")}").Prepend($"{voucher.Reference} {voucher.Date:yyyy-MM-dd} {voucher.Text}")),
        ["remainder"] = report => report.Payouts.SelectMany(payout => payout.RemainderParts.Select(part => $"{payout.Reference} {part.Text} {part.Amount.AmountText} on {part.Count.ToString(CultureInfo.InvariantCulture)}")),
        ["payments"] = report => report.Payments.Select(payment => $"{payment.Reference} {payment.Date:yyyy-MM-dd} invoice {payment.Invoice} {payment.Amount}{(payment.File is null ? "" : " in " + payment.File)}"),
        ["payouts"] = report => report.Payouts.Select(payout => $"{payout.Reference} {(payout.Currency.Code == "SEK" ? payout.Net.AmountText : payout.Net.ToString())} {payout.Status}, remainder {payout.Remainder.AmountText}, difference {payout.Difference.AmountText}"),
        ["paid"] = report => report.Payouts.Select(payout => $"{payout.Reference} {(payout.Bank is { } bank ? $"{bank.Status}{(bank.Amount is { } amount ? $" {amount} on {bank.Date:yyyy-MM-dd} by {bank.Label}" : "")}{(bank.Difference.IsZero ? "" : $", difference {bank.Difference}")}" : "not looked at")}"),
        ["fees"] = report => report.Fees.Select(fee => $"{fee.FeeClass} {fee.Count.ToString(CultureInfo.InvariantCulture)} × {fee.Net.AmountText} vat {fee.Vat.AmountText} on {fee.Account}"),
        ["decisions"] = report => report.Resolutions.Select(item => $"{item.Kind} {item.Subject} {item.Amount.AmountText}{(item.Target is null ? "" : $" → {item.Target}")} by {item.DecidedBy}: {item.Reason}{(item.IsUndone ? " (undone)" : "")}"),
        ["control"] = report => report.Accounts.Select(control =>
            $"opening {control.Opening?.AmountText ?? "not known"} + sales {control.Sales.AmountText} - credits {control.Credits.AmountText} - settled by us {control.SettledByUs.AmountText} - by others {control.SettledByOthers.AmountText} + other {control.Other.AmountText} = {control.Closing.AmountText}; open {control.OpenItems.AmountText}, to be booked {control.ToBeBooked.AmountText}, unexplained {control.Unexplained.AmountText}"),
    };

    private static string Line(LineReport line)
    {
        var settles = line.Settles.Count == 0 ? "" : " → " + string.Join(" + ", line.Settles.Select(part => $"{part.Voucher} {part.Amount.AmountText}"));
        return $"{line.Type} {line.OrderReference ?? "-"} {line.Amount.AmountText}: {line.Disposition}{(line.Rule is null ? "" : $" by {line.Rule}")}{settles}{(line.Difference.IsZero ? "" : $", left {line.Difference.AmountText}")}{(line.Comment is null ? "" : $" ({line.Comment})")}";
    }
}

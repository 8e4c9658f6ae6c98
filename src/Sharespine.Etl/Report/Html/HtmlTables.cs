using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report.Sheets;

namespace Sharespine.Etl.Report.Html;

/// <summary>The page's tables. A page stays readable: what is longer than <see cref="MostRows"/> goes on in the CSV files.</summary>
internal sealed class HtmlTables(HtmlWriter html, ReconciliationReport report, ReportTexts texts, ReportFileNames files)
{
    public const int MostRows = 2_000;

    private readonly HashSet<string> _payouts = [.. report.Payouts.Select(payout => payout.Reference)];

    /// <summary>By falling amount: what is most at stake stands first.</summary>
    public void Exceptions()
    {
        if (report.Exceptions.Count == 0)
        {
            html.Element("p", texts.NothingToDo);
            return;
        }

        Write([.. report.Exceptions.OrderByDescending(exception => exception.Amount.Abs().Major).ThenBy(exception => exception.Id, StringComparer.Ordinal)],
        [
            new(texts.Cause, exception => HtmlCell.Pill(texts.Dispositions[exception.Cause], Look(exception.Cause))),
            new(texts.IsNew, exception => exception.IsNew ? HtmlCell.Pill(texts.IsNew, "warn") : HtmlCell.Blank),
            new(texts.Amount, exception => HtmlCell.Of(exception.Amount, texts), exception => exception.Amount),
            new(texts.Currency, exception => new(exception.Amount.Currency.Code)),
            new(texts.Order, exception => new(exception.OrderReference)),
            new(texts.Payout, exception => Payout(exception.PayoutReference)),
            new(texts.Voucher, exception => new(exception.Voucher)),
            new(texts.Date, exception => HtmlCell.Of(exception.Date)),
            new(texts.AgeDays, exception => HtmlCell.Of(exception.AgeDays, texts)),
            new(texts.Explanation, exception => new(exception.Explanation, "text")),
            new(texts.Action, exception => new(exception.Action, "text")),
            new(texts.Evidence, exception => new(exception.Evidence, "code")),
            new(texts.IdHeading, exception => new(exception.Id, "code")),
        ], exception => exception.Amount.Currency, files.Exceptions);
    }

    public void Payouts()
    {
        Write(report.Payouts,
        [
            new(texts.Payout, payout => new(payout.Reference)),
            new(texts.Date, payout => HtmlCell.Of(payout.Date)),
            new(texts.Currency, payout => new(payout.Currency.Code)),
            new(texts.Status, payout => HtmlCell.Pill(texts.PayoutStatuses[payout.Status], HtmlReport.Look(PayoutSheet.Look(payout.Status)))),
            .. Amounts(),
            new(texts.ProviderTotal, payout => HtmlCell.Of(payout.ProviderTotal, texts)),
            new(texts.Difference, payout => HtmlCell.Of(payout.Difference, texts), payout => payout.Difference),
            new(texts.Remainder, payout => HtmlCell.Of(payout.Remainder, texts), payout => payout.Remainder),
            new(texts.BankAmount, payout => HtmlCell.Of(Waterfall.InBank(payout), texts)),
            new(texts.BankStatus, payout => payout.Bank is { } bank ? HtmlCell.Pill(texts.BankStatuses[bank.Status], HtmlReport.Look(PayoutSheet.Look(bank.Status))) : HtmlCell.Blank),
            new(texts.BankReference, payout => new(PayoutSheet.BankLine(payout, texts))),
            new(texts.ExceptionCount, payout => HtmlCell.Of(payout.ExceptionCount, texts)),
            new(texts.Voucher, payout => new(payout.VoucherReference)),
            new(texts.File, payout => new(payout.FileName, "code")),
        ], payout => payout.Currency, files.Payouts, payout => Id(payout.Reference));
        foreach (var payout in report.Payouts.Take(MostRows / 10))
        {
            html.Open("details").Element("summary", $"{payout.Reference} · {ReportTexts.Write(payout.Date)} · {texts.Write(payout.Net)}");
            HtmlCharts.WaterfallOf(html, payout.Reference, [payout], texts);
            html.Close().NewLine();
        }
    }

    public void Accounts()
    {
        foreach (var account in report.Accounts)
        {
            html.Open("div", ("class", "scroll")).Open("table").Open("tbody").NewLine();
            foreach (var (label, amount) in Steps(account))
            {
                html.Open("tr").Element("td", label).Element("td", amount is { } known ? texts.Write(known) : texts.Missing, ("class", "num")).Close().NewLine();
            }

            html.Close().Close().Close();
            html.Element("p", SummaryStatus.OfAccount(account, texts).Sentence).NewLine();
        }
    }

    public void AgeingRows() => Write(Ageing.Of(report.OpenItems),
        [
            new(texts.Account, row => new(row.Account)),
            new(texts.Disposition, row => HtmlCell.Pill(texts.Dispositions[row.Disposition], Look(row.Disposition))),
            new(texts.Count, row => HtmlCell.Of(row.Count, texts)),
            .. Ageing.Headings(texts).Select((heading, bucket) => new HtmlColumn<AgeingRow>(heading, row => HtmlCell.Of(row.Amounts[bucket], texts), row => row.Amounts[bucket])),
            new(texts.Open, row => HtmlCell.Of(row.Total, texts), row => row.Total),
            new(texts.Currency, row => new(row.Currency.Code)),
        ], row => row.Currency, files.OpenItems);

    public void OpenItems() => Write(report.OpenItems,
        [
            new(texts.Account, item => new(item.Account)),
            new(texts.Date, item => HtmlCell.Of(item.Date)),
            new(texts.Voucher, item => new(item.Voucher)),
            new(texts.Text, item => new(item.Text)),
            new(texts.Order, item => new(item.OrderReference)),
            new(texts.Amount, item => HtmlCell.Of(item.Amount, texts), item => item.Amount),
            new(texts.Settled, item => HtmlCell.Of(item.Settled, texts), item => item.Settled),
            new(texts.Open, item => HtmlCell.Of(item.Open, texts), item => item.Open),
            new(texts.Currency, item => new(item.Open.Currency.Code)),
            new(texts.AgeDays, item => HtmlCell.Of(item.AgeDays, texts)),
            new(texts.Disposition, item => HtmlCell.Pill(texts.Dispositions[item.Disposition], Look(item.Disposition))),
        ], item => item.Open.Currency, files.OpenItems);

    public void Fees() => Write(report.Fees,
        [
            new(texts.FeeClass, fee => new(fee.FeeClass)),
            new(texts.Account, fee => new(fee.Account)),
            new(texts.VatRate, fee => new(fee.VatRate is { } rate ? rate.ToString("0.##", texts.Numbers) + " %" : null, "num")),
            new(texts.Count, fee => HtmlCell.Of(fee.Count, texts)),
            new(texts.NetAmount, fee => HtmlCell.Of(fee.Net, texts), fee => fee.Net),
            new(texts.Vat, fee => HtmlCell.Of(fee.Vat, texts), fee => fee.Vat),
            new(texts.GrossAmount, fee => HtmlCell.Of(fee.Net + fee.Vat, texts), fee => fee.Net + fee.Vat),
            new(texts.Currency, fee => new(fee.Net.Currency.Code)),
        ], fee => fee.Net.Currency, files.Lines);

    public void Vouchers()
    {
        var rows = report.Vouchers.SelectMany(voucher => voucher.Rows.Select((row, i) => (Voucher: voucher, Row: row, IsFirst: i == 0))).ToList();
        Write<(VoucherReport Voucher, VoucherRow Row, bool IsFirst)>(rows,
        [
            new(texts.Reference, row => new(row.Voucher.Reference, row.IsFirst ? "" : "muted")),
            new(texts.Date, row => HtmlCell.Of(row.Voucher.Date)),
            new(texts.Account, row => new(row.Row.Account)),
            new(texts.Text, row => new(row.Row.Text.Length > 0 ? row.Row.Text : row.Voucher.Text)),
            new(texts.Debit, row => HtmlCell.Of(row.Row.Amount.Minor >= 0 ? row.Row.Amount : null, texts), row => Part(row.Row.Amount, isDebit: true)),
            new(texts.Credit, row => HtmlCell.Of(row.Row.Amount.Minor < 0 ? -row.Row.Amount : null, texts), row => Part(row.Row.Amount, isDebit: false)),
            new(texts.Currency, row => new(row.Row.Amount.Currency.Code)),
            new(texts.File, row => new(row.Voucher.File ?? texts.PlannedVoucher, "code")),
        ], row => row.Row.Amount.Currency, files.Payouts);
    }

    public void Payments() => Write(report.Payments,
        [
            new(texts.Reference, payment => new(payment.Reference)),
            new(texts.Date, payment => HtmlCell.Of(payment.Date)),
            new(texts.Payout, payment => Payout(payment.PayoutReference)),
            new(texts.Order, payment => new(payment.OrderReference)),
            new(texts.Invoice, payment => new(payment.Invoice)),
            new(texts.Amount, payment => HtmlCell.Of(payment.Amount, texts), payment => payment.Amount),
            new(texts.Currency, payment => new(payment.Amount.Currency.Code)),
            new(texts.File, payment => new(payment.File ?? texts.PlannedVoucher, "code")),
        ], payment => payment.Amount.Currency, files.Lines);

    public void Remainder() => Write<(PayoutReport Payout, RemainderPart Part)>([.. report.Payouts.SelectMany(payout => payout.RemainderParts.Select(part => (payout, part)))],
        [
            new(texts.Payout, row => Payout(row.Payout.Reference)),
            new(texts.Date, row => HtmlCell.Of(row.Payout.Date)),
            new(texts.Reason, row => new(row.Part.Text)),
            new(texts.LineCount, row => HtmlCell.Of(row.Part.Count, texts)),
            new(texts.Amount, row => HtmlCell.Of(row.Part.Amount, texts), row => row.Part.Amount),
            new(texts.Currency, row => new(row.Part.Amount.Currency.Code)),
        ], row => row.Part.Amount.Currency, files.Payouts);

    public void Days() => Write(report.Days,
        [
            new(texts.Date, day => HtmlCell.Of(day.Date)),
            new(texts.LineCount, day => HtmlCell.Of(day.LineCount, texts)),
            new(texts.Settled, day => HtmlCell.Of(day.Settled, texts), day => day.Settled),
            new(texts.Booked, day => HtmlCell.Of(day.Booked, texts), day => day.Booked),
            new(texts.Difference, day => HtmlCell.Of(day.Difference, texts), day => day.Difference),
            new(texts.Currency, day => new(day.Settled.Currency.Code)),
            new(texts.Vouchers, day => new(string.Join(", ", day.Vouchers))),
        ], day => day.Settled.Currency, files.Lines);

    public void Resolutions() => Write(report.Resolutions,
        [
            new(texts.Decided, decision => new(texts.ResolutionKind(decision.Kind))),
            new(texts.Subject, decision => new(decision.Subject)),
            new(texts.Amount, decision => HtmlCell.Of(decision.Amount, texts)),
            new(texts.Currency, decision => new(decision.Amount.Currency.Code)),
            new(texts.Target, decision => new(decision.Target)),
            new(texts.ReasonHeading, decision => new(decision.Reason)),
            new(texts.DecidedBy, decision => new(decision.DecidedBy)),
            new(texts.DecidedAt, decision => new(SummarySheet.SwedishTime(decision.DecidedAt), "date")),
            new(texts.Undone, decision => decision.IsUndone ? HtmlCell.Pill(texts.Undone, "warn") : HtmlCell.Blank),
        ], decision => decision.Amount.Currency, files.Exceptions);

    public void Lines()
    {
        html.Open("details").Element("summary", texts.ShowLines).NewLine();
        Write(report.Lines,
        [
            new(texts.Payout, line => Payout(line.PayoutReference)),
            new(texts.FileLine, line => line.FileLine == 0 ? HtmlCell.Blank : HtmlCell.Of(line.FileLine, texts)),
            new(texts.Type, line => new(texts.LineTypes[line.Type])),
            new(texts.DetailedType, line => new(line.DetailedType)),
            new(texts.Order, line => new(line.OrderReference)),
            new(texts.EventDate, line => HtmlCell.Of(line.EventDate)),
            new(texts.Amount, line => HtmlCell.Of(line.Amount, texts), line => line.Amount),
            new(texts.Vat, line => HtmlCell.Of(line.Vat.IsZero ? null : line.Vat, texts), line => line.Vat),
            new(texts.Currency, line => new(line.Amount.Currency.Code)),
            new(texts.Disposition, line => HtmlCell.Pill(texts.Dispositions[line.Disposition], Look(line.Disposition))),
            new(texts.Rule, line => new(line.Rule)),
            new(texts.Settles, line => new(LineSheet.Settles(line, texts))),
            new(texts.LineDifference, line => HtmlCell.Of(line.Difference.IsZero ? null : line.Difference, texts), line => line.Difference),
            new(texts.Comment, line => new(line.Comment)),
        ], line => line.Amount.Currency, files.Lines);
        html.Close().NewLine();
    }

    public void Files() => Write(report.Files,
        [
            new(texts.File, file => new(file.Name)),
            new(texts.FileRole, file => new(texts.RoleOf(file))),
            new(texts.Rows, file => HtmlCell.Of(file.Rows, texts)),
            new(texts.Sha256, file => new(file.Sha256, "code")),
        ], _ => Currency.Sek, files.Payouts);

    private HtmlColumn<PayoutReport>[] Amounts()
    {
        HtmlColumn<PayoutReport> Of(string heading, Func<PayoutReport, Money> amount) => new(heading, payout => HtmlCell.Of(amount(payout), texts), amount);
        return
        [
            Of(texts.GrossSales, payout => payout.Sales),
            Of(texts.Returns, payout => payout.Returns),
            Of(texts.Fees, payout => payout.Fees),
            Of(texts.FeeVat, payout => payout.FeeVat),
            Of(texts.Holdbacks, payout => payout.Holdbacks),
            Of(texts.Other, payout => payout.Other),
            Of(texts.Net, payout => payout.Net),
        ];
    }

    private IEnumerable<(string Label, Money? Amount)> Steps(AccountControl account) =>
    [
        ($"{account.Account} {account.AccountName}: {texts.Opening}", account.Opening),
        (texts.ControlSales, account.Sales),
        (texts.Credits, -account.Credits),
        (texts.SettledByUs, -account.SettledByUs),
        (texts.SettledByOthers, -account.SettledByOthers),
        (texts.OtherMovements, account.Other),
        (texts.Closing, account.Closing),
        (texts.LedgerClosing, account.LedgerClosing),
        (texts.OpenItemsTotal, account.OpenItems),
        (texts.ToBeBooked, account.ToBeBooked),
        (texts.Unexplained, account.Unexplained),
    ];

    private static string Look(Disposition disposition) => HtmlReport.Look(LineSheet.Look(disposition));

    private static Money Part(Money amount, bool isDebit) => amount.Minor >= 0 == isDebit ? amount.Abs() : Money.Zero(amount.Currency);

    private HtmlCell Payout(string? reference) => new(reference, "", reference is not null && _payouts.Contains(reference) ? Id(reference) : null);

    private static string Id(string reference) => "payout-" + string.Concat(reference.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));

    private void Write<T>(IReadOnlyCollection<T> rows, IReadOnlyList<HtmlColumn<T>> columns, Func<T, Currency> currency, string file, Func<T, string>? id = null) =>
        HtmlTable.Write(html, texts, rows, columns, currency, MostRows, file, id);
}

using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Sie;

/// <summary>
/// Reads a SIE 4E export into ledger snapshots. Rows are numbered within account and voucher, and on through a repeated voucher
/// number, so that the identity (company, fiscal year, series, number, row) is unique.
/// </summary>
public static class SieLedger
{
    /// <param name="fileName">For messages.</param>
    /// <param name="receivables">Accounts to reconcile.</param>
    /// <param name="banks">Bank and clearing accounts to read beside them.</param>
    public static SieLedgerFile Read(Stream stream, string fileName, IReadOnlyList<string> receivables, IReadOnlyList<string> banks, SieReadOptions? options = null)
    {
        var rows = new SieLedgerRows([.. receivables, .. banks]);
        var reading = SieReader.Read(stream, fileName, rows, options);
        var issues = new SieIssues(fileName, (options ?? SieReadOptions.Default).MaxIssues);
        var year = CheckIsLedger(rows, reading, issues);
        var usable = !reading.IsRefused && year is not null;
        return new()
        {
            Reading = reading,
            Company = rows.Company,
            Program = rows.Program,
            GeneratedOn = rows.GeneratedOn,
            Receivables = usable ? Snapshots(rows, year!, receivables, issues) : [],
            Banks = usable ? Snapshots(rows, year!, banks, issues) : [],
            AccountNames = rows.AccountNames,
            ReferenceTexts = usable ? rows.Slashed : [],
            Issues = [.. reading.Issues, .. issues.All()],
        };
    }

    /// <summary>
    /// The last day the export covers: the earliest of #OMFATTN, the day the file was made, and the fiscal year's end. An #OMFATTN
    /// outside the year is a placeholder (Fortnox writes 19700101) and not used. With neither date it is the last voucher's.
    /// A later voucher in the file does not move it: a single accrual booked on 31 December does not prove that December is in.
    /// </summary>
    public static DateOnly CoversTo(DateOnly? coversTo, DateOnly? generatedOn, DateOnly? lastVoucher, DateOnly yearStart, DateOnly yearEnd)
    {
        var stated = coversTo is { } day && day >= yearStart && day <= yearEnd ? coversTo : null;
        var made = generatedOn is { } on && on >= yearStart ? generatedOn : null;
        var known = new[] { stated, made }.OfType<DateOnly>().DefaultIfEmpty(lastVoucher ?? yearStart).Min();
        return known < yearEnd ? known : yearEnd;
    }

    private static SieRecord.FiscalYear? CheckIsLedger(SieLedgerRows rows, SieReadResult reading, SieIssues issues)
    {
        if (reading.IsRefused)
        {
            return null;
        }

        if (rows.Year is null)
        {
            issues.Add(SieErrors.NotLedger, "The file has no #RAR 0, so the fiscal year is not known.");
        }

        if (rows.Type != 4)
        {
            issues.Add(SieErrors.NotLedger, string.Create(CultureInfo.InvariantCulture, $"The file is SIE type {rows.Type}, which has no vouchers."));
            return null;
        }

        return rows.Year;
    }

    private static List<LedgerSnapshot> Snapshots(SieLedgerRows rows, SieRecord.FiscalYear year, IReadOnlyList<string> accounts, SieIssues issues)
    {
        if (rows.StatedCoversTo is { } stated && (stated < year.Start || stated > year.End))
        {
            issues.AddOnce("omfattn", SieErrors.CoverageUnsure, $"#OMFATTN is {Day(stated)}, outside the fiscal year {Day(year.Start)} to {Day(year.End)}; it was not used.", rows.CoversToLine);
        }

        var coversTo = CoversTo(rows.StatedCoversTo, rows.GeneratedOn, rows.LastVoucher, year.Start, year.End);
        return [.. accounts.Distinct(StringComparer.Ordinal).Select(account => Snapshot(rows, year, account, coversTo, issues))];
    }

    private static LedgerSnapshot Snapshot(SieLedgerRows rows, SieRecord.FiscalYear year, string account, DateOnly coversTo, SieIssues issues)
    {
        var balance = rows.BalanceOf(account);
        var entries = rows.EntriesOf(account);
        if (!rows.AccountNames.ContainsKey(account) && entries.Count == 0 && balance is { Opening: null, Closing: null })
        {
            issues.Add(SieErrors.AccountAbsent, $"Account {account} is not in the file.");
        }

        var movements = entries.Aggregate((Int128)0, (sum, entry) => sum + entry.Amount.Minor);
        var opening = balance.Opening ?? (rows.HasOpening ? 0 : null);
        var closing = balance.Closing ?? (rows.HasClosing ? 0 : null);
        return new()
        {
            Company = rows.Company,
            FiscalYearStart = year.Start,
            FiscalYearEnd = year.End,
            Account = account,
            Currency = rows.Currency,
            Opening = Amount(opening, rows.Currency),
            // A closing balance as of an earlier day than the last voucher proves nothing about the whole.
            Closing = opening is null || opening + movements == closing ? Amount(closing, rows.Currency) : null,
            CoversTo = coversTo,
            Entries = [.. entries.Select(entry => entry with { Company = rows.Company, FiscalYearStart = year.Start, Amount = new(entry.Amount.Minor, rows.Currency) })],
        };
    }

    private static Money? Amount(long? minor, Currency currency) => minor is long amount ? new Money(amount, currency) : null;

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

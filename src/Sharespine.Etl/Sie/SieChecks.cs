using System.Globalization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Sie;

/// <summary>
/// The controls that a file's own numbers allow: every voucher sums to zero; for year 0 opening balance plus movements is the
/// closing balance, account by account; no voucher number twice; the mandatory records are there.
/// </summary>
internal sealed class SieChecks(SieIssues issues)
{
    private readonly HashSet<Type> _seen = [];
    private readonly Dictionary<string, Numbers> _series = [];
    private readonly Dictionary<int, SieRecord.FiscalYear> _years = [];
    private readonly SieBalanceCheck _balances = new(issues);
    private SieRecord.VoucherStart? _voucher;
    private Int128 _sum;
    private int _rows;
    private int _type = 1;

    public int Vouchers { get; private set; }

    public void Accept(SieRecord record)
    {
        if (_seen.Count == 0 && record is not SieRecord.Flag)
        {
            issues.Add(SieErrors.MissingRecord, "The file does not begin with #FLAGGA.", record.Line);
        }

        switch (record)
        {
            case SieRecord.Row row:
                AddRow(row);
                return;
            case SieRecord.VoucherStart voucher:
                Start(voucher);
                break;
            case SieRecord.VoucherEnd end:
                End(end);
                break;
            case SieRecord.Balance balance:
                _balances.Add(balance);
                break;
            case SieRecord.FiscalYear year:
                AddYear(year);
                break;
            case SieRecord.FileType type:
                _type = type.Type;
                break;
            case SieRecord.CoversTo covers:
                _balances.CoversTo = covers.Date;
                break;
            case SieRecord.BookCurrency currency:
                CheckCurrency(currency);
                break;
        }

        _seen.Add(record.GetType());
    }

    /// <summary>At the end of the file.</summary>
    public void Finish()
    {
        CheckMandatory();
        if (Vouchers > 0)
        {
            _balances.Finish();
        }
    }

    private void AddRow(SieRecord.Row row)
    {
        if (row.Kind != SieRowKind.Booked)
        {
            return;
        }

        _rows++;
        _sum += row.Amount;
        _balances.Add(row, row.Date ?? _voucher?.Date);
    }

    private void Start(SieRecord.VoucherStart voucher)
    {
        _voucher = voucher;
        (_sum, _rows) = (0, 0);
        Vouchers++;
        CheckNumber(voucher);
        if (_years.TryGetValue(0, out var year) && (voucher.Date < year.Start || voucher.Date > year.End))
        {
            issues.Add(SieErrors.OutsideYear, $"Voucher {Name(voucher)} is dated {Day(voucher.Date)}, outside {Day(year.Start)} to {Day(year.End)}.", voucher.Line);
        }
    }

    private void CheckNumber(SieRecord.VoucherStart voucher)
    {
        if (!int.TryParse(voucher.Number, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return;
        }

        if (!_series.TryGetValue(voucher.Series, out var numbers))
        {
            _series[voucher.Series] = numbers = new();
        }

        if (!numbers.Seen.Add(number))
        {
            issues.Add(SieErrors.RepeatedVoucher, $"Voucher {Name(voucher)} stands in the file more than once.", voucher.Line);
        }
        else if (number < numbers.Last)
        {
            issues.AddOnce("order " + voucher.Series, SieErrors.VoucherOrder, $"Voucher {Name(voucher)} stands behind number {numbers.Last}.", voucher.Line);
        }

        numbers.Last = number;
    }

    private void End(SieRecord.VoucherEnd end)
    {
        if (_voucher is not { } voucher)
        {
            return;
        }

        if (_sum != 0)
        {
            issues.Add(SieErrors.Unbalanced, $"The rows of voucher {Name(voucher)} sum to {SieNumbers.Amount(_sum)} instead of zero.", voucher.Line);
        }
        else if (_rows == 0)
        {
            issues.Add(SieErrors.EmptyVoucher, $"Voucher {Name(voucher)} has no rows.", voucher.Line);
        }

        _voucher = null;
    }

    private void AddYear(SieRecord.FiscalYear year)
    {
        if (year.End < year.Start)
        {
            issues.Add(SieErrors.Contradiction, $"Fiscal year {year.Year} ends {Day(year.End)}, before it begins.", year.Line);
        }

        if (_years.TryGetValue(year.Year, out var earlier) && (earlier.Start, earlier.End) != (year.Start, year.End))
        {
            issues.Add(SieErrors.Contradiction, $"Fiscal year {year.Year} is {Day(year.Start)} to {Day(year.End)} here and {Day(earlier.Start)} to {Day(earlier.End)} earlier.", year.Line);
        }

        _years[year.Year] = year;
    }

    private void CheckCurrency(SieRecord.BookCurrency record)
    {
        if (!Currency.TryParse(record.Code, out var currency) || currency.Decimals != 2)
        {
            issues.Add(SieErrors.Currency, $"#VALUTA is {SieIssues.Quote(record.Code)}.", record.Line);
        }
    }

    private void CheckMandatory()
    {
        Need<SieRecord.Program>("#PROGRAM");
        Need<SieRecord.Format>("#FORMAT");
        Need<SieRecord.Generated>("#GEN");
        Need<SieRecord.CompanyName>("#FNAMN");
        if (_type != 4 || _balances.Any)
        {
            Need<SieRecord.FiscalYear>("#RAR");
            Need<SieRecord.AccountName>("#KONTO");
        }
    }

    private void Need<TRecord>(string label)
        where TRecord : SieRecord
    {
        if (!_seen.Contains(typeof(TRecord)))
        {
            issues.Add(SieErrors.MissingRecord, $"The file has no {label}.");
        }
    }

    private static string Name(SieRecord.VoucherStart voucher) => $"{voucher.Series} {voucher.Number}".Trim() is { Length: > 0 } name ? name : "without number";

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed class Numbers
    {
        public HashSet<int> Seen { get; } = [];

        public int Last { get; set; }
    }
}

using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Sie;

/// <summary>What must hold for a voucher before it is written: nobody balances it afterwards.</summary>
internal static class SieWriterChecks
{
    public static IEnumerable<Issue> Check(Voucher voucher, SieFile file)
    {
        var at = new SourcePosition(voucher.Reference);
        if (!file.FiscalYears.Any(year => year.Holds(voucher.Date)))
        {
            yield return new(SieErrors.WriteYear, $"The date {voucher.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} lies in no fiscal year that is configured.", at);
        }

        if (voucher.Rows.Count == 0)
        {
            yield return new(SieErrors.WriteVoucher, "The voucher has no rows.", at);
        }

        foreach (var row in voucher.Rows)
        {
            if (CheckRow(row, file.Currency) is { } message)
            {
                yield return new(SieErrors.WriteVoucher, message, at);
            }
        }

        var sum = voucher.Rows.Sum(row => row.Amount.Minor);
        if (sum != 0)
        {
            yield return new(SieErrors.WriteUnbalanced, $"The rows sum to {SieNumbers.Amount(sum)} instead of zero.", at);
        }
    }

    private static string? CheckRow(VoucherRow row, Currency currency)
    {
        if (row.Amount.Currency != currency)
        {
            return $"A row on account {row.Account} is in {row.Amount.Currency}; the books are in {currency}.";
        }

        if (currency.Decimals != 2)
        {
            return $"SIE amounts have two decimals, {currency} has {currency.Decimals}.";
        }

        if (row.Account.Length == 0 || !row.Account.All(char.IsAsciiDigit))
        {
            return $"The account {SieIssues.Quote(row.Account)} is not a number.";
        }

        return (row.Objects ?? []).Any(item => item.Dimension <= 0 || item.Object.Length == 0)
            ? $"A row on account {row.Account} has an object without dimension or id."
            : null;
    }
}

using System.Globalization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Bank;

/// <summary>The ledger's own rows on a bank account as bank lines.</summary>
public static class LedgerBankLines
{
    /// <summary>A fiscal year of the account; a later export of the year takes its place.</summary>
    public static BankStatement Of(LedgerSnapshot snapshot) => new()
    {
        Account = snapshot.Account,
        Key = Write(snapshot.FiscalYearStart),
        Version = Write(snapshot.CoversTo),
        Currency = snapshot.Currency,
        CoversFrom = snapshot.FiscalYearStart,
        CoversTo = snapshot.CoversTo,
        Opening = snapshot.Opening,
        Closing = snapshot.Closing,
        Lines = [.. snapshot.Entries.Select(Line)],
    };

    private static BankLine Line(LedgerEntry entry) => new()
    {
        Key = string.Create(CultureInfo.InvariantCulture, $"{Write(entry.FiscalYearStart)}/{entry.Series}/{entry.VoucherNumber}/{entry.Row}"),
        Date = entry.Date,
        Amount = entry.Amount,
        OriginalAmount = entry.DocumentAmount is { } document && document.Currency != entry.Amount.Currency ? document : null,
        Texts = [.. new[] { entry.VoucherText, entry.RowText }.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)],
        FileLine = entry.FileLine,
        Label = entry.Voucher,
    };

    private static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

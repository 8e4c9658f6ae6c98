using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Benchmarks.Generate.Shop;

namespace Sharespine.Etl.Benchmarks.Generate.Providers;

/// <summary>How the invented company books one provider's sales: a series and a receivable account of its own.</summary>
public sealed record ProviderBooks
{
    public required string Series { get; init; }

    public required string Account { get; init; }

    public required string Clearing { get; init; }

    public string ForeignClearing { get; init; } = "";

    /// <summary>The text of a sale and of a credit, by the row.</summary>
    public required Func<ProviderRow, string> Text { get; init; }

    public required Func<ProviderPayout, string> BankText { get; init; }

    /// <summary>The vouchers of a row: none where the booking was forgotten, two where it was done twice.</summary>
    public IEnumerable<SieVoucher> Of(ProviderRow row)
    {
        if (row.Role is Role.MissingInLedger or Role.SettledTwice)
        {
            yield break;
        }

        var voucher = Booked(row);
        yield return voucher;
        if (row.Role == Role.BookedTwice)
        {
            yield return voucher with { Expected = Reconcile.Disposition.Duplicate };
        }
    }

    private SieVoucher Booked(ProviderRow row)
    {
        var amount = row.Amount - (row.Role switch { Role.OffByForty => 4000, Role.OffByOre => 2, _ => 0 });
        var isAbroad = row.Currency != "SEK";
        var vat = Amounts.Round(isAbroad ? amount * 25.5m / 125.5m : amount * 0.2m);
        var rows = new RowSum();
        rows.Add(Account, amount);
        rows.Add(isAbroad ? ChartOfAccounts.SalesEu : "3001", vat - amount);
        rows.Add(isAbroad ? ChartOfAccounts.OssVat : "2611", -vat);
        return new(Series, row.Date, Text(row), rows.InKronor(isAbroad ? SalesJournal.EuroRate(row.Date) : 1m))
        {
            Kind = row.Amount > 0 ? VoucherKind.Sale : VoucherKind.Credit,
            Order = row.Order,
        };
    }
}

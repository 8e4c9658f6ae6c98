using Sharespine.Etl.Benchmarks.Generate.Books;

namespace Sharespine.Etl.Benchmarks.Generate.Providers;

/// <summary>What one provider settled in October 2026, and what the books have of it.</summary>
public sealed record ProviderMonth
{
    /// <summary>As people write it.</summary>
    public required string Name { get; init; }

    /// <summary>The connection in the demo's etl.yaml.</summary>
    public required string Connection { get; init; }

    /// <summary>The folder of its files.</summary>
    public required string Mapping { get; init; }

    public required ProviderBooks Books { get; init; }

    public required IReadOnlyList<ProviderPayout> Payouts { get; init; }

    /// <summary>Sold and in no payout.</summary>
    public required IReadOnlyList<ProviderRow> Unsettled { get; init; }

    public IEnumerable<SieVoucher> Vouchers() =>
        [.. Payouts.SelectMany(payout => payout.Rows).Concat(Unsettled).Where(row => row.Order is not null).OrderBy(row => row.Date).SelectMany(Books.Of), .. Payouts.SelectMany(BankRows)];

    private IEnumerable<SieVoucher> BankRows(ProviderPayout payout)
    {
        var date = BankDay.After(payout.Date);
        if (payout.Total <= 0 || payout.BankShort is not { } tooLittle)
        {
            yield break;
        }

        var paid = Amounts.Convert(payout.Total - tooLittle, payout.Currency == "SEK" ? 1m : SalesJournal.EuroRate(date));
        yield return BankVouchers.Paid(date, Books.BankText(payout), paid, payout.Currency == "SEK" ? Books.Clearing : Books.ForeignClearing);
    }
}

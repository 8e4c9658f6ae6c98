using Sharespine.Etl.Benchmarks.Generate.Demo;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Benchmarks.Generate.Providers;

/// <summary>One payout of Svea or Nexi: its rows in the file's order, and what the file states about them. In öre or cents.</summary>
public sealed record ProviderPayout
{
    public required string Reference { get; init; }

    public required string FileName { get; init; }

    public string Currency { get; init; } = "SEK";

    public required DateOnly Date { get; init; }

    public required IReadOnlyList<ProviderRow> Rows { get; init; }

    /// <summary>Held back when positive, given back when negative.</summary>
    public long Withheld { get; init; }

    public long OpeningDebt { get; init; }

    public long ClosingDebt { get; init; }

    /// <summary>Planted: how much more the file says was paid than its rows give.</summary>
    public long Error { get; init; }

    /// <summary>False for an error that the provider's own rounding allows.</summary>
    public bool IsOutOfBalance { get; init; }

    /// <summary>Planted: what the bank shows instead of the payout on the day after; null is nothing at all.</summary>
    public long? BankShort { get; init; } = 0;

    public long Net => Rows.Sum(row => row.Amount - row.FeeTotal - row.FeeVat);

    /// <summary>What the file says was paid.</summary>
    public long Total => Net - Withheld - OpeningDebt + ClosingDebt + Error;

    /// <summary>The truth: what the night must say of the bank.</summary>
    public BankStatus Bank => Total == 0 ? BankStatus.NothingToPay
        : BankShort is null ? BankStatus.Missing
        : BankDay.After(Date) > DemoMonth.BookedThrough ? BankStatus.Waiting
        : BankShort != 0 ? BankStatus.AmountDiffers
        : BankStatus.Paid;
}

public static class BankDay
{
    /// <summary>The next day that is not a Saturday or Sunday.</summary>
    public static DateOnly After(DateOnly date)
    {
        var next = date.AddDays(1);
        return next.DayOfWeek switch
        {
            DayOfWeek.Saturday => next.AddDays(2),
            DayOfWeek.Sunday => next.AddDays(1),
            _ => next,
        };
    }
}

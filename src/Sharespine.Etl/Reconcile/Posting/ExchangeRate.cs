using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Posting;

/// <summary>What one unit of the payout's currency is worth in the company's.</summary>
/// <param name="Source">Where it is from, as it stands in the voucher's text: a bank line or a rate file with its day.</param>
/// <param name="IsBank">From the bank line's actual amount: final. A rate file's rate gives way to it.</param>
public sealed record ExchangeRate(decimal Rate, string Source, bool IsBank)
{
    /// <summary>Rounded to the company currency's minor unit, half away from zero.</summary>
    public long Convert(Money amount, Currency company) => Money.Round(amount.Major * Rate, company).Minor;

    /// <summary>
    /// The rate a payout is booked with: the bank line's actual amount, else the rate it was booked with before, else the rate
    /// file's. Null when none is known: then it is held.
    /// </summary>
    public static ExchangeRate? For(PostingInput payout, Money net, Currency company)
    {
        var bank = payout.Bank is { } line && line.Amount.Currency == company && Math.Sign(line.Amount.Minor) == Math.Sign(net.Minor) && net.Minor != 0
            ? new ExchangeRate(line.Amount.Major / net.Major, line.Label, IsBank: true)
            : null;
        return payout.PostedRate is { IsBank: true } final ? final : bank ?? payout.PostedRate ?? payout.FileRate;
    }
}

using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Report;

/// <param name="IsTotal">What the steps before it lead to, rather than a step.</param>
internal sealed record WaterfallStep(string Label, Money Amount, bool IsTotal = false);

/// <summary>From gross sales to the bank, as every form of the report tells it.</summary>
internal static class Waterfall
{
    /// <summary>The steps of payouts in one currency; the bank only where its lines are in that currency too.</summary>
    public static IReadOnlyList<WaterfallStep> Of(IReadOnlyList<PayoutReport> payouts, ReportTexts texts)
    {
        var currency = payouts[0].Currency;
        Money Sum(Func<PayoutReport, Money> amount) => ReportFooting.Sum(payouts.Select(amount), currency);
        List<WaterfallStep> steps =
        [
            new(texts.GrossSales, Sum(payout => payout.Sales)),
            new(texts.Returns, Sum(payout => payout.Returns)),
            new(texts.Fees, Sum(payout => payout.Fees)),
            new(texts.FeeVat, Sum(payout => payout.FeeVat)),
            new(texts.Holdbacks, Sum(payout => payout.Holdbacks)),
            new(texts.Other, Sum(payout => payout.Other)),
            new(texts.Net, Sum(payout => payout.Net), IsTotal: true),
        ];
        if (payouts.Any(payout => InBank(payout) is not null))
        {
            steps.Add(new(texts.BankAmount, Sum(payout => InBank(payout) ?? Money.Zero(currency)), IsTotal: true));
        }

        return steps;
    }

    /// <summary>What the bank line holds, in the payout's own currency; null without a line or when it is in another.</summary>
    public static Money? InBank(PayoutReport payout) => payout.Bank?.Amount is { } amount && amount.Currency == payout.Currency ? amount : null;
}

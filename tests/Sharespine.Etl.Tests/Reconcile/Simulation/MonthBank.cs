using System.Security.Cryptography;
using System.Text;
using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;

namespace Sharespine.Etl.Tests.Reconcile.Simulation;

/// <summary>The bank account: payouts a day or three later, and some that are missing, off, or there twice.</summary>
internal static class MonthBank
{
    /// <summary>Within which the money is on the account.</summary>
    public const int DelayDays = 5;

    /// <summary>Each payout draws for itself, by its reference.</summary>
    public static IReadOnlyList<PlannedBankLine> Of(Month month)
    {
        var lines = new List<PlannedBankLine>();
        foreach (var payout in month.Payouts.Where(payout => payout.Paid > 0))
        {
            var random = SplitMix64.For((ulong)month.Seed, BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(payout.Reference))));
            var on = payout.Date.AddDays(random.Between(1, 3));
            if (payout.IsBookedByHand)
            {
                payout.Bank = BankStatus.Paid;
            }
            else if (on >= Month.AsOf)
            {
                payout.Bank = BankStatus.Waiting;
            }
            else if (payout.Currency == "SEK" && random.Next(100) is var fault && fault >= 10)
            {
                payout.BankOff = fault < 20 ? -random.Between(100, 900) : 0;
                payout.Bank = payout.BankOff == 0 ? BankStatus.Paid : BankStatus.AmountDiffers;
                lines.Add(new(on, payout.Paid + payout.BankOff, $"Insättning {month.Format.Provider} {payout.Reference}", Reason.None));
                payout.IsPaidTwice = fault is >= 20 and < 26;
                if (payout.IsPaidTwice)
                {
                    lines.Add(new(on.AddDays(1), payout.Paid, $"Insättning {payout.Reference}", Reason.BankPaidTwice));
                }
            }
            else
            {
                payout.Bank = payout.Date.AddDays(DelayDays) < Month.AsOf ? BankStatus.Missing : BankStatus.Waiting;
            }
        }

        if (month.Seed % 3 == 0)
        {
            lines.Add(new(new(2026, 10, 14), 77_707, $"{month.Format.Provider} utbetalning", Reason.UnknownBankLine));
        }

        return [.. lines.OrderBy(line => line.Date).Select((line, index) => line with { Number = index + 1 })];
    }
}

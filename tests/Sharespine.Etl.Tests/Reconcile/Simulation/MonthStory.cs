using System.Globalization;
using System.Text;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Reconcile.Simulation;

/// <summary>Tells a month in the stories' words, so that one that went wrong can be kept as a story.</summary>
internal static class MonthStory
{
    public static string Of(Month month, MonthRun run, IReadOnlySet<int> without)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {string.Join("; ", month.Cases.Where((_, index) => !without.Contains(index)).Select(what => what.Name))}\n");
        text.Append(CultureInfo.InvariantCulture, $"== {month.ProviderName}, seed {month.Seed}\nsettings ledger-delay=3 bank=1930 bank-delay=5 bank-pattern={month.Format.Provider}\nnight {Month.AsOf:yyyy-MM-dd}\n");
        foreach (var payout in run.Payouts)
        {
            var currency = payout.Currency.Code == "SEK" ? "" : $" currency={payout.Currency.Code}";
            text.Append(CultureInfo.InvariantCulture, $"settled {payout.Reference} {payout.Date:yyyy-MM-dd}{(payout.Total is { } total ? $" total={total.AmountText}" : "")}{currency}\n");
            payout.Lines.ToList().ForEach(line => text.Append(Line(line)));
        }

        var ledger = run.Ledger();
        text.Append(CultureInfo.InvariantCulture, $"booked covers={ledger.CoversTo:yyyy-MM-dd}\n");
        foreach (var entry in ledger.Entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {entry.Series} {entry.VoucherNumber} {entry.Date:yyyy-MM-dd} {entry.Amount.AmountText} {string.Join(',', entry.CounterAccounts)} \"{entry.VoucherText}\"\n");
        }

        var bank = run.BankAccount();
        text.Append(CultureInfo.InvariantCulture, $"bank covers={bank.CoversTo:yyyy-MM-dd}\n");
        foreach (var entry in bank.Entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {entry.Series} {entry.VoucherNumber} {entry.Date:yyyy-MM-dd} {entry.Amount.AmountText} {string.Join(',', entry.CounterAccounts)} \"{entry.VoucherText}\"\n");
        }

        return text.ToString();
    }

    private static string Line(SettlementLine line)
    {
        var word = string.Concat(line.Type.ToString().Select((letter, at) => at > 0 && char.IsUpper(letter) ? "-" + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString()));
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"  {word} {line.OrderReference ?? "-"} {line.Amount.AmountText}");
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                text.Append(CultureInfo.InvariantCulture, $" {name}={value}");
            }
        }

        Add("vat", line.Vat.IsZero ? null : line.Vat.AmountText);
        Add("other", string.Join(',', line.OtherReferences));
        Add("id", line.ProviderOrderId);
        Add("capture", line.CaptureId);
        Add("refund", line.RefundId);
        Add("sold", line.SaleDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("on", line.EventDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("key", line.Key.Replace(' ', '_'));
        return text.Append('\n').ToString();
    }
}

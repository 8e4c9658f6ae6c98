using System.Runtime.InteropServices;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Reconcile.Reporting;

/// <summary>Fees by class, VAT rate, currency and account, summed while the lines pass by.</summary>
internal sealed class FeeSums(BookingRules rules)
{
    private readonly Dictionary<(string Class, long? VatRateScaled, string Currency, string Account), (int Count, long Net, long Vat)> _sums = [];

    public void Add(IEnumerable<LineGroup> lines)
    {
        foreach (var line in lines.Where(line => line.LineType is LineType.Fee or LineType.FeeRefund or LineType.FeeVat))
        {
            var isVat = line.LineType == LineType.FeeVat;
            var name = line.DetailedType.Length > 0 ? line.DetailedType : line.ProviderType.Length > 0 ? line.ProviderType : line.LineType.ToString();
            var account = isVat ? rules.FeeVat : rules.For(line.Facts)?.Account ?? rules.Suspense;
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, (name, line.VatRateScaled, line.Currency, account), out _);
            sum = (sum.Count + line.Count, sum.Net + (isVat ? 0 : line.AmountMinor), sum.Vat + line.VatMinor + (isVat ? line.AmountMinor : 0));
        }
    }

    public IReadOnlyList<FeeReport> Reports() =>
        [.. _sums
            .OrderBy(fee => fee.Key.Currency, StringComparer.Ordinal).ThenBy(fee => fee.Key.Class, StringComparer.Ordinal).ThenBy(fee => fee.Key.VatRateScaled).ThenBy(fee => fee.Key.Account, StringComparer.Ordinal)
            .Select(fee => new FeeReport
            {
                FeeClass = fee.Key.Class,
                VatRate = fee.Key.VatRateScaled / 1_000_000m,
                Count = fee.Value.Count,
                Net = new(-fee.Value.Net, Currency.Parse(fee.Key.Currency)),
                Vat = new(-fee.Value.Vat, Currency.Parse(fee.Key.Currency)),
                Account = fee.Key.Account,
            })];
}

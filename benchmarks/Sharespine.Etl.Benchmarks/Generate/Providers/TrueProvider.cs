using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Benchmarks.Generate.Providers;

/// <param name="IsOpen">Nothing of it is settled: it stands in the Balansspecifikation.</param>
public sealed record TrueProviderEntry(SieVoucher Voucher, long Amount, Disposition Disposition, bool IsOpen);

/// <summary>What a reconciliation of one provider's month must find, known from how the month was made.</summary>
public sealed record TrueProvider(ProviderMonth Provider, IReadOnlyList<TrueProviderLine> Lines, IReadOnlyList<TrueProviderEntry> Entries)
{
    /// <summary>Writes the provider's files into its folder.</summary>
    /// <param name="vouchers">All of the books, numbered.</param>
    public static TrueProvider Write(string folder, ProviderMonth provider, IReadOnlyList<SieVoucher> vouchers)
    {
        var files = Path.Combine(folder, provider.Mapping);
        var lines = provider.Payouts.SelectMany(payout => provider.Mapping == "svea.report-v2" ? SveaFile.Write(files, payout) : NexiFile.Write(files, payout)).ToList();
        var settled = lines.Where(line => line.Row.IsOfCustomer && line.Row.Order is not null && line.Expected is not (Disposition.Waiting or Disposition.MissingInLedger or Disposition.Duplicate) && line.Row.Type == line.Type)
            .ToLookup(line => (line.Row.Order, line.Row.Amount > 0), line => line.Expected);
        var missing = provider.Unsettled.Where(row => row.Role == Shop.Role.NeverSettled).Select(row => row.Order).ToHashSet();
        var entries = vouchers.Where(voucher => voucher.Order is not null && voucher.On(provider.Books.Account) != 0).Select(voucher =>
        {
            var found = settled[(voucher.Order, voucher.Kind == VoucherKind.Sale)].Take(1).ToList();
            var disposition = voucher.Expected ?? (found.Count > 0 ? found[0] : missing.Contains(voucher.Order) ? Disposition.MissingInSettlement : Disposition.Waiting);
            return new TrueProviderEntry(voucher, voucher.On(provider.Books.Account), disposition, disposition is Disposition.Duplicate or Disposition.MissingInSettlement or Disposition.Waiting);
        });
        return new(provider, lines, [.. entries]);
    }
}

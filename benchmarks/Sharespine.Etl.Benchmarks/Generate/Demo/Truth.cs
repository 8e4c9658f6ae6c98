using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Benchmarks.Generate.Klarna;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Benchmarks.Generate.Demo;

/// <param name="Settles">The voucher it must be allocated to; null where none.</param>
/// <param name="Difference">What is left of it then: settled amount less booked amount, in the payout's currency.</param>
public sealed record TrueLine(KlarnaPayout Payout, int FileLine, KlarnaEvent Row, SieVoucher? Settles, long Difference);

/// <param name="Settled">In book currency, debit positive, by the rows of the settlement files and by vouchers of others.</param>
public sealed record TrueEntry(SieVoucher Voucher, long Amount, long Settled, Disposition Disposition)
{
    public long Open => Amount - Settled;
}

/// <summary>
/// What a reconciliation of the month must find, known from how the month was made and not from matching it: one entry for
/// every settlement row and every row on the provider's account.
/// </summary>
public sealed record Truth
{
    public required IReadOnlyList<TrueLine> Lines { get; init; }

    public required IReadOnlyList<TrueEntry> Entries { get; init; }

    public static Truth Of(IReadOnlyList<KlarnaPayout> payouts, IReadOnlyList<SieVoucher> vouchers)
    {
        var booked = vouchers.Where(voucher => voucher.On(ChartOfAccounts.Klarna) != 0).ToList();
        var lines = payouts.SelectMany(payout => payout.Events.Select((row, index) => Line(payout, row, index, booked))).ToList();
        var byVoucher = lines.Where(line => line.Settles is not null).ToLookup(line => line.Settles!.Name);
        return new() { Lines = lines, Entries = [.. booked.Select(voucher => Entry(voucher, [.. byVoucher[voucher.Name]]))] };
    }

    private static TrueLine Line(KlarnaPayout payout, KlarnaEvent row, int index, List<SieVoucher> booked)
    {
        var voucher = Settles(row, booked);
        var difference = row.Expected is Disposition.MatchedWithRounding or Disposition.MatchedWithDifference
            ? row.Amount - voucher!.On(ChartOfAccounts.Klarna)
            : 0;
        return new(payout, KlarnaFile.FirstRow + index, row, voucher, difference);
    }

    /// <summary>A sale settles the order's first sale voucher, a return the credit of its own amount.</summary>
    private static SieVoucher? Settles(KlarnaEvent row, List<SieVoucher> booked) => row.Expected switch
    {
        Disposition.Ambiguous or Disposition.WrongCurrency or Disposition.MissingInLedger => null,
        _ when row.Type == "SALE" => booked.FirstOrDefault(voucher => voucher.Order == row.Order && voucher is { Kind: VoucherKind.Sale, Expected: not Disposition.Duplicate }),
        _ when row.Type == "RETURN" => booked.FirstOrDefault(voucher =>
            voucher.Order == row.Order && voucher.Kind == VoucherKind.Credit && voucher.Date == SwedishTime.Date(row.At)),
        _ => null,
    };

    private static TrueEntry Entry(SieVoucher voucher, List<TrueLine> lines)
    {
        var amount = voucher.On(ChartOfAccounts.Klarna);
        if (voucher.Kind == VoucherKind.SettledByHand)
        {
            return new(voucher, amount, amount, Disposition.AlreadyBooked);
        }

        // A foreign line settles its entry by reference: all of it, whatever the rate was.
        var settled = lines.Exists(line => line.Payout.Currency != "SEK") ? amount : lines.Sum(line => line.Row.Amount - line.Difference);
        return new(voucher, amount, settled, voucher.Expected ?? Judge(amount, settled, lines));
    }

    private static Disposition Judge(long amount, long settled, List<TrueLine> lines) =>
        lines.Count == 0 ? Disposition.Waiting
        : lines.Exists(line => line.Row.Expected == Disposition.AlreadyBooked) ? Disposition.AlreadyBooked
        : settled == amount ? Disposition.Matched
        : Disposition.PartiallySettled;
}

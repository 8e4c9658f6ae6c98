using System.Globalization;
using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Tests.Reconcile.Simulation.Formats;

namespace Sharespine.Etl.Tests.Reconcile.Simulation;

/// <summary>
/// What a case writes with: orders, amounts and days of its own, so that leaving one case out of a month changes no other.
/// Prices repeat between cases on purpose; only what has no reference has an amount that nobody else has.
/// </summary>
internal sealed class CaseWriter(Month month, int index, SplitMix64 random)
{
    private static readonly long[] Prices = [9_900, 14_900, 19_900, 24_950, 29_900, 49_900, 49_900, 79_900, 99_900, 129_900, 249_500];

    private readonly List<PlannedVoucher> _mine = [];
    private int _ids;

    public ProviderFormat Format => month.Format;

    public SplitMix64 Random => random;

    public string Order(int number = 0) => (1000 + index * 10 + number).ToString(CultureInfo.InvariantCulture);

    public string Invoice(int number = 0) => (900_000 + index * 10 + number).ToString(CultureInfo.InvariantCulture);

    public long Price() => random.Pick(Prices);

    public long UniqueAmount() => 10_000 + index * 1_000 + random.Next(90) * 10 + 3;

    /// <summary>Of October, so that whatever happens is past every delay when the month is looked at.</summary>
    public DateOnly Day() => Month.First.AddDays(random.Next(25));

    public PlannedPayout Payout(DateOnly date, string currency = "SEK") => month.Add(new PlannedPayout
    {
        Reference = Format.Reference(index + 2, date, currency),
        Date = date,
        Currency = currency,
        Client = index + 2,
    });

    public PlannedLine Sale(string? order, long amount, DateOnly on, PlannedPayout? into = null, string? capture = null, string? other = null, bool isFree = false, string? provider = null) =>
        Add(LineType.Sale, "PURCHASE", order, amount, on, into, capture ?? Id("c"), "", other, isFree, provider);

    public PlannedLine Return(string? order, long amount, DateOnly on, PlannedPayout? into = null, string? refund = null, string? provider = null) =>
        Add(LineType.Return, "PURCHASE_RETURN", order, -amount, on, into, "", refund ?? Id("r"), null, true, provider);

    public PlannedLine Row(LineType type, string detail, string? order, long amount, DateOnly on, IReadOnlyList<PlannedFee>? fees = null, PlannedPayout? into = null)
    {
        var line = new PlannedLine { Type = type, Detail = detail, Order = order, Amount = amount, Fees = fees ?? [], ProviderOrder = Id("o"), Refund = Id("r"), On = on, Sold = on };
        (into ?? month.PayoutFor(on)).Lines.Add(line);
        return line;
    }

    public string Id(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}{index:000}{_ids++:00}-{month.Seed:x8}");

    /// <summary>A sale or credit on the receivable account, its other side revenue and VAT.</summary>
    public PlannedVoucher Book(string text, long amount, DateOnly on, DateOnly? entered = null)
    {
        var vat = amount / 5;
        return Book("A", text, amount, on, amount >= 0 ? EntryClass.Sale : EntryClass.Credit, [("3001", vat - amount), ("2611", -vat)], entered);
    }

    public PlannedVoucher Book(string series, string text, long amount, DateOnly on, EntryClass @class, IReadOnlyList<(string Account, long Amount)> others, DateOnly? entered = null)
    {
        _mine.Add(month.Add(new PlannedVoucher
        {
            Series = series,
            Date = on,
            Entered = entered ?? on,
            Text = text,
            Class = @class,
            Amount = amount,
            Others = others,
            Open = amount,
        }));
        return _mine[^1];
    }

    /// <summary>The vouchers of this case.</summary>
    public IReadOnlyList<PlannedVoucher> Mine => _mine;

    public void SendAgain(PlannedFile file) => month.Add(file);

    public void MarkChanged(PlannedPayout payout) => month.Changed.Add(payout);

    public void MarkInTwoLayouts(PlannedPayout payout) => month.InTwoLayouts.Add(payout.Reference);

    /// <summary>The line takes the amount off the voucher.</summary>
    public static void Settle(PlannedLine line, PlannedVoucher voucher, long? amount = null)
    {
        var taken = amount ?? voucher.Open;
        voucher.Open -= taken;
        line.Settles += taken;
    }

    public static void Says(PlannedLine line, Disposition said, Reason why, long left) => (line.Said, line.Why, line.Left) = (said, why, left);

    public static void Says(PlannedVoucher voucher, Disposition said, Reason why) => (voucher.Said, voucher.Why) = (said, why);

    private PlannedLine Add(LineType type, string detail, string? order, long amount, DateOnly on, PlannedPayout? into, string capture, string refund, string? other, bool isFree, string? provider)
    {
        var line = new PlannedLine
        {
            Type = type,
            Detail = detail,
            Order = order,
            Other = other,
            Amount = amount,
            Fees = isFree ? [] : Format.Fees(random, amount),
            ProviderOrder = provider ?? Id("o"),
            Capture = capture,
            Refund = refund,
            On = on,
            Sold = on.AddDays(-1),
        };
        (into ?? month.PayoutFor(on)).Lines.Add(line);
        return line;
    }
}

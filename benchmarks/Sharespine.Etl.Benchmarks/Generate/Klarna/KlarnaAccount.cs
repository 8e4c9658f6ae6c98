using Sharespine.Etl.Benchmarks.Generate.Shop;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Benchmarks.Generate.Klarna;

/// <summary>
/// What happens on the merchant's account for one order: it is captured the day after, each capture costs a percentage and
/// a fixed fee with Swedish VAT on top, and each refund of the shop becomes a return.
/// </summary>
public sealed class KlarnaAccount(ShopOrder order, SplitMix64 random)
{
    private const decimal PercentageFee = 1.35m;
    private const decimal FeeVatPercent = 25m;

    private readonly string _orderId = order.TransactionId.Length > 0 ? order.TransactionId : random.Uuid();
    private readonly string _shortId = random.Text(7, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789");

    private OrderRequest Request => order.Request;

    public IReadOnlyList<KlarnaEvent> Events() =>
    [
        .. Captures().SelectMany(Capture),
        .. order.Refunds.Select(refund => Return(refund.Created, refund.Amount, "PURCHASE_RETURN", Disposition.Matched)),
        .. Late(),
    ];

    /// <summary>When and how much; most orders in one capture.</summary>
    private List<(DateTimeOffset At, long Amount)> Captures()
    {
        var first = Request.Date.AddDays(1);
        var at = Request.Role == Role.JustAfterMidnight
            ? SwedishTime.At(first, 0, 30)
            : SwedishTime.At(first, random.Between(8, 15), random.Next(60), random.Next(60));
        var daysToSecond = Request.Role switch
        {
            Role.PartialSamePayout => 1,
            Role.PartialTwoPayouts => 6,
            Role.PartialStillOpen => 3,
            _ => 0,
        };
        var part = daysToSecond == 0 ? order.Total : order.Total * 6 / 1000 * 100;
        return daysToSecond == 0 ? [(at, part)] : [(at, part), (at.AddDays(daysToSecond), order.Total - part)];
    }

    private IEnumerable<KlarnaEvent> Capture((DateTimeOffset At, long Amount) capture)
    {
        var captureId = random.Uuid();
        var fixedFee = Request.Currency == "EUR" ? 25 : 250;
        yield return Row(capture.At, "SALE", "PURCHASE", capture.Amount, SaleDisposition()) with { CaptureId = captureId };
        yield return Fee(capture.At, "PURCHASE_FEE_PERCENTAGE", Amounts.Percent(capture.Amount, PercentageFee)) with { CaptureId = captureId };
        yield return Fee(capture.At, "PURCHASE_FEE_FIXED", fixedFee) with { CaptureId = captureId };
    }

    private IEnumerable<KlarnaEvent> Late()
    {
        if (Request.Role == Role.PaymentDefault)
        {
            yield return Return(SwedishTime.At(new(2026, 10, 26), 10, 0), order.Total, "PAYMENT_DEFAULT", Disposition.MissingInLedger);
        }

        if (Request.Role == Role.LateFee)
        {
            yield return Fee(SwedishTime.At(new(2026, 10, 20), 4, 0), "EXTEND_DUE_DATE_FEE", 2900);
        }
    }

    private KlarnaEvent Return(DateTimeOffset at, long amount, string detailedType, Disposition expected) =>
        Row(at, "RETURN", detailedType, -amount, expected) with { RefundId = random.Uuid() };

    private KlarnaEvent Fee(DateTimeOffset at, string detailedType, long cost) =>
        Row(at, "FEE", detailedType, -cost, Disposition.Fee) with { Vat = -Amounts.Percent(cost, FeeVatPercent) };

    private KlarnaEvent Row(DateTimeOffset at, string type, string detailedType, long amount, Disposition expected) => new()
    {
        At = at,
        SaleAt = order.Created,
        Type = type,
        DetailedType = detailedType,
        OrderId = _orderId,
        ShortOrderId = _shortId,
        Reference = Reference(),
        Amount = amount,
        Currency = Request.Currency,
        Country = Request.Country,
        Order = order.Number,
        Expected = expected,
    };

    private string Reference() => Request.Role switch
    {
        Role.PrefixedReference => "#" + order.Number,
        Role.SuffixedReference => order.Number + "-1",
        Role.Ambiguous => "",
        _ => order.Number,
    };

    private Disposition SaleDisposition() => Request.Role switch
    {
        Role.MissingInLedger => Disposition.MissingInLedger,
        Role.OffByOre => Disposition.MatchedWithRounding,
        Role.OffByForty => Disposition.MatchedWithDifference,
        Role.Ambiguous => Disposition.Ambiguous,
        Role.WrongCurrency => Disposition.WrongCurrency,
        _ => Disposition.Matched,
    };
}

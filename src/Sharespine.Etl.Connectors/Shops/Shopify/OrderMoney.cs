using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.Shopify;

/// <summary>An order's payment as the shop holds it, in the currency that the customer paid in.</summary>
internal sealed class OrderMoney
{
    private const decimal Rounding = 0.05m;
    private static readonly string[] Money = ["presentmentMoney", "amount"];
    private readonly JsonElement _order;
    private readonly IReadOnlyList<JsonElement> _lines;

    public OrderMoney(JsonElement order, IReadOnlyList<JsonElement> lines)
    {
        _order = order;
        _lines = lines;
        Transactions = [.. order.Items("transactions")];
    }

    public IReadOnlyList<JsonElement> Transactions { get; }

    public string Currency => _order.Text("presentmentCurrencyCode") ?? "";

    /// <summary>What is reserved and not collected.</summary>
    public decimal Capturable => Bag("totalCapturableSet");

    public bool IsPaid => _order.Is("fullyPaid") || _order.Text("displayFinancialStatus") is "PAID" or "PARTIALLY_REFUNDED" or "REFUNDED";

    public bool IsCancelled => _order.At("cancelledAt") is not null;

    public bool CanMarkAsPaid => _order.Is("canMarkAsPaid");

    public IEnumerable<JsonElement> Captures => Transactions.Where(one => one.Text("kind") == "CAPTURE");

    /// <summary>The first reservation that still holds so much and has not run out.</summary>
    public JsonElement? Reservation(decimal amount, DateTimeOffset now)
    {
        foreach (var one in Transactions.Where(one => one.Text("kind") == "AUTHORIZATION" && one.Text("status") == "SUCCESS"))
        {
            if ((one.Time("authorizationExpiresAt") is not { } until || until > now) && Left(one) >= amount)
            {
                return one;
            }
        }

        return null;
    }

    /// <summary>What of a reservation is not collected; nothing of a released one.</summary>
    public decimal Left(JsonElement reservation)
    {
        var children = Transactions.Where(one => one.Text("parentTransaction", "id") == reservation.Text("id") && one.Text("status") is "SUCCESS" or "PENDING").ToList();
        return children.Any(one => one.Text("kind") == "VOID") ? 0
            : Amount(reservation) - children.Where(one => one.Text("kind") == "CAPTURE").Sum(Amount);
    }

    public static decimal Amount(JsonElement transaction) => transaction.Decimal(["amountSet", .. Money]) ?? 0;

    /// <summary>What the capture comes to; null when its currency is neither the customer's nor for all of the order.</summary>
    public decimal? ToCollect(ShopifyCapture capture)
    {
        var wanted = Wanted(capture);
        if (wanted is not { } amount)
        {
            return null;
        }

        // A gift card has paid its part already, and öre are lost in rows: what is reserved is all there is to collect.
        var paidByCard = Transactions.Any(one => one.Text("gateway") == "gift_card" && one.Text("status") == "SUCCESS" && one.Text("kind") is "SALE" or "CAPTURE");
        var isRest = capture.IsFinal && Math.Abs(Capturable - amount) <= Rounding;
        return isRest || (amount > Capturable && (paidByCard || amount - Capturable <= Rounding)) ? Capturable : amount;
    }

    private decimal? Wanted(ShopifyCapture capture)
    {
        if (capture.Amount is { } said)
        {
            // In the shop's currency only the whole can be told: the rate of a part is the provider's.
            return said.Currency.Code == Currency ? said.Major
                : said.Currency.Code == _order.Text("currencyCode") && Math.Abs(said.Major - Bag("totalCapturableSet", "shopMoney")) <= Rounding ? Capturable
                : null;
        }

        // All has left, in however many deliveries: a part that could not be collected by itself is collected with the last.
        if (capture.IsFinal && _order.Text("displayFulfillmentStatus") == "FULFILLED")
        {
            return Capturable;
        }

        var all = _lines.All(line => Delivered(capture, line) >= (line.Int("currentQuantity") ?? 0));
        if (capture.Lines.Count == 0 || (all && capture.IsFinal && !HasCaptured))
        {
            return Capturable;
        }

        var sum = _lines.Sum(line => Delivered(capture, line) * Unit(line)) + (HasCaptured ? 0 : Freight());
        var decimals = Model.Currency.TryParse(Currency, out var currency) ? currency.Decimals : 2;
        return Math.Round(sum, decimals, MidpointRounding.AwayFromZero);
    }

    private bool HasCaptured => Captures.Any(one => one.Text("status") is "SUCCESS" or "PENDING");

    /// <summary>How much of a row the capture is for: by the row's id, else by SKU, the first rows first.</summary>
    private decimal Delivered(ShopifyCapture capture, JsonElement line)
    {
        var id = Gid.Number(line.Text("id"));
        var quantity = line.Int("quantity") ?? 0;
        var byId = capture.Lines.Where(one => one.LineId is { Length: > 0 } named && named == id).Sum(one => one.Quantity);
        var sku = line.Text("sku");
        var bySku = capture.Lines.Where(one => one.LineId is not { Length: > 0 } && one.Sku == sku).Sum(one => one.Quantity);
        var before = _lines.TakeWhile(one => one.Text("id") != line.Text("id")).Where(one => one.Text("sku") == sku).Sum(one => one.Int("quantity") ?? 0);
        return Math.Min(quantity, byId + Math.Max(0, bySku - before));
    }

    /// <summary>One piece, VAT included and discounts taken off.</summary>
    private decimal Unit(JsonElement line)
    {
        var quantity = line.Int("quantity") ?? 0;
        var row = ((line.Decimal(["originalUnitPriceSet", .. Money]) ?? 0) * quantity)
            - line.Items("discountAllocations").Sum(one => one.Decimal(["allocatedAmountSet", .. Money]) ?? 0)
            + Tax(line);
        return quantity == 0 ? 0 : row / quantity;
    }

    private decimal Freight() => _order.Items("shippingLines", "nodes").Sum(line => (line.Decimal(["discountedPriceSet", .. Money]) ?? 0) + Tax(line));

    private decimal Tax(JsonElement row) => _order.Is("taxesIncluded") ? 0 : row.Items("taxLines").Sum(tax => tax.Decimal(["priceSet", .. Money]) ?? 0);

    private decimal Bag(string name, string side = "presentmentMoney") => _order.Decimal(name, side, "amount") ?? 0;

    /// <summary>An amount as Shopify takes it.</summary>
    public static string Text(decimal amount) => amount.ToString("0.00##", CultureInfo.InvariantCulture);
}

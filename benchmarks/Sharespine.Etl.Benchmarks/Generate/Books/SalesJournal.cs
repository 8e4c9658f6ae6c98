using Sharespine.Etl.Benchmarks.Generate.Klarna;
using Sharespine.Etl.Benchmarks.Generate.Shop;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Benchmarks.Generate.Books;

/// <summary>
/// How the invented company books its sales: one voucher per order in series B when it is charged, on an account that tells
/// how it was paid, and one per refund. Orders in euro are booked in kronor at the week's rate.
/// </summary>
public static class SalesJournal
{
    public const string Series = "B";

    private const long ForgottenFreight = 4000;
    private const long StrayOre = 2;

    /// <param name="captures">The provider's rows, for the booking date of orders it pays.</param>
    public static IEnumerable<SieVoucher> Vouchers(ShopOrder order, IReadOnlyList<KlarnaEvent> captures)
    {
        if (!order.Request.IsCharged || order.Request.Role is Role.MissingInLedger or Role.UnknownTaxRate or Role.UnknownCurrency)
        {
            yield break;
        }

        var sale = Sale(order, captures);
        yield return sale;
        if (order.Request.Role == Role.BookedTwice)
        {
            yield return sale with { Date = sale.Date.AddDays(1), Expected = Disposition.Duplicate };
        }

        foreach (var refund in order.Refunds)
        {
            yield return Credit(order, refund);
        }
    }

    /// <summary>Kronor for one euro, by the week of the month.</summary>
    public static decimal EuroRate(DateOnly date) => ((date.Day - 1) / 7) switch
    {
        0 => 11.0525m,
        1 => 11.1180m,
        2 => 11.0930m,
        3 => 11.0275m,
        _ => 11.0640m,
    };

    private static SieVoucher Sale(ShopOrder order, IReadOnlyList<KlarnaEvent> captures)
    {
        var request = order.Request;
        var date = request.Method switch
        {
            "kco" => SwedishTime.Date(captures[0].At),
            "bacs" => SwedishTime.Date(order.Completed ?? order.Created),
            _ => request.Date,
        };
        var rows = new RowSum();
        foreach (var line in order.Lines)
        {
            rows.Add(Income(line), -line.Total);
            rows.Add(Vat(line.Rate), -line.TotalTax);
        }

        AddShippingAndFees(order, rows);
        rows.Add(Paid(request.Method), order.Total);
        Distort(request.Role, rows);
        var rate = request.Currency == "SEK" || request.Role == Role.WrongCurrency ? 1m : EuroRate(date);
        return new(Series, date, SaleText(order), rows.InKronor(rate)) { Kind = VoucherKind.Sale, Order = order.Number, Expected = Expected(request.Role) };
    }

    private static void AddShippingAndFees(ShopOrder order, RowSum rows)
    {
        foreach (var shipping in order.Shipping)
        {
            rows.Add(ChartOfAccounts.Freight, -shipping.Total);
            rows.Add(Vat(shipping.Rate), -shipping.Tax);
        }

        foreach (var fee in order.Fees)
        {
            rows.Add(fee.Total < 0 ? ChartOfAccounts.GiftCards : ChartOfAccounts.InvoiceFee, -fee.Total);
            foreach (var part in fee.Taxes)
            {
                rows.Add(Vat(part.Rate), -part.Amount);
            }
        }
    }

    private static SieVoucher Credit(ShopOrder order, ShopRefund refund)
    {
        var rows = new RowSum();
        foreach (var line in refund.Lines)
        {
            rows.Add(Income(line.Original), -line.Total);
            rows.Add(Vat(line.Original.Rate), -line.Tax);
        }

        if (refund.Shipping is { } shipping)
        {
            rows.Add(ChartOfAccounts.Freight, -shipping.Total);
            rows.Add(Vat(shipping.Rate), -shipping.Tax);
        }

        if (refund.Lines.Count == 0)
        {
            // The shop gives no split; the bookkeeper takes the main rate.
            var vat = Amounts.Round(refund.Amount * 0.2m);
            rows.Add("3001", refund.Amount - vat);
            rows.Add("2611", vat);
        }

        rows.Add(Paid(order.Request.Method), -refund.Amount);
        var date = SwedishTime.Date(refund.Created);
        var rate = order.Request.Currency == "SEK" ? 1m : EuroRate(date);
        return new(Series, date, $"Kredit order {order.Number}", rows.InKronor(rate)) { Kind = VoucherKind.Credit, Order = order.Number };
    }

    /// <summary>The bookkeeper's mistakes that were planted.</summary>
    private static void Distort(Role role, RowSum rows)
    {
        if (role == Role.OffByForty)
        {
            rows.Add(ChartOfAccounts.Klarna, -ForgottenFreight);
            rows.Add(ChartOfAccounts.Freight, ForgottenFreight * 4 / 5);
            rows.Add("2611", ForgottenFreight / 5);
        }
        else if (role == Role.OffByOre)
        {
            rows.Add(ChartOfAccounts.Klarna, -StrayOre);
            rows.Add(ChartOfAccounts.Rounding, StrayOre);
        }
    }

    private static string SaleText(ShopOrder order) =>
        order.Id % 4 == 0 ? $"Faktura {Amounts.Number(order.Id + 40000)}, order {order.Number}" : $"Order {order.Number}";

    private static Disposition? Expected(Role role) => role switch
    {
        Role.Ambiguous => Disposition.Ambiguous,
        Role.WrongCurrency => Disposition.WrongCurrency,
        Role.NeverSettled => Disposition.MissingInSettlement,
        Role.OffByOre => Disposition.MatchedWithRounding,
        Role.OffByForty => Disposition.MatchedWithDifference,
        _ => null,
    };

    private static string Paid(string method) => method switch
    {
        "kco" => ChartOfAccounts.Klarna,
        "bacs" => ChartOfAccounts.Receivable,
        "cod" => ChartOfAccounts.Cash,
        _ => ChartOfAccounts.Bank,
    };

    private static string Income(OrderLine line) => (line.Rate?.Country, line.Product.TaxClass) switch
    {
        (null, _) when line.Product == Catalogue.GiftCard => ChartOfAccounts.GiftCards,
        (null, _) => "3004",
        ("FI", _) => ChartOfAccounts.SalesEu,
        (_, TaxRate.Reduced) => "3002",
        (_, TaxRate.Books) => "3003",
        _ => "3001",
    };

    /// <summary>No rate carries no VAT: the row is zero and falls away.</summary>
    private static string Vat(TaxRate? rate) => (rate?.Country, rate?.TaxClass) switch
    {
        ("FI", _) => ChartOfAccounts.OssVat,
        (_, TaxRate.Reduced) => "2621",
        (_, TaxRate.Books) => "2631",
        _ => "2611",
    };
}

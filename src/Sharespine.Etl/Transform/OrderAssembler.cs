using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Transform;

/// <summary>
/// Turns a shop's order into the documents an ERP needs: its customer and articles, the order or invoice, a credit per
/// refund. Rounding happens here, once: rows are rounded to the currency, and what then is missing from the shop's total
/// is the document's own rounding, at most 0.01 for each row, else the order is refused.
/// </summary>
public static class OrderAssembler
{
    /// <summary>Pure: the same order and settings give the same documents.</summary>
    public static AssembledOrder Assemble(Order order, string shop, OrderFlowSettings settings, TimeZoneInfo zone)
    {
        var issues = new List<Issue>();
        if (!Currency.TryParse(order.Currency, out var currency))
        {
            issues.Add(new(TransformErrors.NotTheModel, $"\"{order.Currency}\" is not an ISO 4217 currency.", Field: "currency"));
            return new([], issues, []);
        }

        var customer = Customer(order, shop, settings);
        var documents = new List<HubDocument>();
        documents.Add(new("customer", customer.Key, customer, null));
        documents.AddRange(Articles(order).Select(article => new HubDocument("article", article.Key, article, null)));

        var main = Main(order, shop, settings, zone, currency, customer.Key, issues);
        if (main is not null)
        {
            documents.Add(new(Entity(main.Kind), main.Key, main, main.Total));
        }

        var held = new List<Issue>();
        if (settings.Refunds == RefundHandling.Credit && main is not null)
        {
            foreach (var refund in order.Refunds)
            {
                if (Credit(order, refund, main, settings, zone, currency, issues, held) is { } credit)
                {
                    documents.Add(new("credit", credit.Key, credit, credit.Total));
                }
            }
        }

        return issues.Count > 0 ? new([], issues, []) : new(documents, [], held);
    }

    /// <summary>
    /// The same for an order that was cancelled after it was sent: its documents, and a credit of all that no refund has given
    /// back. Where refunds gave back a part, what is left has no rows of its own, and a person decides.
    /// </summary>
    public static AssembledOrder AssembleCancelled(Order order, string shop, OrderFlowSettings settings, TimeZoneInfo zone)
    {
        var assembled = Assemble(order, shop, settings with { Refunds = RefundHandling.Credit }, zone);
        if (assembled.Documents.Select(document => document.Content).OfType<CommercialDocument>().FirstOrDefault(document => document.Kind != DocumentKind.Credit) is not { } main)
        {
            return assembled;
        }

        var refunded = order.Refunds.Aggregate(Money.Zero(main.Total.Currency), (sum, refund) => sum + refund.Amount);
        if (refunded >= main.Total)
        {
            return assembled;
        }

        if (!refunded.IsZero)
        {
            return assembled with { Held = [.. assembled.Held, new(TransformErrors.WithdrawnAfterSent, $"{main.Key} was cancelled, and {refunded} of {main.Total} was paid back already: what is left has no rows of its own.")] };
        }

        var credit = main with { Key = $"{main.Key}/cancelled", Kind = DocumentKind.Credit, Credits = main.Key };
        return assembled with { Documents = [.. assembled.Documents, new("credit", credit.Key, credit, credit.Total)] };
    }

    private static string Entity(DocumentKind kind) => kind == DocumentKind.Invoice ? "invoice" : "order";

    private static CustomerDocument Customer(Order order, string shop, OrderFlowSettings settings)
    {
        // One collective customer per country and currency keeps people who bought once out of the ERP's register.
        var collective = order.Customer.Id is null && settings.Guests == GuestHandling.Collective;
        var country = order.BillingAddress.CountryCode ?? "XX";
        return collective
            ? new()
            {
                Key = $"customer/{shop}/guests-{country}-{order.Currency}",
                Shop = shop,
                Customer = new() { IsGuest = true },
                Address = new() { Company = $"Webbkunder {country}", CountryCode = order.BillingAddress.CountryCode },
                Currency = order.Currency,
            }
            : new()
            {
                Key = order.Customer.Id is { } id ? $"customer/{shop}/{id}" : $"customer/{shop}/order-{order.Id}",
                Shop = shop,
                Customer = order.Customer,
                Address = order.BillingAddress,
                Currency = order.Currency,
            };
    }

    private static IEnumerable<ArticleDocument> Articles(Order order) => order.Lines
        .Where(line => line.Kind == OrderLineKind.Product && !string.IsNullOrEmpty(line.Sku))
        .DistinctBy(line => line.Sku)
        .Select(line => new ArticleDocument { Key = $"article/{line.Sku}", Sku = line.Sku!, Name = line.Name, VatRate = line.VatRate ?? 0 });

    private static CommercialDocument? Main(Order order, string shop, OrderFlowSettings settings, TimeZoneInfo zone, Currency currency, string customerKey, List<Issue> issues)
    {
        var rows = Rows(order.Lines, currency, issues);
        if (rows is null)
        {
            return null;
        }

        var rounding = order.Total - Sum(rows, currency);
        var allowed = Money.Exact(0.01m * rows.Count, currency);
        if (rounding.Abs() > allowed)
        {
            issues.Add(new(TransformErrors.DoesNotAddUp, $"the rows sum to {Sum(rows, currency)} with VAT, the shop charged {order.Total}.", Field: "total"));
            return null;
        }

        CheckVat(order, rows, currency, issues);
        var payment = order.Payments.Count > 0 ? order.Payments[0] : null;
        return new()
        {
            // Two shops may count their orders alike, and one ERP gets both.
            Key = $"order/{shop}/{order.Id}",
            Kind = settings.As == OrderTarget.Invoice ? DocumentKind.Invoice : DocumentKind.Order,
            Shop = shop,
            Store = order.Store,
            OrderId = order.Id,
            OrderNumber = order.Number,
            Date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(order.PlacedAt, zone).DateTime),
            Currency = currency.Code,
            CustomerKey = customerKey,
            Customer = order.Customer,
            BillingAddress = order.BillingAddress,
            ShippingAddress = order.ShippingAddress ?? order.BillingAddress,
            PaymentMethod = payment?.Method,
            PaymentProvider = payment?.Provider,
            PaymentReference = payment?.Reference,
            Rows = rows,
            Rounding = rounding,
            Total = order.Total,
            TotalVat = order.TotalVat,
            Vat = VatPerRate(rows, currency),
        };
    }

    private static CommercialDocument? Credit(Order order, Refund refund, CommercialDocument main, OrderFlowSettings settings, TimeZoneInfo zone, Currency currency, List<Issue> issues, List<Issue> held)
    {
        var lines = refund.Lines.Count > 0 ? refund.Lines : AmountOnly(refund, main, settings, held);
        if (lines is null || Rows(lines, currency, issues) is not { } rows)
        {
            return null;
        }

        var rounding = refund.Amount - Sum(rows, currency);
        if (rounding.Abs() > Money.Exact(0.01m * rows.Count, currency))
        {
            issues.Add(new(TransformErrors.DoesNotAddUp, $"the rows of refund {refund.Id} sum to {Sum(rows, currency)} with VAT, {refund.Amount} was paid back.", Field: "refunds"));
            return null;
        }

        return main with
        {
            Key = $"{main.Key}/refund/{refund.Id}",
            Kind = DocumentKind.Credit,
            Credits = main.Key,
            Date = refund.At is { } at ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime) : main.Date,
            Rows = rows,
            Rounding = rounding,
            Total = refund.Amount,
            TotalVat = rows.Aggregate(Money.Zero(currency), (sum, row) => sum + row.Vat),
            Vat = VatPerRate(rows, currency),
        };
    }

    // What an amount without rows was for is not known. With one rate on the order its VAT can be told, if the site says so.
    private static IReadOnlyList<OrderLine>? AmountOnly(Refund refund, CommercialDocument main, OrderFlowSettings settings, List<Issue> held)
    {
        if (settings.AmountOnlyRefunds == AmountOnlyRefunds.ByOrderRate && main.Vat.Count == 1)
        {
            var rate = main.Vat[0].Rate;
            var net = Math.Round(refund.Amount.Major / (1 + (rate / 100)), refund.Amount.Currency.Decimals, MidpointRounding.AwayFromZero);
            return [new() { Id = refund.Id, Kind = OrderLineKind.Fee, Name = "Återbetalning", Quantity = 1, Net = net, Vat = refund.Amount.Major - net, VatRate = rate }];
        }

        held.Add(new(TransformErrors.RefundWithoutRows,
            $"refund {refund.Id} of {refund.Amount} on order {main.OrderNumber} names no rows, so its VAT is not known.", Field: "refunds"));
        return null;
    }

    private static List<DocumentRow>? Rows(IReadOnlyList<OrderLine> lines, Currency currency, List<Issue> issues)
    {
        var rows = new List<DocumentRow>(lines.Count);
        foreach (var line in lines.SelectMany(line => Split(line, currency)))
        {
            if (line.VatRate is null && line.Vat != 0)
            {
                issues.Add(new(TransformErrors.NoRate, string.Create(CultureInfo.InvariantCulture, $"row {line.Id} has VAT {line.Vat} and no rate."), Field: "lines"));
                return null;
            }

            rows.Add(new()
            {
                Kind = line.Kind,
                Sku = string.IsNullOrEmpty(line.Sku) ? null : line.Sku,
                Text = line.Name,
                Quantity = line.Quantity,
                Net = Money.Round(line.Net, currency),
                Vat = Money.Round(line.Vat, currency),
                VatRate = line.VatRate ?? 0,
            });
        }

        return rows;
    }

    // A row of several rates becomes a row per rate. The net behind each VAT is the VAT over its rate, which rounding leaves
    // open by half an öre of VAT: within that, what is missing goes on the largest part.
    private static List<OrderLine> Split(OrderLine line, Currency currency)
    {
        if (line.VatRate is not null || line.VatShares.Count == 0 || line.VatShares.Any(share => share.Rate == 0) || line.VatShares.Sum(share => share.Vat) != line.Vat)
        {
            return [line];
        }

        var ore = 1 / currency.MinorPerMajor;
        var parts = line.VatShares
            .OrderByDescending(share => Math.Abs(share.Vat)).ThenByDescending(share => share.Rate)
            .Select(share => line with
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{line.Id}/{share.Rate}"),
                Net = Math.Round(share.Vat / (share.Rate / 100), currency.Decimals, MidpointRounding.AwayFromZero),
                Vat = share.Vat,
                VatRate = share.Rate,
                VatShares = [],
                DiscountNet = 0,
            }).ToList();
        var missing = line.Net - parts.Sum(part => part.Net);
        if (Math.Abs(missing) <= line.VatShares.Sum(share => (ore / 2 / (share.Rate / 100)) + ore))
        {
            parts[0] = parts[0] with { Net = parts[0].Net + missing };
            return parts;
        }

        // What the VAT leaves of the net carries none: the part that fell on goods without VAT.
        return Math.Sign(missing) == Math.Sign(line.Net) && Math.Abs(missing) < Math.Abs(line.Net)
            ? [.. parts, line with { Id = line.Id + "/0", Net = missing, Vat = 0, VatRate = 0, VatShares = [], DiscountNet = 0 }]
            : [line];
    }

    private static void CheckVat(Order order, List<DocumentRow> rows, Currency currency, List<Issue> issues)
    {
        var allowed = 0.01m * rows.Count;
        var perRate = VatPerRate(rows, currency).ToDictionary(vat => vat.Rate, vat => vat.Vat.Major);
        foreach (var stated in order.Vat)
        {
            var ours = perRate.GetValueOrDefault(stated.Rate);
            if (Math.Abs(ours - stated.Vat) > allowed)
            {
                issues.Add(new(TransformErrors.VatDiffers, string.Create(CultureInfo.InvariantCulture,
                    $"the rows carry {ours} VAT at {stated.Rate} %, the shop states {stated.Vat}."), Field: "vat"));
            }
        }

        var total = perRate.Values.Sum();
        if (Math.Abs(total - order.TotalVat.Major) > allowed)
        {
            issues.Add(new(TransformErrors.VatDiffers, string.Create(CultureInfo.InvariantCulture,
                $"the rows carry {total} VAT, the shop states {order.TotalVat}."), Field: "totalVat"));
        }
    }

    private static List<VatAmount> VatPerRate(IEnumerable<DocumentRow> rows, Currency currency) =>
    [
        .. rows.GroupBy(row => row.VatRate).OrderByDescending(group => group.Key).Select(group => new VatAmount
        {
            Rate = group.Key,
            Net = group.Aggregate(Money.Zero(currency), (sum, row) => sum + row.Net),
            Vat = group.Aggregate(Money.Zero(currency), (sum, row) => sum + row.Vat),
        }),
    ];

    private static Money Sum(IEnumerable<DocumentRow> rows, Currency currency) =>
        rows.Aggregate(Money.Zero(currency), (sum, row) => sum + row.Net + row.Vat);
}

/// <param name="Documents">Empty when there are issues.</param>
/// <param name="Issues">Why the order is refused.</param>
/// <param name="Held">Parts that wait for a person (a refund without rows) while the rest goes on.</param>
public sealed record AssembledOrder(IReadOnlyList<HubDocument> Documents, IReadOnlyList<Issue> Issues, IReadOnlyList<Issue> Held);

/// <param name="Entity">customer, article, order, invoice, credit: names the ERP's mapping.</param>
/// <param name="Key">Our key.</param>
/// <param name="Content">A <see cref="CommercialDocument"/>, <see cref="CustomerDocument"/>, <see cref="ArticleDocument"/> …</param>
/// <param name="Total">For the stage's amounts, where there is one.</param>
public sealed record HubDocument(string Entity, string Key, object Content, Money? Total);

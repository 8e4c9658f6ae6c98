using FsCheck.Fluent;
using Sharespine.Etl.Model;
using Sharespine.Etl.Transform;

namespace Sharespine.Etl.Tests.Transform;

public sealed class OrderAssemblerTests
{
    private static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    private static AssembledOrder Assemble(Order order, OrderFlowSettings? settings = null) => OrderAssembler.Assemble(order, "shop-se", settings ?? new(), Stockholm);

    private static CommercialDocument MainOf(AssembledOrder assembled) =>
        Assert.IsType<CommercialDocument>(assembled.Documents.Single(document => document.Entity is "order" or "invoice").Content);

    [Fact]
    public void An_order_becomes_its_customer_its_articles_and_itself()
    {
        var assembled = Assemble(Order(Line("a", "TS-1", 80, 20), Line("b", "TS-2", 40, 10), Line("c", "TS-1", 80, 20)));
        Assert.Equal(["customer/shop-se/guests-SE-SEK", "article/TS-1", "article/TS-2", "order/shop-se/42"], assembled.Documents.Select(document => document.Key));
        Assert.Equal(new Money(25000, Currency.Sek), MainOf(assembled).Total);
    }

    [Fact]
    public void An_hour_after_midnight_in_Stockholm_is_the_next_business_day()
    {
        var order = Order(Line("a", "TS-1", 80, 20)) with { PlacedAt = new(2026, 10, 3, 22, 30, 0, TimeSpan.Zero) };
        Assert.Equal(new DateOnly(2026, 10, 4), MainOf(Assemble(order)).Date);
    }

    [Fact]
    public void Unrounded_rows_are_rounded_once_and_the_rest_is_the_documents_own_rounding()
    {
        var order = Order(Line("a", "TS-1", 80.004m, 20.001m), Line("b", "TS-2", 80.004m, 20.001m), Line("c", "TS-3", 80.004m, 20.001m)) with
        {
            Total = Money.Exact(300.02m, Currency.Sek),
            TotalVat = Money.Exact(60.00m, Currency.Sek),
        };
        var main = MainOf(Assemble(order));
        Assert.Equal(new Money(2, Currency.Sek), main.Rounding);
        Assert.Equal(order.Total, main.Rows.Aggregate(main.Rounding, (sum, row) => sum + row.Net + row.Vat));
    }

    [Fact]
    public void An_order_whose_rows_do_not_sum_to_its_total_is_refused_whole()
    {
        var assembled = Assemble(Order(Line("a", "TS-1", 80, 20)) with { Total = Money.Exact(101, Currency.Sek) });
        Assert.Empty(assembled.Documents);
        Assert.Equal("TRN001 total: the rows sum to 100.00 SEK with VAT, the shop charged 101.00 SEK.", Assert.Single(assembled.Issues).ToString());
    }

    [Fact]
    public void VAT_that_the_rows_do_not_carry_is_refused()
    {
        var order = Order(Line("a", "TS-1", 80, 20)) with { Vat = [new() { Rate = 25, Vat = 21 }] };
        Assert.Equal("TRN002 vat: the rows carry 20 VAT at 25 %, the shop states 21.", Assert.Single(Assemble(order).Issues).ToString());
    }

    [Fact]
    public void A_row_with_VAT_and_no_rate_is_refused()
    {
        var order = Order(Line("a", "TS-1", 80, 20) with { VatRate = null });
        Assert.Equal("TRN003 lines: row a has VAT 20 and no rate.", Assemble(order).Issues[0].ToString());
    }

    [Fact]
    public void A_fee_spread_over_two_rates_becomes_a_row_a_rate()
    {
        var fee = new OrderLine
        {
            Id = "f",
            Kind = OrderLineKind.Discount,
            Name = "Rabatt",
            Quantity = 1,
            Net = -100,
            Vat = -24.41m,
            VatShares = [new() { Rate = 25, Vat = -23.86m }, new() { Rate = 12, Vat = -0.55m }],
        };
        var main = MainOf(Assemble(Order(Line("a", "TS-1", 400, 100), fee)));
        Assert.Equal([(400m, 25m), (-95.42m, 25m), (-4.58m, 12m)], main.Rows.Select(row => (row.Net.Major, row.VatRate)));
        Assert.Equal(0, main.Rounding.Minor);
    }

    [Fact]
    public void What_the_VAT_leaves_of_a_spread_fee_is_its_part_without_VAT()
    {
        var fee = new OrderLine
        {
            Id = "f",
            Kind = OrderLineKind.Discount,
            Name = "Presentkort",
            Quantity = 1,
            Net = -100,
            Vat = -16.92m,
            VatShares = [new() { Rate = 25, Vat = -16.50m }, new() { Rate = 12, Vat = -0.42m }],
        };
        var main = MainOf(Assemble(Order(Line("a", "TS-1", 400, 100), fee)));
        Assert.Equal([(400m, 25m), (-66m, 25m), (-3.50m, 12m), (-30.50m, 0m)], main.Rows.Select(row => (row.Net.Major, row.VatRate)));
    }

    [Fact]
    public void A_fee_whose_net_its_VAT_does_not_explain_is_not_split_by_guess()
    {
        var fee = new OrderLine
        {
            Id = "f",
            Kind = OrderLineKind.Discount,
            Name = "Rabatt",
            Quantity = 1,
            Net = -50,
            Vat = -24.41m,
            VatShares = [new() { Rate = 25, Vat = -23.86m }, new() { Rate = 12, Vat = -0.55m }],
        };
        Assert.Equal("TRN003 lines: row f has VAT -24.41 and no rate.", Assert.Single(Assemble(Order(Line("a", "TS-1", 400, 100), fee)).Issues).ToString());
    }

    [Fact]
    public void A_refund_with_rows_becomes_a_credit_of_its_own()
    {
        var order = Order(Line("a", "TS-1", 80, 20)) with
        {
            Refunds = [new() { Id = "7", At = new(2026, 10, 9, 8, 0, 0, TimeSpan.Zero), Amount = Money.Exact(50, Currency.Sek), Lines = [Line("r", "TS-1", 40, 10)] }],
        };
        var credit = Assert.IsType<CommercialDocument>(Assemble(order).Documents.Single(document => document.Entity == "credit").Content);
        Assert.Equal(("order/shop-se/42/refund/7", "order/shop-se/42", DocumentKind.Credit), (credit.Key, credit.Credits, credit.Kind));
        Assert.Equal((Money.Exact(50, Currency.Sek), Money.Exact(10, Currency.Sek), new DateOnly(2026, 10, 9)), (credit.Total, credit.TotalVat, credit.Date));
    }

    [Fact]
    public void A_refund_without_rows_waits_for_a_person_while_the_order_goes_on()
    {
        var order = Order(Line("a", "TS-1", 80, 20)) with { Refunds = [new() { Id = "7", Amount = Money.Exact(5, Currency.Sek) }] };
        var assembled = Assemble(order);
        Assert.Equal("TRN006 refunds: refund 7 of 5.00 SEK on order 10042 names no rows, so its VAT is not known.", Assert.Single(assembled.Held).ToString());
        Assert.DoesNotContain(assembled.Documents, document => document.Entity == "credit");
        Assert.NotNull(MainOf(assembled));
    }

    [Fact]
    public void A_refund_without_rows_is_credited_by_the_orders_only_rate_when_the_site_says_so()
    {
        var order = Order(Line("a", "TS-1", 80, 20)) with { Refunds = [new() { Id = "7", Amount = Money.Exact(5, Currency.Sek) }] };
        var credit = Assert.IsType<CommercialDocument>(Assemble(order, new() { AmountOnlyRefunds = AmountOnlyRefunds.ByOrderRate }).Documents.Single(document => document.Entity == "credit").Content);
        Assert.Equal((Money.Exact(1, Currency.Sek), Money.Exact(5, Currency.Sek)), (credit.TotalVat, credit.Total));
    }

    [Fact]
    public void A_word_that_is_no_currency_is_refused() =>
        Assert.Equal("TRN007 currency: \"SE\" is not an ISO 4217 currency.", Assert.Single(Assemble(Order(Line("a", "TS-1", 80, 20)) with { Currency = "SE" }).Issues).ToString());

    [Fact]
    public void Registered_customers_are_documents_of_their_own_and_guests_too_when_the_site_says_so()
    {
        var order = Order(Line("a", "TS-1", 80, 20));
        Assert.Equal("customer/shop-se/17", MainOf(Assemble(order with { Customer = new() { Id = "17" } })).CustomerKey);
        Assert.Equal("customer/shop-se/order-42", MainOf(Assemble(order, new() { Guests = GuestHandling.Each })).CustomerKey);
    }

    [Fact]
    public void However_the_rows_fall_the_document_sums_to_what_the_shop_charged() => FsCheck.Check.One(FsCheck.Config.QuickThrowOnFailure, Prop.ForAll(
        ArbMap.Default.ArbFor<FsCheck.PositiveInt[]>(), amounts =>
        {
            if (amounts.Length == 0)
            {
                return true;
            }

            var lines = amounts.Select((amount, index) => Line($"{index}", "X", amount.Get / 7.0m, amount.Get / 28.0m)).ToArray();
            var order = Order(lines);
            var main = MainOf(Assemble(order));
            return main.Rows.Aggregate(main.Rounding, (sum, row) => sum + row.Net + row.Vat) == order.Total
                && main.Rounding.Abs().Minor <= main.Rows.Count;
        }));

    private static OrderLine Line(string id, string sku, decimal net, decimal vat) => new() { Id = id, Sku = sku, Name = "Tröja", Quantity = 1, Net = net, Vat = vat, VatRate = 25 };

    private static Order Order(params OrderLine[] lines) => new()
    {
        Id = "42",
        Number = "10042",
        Currency = "SEK",
        PlacedAt = new(2026, 10, 3, 12, 0, 0, TimeSpan.Zero),
        Status = OrderStatus.Paid,
        ShopStatus = "processing",
        Customer = new() { IsGuest = true, Email = "gast@example.test" },
        BillingAddress = new() { Name = "Åsa Öberg", CountryCode = "SE" },
        Lines = lines,
        Total = Money.Round(lines.Sum(line => line.Net + line.Vat), Currency.Sek),
        TotalVat = Money.Round(lines.Sum(line => line.Vat), Currency.Sek),
    };
}

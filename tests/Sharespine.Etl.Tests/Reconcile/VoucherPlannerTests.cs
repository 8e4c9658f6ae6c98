using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Posting;

namespace Sharespine.Etl.Tests.Reconcile;

public sealed class VoucherPlannerTests
{
    private static readonly DateOnly Day = new(2026, 11, 3);

    [Fact]
    public void Reverse_charge_books_the_vat_both_ways_with_its_base_pair()
    {
        var rules = WithFee(new()
        {
            Name = "Fee",
            Types = [LineType.Fee],
            Account = "6570",
            Vat = FeeVatTreatment.ReverseCharge,
            ReverseCharge = new(25m, "2645", "2614", "4535", "4598"),
        });
        Assert.Equal(
            ["1684 -100.01", "6570 100.01", "2645 25.00", "2614 -25.00", "4535 100.01", "4598 -100.01"],
            Rows(rules, Fee(-10001, 0)));
    }

    [Fact]
    public void Vat_in_the_file_of_an_exempt_fee_is_part_of_the_cost() =>
        Assert.Equal(["1684 -125.00", "6570 125.00"], Rows(WithFee(new() { Name = "Fee", Types = [LineType.Fee], Account = "6570", Vat = FeeVatTreatment.Exempt }), Fee(-10000, -2500)));

    [Fact]
    public void A_fee_on_a_separate_invoice_settles_that_invoice() =>
        Assert.Equal(["1684 -125.00", "2440 125.00"], Rows(WithFee(new() { Name = "Fee", Types = [LineType.Fee], Account = "2440", Vat = FeeVatTreatment.SeparateInvoice }), Fee(-10000, -2500)));

    [Fact]
    public void A_fee_that_comes_back_is_booked_the_other_way() =>
        Assert.Equal(["1684 12.50", "6064 -10.00", "2641 -2.50"], Rows(StoryTests.ExampleRules, new SettlementLine { Key = "f", Type = LineType.FeeRefund, Amount = Sek(1000), Vat = Sek(250) }));

    [Fact]
    public void Objects_of_the_rule_stand_on_its_rows()
    {
        var rules = WithFee(new() { Name = "Fee", Types = [LineType.Fee], Account = "6064", Objects = ["1:WEB", "6:12"] });
        var row = Plan(rules, Fee(-1000, 0)).Voucher!.Rows.Single(row => row.Account == "6064");
        Assert.Equal([(1, "WEB"), (6, "12")], row.Objects!);
    }

    [Fact]
    public void Nothing_is_planned_when_posting_is_off() =>
        Assert.Null(VoucherPlanner.Plan(Payout(Fee(-1000, 0)), Settings() with { Posting = new() { Mode = PostingMode.Off } }, StoryTests.ExampleRules, Day).Voucher);

    [Fact]
    public void The_same_input_plans_the_same_voucher()
    {
        var (one, other) = (Plan(StoryTests.ExampleRules, Fee(-1000, -250)), Plan(StoryTests.ExampleRules, Fee(-1000, -250)));
        Assert.Equal("klarna-se/P1/1", one.Voucher!.Reference);
        Assert.Equal(Say(one), Say(other));
    }

    [Fact]
    public void A_later_voucher_in_a_closed_period_goes_to_the_first_open_day()
    {
        var first = Plan(StoryTests.ExampleRules, Fee(-1000, 0)).Voucher!;
        var settings = Settings() with { Posting = new() { ClosedThrough = new(2026, 11, 30) } };
        var later = VoucherPlanner.Plan(Payout(Fee(-1500, 0)) with { Posted = [first] }, settings, StoryTests.ExampleRules, new(2026, 11, 20)).Voucher!;
        Assert.Equal(new DateOnly(2026, 12, 1), later.Date);
        Assert.Equal("klarna-se/P1/2 Klarna payout P1, corrects klarna-se/P1/1", later.Text);
        Assert.Equal(["1684 -5.00", "6064 5.00"], later.Rows.Select(row => $"{row.Account} {row.Amount.AmountText}"));
    }

    private static ReconciliationSettings Settings() => StoryInput.Settings(new Dictionary<string, string>());

    private static PostingPlan Plan(BookingRules rules, SettlementLine line) => VoucherPlanner.Plan(Payout(line), Settings(), rules, Day);

    private static IEnumerable<string> Rows(BookingRules rules, SettlementLine line) => Say(Plan(rules, line));

    private static IEnumerable<string> Say(PostingPlan plan) => plan.Voucher!.Rows.Select(row => $"{row.Account} {row.Amount.AmountText}");

    private static BookingRules WithFee(BookingRule rule) => StoryTests.ExampleRules with { Rules = [rule, .. StoryTests.ExampleRules.Rules] };

    private static PostingInput Payout(SettlementLine line) => new()
    {
        PayoutReference = "P1",
        PayoutDate = Day,
        Currency = Currency.Sek,
        Kind = SettlementKind.Net,
        IsBalanced = true,
        IsBooked = false,
        IsPossiblyBooked = false,
        Lines = [new(line, [], false)],
    };

    private static SettlementLine Fee(long amount, long vat) => new() { Key = "f", Type = LineType.Fee, Amount = Sek(amount), Vat = Sek(vat) };

    private static Money Sek(long minor) => new(minor, Currency.Sek);
}

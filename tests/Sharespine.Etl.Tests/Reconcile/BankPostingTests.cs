using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;
using Sharespine.Etl.Reconcile.Posting;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>What the bank line that paid a payout does to its vouchers.</summary>
public sealed class BankPostingTests
{
    private static readonly DateOnly Day = new(2026, 11, 3);
    private static readonly Currency Euro = Currency.Parse("EUR");
    private static readonly BookingRules Rules = StoryTests.ExampleRules with { Clearing = new Dictionary<string, string> { ["SEK"] = "1684", ["EUR"] = "1685" } };

    [Fact]
    public void The_banks_amount_gives_the_rate()
    {
        var plan = Plan(Foreign(Bank("1129.12")));
        Assert.Equal("klarna-se/P1/1 Klarna payout P1, rate EUR 11.2912 (1930 A 7)", plan.Voucher!.Text);
        Assert.Equal(["1685 1129.12", "1580 -1130.00", "7960 0.88"], Say(plan.Voucher));
        Assert.True(plan.Rate!.IsBank);
    }

    [Fact]
    public void The_banks_rate_stands_before_the_rate_files() =>
        Assert.Equal("1685 1129.12", Say(Plan(Foreign(Bank("1129.12")) with { FileRate = new(11m, "rates.csv 2026-11-03", false) }).Voucher!).First());

    [Fact]
    public void A_bank_account_in_the_payouts_own_currency_tells_no_rate() =>
        Assert.Equal(Reason.NoRate, Plan(Foreign(new("1935", Day, new(10000, Euro), "1935 A 7"))).Reason);

    [Fact]
    public void What_was_booked_by_the_rate_file_is_brought_to_the_banks_amount_once()
    {
        var first = Plan(Foreign(null) with { FileRate = new(11.25m, "rates.csv 2026-11-03", false) });
        var later = Foreign(Bank("1129.12")) with { Posted = [first.Voucher!], PostedRate = first.Rate };
        var correction = Plan(later);
        Assert.Equal(["1685 4.12", "7960 -4.12"], Say(correction.Voucher!));
        Assert.EndsWith("corrects klarna-se/P1/1, rate EUR 11.2912 (1930 A 7)", correction.Voucher!.Text, StringComparison.Ordinal);
        Assert.Null(Plan(later with { Posted = [first.Voucher!, correction.Voucher], PostedRate = correction.Rate, Bank = Bank("1200.00") }).Voucher);
    }

    [Fact]
    public void A_line_of_a_bank_statement_moves_the_payout_to_the_bank_account_on_its_date()
    {
        var plan = Plan(Domestic(Bank("500.00") with { IsStatement = true }), bankVoucher: true);
        Assert.Equal(("klarna-se/P1/b1", new DateOnly(2026, 11, 4)), (plan.BankVoucher!.Reference, plan.BankVoucher.Date));
        Assert.Equal("klarna-se/P1/b1 Klarna payout P1 in the bank, 1930 A 7", plan.BankVoucher.Text);
        Assert.Equal(["1930 500.00", "1684 -500.00"], Say(plan.BankVoucher));
    }

    [Fact]
    public void It_is_moved_once_and_only_where_it_is_configured_and_the_line_is_not_the_ledgers_own()
    {
        var paid = Domestic(Bank("500.00") with { IsStatement = true });
        Assert.Null(Plan(paid, bankVoucher: false).BankVoucher);
        Assert.Null(Plan(paid with { HasBankVoucher = true }, bankVoucher: true).BankVoucher);
        Assert.Null(Plan(Domestic(Bank("500.00")), bankVoucher: true).BankVoucher);
        Assert.Null(Plan(Domestic(Bank("499.00") with { IsStatement = true }), bankVoucher: true).BankVoucher);
        Assert.Null(Plan(paid with { IsBalanced = false }, bankVoucher: true).BankVoucher);
    }

    [Fact]
    public void A_voucher_booked_before_the_bank_line_came_is_moved_too()
    {
        var first = Plan(Domestic(null)).Voucher!;
        var plan = Plan(Domestic(Bank("500.00") with { IsStatement = true }) with { Posted = [first] }, bankVoucher: true);
        Assert.Null(plan.Voucher);
        Assert.Equal(["1930 500.00", "1684 -500.00"], Say(plan.BankVoucher!));
    }

    [Fact]
    public void Rules_changed_since_change_nothing_that_is_booked()
    {
        var first = Plan(Domestic(null)).Voucher!;
        var moved = first with { Rows = [.. first.Rows.Select(row => row.Account == "1580" ? row with { Account = "1581" } : row)] };
        Assert.Null(Plan(Domestic(Bank("500.00")) with { Posted = [moved], HasNews = false }).Voucher);
        Assert.NotNull(Plan(Domestic(Bank("500.00")) with { Posted = [moved], HasNews = true }).Voucher);
    }

    [Fact]
    public void The_providers_documents_stand_in_the_vouchers_text() =>
        Assert.Equal("klarna-se/P1/1 Klarna payout P1, document settlement.P1.pdf", Plan(Domestic(null) with { Documents = ["settlement.P1.pdf"] }).Voucher!.Text);

    [Fact]
    public void Vat_that_the_file_states_in_the_currency_of_registration_is_what_is_deducted()
    {
        var fee = new SettlementLine { Key = "f", Type = LineType.Fee, Amount = new(-1000, Euro), Vat = new(-250, Euro), RegistrationVat = new Money(-2801, Currency.Sek) };
        var plan = Plan(Foreign(null) with { FileRate = new(11.25m, "rates.csv 2026-11-03", false), Lines = [new(fee, [], false)] });
        Assert.Equal(["1685 -140.63", "6064 112.50", "2641 28.01", "7960 0.12"], Say(plan.Voucher!));
    }

    private static BankMatch Bank(string amount) => new("1930", new(2026, 11, 4), Story.Amount(amount, "SEK"), "1930 A 7");

    private static PostingInput Foreign(BankMatch? bank) => Input(Euro, new(new() { Key = "s", Type = LineType.Sale, Amount = new(10000, Euro), Vat = Money.Zero(Euro), OrderReference = "1001" },
        [new("1580", "A 1", 10000, 113000)], false), bank);

    private static PostingInput Domestic(BankMatch? bank) => Input(Currency.Sek, new(new() { Key = "s", Type = LineType.Sale, Amount = new(50000, Currency.Sek), Vat = Money.Zero(Currency.Sek), OrderReference = "1001" },
        [new("1580", "A 1", 50000, 50000)], false), bank);

    private static PostingInput Input(Currency currency, PostingLine line, BankMatch? bank) => new()
    {
        PayoutReference = "P1",
        PayoutDate = Day,
        Currency = currency,
        Kind = SettlementKind.Net,
        IsBalanced = true,
        IsBooked = false,
        IsPossiblyBooked = false,
        Lines = [line],
        Bank = bank,
    };

    private static PostingPlan Plan(PostingInput input, bool bankVoucher = false)
    {
        var settings = StoryInput.Settings(new Dictionary<string, string>());
        return VoucherPlanner.Plan(input, settings with { Posting = settings.Posting with { BankVoucher = bankVoucher } }, Rules, new(2026, 11, 20));
    }

    private static IEnumerable<string> Say(Voucher voucher) => voucher.Rows.Select(row => $"{row.Account} {row.Amount.AmountText}");
}

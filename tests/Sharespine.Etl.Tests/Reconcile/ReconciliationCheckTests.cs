using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Matching;

namespace Sharespine.Etl.Tests.Reconcile;

public sealed class ReconciliationCheckTests
{
    private static readonly ReconciliationSettings Good = StoryInput.Settings(new Dictionary<string, string>());

    [Fact]
    public void Good_settings_have_no_findings() => Assert.Empty(Check(Good));

    [Fact]
    public void Vouchers_on_an_account_with_a_customer_ledger_are_refused()
    {
        var settings = Good with { Accounts = [new() { Account = "1510", CustomerLedger = true }] };
        Assert.Equal(["site.yaml: REC006 accounts: account 1510 carries a customer ledger; a voucher on it settles no invoice. Try: posting.mode: payments."], Check(settings));
        Assert.Empty(Check(settings with { Posting = new() { Mode = PostingMode.Off } }));
        Assert.Empty(Check(settings with { Posting = new() { Mode = PostingMode.Payments } }));
    }

    [Fact]
    public void A_bank_account_is_not_taken_for_the_providers_clearing_account() =>
        Assert.Equal(["site.yaml: REC007 accounts.clearing: the clearing account of SEK, 1930, is a bank account. Try: a clearing account of the provider's own, e.g. 1684."],
            Check(Good, StoryTests.ExampleRules with { Clearing = new Dictionary<string, string> { ["SEK"] = "1930" } }));

    [Fact]
    public void A_company_currency_without_clearing_account_is_told() =>
        Assert.Equal(["site.yaml: REC002 accounts.clearing: there is no clearing account for EUR."], Check(Good with { Currency = "EUR" }));

    [Fact]
    public void Everything_wrong_is_told_at_once() => Assert.Equal(
        [
            "site.yaml: REC003 accounts: \"158\" is not an account number: four to six digits are wanted.",
            "site.yaml: REC003 accounts: \"158\" is not an account number: four to six digits are wanted.",
            "site.yaml: REC017 accounts: account 158 is named twice.",
            "site.yaml: REC003 language: \"svv\" is not a language we have. Try: did you mean \"sv\"?",
            "site.yaml: REC003 counterAccounts: \"3000-30\" is not an account, a prefix or a range. Try: 3001, 30 or 3000-3999.",
            "site.yaml: REC003 matching.tolerances: the tolerance of \"SEK\" is not a currency with an amount of zero or more.",
            "site.yaml: REC003 matching.rateBands: the band of EUR does not go from a rate above zero up to a higher one.",
            "site.yaml: REC003 matching: a number of days is below zero or above 366.",
        ],
        Check(Good with
        {
            Accounts = [new() { Account = "158" }, new() { Account = "158" }],
            Language = "svv",
            BankAccounts = ["3000-30"],
            Matching = new()
            {
                Tolerances = new Dictionary<string, decimal> { ["SEK"] = -1m },
                RateBands = new Dictionary<string, RateBand> { ["EUR"] = new() { From = 12m, To = 10m } },
                DaysAfter = -1,
            },
        }));

    [Fact]
    public void What_the_bank_step_cannot_work_with_is_told()
    {
        Assert.Empty(Check(Good with { Bank = new() }));
        Assert.Equal(
            [
                "site.yaml: REC003 bank.accounts: \"193\" is not an account number: four to six digits are wanted.",
                "site.yaml: REC003 bank.accounts: account 1580 is not a bank account by bank-accounts (1910-1969). Try: add it to bank-accounts.",
                "site.yaml: REC003 bank.accounts: account 1580 is both a receivable account and a bank account.",
                "site.yaml: REC003 bank.delay-days: the number of days is below zero or above 366.",
            ],
            Check(Good with { Bank = new() { Accounts = ["193", "1580"], DelayDays = 400 } }));
        Assert.Equal(["site.yaml: REC003 bank.accounts: no bank account is named. Try: the account that the provider pays to, e.g. \"1930\"."], Check(Good with { Bank = new() { Accounts = [] } }));
        var bankVoucher = Good with { Posting = new() { BankVoucher = true }, Bank = new() };
        Assert.Equal(["site.yaml: REC003 posting.bank-voucher: the ledger's own bank lines are booked already; a voucher on the bank account would be there twice. Try: bank.connection with the bank's own statements, or leave bank-voucher out."], Check(bankVoucher));
        Assert.Empty(Check(bankVoucher with { Bank = new() { Connection = "bank-se" } }));
        Assert.Contains("REC008", Assert.Single(Check(Good with { Bank = new() { Pattern = "(x" } })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_or_useless_pattern_is_told()
    {
        var findings = Check(Good with { References = new() { Patterns = [@"order (\d+)"], Suffixes = ["(x"] } });
        Assert.Equal(2, findings.Count);
        Assert.StartsWith("site.yaml: REC008 references.suffixes: \"(?:(x)$\" is not a regular expression:", findings[0], StringComparison.Ordinal);
        Assert.Equal("site.yaml: REC008 references.patterns: \"order (\\d+)\" has no group named ref. Try: (?<ref>\\d+) around the part that is the reference.", findings[1]);
    }

    [Theory]
    [InlineData("1930", "1930", true)]
    [InlineData("19", "1930", true)]
    [InlineData("3000-3999", "3001", true)]
    [InlineData("3000-3010", "30101", true)]
    [InlineData("3000-3999", "4000", false)]
    [InlineData("30", "2030", false)]
    public void An_account_lies_in_a_number_a_prefix_or_a_range(string range, string account, bool expected) =>
        Assert.Equal(expected, AccountRange.Contains(range, account));

    [Theory]
    [InlineData("1001", "1001")]
    [InlineData(" #1001 ", "1001")]
    [InlineData("001001", "1001")]
    [InlineData("WEB-1001", "1001")]
    [InlineData("web-#001001-WRETRY-12", "1001")]
    [InlineData("abc", "ABC")]
    [InlineData("000", "000")]
    [InlineData("WEB-", "WEB-")]
    [InlineData("", "")]
    public void A_reference_is_brought_to_one_form(string written, string expected) =>
        Assert.Equal(expected, new ReferenceNormaliser(Good.References).Normalise(written));

    [Theory]
    [InlineData("Order 1001", "1001")]
    [InlineData("Faktura nr 90001, order: #WEB-1001", "#WEB-1001|90001")]
    [InlineData("Kreditfaktura 90777 avser faktura 90001", "90001|90777")]
    [InlineData("Ordernr. 1001-A", "1001-A")]
    [InlineData("Invoice no 77, er ref: 1001", "1001|77")]
    [InlineData("1001", "1001")]
    [InlineData("Dagskassa 2026", "")]
    [InlineData("Order utan nummer", "")]
    public void References_are_found_in_voucher_texts(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Read(text, 500, "3001").References));

    [Theory]
    [InlineData(500, "3001", EntryClass.Sale)]
    [InlineData(-500, "3001", EntryClass.Credit)]
    [InlineData(-500, "1930", EntryClass.SettlementByOthers)]
    [InlineData(500, "1930", EntryClass.Other)]
    [InlineData(500, "1510", EntryClass.Other)]
    public void Without_class_rules_revenue_and_bank_accounts_tell_the_class(int amount, string counter, EntryClass expected) =>
        Assert.Equal(expected, Read("Text", amount, counter).Class);

    [Fact]
    public void Our_own_voucher_is_known_by_its_reference_whoever_imported_it()
    {
        var reading = Read("Import: klarna-se/K1/2 Klarna utbetalning K1, rättar klarna-se/K1/1", -500, "1930");
        Assert.Equal((EntryClass.SettlementByUs, "klarna-se/K1/2"), (reading.Class, reading.OwnVoucher));
        Assert.Null(Read("Klarna xklarna-se/K1/2", -500, "1930").OwnVoucher);
        Assert.Null(Read("klarna-se/K1", -500, "1930").OwnVoucher);
    }

    [Theory]
    [InlineData("sv")]
    [InlineData("en")]
    public void Every_reason_for_an_exception_has_an_explanation_and_an_action_of_its_own(string language)
    {
        Reason[] needNobody = [Reason.None, Reason.PayoutOutOfBalance, Reason.LedgerMayFollow, Reason.PayoutMayFollow, Reason.Unassigned, Reason.Decided, Reason.CreditWithinTotal, Reason.LedgerHoldsTotals];
        var texts = ReconcileTexts.For(language);
        var facts = new ExceptionFacts { Reason = Reason.None, Amount = new(100, Currency.Sek), Date = new(2026, 11, 3), Related = ["A 1", "A 3"], Voucher = "A 2", PayoutReference = "K1" };
        var (plain, look) = (texts.Explain(facts), texts.Act(facts));
        var reasons = Enum.GetValues<Reason>().Except(needNobody).ToList();
        Assert.All(reasons, reason => Assert.NotEqual(plain, texts.Explain(facts with { Reason = reason })));
        Assert.All(reasons, reason => Assert.NotEqual(look, texts.Act(facts with { Reason = reason })));
        Assert.Equal(reasons.Count, reasons.Select(reason => texts.Explain(facts with { Reason = reason })).Distinct().Count());
        Assert.All(needNobody.Skip(1), reason => Assert.False(string.IsNullOrEmpty(texts.Remark(reason))));
    }

    [Fact]
    public void Every_error_code_is_used_once() =>
        Assert.Equal(ReconcileErrors.All.Count, ReconcileErrors.All.Select(code => code.Code).Distinct().Count());

    private static EntryReading Read(string text, int amount, string counter) => new EntryReader(Good).Read(new()
    {
        Company = StoryInput.Company,
        FiscalYearStart = new(2026, 1, 1),
        Series = "A",
        VoucherNumber = "1",
        Row = 1,
        Account = "1580",
        Date = new(2026, 11, 1),
        Amount = new(amount * 100, Currency.Sek),
        VoucherText = text,
        CounterAccounts = [counter],
    });

    private static List<string> Check(ReconciliationSettings settings, BookingRules? rules = null) =>
        [.. ReconciliationCheck.Check(settings, rules ?? StoryTests.ExampleRules, new SourcePosition("site.yaml")).Select(issue => issue.ToString())];
}

using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Tests.Reconcile;

public sealed class BookingRulesTests
{
    private const string Accounts = """
        accounts:
          clearing:
            SEK: "1684"
          suspense: "2999"
          rounding: "3740"
          fee-vat: "2641"

        """;

    private const string Sales = """
        rules:
          - name: Sales
            types: [sale, return]
            receivable: true

        """;

    [Fact]
    public void The_shipped_rules_read_without_a_finding()
    {
        var files = Directory.GetFiles(Path.Combine(Mappings.Files.Repository.Root, "mappings", "booking"), "*.yaml");
        Assert.Contains("vipps.yaml", files.Select(Path.GetFileName));
        Assert.Contains("ratepay.yaml", files.Select(Path.GetFileName));
        Assert.All(files, path =>
        {
            var issues = new List<Issue>();
            Assert.NotNull(BookingRulesReader.Read(File.ReadAllText(path), Path.GetFileName(path), issues));
            Assert.Empty(issues.Select(issue => issue.ToString()));
        });
    }

    [Fact]
    public void The_first_rule_that_takes_a_line_holds()
    {
        var rules = StoryTests.ExampleRules;
        Assert.True(rules.For(LineType.Return, "PAYMENT_DEFAULT")!.Receivable);
        Assert.True(rules.For(LineType.Return, "PURCHASE_RETURN")!.Receivable);
        Assert.Equal("6064", rules.For(LineType.Fee, "PURCHASE_FEE_FIXED")!.Account);
        Assert.Null(rules.For(LineType.Correction, ""));
        Assert.Null(rules.For(LineType.Unknown, ""));
    }

    [Fact]
    public void A_star_takes_any_end_of_a_sub_type_in_any_case()
    {
        var rule = Read(Accounts + Sales + """
              - name: Purchase fees
                types: fee
                detailed-types: [PURCHASE_FEE_*, expiry_fee]
                account: "6064"
                objects: ["1:WEB"]
            """).Rules!.Rules[1];
        Assert.True(rule.Takes(LineType.Fee, "purchase_fee_fixed"));
        Assert.True(rule.Takes(LineType.Fee, "EXPIRY_FEE"));
        Assert.False(rule.Takes(LineType.Fee, "EXPIRY_FEE_GROSS"));
        Assert.False(rule.Takes(LineType.FeeRefund, "PURCHASE_FEE_FIXED"));
        Assert.Equal(["1:WEB"], rule.Objects);
    }

    [Fact]
    public void A_rule_chooses_by_method_rate_currency_and_sign_and_has_a_text()
    {
        var rule = Read(Accounts + Sales + """
              - name: Card fee
                types: fee
                payment-methods: ["card*"]
                vat-rates: [0, 25]
                currencies: SEK
                sign: negative
                account: "6040"
                text: "{type} {order}"
            """).Rules!.Rules[1];
        var line = new LineFacts(LineType.Fee, "", "CARD_VISA", 25m, "SEK", IsNegative: true);
        Assert.True(rule.Takes(line));
        Assert.False(rule.Takes(line with { PaymentMethod = "invoice" }));
        Assert.False(rule.Takes(line with { PaymentMethod = null }));
        Assert.False(rule.Takes(line with { VatRate = 12m }));
        Assert.False(rule.Takes(line with { VatRate = null }));
        Assert.False(rule.Takes(line with { Currency = "NOK" }));
        Assert.False(rule.Takes(line with { IsNegative = false }));
        Assert.Equal("{type} {order}", rule.Text);
    }

    [Theory]
    [InlineData("sign: below", "\"below\" is not known.")]
    [InlineData("currencies: [sek]", "\"sek\" is not a currency")]
    [InlineData("vat-rates: [x]", "\"x\" is not a rate in percent")]
    [InlineData("text: \"{customer}\"", "{customer} is not known in a text.")]
    public void What_cannot_be_chosen_by_is_named(string setting, string expected)
    {
        var (rules, issues) = Read(Accounts + Sales + $"  - name: Fee\n    types: fee\n    account: \"6040\"\n    {setting}\n");
        Assert.Null(rules);
        Assert.Contains(expected, Assert.Single(issues), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_behind_one_that_takes_all_its_methods_is_never_used()
    {
        const string Wide = "  - name: All\n    types: fee\n    payment-methods: [\"card*\"]\n    account: \"6040\"\n";
        Assert.Null(Read(Accounts + Sales + Wide + "  - name: Visa\n    types: fee\n    payment-methods: [card_visa]\n    account: \"6041\"\n").Rules);
        Assert.NotNull(Read(Accounts + Sales + Wide + "  - name: Others\n    types: fee\n    account: \"6041\"\n").Rules);
    }

    [Theory]
    [InlineData("ruls: []", "rules.yaml:7:1: REC001 ruls: \"ruls\" is not known in the file. Try: did you mean \"rules\"?")]
    [InlineData("rules: []", "rules.yaml:7:8: REC005 rules: no rule with receivable: true takes both sales and returns.")]
    [InlineData("rules: fee", "rules.yaml:7:8: REC003 rules: a list is wanted: each rule starts with a dash.")]
    public void What_is_wrong_at_the_top_is_told_with_its_place(string yaml, string finding) =>
        Assert.Contains(Read(Accounts + yaml).Findings, text => text.StartsWith(finding, StringComparison.Ordinal));

    [Theory]
    [InlineData("types: [fees]\n    account: \"6064\"", "rules.yaml:12:13: REC003 types: \"fees\" is not known. Try: did you mean \"fee\"?")]
    [InlineData("types: fee\n    acount: \"6064\"", "rules.yaml:13:5: REC001 acount: \"acount\" is not known in rule. Try: did you mean \"account\"?")]
    [InlineData("types: fee\n    account: 64", "rules.yaml:13:14: REC003 account: \"64\" is not an account number: four to six digits are wanted.")]
    [InlineData("types: fee", "rules.yaml:11:5: REC002 account: the rule \"Test\" has neither account nor receivable: true.")]
    [InlineData("types: sale\n    receivable: yes", "rules.yaml:13:17: REC003 receivable: \"yes\" is neither true nor false.")]
    [InlineData("types: fee\n    receivable: true", "rules.yaml:12:5: REC003 types: fee does not settle a receivable; only sale, return and reversal can.")]
    [InlineData("types: reversal\n    receivable: true\n    account: \"1580\"", "rules.yaml:14:5: REC003 account: a rule with receivable: true takes its account from the voucher that is settled. Try: take account out, or receivable.")]
    [InlineData("types: holdback\n    account: \"1686\"\n    vat: exempt", "rules.yaml:14:5: REC003 vat: only rules for fee and fee-refund have VAT. Try: make a rule of its own for the fees.")]
    [InlineData("types: fee\n    account: \"6064\"\n    vat: reverse-charge", "rules.yaml:11:5: REC002 reverse-charge: the rule \"Test\" needs vat: reverse-charge and reverse-charge: together.")]
    [InlineData("types: fee\n    account: \"6064\"\n    vat: exmpt", "rules.yaml:14:10: REC003 vat: \"exmpt\" is not known. Try: did you mean \"exempt\"?")]
    [InlineData("types: fee\n    account: \"6064\"\n    objects: WEB", "rules.yaml:14:14: REC003 objects: \"WEB\" is not a dimension's number and an object, such as 1:WEB.")]
    [InlineData("types: return\n    detailed-types: X\n    account: \"6064\"", "rules.yaml:11:5: REC004 rules: the rule \"Test\" is never used: \"Sales\" takes its lines first. Try: move the narrower rule above the wider one.")]
    public void What_is_wrong_in_a_rule_is_told_with_its_place(string rule, string finding) =>
        Assert.Contains(finding, Read(Accounts + Sales + "  - name: Test\n    " + rule).Findings);

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        var (rules, findings) = Read("""
            accounts:
              clearing:
                kronor: "1684"
              suspense: ""
              rounding: "37"
            rules:
              - types: [sale, return]
                receivable: true
            """);
        Assert.Null(rules);
        Assert.Equal(
            [
                "rules.yaml:7:5: REC002 name: \"name\" is missing.",
                "rules.yaml:7:3",
                "rules.yaml:3:5: REC003 kronor: \"kronor\" is not a currency: three capital letters, such as SEK, are wanted.",
                "rules.yaml:5:13: REC003 rounding: \"37\" is not an account number: four to six digits are wanted.",
                "rules.yaml:2:3: REC002 fee-vat: \"fee-vat\" is missing.",
            ],
            findings.Select(finding => finding.Contains("REC005", StringComparison.Ordinal) ? finding[..14] : finding));
    }

    [Fact]
    public void The_hash_changes_with_any_account() =>
        Assert.NotEqual(StoryTests.ExampleRules.Hash(), (StoryTests.ExampleRules with { Suspense = "2998" }).Hash());

    private static (BookingRules? Rules, IReadOnlyList<string> Findings) Read(string yaml)
    {
        var issues = new List<Issue>();
        var rules = BookingRulesReader.Read(yaml, "rules.yaml", issues);
        return (rules, [.. issues.Select(issue => issue.ToString())]);
    }
}

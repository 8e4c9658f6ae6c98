using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Mappings.Files;

/// <summary>What is wrong with a row or a payout is told with its place, record and rule; the payout is refused whole, the others are taken.</summary>
public sealed class RowIssueTests
{
    private const string Other = "payment_reference;settlement_currency;payout_date;total_settlement_amount\n900000302;SEK;2025-01-10;7.50\n\ntype;order_id;amount\nSALE;o-9;7.50\n";

    [Theory]
    [InlineData("SALE;o-1;1 234,5x;SEK;;;", "11:10", "FIL021 amount: cannot read \"1 234,5x\" as an amount in SEK with a decimal point; rule: amount ← amount ({amount: amount}).")]
    [InlineData("SALE;o-1;10.005;SEK;;;", "11:10", "FIL021 amount: cannot read \"10.005\" as an amount in SEK with a decimal point; rule: amount ← amount ({amount: amount}).")]
    [InlineData("SALE;o-1;;SEK;;;", "11:10", "FIL024 amount: the value is empty; rule: amount ← amount ({amount: amount}).")]
    [InlineData(";o-1;10.00;SEK;;;", "11:1", "FIL024 type: the value is empty; rule: type ← type ({type: type}).")]
    [InlineData("SALE;o-1;10.00;EUR;;;", "11:16", "FIL023 currency: the row is in EUR, the payout in SEK; rule: currency ← posting_currency ({currency: posting_currency}).")]
    [InlineData("SALE;o-1;10.00;kr;;;", "11:16", "FIL023 currency: cannot read \"kr\" as a currency of three letters; rule: currency ← posting_currency ({currency: posting_currency}).")]
    [InlineData("SALE;o-1;10.00;SEK;2025-13-01T00:00:00Z;;", "11:20", "FIL022 event-date: cannot read \"2025-13-01T00:00:00Z\" as a date; rule: event-date ← capture_date ({event-date: capture_date}).")]
    [InlineData("FEE;o-1;10.00;SEK;;2500;", "11:20", "FIL021 vat-rate: cannot read \"2500\" as a percentage between 0 and 100; rule: vat-rate ← vat_rate ({vat-rate: vat_rate}).")]
    [InlineData("FEE;o-1;10.00;SEK;;25;x", "11:23", "FIL021 vat: cannot read \"x\" as an amount in SEK with a decimal point; rule: vat ← vat_amount ({vat: vat_amount}).")]
    [InlineData("SALE;o-1;10.00;SEK;;", "11", "FIL020 the row has 6 fields, its header in line 10 has 7.")]
    [InlineData("SALE;o-1;10;00;SEK;;;", "11", "FIL020 the row has 8 fields, its header in line 10 has 7. Try: look for a decimal comma or a delimiter in a field without quotes.")]
    public void An_unreadable_row_refuses_its_payout_and_no_other(string row, string place, string message)
    {
        var file = KlarnaMapping.Read(Other + "\n" + Summary("900000301", "10.00") + "type;order_id;amount;posting_currency;capture_date;vat_rate;vat_amount\n" + row + "\n");

        Assert.Equal([$"file.csv:{place} (payout 900000301): {WithRule(message)}"], file.Issues.Select(issue => issue.ToString()));
        Assert.Equal("900000302", Assert.Single(file.Payouts).Reference);
        Assert.Equal("900000301", Assert.Single(file.Refused).Reference);
        Assert.Equal(new RowCounts(2, 1, 0, 1), file.Rows);
    }

    [Fact]
    public void Every_fault_of_a_row_is_told_at_once()
    {
        var file = KlarnaMapping.Read(Summary("900000301", "10.00") + "type;order_id;amount;sale_date;capture_date\nSALE;o-1;ten;tomorrow;today\n");

        Assert.Equal(["FIL021", "FIL022", "FIL022"], file.Issues.Select(issue => issue.Code.Code));
    }

    [Fact]
    public void An_unreadable_summary_refuses_its_payout_and_no_other()
    {
        var file = KlarnaMapping.Read(Summary("900000301", "10.00").Replace("SEK", "S3K", StringComparison.Ordinal) + "type;order_id;amount\nSALE;o-1;10.00\n\n" + Other);

        Assert.Equal(
            [$"file.csv:2:11 (payout 900000301): FIL023 currency: cannot read \"S3K\" as a currency of three letters; rule: currency ← settlement_currency ({KlarnaMapping.ValueAt("currency: settlement_currency")})."],
            file.Issues.Select(issue => issue.ToString()));
        Assert.Equal("900000302", Assert.Single(file.Payouts).Reference);
        Assert.Equal(new RowCounts(2, 1, 0, 1), file.Rows);
    }

    [Fact]
    public void The_same_payout_twice_in_a_file_is_taken_once()
    {
        var file = KlarnaMapping.Read(Other + "\n" + Other);

        Assert.Single(file.Payouts);
        Assert.Equal(["FIL033"], file.Issues.Select(issue => issue.Code.Code));
        Assert.Equal("900000302", Assert.Single(file.Refused).Reference);
    }

    [Fact]
    public void VAT_on_a_row_whose_type_has_none_is_reported_and_not_counted()
    {
        var file = KlarnaMapping.Read(Summary("900000301", "10.00") + "type;order_id;amount;vat_amount\nSALE;o-1;10.00;2.50\n");

        Assert.Equal([$"file.csv:5:16 (payout 900000301): FIL029 vat: the SALE row carries VAT of 2.50 SEK, which its type does not have; rule: vat ← vat_amount ({KlarnaMapping.ValueAt("vat: vat_amount")})."], file.Issues.Select(issue => issue.ToString()));
        Assert.True(file.Controls[0].IsProven);
        Assert.True(file.Payouts[0].Lines[0].Vat.IsZero);
    }

    [Fact]
    public void An_unknown_settlement_type_refuses_the_payout_with_a_suggestion()
    {
        var file = KlarnaMapping.Read("payment_reference;settlement_currency;payout_date;total_settlement_amount;merchant_settlement_type\n1;SEK;2025-01-10;0;GROS\n\ntype;order_id;amount\n");

        Assert.Equal([$"file.csv:2:20 (payout 1): FIL026 kind: the settlement type \"GROS\" is not known; rule: kind ← merchant_settlement_type ({KlarnaMapping.ValueAt("kind: merchant_settlement_type")}). Try: did you mean \"GROSS\"?"], file.Issues.Select(issue => issue.ToString()));
    }

    [Fact]
    public void Totals_that_contradict_each_other_are_reported()
    {
        var file = KlarnaMapping.Read("payment_reference;settlement_currency;payout_date;total_settlement_amount;total_repay_amount;opening_debt_balance;closing_debt_balance\n1;SEK;2025-01-10;-20.00;20.00;100.00;90.00\n");

        Assert.Equal(
            [$"file.csv:2 (payout 1): FIL032 closing_debt_balance: debt carried forward: the file says 90.00 SEK, its other totals make 80.00 SEK (not in the file: total_deposit_amount); difference 10.00 SEK; rule: {KlarnaMapping.ValueAt("- name: debt carried forward")}."],
            file.Issues.Select(issue => issue.ToString()));
        Assert.True(file.Controls[0].IsProven);
    }

    [Fact]
    public void Issues_beyond_a_thousand_are_counted_and_not_listed()
    {
        var file = KlarnaMapping.Read(Summary("900000301", "10.00") + "type;order_id;amount\n" + string.Concat(Enumerable.Repeat("SALE;o-1;x\n", 1500)));

        Assert.Equal(1000, file.Issues.Count(issue => issue.Code == FileMappingErrors.BadAmount));
        Assert.Equal("file.csv: FIL034 500 more issues are not listed.", file.Issues[^1].ToString());
    }

    [Fact]
    public void Rows_that_name_their_payout_go_to_it_whatever_their_order()
    {
        var file = KlarnaMapping.Read("payment_reference;settlement_currency;payout_date;total_settlement_amount\n1;SEK;2025-01-10;30.00\n2;EUR;2025-01-10;5.00\n\n"
            + "type;order_id;amount;payment_reference\nSALE;a;10.00;1\nSALE;b;5.00;2\nSALE;c;20.00;1\n");

        Assert.Equal(["1: 10.00 SEK 20.00 SEK", "2: 5.00 EUR"], file.Payouts.Select(payout => $"{payout.Reference}: {string.Join(' ', payout.Lines.Select(line => line.Amount))}"));
        Assert.All(file.Controls, control => Assert.True(control.IsProven));
    }

    [Fact]
    public void Yen_have_no_decimals()
    {
        var file = KlarnaMapping.Read("payment_reference;settlement_currency;payout_date;total_settlement_amount\n1;JPY;2025-01-10;1500\n\ntype;order_id;amount\nSALE;a;1500.00\n");

        Assert.Equal(new Money(1500, Currency.Parse("JPY")), file.Payouts.Single().Lines.Single().Amount);
        Assert.EndsWith("/1500#1", file.Payouts[0].Lines[0].Key, StringComparison.Ordinal);
    }

    private static string Summary(string reference, string total) =>
        $"payment_reference;settlement_currency;payout_date;total_settlement_amount\n{reference};SEK;2025-01-10;{total}\n\n";

    /// <summary>{amount: amount} in a message stands for the place of that rule in the mapping.</summary>
    private static string WithRule(string message)
    {
        var start = message.IndexOf('{', StringComparison.Ordinal);
        var end = message.IndexOf('}', StringComparison.Ordinal);
        return start < 0 ? message : message[..start] + KlarnaMapping.ValueAt(message[(start + 1)..end]) + message[(end + 1)..];
    }
}

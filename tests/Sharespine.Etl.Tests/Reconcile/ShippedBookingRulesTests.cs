using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Reconcile.Posting;
using Sharespine.Etl.Tests.Mappings.Files;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>The shipped booking rules, tried on the samples: each payout's voucher, its rows summed per account.</summary>
public sealed class ShippedBookingRulesTests
{
    [Theory]
    [InlineData("klarna")]
    [InlineData("nexi")]
    [InlineData("svea")]
    public void They_are_read_without_a_finding(string provider) => Assert.NotNull(Rules(provider));

    [Theory]
    [InlineData("nexi.payouts-api", "NX00201.json", 0, "1580", "1580 -1949.00|1687 1901.04|6040 44.96|6064 3.00")]
    [InlineData("nexi.payouts-api", "refunds-above-charges-and-deposit.json", 0, "1580", "1580 350.00|1686 -353.00|6040 3.00")]
    [InlineData("svea.report-v2", "2025-03-03.json", 1, "1581", "1581 -849.00|1685 831.52|6040 17.48")]
    [InlineData("svea.report-v2", "2025-03-04-withheld-and-debt.json", 0, "1581", "1581 -2500.00|1685 1953.12|1686 500.00|2641 9.38|6064 37.50")]
    [InlineData("svea.report-v2", "2025-03-04-withheld-and-debt.json", 1, "1581", "1581 350.00|2419 -352.00|6040 2.00")]
    [InlineData("svea.report-v2", "2025-03-05-released-and-repaid.json", 0, "1581", "1581 -1000.00|1685 1481.28|1686 -500.00|2641 3.75|3740 -0.03|6064 15.00")]
    [InlineData("svea.report-v2", "2025-03-05-released-and-repaid.json", 1, "1581", "1581 -900.00|1685 530.00|2419 352.00|6040 18.00")]
    public void A_settled_payout_is_booked_as_the_comments_say(string mapping, string sample, int payout, string receivable, string rows)
    {
        var read = ShippedMappings.Read(mapping, sample).Payouts[payout];
        var rules = Rules(mapping.Split('.')[0]);

        var plan = VoucherPlanner.Plan(Input(read, rules, receivable), StoryInput.Settings(new Dictionary<string, string>()), rules, read.Date);

        Assert.Equal(rows.Split('|'), plan.Voucher!.Rows.GroupBy(row => row.Account).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key} {group.Aggregate(Money.Zero(read.Currency), (sum, row) => sum + row.Amount).AmountText}"));
    }

    [Theory]
    [InlineData("Fee Admin", "6064")]
    [InlineData("Fee Reminder", "6064")]
    [InlineData("Fee LegalAction", "6064")]
    [InlineData("Fee Interest", "8310")]
    [InlineData("Fee Kickback", "3990")]
    [InlineData("Fee Deposit", "1686")]
    [InlineData("Fee Dismissed", "receivable")]
    [InlineData("Regression", "receivable")]
    [InlineData("Manual", "receivable")]
    [InlineData("Fee Deviation", "none")]
    [InlineData("Fee Correction", "none")]
    public void Each_of_Svea_s_fees_and_rows_has_its_account_or_is_for_a_person(string type, string account)
    {
        var line = ShippedMappings.Read("svea.report-v2", "2025-03-03.json").Payouts[0].Lines.First(line => line.ProviderType == type);

        Assert.Equal(account, Rules("svea").For(line) switch { null => "none", { Receivable: true } => "receivable", var rule => rule.Account });
    }

    private static PostingInput Input(Payout payout, BookingRules rules, string receivable) => new()
    {
        PayoutReference = payout.Reference,
        PayoutDate = payout.Date,
        Currency = payout.Currency,
        Kind = payout.Kind,
        IsBalanced = true,
        IsBooked = false,
        IsPossiblyBooked = false,
        Lines = [.. payout.Lines.Select(line => new PostingLine(line, rules.For(line) is { Receivable: true } ? [new(receivable, "B 1", line.Amount.Minor, line.Amount.Minor)] : [], false))],
    };

    private static BookingRules Rules(string provider)
    {
        var findings = new List<Issue>();
        var path = Path.Combine(Repository.Root, "mappings", "booking", provider + ".yaml");
        var rules = BookingRulesReader.Read(File.ReadAllText(path), path, findings);
        Assert.Empty(findings.Select(finding => finding.ToString()));
        return rules!;
    }
}

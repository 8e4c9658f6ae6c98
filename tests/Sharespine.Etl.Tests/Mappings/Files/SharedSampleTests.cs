using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Mappings.Files;

public sealed class SharedSampleTests
{
    [SharedSampleFact]
    public void A_synthetic_Klarna_file_with_VAT_columns_balances()
    {
        var path = Directory.GetFiles(Path.Combine(SharedSampleFactAttribute.Folder, "payments", "synthetic"), "klarna_*.csv").Single();

        var file = SettlementReader.Read(FileBytes.FromPath(path), KlarnaMapping.Shipped);

        Assert.Empty(file.Issues);
        Assert.Empty(file.Refused);
        var payout = Assert.Single(file.Payouts);
        Assert.Equal("123456789", payout.Reference);
        Assert.Equal(new DateOnly(2025, 1, 10), payout.Date);
        Assert.Equal(10, payout.Lines.Count);
        Assert.Equal(-1100, payout.Lines.Sum(line => line.Vat.Minor));
        Assert.Equal(new Money(149500, Currency.Sek), file.Controls[0].Sum);
        Assert.True(file.Controls[0].IsProven);
    }

    [SharedSampleFact]
    public void A_synthetic_D2_report_is_read_with_its_unknown_fee_named()
    {
        var file = Read("synthetic/dibs_d2_5146111__cleared__24_10_2018_14_50_01.txt", "dibs.d2-transactions");

        Assert.Equal(["5146111-20181003-SEK", "5146111-20181004-SEK"], file.Payouts.Select(payout => payout.Reference));
        Assert.Equal(
            ["Sale 1000.00 10001", "Fee -12.50 10001", "Sale 500.00 10002", "Unknown 0.00 10002"],
            file.Payouts.SelectMany(payout => payout.Lines).Select(line => $"{line.Type} {line.Amount.AmountText} {line.OrderReference}"));
        Assert.Equal(["FIL038"], file.Issues.Select(issue => issue.Code.Code));
    }

    /// <summary>Its amount with a decimal comma is put together, and then its net is found to leave out the refund: it is not taken, and everything is said.</summary>
    [SharedSampleFact]
    public void The_published_Vipps_file_is_refused_with_its_shifted_row_and_its_wrong_net_named()
    {
        var file = Read("vipps/settlement-report.csv", "vipps.settlement");

        Assert.Empty(file.Payouts);
        Assert.Equal(["2000001"], file.Refused.Select(refused => refused.Reference));
        var said = string.Join('\n', file.Issues);
        Assert.Contains(":6 (payout 2000001): FIL036 the SettlementInfo record has 13 fields, its header in line 5 has 12; its Net was cut by a decimal comma and read as 16450.62.", said, StringComparison.Ordinal);
        Assert.Contains("FIL027 payout: from here on rows name payout \"2000720\"; the file's only one is 2000001", said, StringComparison.Ordinal);
        Assert.Contains("FIL030 total: the 13 lines sum to 14960.62 NOK, the provider's total is 16450.62 NOK; difference 1490.00 NOK", said, StringComparison.Ordinal);
        Assert.Equal(7, file.Rows.Refused);
    }

    [SharedSampleFact]
    public void The_published_RatePay_file_is_read_with_its_signs_turned()
    {
        var file = Read("ratepay/test_settlement_report.csv", "ratepay.settlement");

        var payout = Assert.Single(file.Payouts);
        Assert.Equal(("12345678005-20210923", "12345678", "EUR"), (payout.Reference, payout.MerchantId, payout.Currency.Code));
        Assert.Empty(file.Issues.Select(issue => issue.ToString()));
        Assert.All(payout.Lines.Where(line => line.Type == LineType.Sale), line => Assert.True(line.Amount.Minor > 0));
        Assert.All(payout.Lines.Where(line => line.Type == LineType.Fee), line => Assert.True(line.Amount.Minor < 0));
        Assert.Equal("Return -200.00 63139", payout.Lines.Where(line => line.Type == LineType.Return).Select(line => $"{line.Type} {line.Amount.AmountText} {line.OrderReference}").First());
    }

    [SharedSampleFact]
    public void A_synthetic_Svea_report_balances()
    {
        var file = Read("synthetic/svea_reconciliation_v2.json", "svea.report-v2");

        Assert.Empty(file.Issues);
        Assert.Empty(file.Notes);
        Assert.Equal(
            ["Sale 2435.00 10001 2025-01-02", "Fee -36.53 10001 2025-01-02", "Return -500.00 10001 2025-01-02"],
            file.Payouts.Single().Lines.Select(line => $"{line.Type} {line.Amount.AmountText} {line.OrderReference} {line.SaleDate:yyyy-MM-dd}"));
        Assert.Equal(new Money(188934, Currency.Sek), file.Controls[0].Sum);
        Assert.True(file.Controls[0].IsProven);
    }

    [SharedSampleFact]
    public void A_real_Svea_card_sheet_is_read_with_its_rows_and_the_suffix_of_a_second_try()
    {
        var file = Read("svea/Sample-Reconciliation-171101-171130.xlsx", "svea.card-reconciliation");

        Assert.Empty(file.Issues);
        Assert.Equal(("Avstämning", "card 171101-171130 SEK", new DateOnly(2017, 11, 30)), (file.Format.Sheet, file.Payouts.Single().Reference, file.Payouts[0].Date));
        Assert.Equal(
            ["2: 342.00 29398 7748393 2017-11-01", "3: 342.00 29472-WRetry-1 7788392 2017-11-02"],
            file.Payouts[0].Lines.Select(line => $"{line.FileLine}: {line.Amount.AmountText} {line.OrderReference} {line.ProviderOrderId} {line.SaleDate:yyyy-MM-dd}"));
    }

    private static SettlementFile Read(string sample, string mapping) =>
        SettlementReader.Read(FileBytes.FromPath(Path.Combine(SharedSampleFactAttribute.Folder, "payments", sample)), ShippedMappings.File(mapping));
}

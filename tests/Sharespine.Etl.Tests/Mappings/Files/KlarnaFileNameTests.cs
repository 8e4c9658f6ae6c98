using Sharespine.Etl.Extract;
using Sharespine.Etl.Mappings.Files;

namespace Sharespine.Etl.Tests.Mappings.Files;

/// <summary>Klarna's files by their names: both patterns of its documentation, the portal's name, and what is not a report yet.</summary>
public sealed class KlarnaFileNameTests : IDisposable
{
    private const string Rows = "type;order_id;amount;posting_currency\nSALE;o1;100.00;SEK\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("klarna").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("123456789.20180809T000000+0000.csv", "payout 123456789, 2018-08-09")]
    [InlineData("123456789_20180809T000226_0.csv", "payout 123456789, 2018-08-09")]
    [InlineData("123456789.20180912T000000+0000.csv", "payout 123456789, 2018-09-12")]
    public void A_report_without_its_summary_takes_reference_and_day_from_its_name(string name, string expected) =>
        Assert.StartsWith(expected, SettlementText.Lines(KlarnaMapping.Read(Rows, name))[2], StringComparison.Ordinal);

    [Fact]
    public void The_portal_s_name_has_no_day_so_a_report_without_summary_is_refused_by_name()
    {
        var file = KlarnaMapping.Read(Rows, "settlement.123456789.csv");

        Assert.Empty(file.Payouts);
        Assert.Equal(["123456789"], file.Refused.Select(refused => refused.Reference));
        Assert.Equal(["FIL024"], file.Issues.Select(issue => issue.Code.Code));
    }

    [Theory]
    [InlineData("999999999.20180809T000000+0000.csv")]
    [InlineData("settlement.999999999.csv")]
    [InlineData("copy of a report.csv")]
    public void A_report_with_its_summary_goes_by_its_content_and_not_by_its_name(string name)
    {
        var payout = KlarnaMapping.Read("payment_reference;settlement_currency;payout_date;total_settlement_amount;merchant_id\n7;SEK;2025-01-10T07:45:00Z;100.00;K100001\n\n" + Rows, name).Payouts.Single();

        Assert.Equal(("7", "K100001"), (payout.Reference, payout.MerchantId));
    }

    [Fact]
    public void The_inbox_takes_every_name_of_a_report_and_none_that_is_being_written()
    {
        foreach (var name in new[] { "123456789.20180809T000000+0000.csv", "123456789_20180809T000226_0.csv", "settlement.123456789.csv", "123456789.20180809T000000+0000.csv.tmp", "987.20180809T000000+0000.tmp", "987.20180809T000000+0000.pdf" })
        {
            var path = Path.Combine(_folder, name);
            File.WriteAllText(path, Rows);
            File.SetLastWriteTimeUtc(path, new(2018, 8, 10, 0, 0, 0, DateTimeKind.Utc));
        }

        var look = new FileInbox(new(_folder, Path.Combine(_folder, "archive"), "*.csv"), new World(TimeProvider.System, 1)).Look();

        Assert.Empty(look.Issues);
        Assert.Empty(look.Waiting);
        Assert.Equal(["123456789.20180809T000000+0000.csv", "123456789_20180809T000226_0.csv", "settlement.123456789.csv"], look.Complete.Select(file => file.Name));
    }

    [Fact]
    public void Several_merchants_in_one_folder_are_told_apart_by_their_id_and_submerchants_are_known()
    {
        static string Of(string merchant) => $"payment_reference;settlement_currency;payout_date;total_settlement_amount;merchant_id;submerchant_id\n7;SEK;2025-01-10T07:45:00Z;100.00;{merchant};S1\n\n{Rows}";
        var file = KlarnaMapping.Read(Of("K1") + "\n" + Of("K2"));

        Assert.Equal(["K1", "K2"], file.Payouts.Select(payout => payout.MerchantId));
        Assert.DoesNotContain(file.Notes, note => note.Code == FileMappingErrors.UnknownColumn);
        Assert.Empty(file.Issues);
    }

    [Theory]
    [InlineData(';', "100.00", "2025-01-10T07:45:00Z")]
    [InlineData(',', "100.00", "2025-01-10 07:45:00")]
    [InlineData('\t', "100,00", "2025/01/10")]
    [InlineData(';', "100,00", "20250110")]
    public void Delimiter_amounts_and_dates_are_the_merchant_s_choice(char delimiter, string amount, string date)
    {
        var text = $"payment_reference;settlement_currency;payout_date;total_settlement_amount\n7;SEK;{date};{amount}\n\ntype;order_id;amount;posting_currency\nSALE;o1;{amount};SEK\n".Replace(';', delimiter);
        var payout = KlarnaMapping.Read(text).Payouts.Single();

        Assert.Equal((new DateOnly(2025, 1, 10), 10000L), (payout.Date, payout.Lines[0].Amount.Minor));
    }
}

namespace Sharespine.Etl.Tests.Samples;

public sealed class DemoLedgerTests
{
    private static readonly string File = Path.Combine(SampleFolders.Demo, "sie", "norrsken-2026.se");

    [Fact]
    public void Every_voucher_sums_to_zero()
    {
        Assert.All(SieText.Read(File).Vouchers, voucher => Assert.True(voucher.Rows.Sum(row => row.Amount) == 0, voucher.Voucher));
    }

    [Fact]
    public void Opening_balance_and_vouchers_give_the_closing_balance_of_every_account()
    {
        var sie = SieText.Read(File);
        var movements = sie.Vouchers.SelectMany(voucher => voucher.Rows).ToLookup(row => row.Account, row => row.Amount);
        var opening = sie.Balances("#IB", "0");
        Assert.All(sie.Balances("#UB", "0"), closing => Assert.Equal(opening[closing.Key] + movements[closing.Key].Sum(), closing.Value));
        Assert.All(sie.Balances("#RES", "0"), result => Assert.Equal(movements[result.Key].Sum(), result.Value));
        Assert.Equal(sie.Of("#KONTO").Count(), opening.Count + sie.Balances("#RES", "0").Count);
    }

    [Theory]
    [InlineData("#IB", "0")]
    [InlineData("#IB", "-1")]
    [InlineData("#UB", "-1")]
    [InlineData("#RES", "-1")]
    public void Balances_sum_to_zero(string label, string year)
    {
        var balances = SieText.Read(File).Balances(label, year);
        Assert.NotEmpty(balances);
        Assert.Equal(0, balances.Values.Sum());
    }

    [Fact]
    public void The_check_number_is_right()
    {
        var sie = SieText.Read(File);
        var sums = sie.Of("#KSUMMA").ToList();
        Assert.Equal(["#KSUMMA"], sums[0]);
        Assert.Equal(sie.Checksum().ToString(), sums[1][1]);
        Assert.Same(sie.Records[^1], sums[1]);
    }

    [Fact]
    public void Numbers_ascend_without_gaps_within_each_series()
    {
        foreach (var series in SieText.Read(File).Vouchers.GroupBy(voucher => voucher.Voucher[..1]))
        {
            Assert.Equal(Enumerable.Range(1, series.Count()).Select(number => $"{series.Key} {number}"), series.Select(voucher => voucher.Voucher));
        }
    }

    [Fact]
    public void The_payout_booked_by_hand_stands_in_the_books_with_its_reference()
    {
        var voucher = Assert.Single(SieText.Read(File).Vouchers, voucher => voucher.Text.EndsWith("412300481", StringComparison.Ordinal));
        Assert.Contains(voucher.Rows, row => row is { Account: "1580", Amount: < 0 });
        Assert.Contains(voucher.Rows, row => row is { Account: "1930", Amount: > 0 });
    }
}

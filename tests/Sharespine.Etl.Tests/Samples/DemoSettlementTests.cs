namespace Sharespine.Etl.Tests.Samples;

public sealed class DemoSettlementTests
{
    private const string OutOfBalance = "412300639";
    private static readonly string Folder = Path.Combine(SampleFolders.Demo, "klarna.settlement");

    [Fact]
    public void Every_payout_holds_by_the_providers_equation_except_the_planted_one_by_one_krona()
    {
        var differences = Files().Where(file => file.StatedDifference() != 0).Select(file => (file.Reference, file.StatedDifference()));
        Assert.Equal([(OutOfBalance, 100L)], differences);
    }

    [Fact]
    public void Stated_totals_are_the_sums_of_the_rows()
    {
        Assert.All(Files(), file =>
        {
            Assert.Equal(file.Total("total_sale_amount"), file.Sum("SALE"));
            Assert.Equal(file.Total("total_return_amount"), -file.Sum("RETURN"));
            Assert.Equal(file.Total("total_fee_amount"), -file.Sum("FEE"));
            Assert.Equal(file.Total("total_holdback_amount"), -file.Sum("HOLDBACK"));
            Assert.Equal(file.Total("total_release_amount"), file.Sum("RELEASE"));
        });
    }

    [Fact]
    public void Only_the_file_in_default_columns_leaves_the_vat_on_fees_to_its_total()
    {
        Assert.All(Files(), file =>
        {
            var column = new[] { "vat_amount", "tax_amount" }.FirstOrDefault(file.Rows[0].ContainsKey);
            Assert.Equal(file.Reference == "412300608", column is null);
            if (column is not null)
            {
                Assert.Equal(file.Total("total_tax_amount"), -file.Rows.Where(row => row[column].Length > 0).Sum(row => SieText.Minor(row[column])));
            }
        });
    }

    [Fact]
    public void The_payout_sent_twice_says_the_same_in_both_layouts()
    {
        string[] shared = ["type", "capture_date", "order_id", "capture_id", "merchant_reference1", "amount"];
        var files = Files().Where(file => file.Reference == "412300563").ToList();
        Assert.Equal(2, files.Count);
        Assert.NotEqual(files[0].Rows[0].Keys, files[1].Rows[0].Keys);
        Assert.Equal(files[0].Rows.Select(row => string.Join(';', shared.Select(name => row[name]))), files[1].Rows.Select(row => string.Join(';', shared.Select(name => row[name]))));
    }

    [Fact]
    public void No_row_is_captured_on_or_after_its_payout_day_and_currencies_do_not_mix()
    {
        Assert.All(Files(), file => Assert.All(file.Rows, row =>
        {
            Assert.True(string.CompareOrdinal(row["capture_date"][..10], file.Summary["payout_date"][..10]) < 0, row["capture_date"]);
            Assert.Equal(file.Summary["settlement_currency"], row["posting_currency"]);
        }));
    }

    private static List<SettlementText> Files() => [.. Directory.EnumerateFiles(Folder, "*.csv").Order(StringComparer.Ordinal).Select(SettlementText.Read)];
}

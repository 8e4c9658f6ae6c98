using System.Text.Json;
using Sharespine.Etl.Benchmarks.Generate.Scale;

namespace Sharespine.Etl.Tests.Samples;

public sealed class ScaleFolderTests
{
    private const int Lines = 3000;

    [Fact]
    public void Every_weekly_payout_is_in_balance_and_together_they_hold_the_lines_asked_for()
    {
        using var folder = Made(orders: 0);
        var files = Settlements(folder);
        Assert.Equal(40, files.Count);
        Assert.All(files, file =>
        {
            Assert.Equal(0, file.StatedDifference());
            Assert.Equal(file.Total("total_sale_amount"), file.Sum("SALE"));
            Assert.Equal(file.Total("total_return_amount"), -file.Sum("RETURN"));
            Assert.Equal(file.Total("total_fee_amount"), -file.Sum("FEE"));
            Assert.Equal(file.Total("total_tax_amount"), -file.Rows.Where(row => row["type"] == "FEE").Sum(row => SieText.Minor(row["vat_amount"])));
        });
        Assert.Equal(Truth(folder).GetProperty("settlementLines").GetInt32(), files.Sum(file => file.Rows.Count));
        Assert.InRange(files.Sum(file => file.Rows.Count), Lines, Lines + (Lines / 300));
    }

    [Fact]
    public void The_ledger_holds_and_has_the_entries_the_truth_counts()
    {
        using var folder = Made(orders: 0);
        var sie = SieText.Read(Path.Combine(folder.Path, "ledger.se"));
        var movement = sie.Vouchers.SelectMany(voucher => voucher.Rows).Where(row => row.Account == "1580").Sum(row => row.Amount);
        Assert.All(sie.Vouchers, voucher => Assert.Equal(0, voucher.Rows.Sum(row => row.Amount)));
        Assert.Equal(sie.Balances("#IB", "0")["1580"] + movement, sie.Balances("#UB", "0")["1580"]);
        Assert.Equal(sie.Checksum().ToString(), sie.Of("#KSUMMA").Last()[1]);
        Assert.Equal(Truth(folder).GetProperty("ledgerEntries").GetInt32(), sie.Vouchers.Count);
    }

    [Fact]
    public void The_faults_are_those_that_a_plain_comparison_of_the_two_sides_finds()
    {
        using var folder = Made(orders: 0);
        var rows = Settlements(folder).SelectMany(file => file.Rows).ToLookup(row => (Order: row["merchant_reference1"].TrimStart('#'), Type: row["type"]));
        var vouchers = SieText.Read(Path.Combine(folder.Path, "ledger.se")).Vouchers;
        var booked = vouchers.Where(voucher => !voucher.Text.StartsWith("Kredit", StringComparison.Ordinal)).ToLookup(voucher => voucher.Text.Split(' ')[^1]);
        var credited = vouchers.Where(voucher => voucher.Text.StartsWith("Kredit", StringComparison.Ordinal)).Select(voucher => voucher.Text.Split(' ')[^1]).ToHashSet();
        var found = booked.Select(group => group.Key).Union(rows.Select(group => group.Key.Order)).Where(order => order.Length > 0).Select(order => (Order: order, Fault: Fault(order))).Where(item => item.Fault is not null);
        var known = Truth(folder).GetProperty("faults").EnumerateArray().Select(fault => (Order: fault.GetProperty("order").GetString()!, Fault: fault.GetProperty("fault").GetString()));
        Assert.Equal(known.Order(), found.Order());
        Assert.Equal(9, known.Select(fault => fault.Fault).Distinct().Count());

        string? Fault(string order) => (rows[(order, "SALE")].Count(), booked[order].Count()) switch
        {
            (1, 0) => "MissingInLedger",
            (1, 2) when booked[order].Any(voucher => voucher.Text.StartsWith("Faktura", StringComparison.Ordinal)) => "BookedUnderTwoInvoices",
            (1, 2) => "BookedTwice",
            (0, 1) => "NeverSettled",
            (2, 1) => "SettledTwice",
            _ when rows[(order, "RETURN")].Any() && !credited.Contains(order) => "ReturnWithoutCredit",
            _ when Difference(order) == 3 => "OffByOre",
            _ when Difference(order) == 4000 => "OffByForty",
            _ when rows[(order, "SALE")].Single()["merchant_reference1"][0] == '#' => "PrefixedReference",
            _ => null,
        };

        long Difference(string order) => SieText.Minor(rows[(order, "SALE")].Single()["amount"]) - booked[order].Single().Rows[0].Amount;
    }

    [Fact]
    public void Orders_made_along_have_the_number_and_the_total_of_their_sale()
    {
        using var folder = Made(orders: 300);
        var lines = File.ReadAllLines(Path.Combine(folder.Path, "orders.ndjson"));
        var settled = Settlements(folder).SelectMany(file => file.Rows).Where(row => row["type"] == "SALE").DistinctBy(row => row["merchant_reference1"]).ToDictionary(row => row["merchant_reference1"].TrimStart('#'), row => row["amount"]);
        var compared = 0;
        foreach (var line in lines)
        {
            using var order = JsonDocument.Parse(line);
            if (settled.TryGetValue(order.RootElement.GetProperty("number").GetString()!, out var amount))
            {
                Assert.Equal(amount, order.RootElement.GetProperty("total").GetString());
                compared++;
            }
        }

        Assert.Equal(300, lines.Length);
        Assert.InRange(compared, 290, 300);
    }

    private static TemporaryFolder Made(int orders)
    {
        var folder = new TemporaryFolder();
        ScaleFolder.Write(folder.Path, Lines, orders);
        return folder;
    }

    private static List<SettlementText> Settlements(TemporaryFolder folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(folder.Path, "klarna.settlement")).Select(SettlementText.Read)];

    private static JsonElement Truth(TemporaryFolder folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.Path, "truth.json")));
        return document.RootElement.Clone();
    }
}

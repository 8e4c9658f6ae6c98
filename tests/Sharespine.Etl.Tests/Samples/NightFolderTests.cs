using System.Text.Json;
using Sharespine.Etl.Benchmarks.Generate;

namespace Sharespine.Etl.Tests.Samples;

public sealed class NightFolderTests
{
    [Fact]
    public void A_night_holds_the_orders_asked_for_one_payout_in_balance_and_its_three_specialties()
    {
        using var folder = new TemporaryFolder();
        NightFolder.Write(folder.Path, orders: 20);
        using var truth = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.Path, "truth.json")));
        using var orders = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.Path, "woocommerce.order", "orders-1.json")));
        var payout = SettlementText.Read(Assert.Single(Directory.EnumerateFiles(Path.Combine(folder.Path, "klarna.settlement"))));
        Assert.Equal(20, orders.RootElement.GetArrayLength());
        Assert.Equal(0, payout.StatedDifference());
        Assert.Equal(payout.Rows.Count, truth.RootElement.GetProperty("lines").GetArrayLength());
        Assert.Equal("""{"Fee":32,"Matched":15,"MatchedWithRounding":1,"MissingInLedger":1}""", truth.RootElement.GetProperty("lineCounts").GetRawText());
        Assert.Single(payout.Rows, row => row["type"] == "RETURN");
    }

    [Fact]
    public void A_night_made_twice_is_the_same()
    {
        using var one = new TemporaryFolder();
        using var two = new TemporaryFolder();
        NightFolder.Write(one.Path, orders: 12);
        NightFolder.Write(two.Path, orders: 12);
        Assert.Equal(SampleFolders.Contents(one.Path), SampleFolders.Contents(two.Path));
    }
}

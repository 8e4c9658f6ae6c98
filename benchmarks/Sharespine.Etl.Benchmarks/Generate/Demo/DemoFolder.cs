using Sharespine.Etl.Benchmarks.Generate.Books;
using Sharespine.Etl.Benchmarks.Generate.Klarna;
using Sharespine.Etl.Benchmarks.Generate.Providers;
using Sharespine.Etl.Benchmarks.Generate.Shop;

namespace Sharespine.Etl.Benchmarks.Generate.Demo;

/// <summary>Writes the demo month as files. The same seed gives the same bytes.</summary>
public static class DemoFolder
{
    private const string InDefaultColumns = "412300608";
    private const string SentTwice = "412300563";

    public static void Write(string folder)
    {
        var month = DemoMonth.Make(DemoMonth.Seed);
        ShopFiles.Write(Path.Combine(folder, "woocommerce.order"), month.Exported);
        var files = Files(month.Payouts);
        foreach (var file in files)
        {
            file.Write(Path.Combine(folder, "klarna.settlement"));
        }

        var others = month.Providers.Select(provider => TrueProvider.Write(folder, provider, month.Vouchers)).ToList();
        SieFile.Write(Path.Combine(folder, "sie", "norrsken-2026.se"), month.Vouchers, DemoMonth.AsOf);
        var truth = Truth.Of(month.Payouts, month.Vouchers);
        TruthJson.Write(Path.Combine(folder, "truth.json"), DemoMonth.AsOf, month.Exported, files, truth, month.Vouchers, others);
        PlantedDocument.Write(Path.Combine(folder, "PLANTED.md"), month, files, truth, others);
    }

    private static List<PayoutFile> Files(IReadOnlyList<KlarnaPayout> payouts)
    {
        var files = payouts.Select(payout => PayoutFile.Of(payout, payout.Reference == InDefaultColumns ? "default" : "withVat")).ToList();
        files.Add(PayoutFile.Again(payouts.Single(payout => payout.Reference == SentTwice), new(2026, 10, 13)));
        return files;
    }
}

using Sharespine.Etl.Benchmarks.Generate.Demo;
using Sharespine.Etl.Benchmarks.Generate.Shop;

namespace Sharespine.Etl.Benchmarks.Generate;

/// <summary>A file with one shop order per line (NDJSON), for measuring mappings.</summary>
public static class OrderLines
{
    public static void Write(string path, int count, int lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var stream = new BufferedStream(File.Create(path), 1 << 16);
        ShopFiles.WriteLines(stream, Orders(count, lines));
    }

    private static IEnumerable<ShopOrder> Orders(int count, int lines)
    {
        var ids = new ItemIds(firstOrder: 20001);
        for (var index = 0; index < count; index++)
        {
            var random = SplitMix64.For(99, (ulong)index);
            var created = SwedishTime.At(new(2026, 10, 1 + (index % 28)), random.Between(6, 22), random.Next(60));
            var request = RequestDraw.Draw(random, created, "SEK") with { Basket = RequestDraw.Basket(random, isAbroad: false, lines), GiftCard = 0 };
            yield return OrderFactory.Create(request, random, ids);
        }
    }
}

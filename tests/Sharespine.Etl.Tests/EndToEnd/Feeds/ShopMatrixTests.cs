using Sharespine.Etl.Connectors;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.EndToEnd.Feeds.Sides;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd.Feeds;

/// <summary>Every shop into every other, by configuration alone, through whole nights.</summary>
public sealed class ShopMatrixTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 1, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var from in ShopSides.All)
        {
            foreach (var to in ShopSides.All)
            {
                pairs.Add(from, to);
            }
        }

        return pairs;
    }

    [StoreTheory]
    [MemberData(nameof(Pairs))]
    public async Task What_one_shop_sells_the_other_sells_and_what_changes_there_changes_here_and_nothing_else(string fromType, string toType)
    {
        await using var from = await ShopSides.StartAsync(fromType, "from");
        await using var to = await ShopSides.StartAsync(toType, "to");
        to.PricesIncludeVat = from.PricesIncludeVat;
        Fill(from, withVariants: from.GivesVariants && to.TakesVariants);
        using var site = Site(from, to);

        await NightAsync(site, from, to);
        AssertSame(from, to);
        Assert.Empty(from.Writes);
        var before = to.Writes.Count;

        from.SetPrice("A-1", 259, null);
        from.SetStock("A-2", 9);
        from.Rename("A-3", "Karaff");
        var second = await NightAsync(site, from, to);
        AssertSame(from, to);
        Assert.Equal((259, 9, "Karaff"), (Of(to, "A-1").Regular, Of(to, "A-2").Stock, Of(to, "A-3").Name));
        Assert.All(["product", "price", "stock"], (string entity) => Assert.Equal(1, second.Load($"from→to/{entity}").Done));
        Assert.True(to.Writes.Count == before + 3, string.Join(Environment.NewLine, to.Writes.Skip(before)));

        await NightAsync(site, from, to);
        Assert.Equal(before + 3, to.Writes.Count);
        AssertSame(from, to);
    }

    private static void Fill(IShopSide side, bool withVariants)
    {
        side.Add(new("A-1", "Vas", 12, 249));
        side.Add(new("A-2", "Kruka", 4, 99.50m));
        side.Add(new("A-3", "Kanna", 7, 180, Campaign: 150));
        if (withVariants)
        {
            side.AddVariants("T", "Tröja", ("S", new("T-S", "Tröja", 3, 399)), ("M", new("T-M", "Tröja", 5, 399)));
        }
    }

    private static FeedSite Site(IShopSide from, IShopSide to)
    {
        var site = new FeedSite(new(Start), from.Yaml + to.Yaml, "  - { from: from, to: to, entities: [product, price, stock] }", variable => from.Secret(variable) ?? to.Secret(variable), Types(from, to));
        foreach (var (path, text) in from.Files(null).Concat(to.Files(from)))
        {
            site.Put(path, text);
        }

        return site;
    }

    /// <summary>The program's own; a vendor with one address for all shops is led to its fake.</summary>
    private static List<Configuration.ConnectionType> Types(params IShopSide[] sides) =>
    [
        .. ConnectorCatalog.Types.Select(type => type with
        {
            Create = (context, settings, issues) => sides.FirstOrDefault(side => side.Name == context.Name)?.Open(context, settings) ?? type.Create(context, settings, issues),
        }),
    ];

    /// <summary>A night in which nothing stays behind, and every stage's account adds up.</summary>
    private static async Task<RunResult> NightAsync(FeedSite site, params IShopSide[] sides)
    {
        foreach (var side in sides)
        {
            side.Clock.Advance(site.Clock.Now + TimeSpan.FromDays(1) - side.Clock.GetUtcNow());
        }

        var night = await site.NightAsync();
        Assert.Equal("", string.Join(Environment.NewLine, night.OpenMatters.Select(matter => matter.ToString()).Concat(night.Jobs.Where(job => job.State == JobState.Failed).Select(job => $"{job.Job}: {job.Reason}"))));
        Assert.Equal([], site.Open(Outcome.Held).Concat(site.Open(Outcome.Rejected)));
        Assert.Equal(ExitCodes.Done, night.ExitCode);
        Assert.All(night.Jobs.SelectMany(job => job.Stages), stage => Assert.True(stage.Counts.Adds, stage.Counts.ToString()));
        return night;
    }

    private static void AssertSame(IShopSide from, IShopSide to) => Assert.Equal(
        from.Sold.OrderBy(article => article.Sku, StringComparer.Ordinal),
        to.Sold.OrderBy(article => article.Sku, StringComparer.Ordinal).Select(article => article with { Name = NameOf(from, article) }));

    /// <summary>A variant's name begins with its product's on both sides.</summary>
    private static string NameOf(IShopSide from, Sold article) =>
        from.Sold.FirstOrDefault(other => other.Sku == article.Sku) is { } there && article.Sku.StartsWith("T-", StringComparison.Ordinal) && article.Name.StartsWith("Tröja", StringComparison.Ordinal) ? there.Name : article.Name;

    private static Sold Of(IShopSide side, string sku) => Assert.Single(side.Sold, article => article.Sku == sku);
}

using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>Nights of a shop with twenty orders, one of them with a refund, one payout and the books.</summary>
public sealed class NightStoryTests
{
    [StoreFact]
    public async Task Orders_go_to_the_ERP_and_their_numbers_come_back_to_the_shop_once()
    {
        await using var site = await SiteFixture.CreateAsync();

        var night = await site.NightAsync();

        Assert.Equal(new StageCounts(20, Done: 20), night.Counts(SiteFixture.Orders, "extract"));
        Assert.Equal(new StageCounts(20, Done: 20, DocumentsOut: site.DocumentCount), night.Counts(SiteFixture.Orders, "transform"));
        Assert.Equal(new StageCounts(site.DocumentCount, Done: site.DocumentCount), night.Counts(SiteFixture.Orders, "load"));
        Assert.Equal(default, night.Counts(SiteFixture.Status, "extract"));
        Assert.Equal((20, 1), (site.Count("document", "entity = 'order'"), site.Count("document", "entity = 'credit'")));
        Assert.Equal(0, site.Count("link"));

        Assert.Equal(3, site.Agent().Run());
        var morning = await site.NightAsync();

        Assert.Equal(default, morning.Counts(SiteFixture.Orders, "transform"));
        Assert.Equal(new StageCounts(site.DocumentCount, Done: site.DocumentCount), morning.Counts(SiteFixture.Orders, "load"));
        Assert.Equal(new StageCounts(20, Done: 20), morning.Counts(SiteFixture.Status, "extract"));
        Assert.Equal(new StageCounts(20, Done: 20, DocumentsOut: 20), morning.Counts(SiteFixture.Status, "transform"));
        Assert.Equal(new StageCounts(20, Done: 20), morning.Counts(SiteFixture.Status, "load"));
        Assert.Equal(ExitCodes.Done, morning.ExitCode);

        var numbers = site.Agent().Documents.Where(document => document.Entity == "order").ToDictionary(document => document.Key, document => document.Number);
        Assert.Equal(20, numbers.Count);
        Assert.All(site.Shop.Orders.Ids, id => Assert.Equal(numbers[$"order/shop-se/{id}"], site.Shop.Orders.Meta(id, SiteFixture.NumberKey)));
        Assert.All(site.Shop.Orders.Ids, id => Assert.Equal(1, site.Shop.Orders.WritesTo(id)));
        Assert.All(site.Agent().Documents, document => Assert.Equal(1, document.Imports));
        Assert.Equal(site.DocumentCount + 20, site.Count("link"));
        Assert.Equal(0, site.Count("outbox", "state <> 'done'"));
    }

    [StoreFact]
    public async Task The_payout_is_reconciled_and_booked_once()
    {
        await using var site = await SiteFixture.CreateAsync();

        var night = await site.NightAsync();

        Assert.Equal(ExitCodes.DoneWithExceptions, night.ExitCode);
        Assert.Equal(new StageCounts(2, Done: 2), night.Counts(SiteFixture.Klarna, "extract"));
        var match = night.Stage(SiteFixture.Klarna, "match");
        Assert.Equal(new StageCounts(49, Done: 48, Held: 1), match.Counts);
        Assert.Equal(15, match.Reasons["line matched"]);
        Assert.Equal(1, match.Reasons["line missing-in-ledger"]);
        Assert.Equal(["exception"], night.OpenMatters.Select(matter => matter.Kind));
        var voucher = Assert.Single(Directory.GetFiles(site.PathOf("sie-import")));
        Assert.StartsWith("#FLAGGA 0", File.ReadAllText(voucher), StringComparison.Ordinal);

        var files = site.Files("sie-import", "archive", "reports");
        var again = await site.NightAsync();

        Assert.Equal(ExitCodes.Done, again.ExitCode);
        Assert.Equal(new StageCounts(2, Unchanged: 2), again.Counts(SiteFixture.Klarna, "extract"));
        Assert.Equal(files, site.Files("sie-import", "archive", "reports"));
    }

    [StoreFact]
    public async Task A_night_without_news_changes_nothing_on_any_side()
    {
        await using var site = await SiteFixture.CreateAsync();
        await site.NightAndMorningAsync();

        // Our own numbers in the shop's orders make them come once more; what they become has not changed.
        site.Pass(TimeSpan.FromDays(1));
        var third = await site.NightAsync();
        Assert.Equal(new StageCounts(20, Done: 20), third.Counts(SiteFixture.Orders, "extract"));
        Assert.Equal(new StageCounts(20, Unchanged: 20), third.Counts(SiteFixture.Orders, "transform"));
        Assert.Equal(default, third.Counts(SiteFixture.Orders, "load"));
        Assert.Equal(default, third.Counts(SiteFixture.Status, "load"));

        var (state, rows, files) = (site.State(), site.Count("outbox"), site.Files());
        var puts = site.Shop.Puts.Count;
        var fourth = await site.NightAsync();

        Assert.Equal(ExitCodes.Done, fourth.ExitCode);
        Assert.Equal(
        [
            "klarna-se↔visma extract: 2 in = 0 done + 2 unchanged + 0 skipped + 0 rejected + 0 held",
            "klarna-se↔visma match: 1 in = 0 done + 0 unchanged + 0 skipped + 0 rejected + 1 held",
            "klarna-se↔visma post: 0 in = 0 done + 0 unchanged + 0 skipped + 0 rejected + 0 held",
            "klarna-se↔visma report: 7 in = 0 done + 7 unchanged + 0 skipped + 0 rejected + 0 held",
            "shop-se→visma/order extract: 0 in = 0 done + 0 unchanged + 0 skipped + 0 rejected + 0 held",
            "shop-se→visma/order transform: 0 in = 0 done + 0 unchanged + 0 skipped + 0 rejected + 0 held",
            "shop-se→visma/order load: 0 in = 0 done + 0 unchanged + 0 skipped + 0 rejected + 0 held",
            "visma→shop-se/order-status extract: 0 in = 0 done + 0 unchanged + 0 skipped + 0 rejected + 0 held",
            "visma→shop-se/order-status transform: 0 in = 0 done + 0 unchanged + 0 skipped + 0 rejected + 0 held",
            "visma→shop-se/order-status load: 0 in = 0 done + 0 unchanged + 0 skipped + 0 rejected + 0 held",
        ], fourth.AllCounts());
        Assert.Equal((state, rows, puts), (site.State(), site.Count("outbox"), site.Shop.Puts.Count));
        Assert.Equal(files, site.Files());
    }

    [StoreFact]
    public async Task An_order_that_no_walk_could_see_is_found_by_the_weekly_comparison()
    {
        await using var site = await SiteFixture.CreateAsync(new() { Reconciles = false });
        await site.NightAndMorningAsync();

        // Restored from a backup: an old id, changed long before our cursor.
        site.AddOrder(502, order => (order["date_modified_gmt"], order["date_created_gmt"]) = ("2026-10-12T06:00:00", "2026-10-12T06:00:00"));
        site.Pass(TimeSpan.FromDays(1));
        await site.NightAsync();
        Assert.Equal(0, site.Count("source_record", "record_key = '502'"));

        site.Pass(TimeSpan.FromDays(7));
        var swept = await site.NightAsync();

        Assert.Contains("completeness sweep of shop-se/order: 21 listed since 2026-09-17, 1 were missing here", swept.Stage(SiteFixture.Orders, "extract").Notes);
        Assert.Equal(1, site.Count("outbox", "document_key = 'order/shop-se/502' AND state = 'written'"));
    }
}

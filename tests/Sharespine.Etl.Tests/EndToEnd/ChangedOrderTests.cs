using System.Text.Json.Nodes;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>Orders that change in the shop after the ERP has them.</summary>
public sealed class ChangedOrderTests
{
    private const long Id = 510;

    private static SiteOptions Options => new() { Reconciles = false };

    [StoreFact]
    public async Task An_order_edited_after_it_was_sent_waits_for_a_person_and_is_not_sent_again()
    {
        await using var site = await AfterTwoNightsAsync();
        site.Edit(Id, "Nya gatan 1");

        var night = await site.NightAsync();

        Assert.Equal(ExitCodes.DoneWithExceptions, night.ExitCode);
        var held = Assert.Single(site.Open(Outcome.Held));
        Assert.Equal(("510", "TRN004", "order/shop-se/510 was sent with other content.", "a person"), (held.RecordKey, held.Code, held.Message, held.WaitsFor));
        Assert.Equal(default, night.Counts(SiteFixture.Orders, "load"));

        site.Decide(held, "ignore");
        site.Pass(TimeSpan.FromDays(1));
        site.Edit(Id, "Nya gatan 2");
        var next = await site.NightAsync();

        Assert.Equal(ExitCodes.Done, next.ExitCode);
        Assert.Equal((1, 0), (next.Counts(SiteFixture.Orders, "transform").Skipped, next.Counts(SiteFixture.Orders, "transform").Held));
        Assert.Empty(site.Open(Outcome.Held));
        Assert.Equal(["order/shop-se/510 was sent with other content."], site.Column("SELECT message FROM quarantine WHERE state = 'ignored'"));
        Assert.False(Directory.EnumerateFiles(site.PathOf("exchange/out")).Any());
    }

    [StoreFact]
    public async Task An_order_edited_after_it_was_sent_goes_as_an_update_where_the_flow_says_so()
    {
        await using var site = await SiteFixture.CreateAsync(Options with { Orders = "      changed-after-sent: update" });
        await site.NightAndMorningAsync();
        site.Pass(TimeSpan.FromDays(1));
        site.Edit(Id, "Nya gatan 1");

        await site.NightAndMorningAsync();

        Assert.Equal("update", site.Column("SELECT action FROM outbox WHERE document_key = 'order/shop-se/510' AND entity = 'order' ORDER BY created_at DESC")[0]);
        Assert.Equal(2, site.Count("outbox", "document_key = 'order/shop-se/510' AND entity = 'order' AND state = 'done'"));
        Assert.Equal(1, site.Count("link", "document_key = 'order/shop-se/510' AND entity = 'order'"));
        Assert.Equal(1, site.Shop.Orders.WritesTo(Id));
    }

    [StoreFact]
    public async Task An_order_cancelled_after_it_was_sent_waits_for_a_person()
    {
        await using var site = await AfterTwoNightsAsync();
        site.Shop.Orders.SetStatus(Id, "cancelled");

        await site.NightAsync();

        var held = Assert.Single(site.Open(Outcome.Held));
        Assert.Equal(("510", "TRN005"), (held.RecordKey, held.Code));
        Assert.Equal("order/shop-se/510 was sent, and now: status \"cancelled\" (cancelled) is not among orders.statuses.", held.Message);
    }

    [StoreFact]
    public async Task An_order_cancelled_after_it_was_sent_is_credited_whole_and_once_where_the_flow_says_so()
    {
        await using var site = await SiteFixture.CreateAsync(Options with { Orders = "      cancelled-after-sent: credit" });
        await site.NightAndMorningAsync();
        site.Pass(TimeSpan.FromDays(1));
        site.Shop.Orders.SetStatus(Id, "cancelled");

        await site.NightAndMorningAsync();
        site.Pass(TimeSpan.FromDays(1));
        await site.NightAndMorningAsync();

        Assert.Empty(site.Open(Outcome.Held));
        Assert.Equal(["order/shop-se/510/cancelled"], site.Column("SELECT document_key FROM document WHERE entity = 'credit' AND record_key = '510'"));
        Assert.Equal(1, site.Count("outbox", "document_key = 'order/shop-se/510/cancelled' AND state = 'done'"));
        Assert.Equal(
            site.Column("SELECT total_minor FROM document WHERE document_key = 'order/shop-se/510' AND entity = 'order'"),
            site.Column("SELECT total_minor FROM document WHERE document_key = 'order/shop-se/510/cancelled'"));
        Assert.Equal(1, site.Count("outbox", "document_key = 'order/shop-se/510' AND entity = 'order'"));
    }

    [StoreFact]
    public async Task An_order_cancelled_before_it_was_sent_is_skipped_and_goes_when_it_is_taken_up_again()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        await site.RunAsync(new("job", ["extract", "transform"]), [SiteFixture.Orders]);
        site.Shop.Orders.SetStatus(Id, "cancelled");
        var night = await site.NightAsync();
        Assert.Equal(1, night.Counts(SiteFixture.Orders, "transform").Skipped);
        Assert.Equal(0, site.Count("outbox", "document_key = 'order/shop-se/510'"));

        site.Pass(TimeSpan.FromDays(1));
        site.Shop.Orders.SetStatus(Id, "processing");
        await site.NightAsync();
        Assert.Equal(1, site.Count("outbox", "document_key = 'order/shop-se/510' AND entity = 'order' AND state = 'written'"));
    }

    [StoreFact]
    public async Task A_later_refund_becomes_a_credit_and_the_order_is_not_sent_again()
    {
        await using var site = await AfterTwoNightsAsync();
        site.Shop.Orders.AddRefund(Id, OneOfTheFirstRow(site.Shop.Orders[Id], refund: 900));

        await site.NightAndMorningAsync();

        Assert.Empty(site.Open(Outcome.Held));
        Assert.Equal(["order/shop-se/510/refund/900", "order/shop-se/517/refund/540"], site.Agent().Documents.Where(document => document.Entity == "credit").Select(document => document.Key).Order());
        Assert.Equal(1, site.Count("outbox", "document_key = 'order/shop-se/510' AND entity = 'order'"));
        Assert.Equal(1, site.Shop.Orders.WritesTo(Id));
        Assert.Equal(1, site.Count("link", "document_key = 'order/shop-se/510/refund/900' AND target_key = '5002'"));
    }

    [StoreFact]
    public async Task Backfill_fetches_an_order_that_changed_without_the_shop_saying_so()
    {
        await using var site = await SiteFixture.CreateAsync(Options);
        site.Shop.Orders.SetStatus(Id, "dellevererad");
        await site.NightAndMorningAsync();
        var cursor = site.Column("SELECT changed_after FROM extract_cursor");
        site.Shop.Orders[Id]["status"] = "completed";
        site.Shop.Orders[Id]["date_modified_gmt"] = "2026-10-01T00:00:00";

        var backfill = await site.BackfillAsync("510", "99999");

        Assert.Equal(ExitCodes.Done, backfill.ExitCode);
        Assert.Equal(new StageCounts(1, Done: 1), backfill.Counts(SiteFixture.Orders, "extract"));
        Assert.Equal(["EXT003 99999: shop-se/order has no such record"], backfill.Stage(SiteFixture.Orders, "extract").Notes);
        Assert.Equal(1, site.Count("outbox", "document_key = 'order/shop-se/510' AND entity = 'order' AND state = 'written'"));
        Assert.Equal(cursor, site.Column("SELECT changed_after FROM extract_cursor"));
    }

    [StoreFact]
    public async Task A_cursor_set_back_reads_everything_again_and_sends_nothing()
    {
        await using var site = await AfterTwoNightsAsync();
        await site.NightAsync();
        var state = site.State();
        site.Database.Write("move cursor", null, session => SourceStore.SetCursor(session, "shop-se/order", null));

        var night = await site.NightAsync();

        Assert.Equal(new StageCounts(20, Unchanged: 20), night.Counts(SiteFixture.Orders, "extract"));
        Assert.Equal(default, night.Counts(SiteFixture.Orders, "transform"));
        Assert.Equal(state, site.State());
    }

    private static async Task<SiteFixture> AfterTwoNightsAsync()
    {
        var site = await SiteFixture.CreateAsync(Options);
        await site.NightAndMorningAsync();
        site.Pass(TimeSpan.FromDays(1));
        return site;
    }

    private static JsonObject OneOfTheFirstRow(JsonObject order, long refund)
    {
        var line = (JsonObject)order["line_items"]![0]!.DeepClone();
        var count = line["quantity"]!.GetValue<int>();
        string Part(string field) => Text(-Number(line, field) / count);
        var (net, vat) = (Part("total"), Part("total_tax"));
        line["quantity"] = -1;
        (line["total"], line["subtotal"], line["total_tax"], line["subtotal_tax"]) = (net, net, vat, vat);
        line["taxes"]![0]!["total"] = vat;
        return new()
        {
            ["id"] = refund,
            ["date_created_gmt"] = "2026-10-24T12:00:00",
            ["amount"] = Text(-(decimal.Parse(net, System.Globalization.CultureInfo.InvariantCulture) + decimal.Parse(vat, System.Globalization.CultureInfo.InvariantCulture))),
            ["reason"] = "Retur",
            ["line_items"] = new JsonArray(line),
            ["shipping_lines"] = new JsonArray(),
            ["fee_lines"] = new JsonArray(),
        };
    }

    private static decimal Number(JsonObject row, string field) => decimal.Parse(row[field]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(decimal amount) => amount.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
}

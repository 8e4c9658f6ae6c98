using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>A person is taken out of the staged data, and nothing is sent again for that.</summary>
public sealed class ForgetTests
{
    private const string Email = "sigrid@example.test";

    private static readonly string[] Told = [Email, "Sigrid", "Fjällström", "Storgatan 77", "070-5551234", "Lämna vid grinden"];

    [StoreFact]
    public async Task No_table_holds_the_person_and_the_next_night_sends_nothing()
    {
        await using var site = await SiteFixture.CreateAsync(new() { Reconciles = false });
        Rename(site, 510);
        await site.NightAndMorningAsync();
        site.Pass(TimeSpan.FromDays(1));
        await site.NightAsync();
        Assert.All(Told[..^1], text => Assert.Contains(text, WholeStore(site), StringComparison.OrdinalIgnoreCase));
        var (links, outbox, puts, files) = (site.Count("link"), site.Count("outbox"), site.Shop.Puts.Count, site.Files());

        Forget(site, Email);

        Assert.All(Told, text => Assert.DoesNotContain(text, WholeStore(site), StringComparison.OrdinalIgnoreCase));
        site.Pass(TimeSpan.FromDays(1));
        var night = await site.NightAsync();
        Assert.Equal(ExitCodes.Done, night.ExitCode);
        Assert.Equal((links, outbox, puts), (site.Count("link"), site.Count("outbox"), site.Shop.Puts.Count));
        Assert.Equal(files, site.Files());
    }

    [StoreFact]
    public async Task Nobody_else_is_forgotten_and_articles_keep_their_names()
    {
        await using var site = await SiteFixture.CreateAsync(new() { Reconciles = false });
        Rename(site, 510);
        // Addresses that hold the other's, or look alike to a search pattern.
        Rename(site, 512, "xsigrid@example.test");
        Rename(site, 513, Email + "ing");
        await site.NightAndMorningAsync();
        var others = site.Column("SELECT hub || payload FROM document WHERE record_key NOT IN ('510', 'order/shop-se/510') ORDER BY flow, entity, document_key");
        var articles = site.Column("SELECT hub || payload FROM document WHERE entity = 'article' ORDER BY document_key");
        var payloads = site.Count("source_record", "payload IS NOT NULL");

        Forget(site, Email);

        Assert.Equal(others, site.Column("SELECT hub || payload FROM document WHERE record_key NOT IN ('510', 'order/shop-se/510') ORDER BY flow, entity, document_key"));
        Assert.Equal(articles, site.Column("SELECT hub || payload FROM document WHERE entity = 'article' ORDER BY document_key"));
        Assert.Equal(payloads - 1, site.Count("source_record", "payload IS NOT NULL"));
    }

    [StoreFact]
    public async Task An_address_with_an_underscore_stands_for_itself_alone()
    {
        await using var site = await SiteFixture.CreateAsync(new() { Reconciles = false });
        Rename(site, 510, "per_ek@example.test");
        Rename(site, 512, "per.ek@example.test");
        await site.NightAndMorningAsync();

        Forget(site, "per_ek@example.test");

        Assert.DoesNotContain("per_ek@", WholeStore(site), StringComparison.Ordinal);
        Assert.Contains("per.ek@", WholeStore(site), StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task A_rejected_order_of_the_person_is_forgotten_too()
    {
        await using var site = await SiteFixture.CreateAsync(new() { Reconciles = false });
        Rename(site, 510);
        site.Shop.Orders.SetStatus(510, "dellevererad");
        await site.NightAsync();

        Forget(site, Email);

        Assert.All(Told, text => Assert.DoesNotContain(text, WholeStore(site), StringComparison.OrdinalIgnoreCase));
    }

    private static void Rename(SiteFixture site, long id, string email = Email)
    {
        var order = site.Shop.Orders[id];
        foreach (var part in new[] { "billing", "shipping" })
        {
            var address = order[part]!;
            (address["first_name"], address["last_name"], address["address_1"], address["phone"]) = ("Sigrid", "Fjällström", "Storgatan 77", "070-5551234");
        }

        order["billing"]!["email"] = email;
        order["customer_id"] = 0;
        order["customer_note"] = "Lämna vid grinden";
    }

    private static void Forget(SiteFixture site, string email) =>
        Assert.NotEqual(0, site.Database.Write("forget", null, session => Forgetting.Forget(session, site.World, email)));

    private static string WholeStore(SiteFixture site) => site.Database.Read(session => string.Join('\n',
        TestStores.Tables(session).Select(table => SiteFixture.Dump(session, table))));
}

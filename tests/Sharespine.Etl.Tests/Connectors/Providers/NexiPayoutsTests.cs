using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Connectors.Providers;
using Sharespine.Etl.Connectors.Providers.Nexi;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.Connectors.FileTransfer;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Connectors.Providers;

/// <summary>The Reporting API of Nexi Checkout over real HTTP.</summary>
public sealed class NexiPayoutsTests
{
    [StoreFact]
    public async Task Each_payout_becomes_one_document_with_the_payment_actions_of_all_pages()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        provider.Answer = Account([.. Enumerable.Range(1, 120).Select(i => ($"id-{i}", $"{700_000 + i}"))], actions: 250);

        var run = await RunAsync(fetching, provider);

        Assert.True(run.Jobs.Single().State == JobState.Done, run.Reason());
        Assert.Equal(120, fetching.Files.Count);
        using var document = JsonDocument.Parse(fetching.Text("nexi_700001.json"));
        Assert.Equal(["id", "reference", "numberOfPaymentActions", "paymentActions"], document.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(Enumerable.Range(0, 250).Select(i => $"a{i}"), document.RootElement.GetProperty("paymentActions").EnumerateArray().Select(action => action.GetProperty("id").GetString()));
        // Pages are numbered from 0.
        Assert.Equal("/report/v1/payouts?fromDate=2026-10-01&toDate=2026-11-01&pageNumber=0&pageSize=100", provider.Requests[0]);
        Assert.Equal("/report/v1/payouts?fromDate=2026-10-01&toDate=2026-11-01&pageNumber=1&pageSize=100", provider.Requests[1]);
        Assert.Equal(["0", "1", "2"], provider.All.Where(request => request.Path == "/report/v1/payouts/id-1").Select(request => request.Query["pageNumber"]));
        Assert.All(provider.All, request => Assert.Equal("live-secret", request.Headers["Authorization"]));
        Assert.Empty((await RunAsync(fetching, provider)).Notes());
    }

    [StoreFact]
    public async Task Payouts_that_share_a_reference_do_not_take_each_others_place()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        provider.Answer = Account([("id-1", "700001"), ("id-2", "700001")], actions: 1);

        await RunAsync(fetching, provider);

        Assert.Equal(["nexi_700001.json", "nexi_700001_id-2.json"], fetching.Files);

        // Also when the other comes long after.
        provider.Answer = Account([("id-0", "700001"), ("id-1", "700001"), ("id-2", "700001")], actions: 1);
        await RunAsync(fetching, provider);
        Assert.Equal(["nexi_700001.json", "nexi_700001_id-0.json", "nexi_700001_id-2.json"], fetching.Files);
        Assert.Contains("id-1", fetching.Text("nexi_700001.json"), StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task A_page_that_comes_short_is_noticed_and_the_payout_held()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        var account = Account([("id-1", "700001"), ("id-2", "700002")], actions: 150);
        // The second page is lost on the way.
        provider.Answer = request => request.Path == "/report/v1/payouts/id-1" && request.Query["pageNumber"] == "1"
            ? new(200, """{"id":"id-1","reference":"700001","numberOfPaymentActions":150,"paymentActions":[]}""")
            : account(request);

        var run = await RunAsync(fetching, provider);

        Assert.Equal(["nexi_700002.json"], fetching.Files);
        var held = Assert.Single(fetching.Store.Database.Read(session => Quarantine.Open(session, Outcome.Held)));
        Assert.Equal(("fetch nexi_700001.json", "PRV002"), (held.RecordKey, held.Code));
        Assert.Equal(1, run.Counts().Held);
    }

    [StoreFact]
    public async Task An_answer_of_another_shape_is_told_by_the_name_of_what_is_missing()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var fetching = new Fetching();
        provider.Answer = _ => new(200, """{"items":[]}""");

        var run = await RunAsync(fetching, provider);

        Assert.Equal("PRV003", run.Code());
        Assert.Contains("payouts", run.Reason(), StringComparison.Ordinal);
    }

    private static Func<ProviderRequest, ProviderAnswerOf> Account((string Id, string Reference)[] payouts, int actions) => request =>
    {
        var (number, size) = (request.Number("pageNumber"), request.Number("pageSize"));
        if (request.Path == "/report/v1/payouts")
        {
            var rows = payouts.Select(payout => $$"""{"id":"{{payout.Id}}","reference":"{{payout.Reference}}","date":"2026-10-20"}""").Skip(number * size).Take(size);
            return new(200, $$"""{"numberOfPayouts":{{payouts.Length}},"payouts":[{{string.Join(',', rows)}}]}""");
        }

        var wanted = payouts.Single(payout => request.Path == $"/report/v1/payouts/{payout.Id}");
        var page = Enumerable.Range(0, actions).Skip(number * size).Take(size).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"id":"a{{i}}","amount":{{i}}}"""));
        return new(200, $$"""{"id":"{{wanted.Id}}","reference":"{{wanted.Reference}}","numberOfPaymentActions":{{actions}},"paymentActions":[{{string.Join(',', page)}}]}""");
    };

    private static Task<RunResult> RunAsync(Fetching fetching, FakeProvider provider)
    {
        var settings = new NexiPayoutsSettings { Url = provider.Url, Folder = "inbox", SecretKey = "live-secret", Since = new(2026, 10, 1), Transport = FakeProvider.Transport };
        var notes = new Notes();
        return fetching.RunAsync(new PayoutFeed(new NexiPayouts(settings, fetching.Store.World, notes), settings.Since, settings.Overlap, TimeZoneInfo.Utc, notes));
    }
}

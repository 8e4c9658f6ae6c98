using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Tests.Connectors.Transport;

public class HttpTransportTests
{
    private static readonly Uri Orders = new("https://shop.example/orders?consumer_secret=cs_topsecret&page=1");
    private readonly SkippingClock _clock = new(TimeSpan.FromMinutes(3));
    private readonly Notes _notes = new();

    [Fact]
    public async Task A_read_is_repeated_after_a_server_error_and_the_answer_comes()
    {
        var stub = new StubHandler(_ => StubHandler.Status(500), _ => StubHandler.Status(502), _ => StubHandler.Json("[1]"));

        var outcome = await SendAsync(stub, HttpCall.Get(Orders));

        Assert.Equal("[1]", Body(outcome));
        Assert.Equal(3, stub.Addresses.Count);
    }

    [Fact]
    public async Task A_write_is_sent_once_when_the_server_fails_and_the_outcome_is_unknown()
    {
        var stub = new StubHandler(_ => StubHandler.Status(500, body: "There has been a critical error"));

        var outcome = await SendAsync(stub, Put());

        var unknown = Assert.IsType<HttpOutcome.Unknown>(outcome);
        Assert.Equal("PUT https://shop.example/orders/7: NET008 500: \"There has been a critical error\"", unknown.Issue.ToString());
        Assert.Single(stub.Addresses);
    }

    [Fact]
    public async Task A_write_is_sent_again_when_it_was_turned_away_at_the_door()
    {
        var stub = new StubHandler(_ => StubHandler.Status(429, "1"), _ => StubHandler.Status(503, "2"), _ => StubHandler.Json("{}"));

        var outcome = await SendAsync(stub, Put());

        Assert.IsType<HttpOutcome.Done>(outcome);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], _clock.Waits);
    }

    [Fact]
    public async Task A_503_without_Retry_After_leaves_a_write_unknown()
    {
        var stub = new StubHandler(_ => StubHandler.Status(503));

        Assert.IsType<HttpOutcome.Unknown>(await SendAsync(stub, Put()));
        Assert.Single(stub.Addresses);
    }

    [Fact]
    public async Task Retry_After_in_seconds_is_waited_out()
    {
        var stub = new StubHandler(_ => StubHandler.Status(429, "17"), _ => StubHandler.Json("[]"));

        await SendAsync(stub, HttpCall.Get(Orders));

        Assert.Equal([TimeSpan.FromSeconds(17)], _clock.Waits);
    }

    [Fact]
    public async Task Retry_After_as_a_date_is_measured_by_the_servers_clock()
    {
        // A server whose clock is a year behind ours.
        var now = new DateTimeOffset(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);
        var stub = new StubHandler(_ => StubHandler.Status(503, now.AddSeconds(40).ToString("R", CultureInfo.InvariantCulture), now), _ => StubHandler.Json("[]"));

        await SendAsync(stub, HttpCall.Get(Orders));

        Assert.Equal([TimeSpan.FromSeconds(40)], _clock.Waits);
    }

    [Fact]
    public async Task A_longer_Retry_After_than_allowed_ends_the_call_at_once()
    {
        var stub = new StubHandler(_ => StubHandler.Status(503, "600", body: "Briefly unavailable"));

        var error = await Assert.ThrowsAsync<EtlException>(() => ReadAsync(stub, HttpCall.Get(Orders)));

        Assert.Equal("NET007", error.Code.Code);
        Assert.True(error.IsTransient);
        Assert.Contains("503: \"Briefly unavailable\"; it asks us to wait 600 s.", error.Message, StringComparison.Ordinal);
        Assert.Single(stub.Addresses);
    }

    [Fact]
    public async Task Waits_grow_with_jitter_and_the_number_of_attempts_is_bounded()
    {
        var stub = new StubHandler(_ => StubHandler.Status(500));

        var error = await Assert.ThrowsAsync<EtlException>(() => ReadAsync(stub, HttpCall.Get(Orders)));

        Assert.Equal("NET008", error.Code.Code);
        Assert.True(error.IsTransient);
        Assert.Equal(6, stub.Addresses.Count);
        Assert.Equal(5, _clock.Waits.Count);
        Assert.True(_clock.Waits[4] > _clock.Waits[0], string.Join(' ', _clock.Waits));
        Assert.All(_clock.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task The_same_seed_waits_the_same()
    {
        await SendAsync(new StubHandler(_ => StubHandler.Status(500)), HttpCall.Get(Orders));
        var other = new SkippingClock(TimeSpan.FromMinutes(3));
        using var transport = new HttpTransport(Settings, new World(other, seed: 3), new Redactor(), _notes, new StubHandler(_ => StubHandler.Status(500)));
        await transport.SendAsync(HttpCall.Get(Orders), default);

        Assert.Equal(_clock.Waits, other.Waits);
    }

    [Fact]
    public async Task A_call_ends_when_its_budget_is_spent()
    {
        var settings = Settings with { Budget = TimeSpan.FromMilliseconds(200), Retries = 1000, RetryDelay = TimeSpan.FromMilliseconds(10), RetryDelayMax = TimeSpan.FromMilliseconds(20) };
        var stub = new StubHandler(_ => StubHandler.Status(500));
        using var transport = new HttpTransport(settings, new World(TimeProvider.System, seed: 3), new Redactor(), _notes, stub);

        var unknown = Assert.IsType<HttpOutcome.Unknown>(await transport.SendAsync(HttpCall.Get(Orders), default));

        Assert.Equal("NET008", unknown.Issue.Code.Code);
        Assert.InRange(stub.Addresses.Count, 2, 100);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task No_rights_stops_the_connection_and_is_not_repeated(int status)
    {
        var stub = new StubHandler(_ => StubHandler.Status(status));

        var error = await Assert.ThrowsAsync<EtlException>(() => ReadAsync(stub, HttpCall.Get(Orders)));

        Assert.Equal("NET009", error.Code.Code);
        Assert.False(error.IsTransient);
        Assert.Single(stub.Addresses);
    }

    [Fact]
    public async Task Another_4xx_is_refused_for_good()
    {
        var stub = new StubHandler(_ => StubHandler.Status(400, body: "bad"));

        var refused = Assert.IsType<HttpOutcome.Refused>(await SendAsync(stub, HttpCall.Get(Orders)));

        Assert.Equal(400, refused.Answer.Status);
        Assert.Single(stub.Addresses);
    }

    [Fact]
    public async Task Http_is_refused_before_anything_is_sent_unless_allowed()
    {
        var stub = new StubHandler(_ => StubHandler.Json("[]"));
        var call = HttpCall.Get(new Uri("http://shop.example/"));

        var error = await Assert.ThrowsAsync<EtlException>(() => SendAsync(stub, call, Settings with { AllowHttp = false }));

        Assert.Equal("GET http://shop.example/: NET016 The address is http.", error.Message);
        Assert.Empty(stub.Addresses);
        Assert.IsType<HttpOutcome.Done>(await SendAsync(stub, call, Settings with { AllowHttp = true }));
    }

    [Theory]
    [InlineData("https://other.example/orders")]
    [InlineData("https://www.shop.example/orders")]
    [InlineData("http://shop.example/orders")]
    [InlineData("https://shop.example:8443/orders")]
    public async Task A_redirect_to_another_place_is_not_followed(string location)
    {
        var stub = new StubHandler(_ => StubHandler.Redirect(location), _ => StubHandler.Json("[]"));

        var error = await Assert.ThrowsAsync<EtlException>(() => SendAsync(stub, HttpCall.Get(Orders)));

        Assert.Equal("NET015", error.Code.Code);
        Assert.Contains($"The server sends us to {location}.", error.Message, StringComparison.Ordinal);
        Assert.Single(stub.Addresses);
    }

    [Fact]
    public async Task A_redirect_on_the_same_host_is_followed_for_a_read_and_not_for_a_write()
    {
        var stub = new StubHandler(_ => StubHandler.Redirect("/new/orders"), _ => StubHandler.Json("[2]"));
        Assert.Equal("[2]", Body(await SendAsync(stub, HttpCall.Get(Orders))));
        Assert.Equal("https://shop.example/new/orders", stub.Addresses[1].AbsoluteUri);

        var write = new StubHandler(_ => StubHandler.Redirect("/new/orders"), _ => StubHandler.Json("{}"));
        await Assert.ThrowsAsync<EtlException>(() => SendAsync(write, Put()));
        Assert.Single(write.Addresses);
    }

    [Fact]
    public async Task Endless_redirects_end()
    {
        var stub = new StubHandler(_ => StubHandler.Redirect("/again"));

        await Assert.ThrowsAsync<EtlException>(() => SendAsync(stub, HttpCall.Get(Orders)));
        Assert.Equal(4, stub.Addresses.Count);
    }

    [Fact]
    public async Task An_answer_larger_than_allowed_is_not_read_to_its_end_and_not_asked_for_again()
    {
        var stub = new StubHandler(_ => StubHandler.Json($"[{new string('1', 2000)}]"));

        var error = await Assert.ThrowsAsync<EtlException>(() => ReadAsync(stub, HttpCall.Get(Orders), Settings with { MaxAnswerBytes = 1000 }));

        Assert.Contains("NET014 The answer is larger than 1000 bytes.", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
        Assert.Single(stub.Addresses);
    }

    [Fact]
    public async Task Secrets_stand_in_no_message()
    {
        var stub = new StubHandler(_ => StubHandler.Status(400, body: "bad secret cs_topsecret"));

        var refused = Assert.IsType<HttpOutcome.Refused>(await SendAsync(stub, HttpCall.Get(Orders)));

        Assert.Equal("GET https://shop.example/orders?consumer_secret=***&page=1: NET010 400: \"bad secret ***\"", refused.Issue.ToString());
        Assert.DoesNotContain("topsecret", refused.Answer.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_is_proven_not_to_have_arrived()
    {
        var unused = new TcpListener(IPAddress.Loopback, 0);
        unused.Start();
        var port = ((IPEndPoint)unused.LocalEndpoint).Port;
        unused.Stop();

        var outcome = await NetworkAsync(Put(FormattableString.Invariant($"http://127.0.0.1:{port}/orders/7")));

        Assert.Equal("NET002", Assert.IsType<HttpOutcome.NotArrived>(outcome).Issue.Code.Code);
    }

    [Fact]
    public async Task An_unknown_host_is_proven_not_to_have_arrived()
    {
        var outcome = await NetworkAsync(Put("http://no-such-host.invalid/orders/7"));

        Assert.Equal("NET001", Assert.IsType<HttpOutcome.NotArrived>(outcome).Issue.Code.Code);
    }

    [Fact]
    public async Task No_more_calls_are_under_way_than_the_connection_allows()
    {
        using var handler = new CountingHandler();
        using var transport = new HttpTransport(Settings with { Concurrency = 2 }, new World(TimeProvider.System, 1), new Redactor(), _notes, handler);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => transport.SendAsync(HttpCall.Get(Orders), default)));

        Assert.Equal(12, handler.Calls);
        Assert.Equal(2, handler.MostAtOnce);
    }

    [Fact]
    public async Task A_callers_cancellation_is_passed_on()
    {
        using var stop = new CancellationTokenSource();
        var stub = new StubHandler(_ =>
        {
            stop.Cancel();
            return StubHandler.Status(500);
        });
        using var transport = Transport(stub, Settings);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transport.SendAsync(HttpCall.Get(Orders), stop.Token));
        Assert.Single(stub.Addresses);
    }

    private static TransportSettings Settings => new() { AttemptTimeout = TimeSpan.FromHours(1), Budget = TimeSpan.FromHours(2) };

    private static HttpCall Put(string address = "https://shop.example/orders/7") => HttpCall.Write(HttpMethod.Put, new Uri(address), "{}"u8.ToArray());

    private static string Body(HttpOutcome outcome) => System.Text.Encoding.UTF8.GetString(outcome.AnswerOrThrow().Body.Span);

    private HttpTransport Transport(HttpMessageHandler handler, TransportSettings settings) =>
        new(settings, new World(_clock, seed: 3), new Redactor("cs_topsecret"), _notes, handler);

    private async Task<HttpOutcome> SendAsync(StubHandler stub, HttpCall call, TransportSettings? settings = null)
    {
        using var transport = Transport(stub, settings ?? Settings);
        return await transport.SendAsync(call, default);
    }

    private async Task<HttpAnswer> ReadAsync(StubHandler stub, HttpCall call, TransportSettings? settings = null)
    {
        using var transport = Transport(stub, settings ?? Settings);
        return await transport.ReadAsync(call, default);
    }

    private async Task<HttpOutcome> NetworkAsync(HttpCall call)
    {
        var settings = Settings with { AllowHttp = true, Retries = 0, AttemptTimeout = TimeSpan.FromSeconds(20) };
        using var transport = new HttpTransport(settings, new World(TimeProvider.System, 1), new Redactor(), _notes, HttpTransport.NetworkHandler(settings));
        return await transport.SendAsync(call, default);
    }

    private sealed class CountingHandler : HttpMessageHandler
    {
        private int _now;
        private int _most;
        private int _calls;

        public int MostAtOnce => _most;

        public int Calls => _calls;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            var now = Interlocked.Increment(ref _now);
            InterlockedMax(now);
            await Task.Delay(5, cancellationToken);
            Interlocked.Decrement(ref _now);
            return StubHandler.Json("[]");
        }

        private void InterlockedMax(int value)
        {
            for (var seen = _most; value > seen; seen = _most)
            {
                Interlocked.CompareExchange(ref _most, value, seen);
            }
        }
    }
}

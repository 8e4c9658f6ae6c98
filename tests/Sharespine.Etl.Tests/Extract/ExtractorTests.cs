using System.Runtime.CompilerServices;
using System.Text;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Extract;

public sealed class ExtractorTests : IDisposable
{
    private readonly TestStore _store = new();
    private readonly Source _source;

    public ExtractorTests() => _source = new(_store.Clock);

    public void Dispose() => _store.Dispose();

    private Task<RunResult> Extract(CancellationToken stop = default) => _store.RunAsync(new("nightly"), stop,
        new TestJob("job", [], new Stage("extract", new Extractor("shop/order", "order", _source, new()).RunAsync)));

    [StoreFact]
    public async Task Every_record_is_staged_once_and_the_second_time_all_are_unchanged()
    {
        _source.Fill(25);
        var first = (await Extract()).Jobs[0].Stages[0].Counts;
        Assert.Equal(new StageCounts(25, Done: 25), first);

        var second = (await Extract()).Jobs[0].Stages[0].Counts;
        Assert.Equal(second.In, second.Unchanged);
        Assert.Equal(25, _store.Count("source_record"));
        Assert.Equal(0, _store.Count("source_intake"));
    }

    [StoreFact]
    public async Task The_cursor_is_the_servers_time_at_the_start_of_the_walk_less_the_overlap()
    {
        _source.Fill(25);
        var started = _store.Clock.Now;
        _source.AfterPage = () => _store.Clock.Now += TimeSpan.FromMinutes(7);
        await Extract();
        Assert.Equal(started - TimeSpan.FromMinutes(10), Cursor().ChangedAfter);
    }

    [StoreFact]
    public async Task A_walk_broken_off_keeps_its_pages_moves_no_cursor_and_goes_on_where_it_was()
    {
        _source.Fill(25);
        _source.FailAfterPages = 2;
        var failed = await Extract();
        Assert.Equal(JobState.Failed, failed.Jobs[0].State);
        Assert.Null(Cursor().ChangedAfter);
        Assert.Equal(20, _store.Count("source_record"));

        _source.FailAfterPages = int.MaxValue;
        await Extract();
        Assert.Equal("20", _source.Requests[^1].ResumeAt);
        Assert.Equal(25, _store.Count("source_record"));
        Assert.NotNull(Cursor().ChangedAfter);
        Assert.Null(Cursor().WalkResume);
    }

    [StoreFact]
    public async Task A_walk_resumed_days_later_still_takes_the_time_at_its_first_start()
    {
        _source.Fill(25);
        _source.FailAfterPages = 1;
        var started = _store.Clock.Now;
        await Extract();
        _store.Clock.Now += TimeSpan.FromDays(2);
        _source.FailAfterPages = int.MaxValue;
        await Extract();
        Assert.Equal(started - TimeSpan.FromMinutes(10), Cursor().ChangedAfter);
    }

    [StoreFact]
    public async Task A_cursor_moved_by_hand_in_the_middle_of_a_walk_stays_where_it_was_put()
    {
        _source.Fill(25);
        await Extract();
        var put = new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
        _source.AfterPage = () => _store.Database.Write("move cursor", null, session => SourceStore.SetCursor(session, "shop/order", put));

        var result = await Extract();

        Assert.Equal((put, null), (Cursor().ChangedAfter, Cursor().WalkResume));
        Assert.Contains("cursor shop/order was moved by hand meanwhile and stays there", result.Jobs[0].Stages[0].Notes);
        _source.AfterPage = () => { };
        await Extract();
        Assert.Equal(put, _source.Requests[^1].ChangedAfter);
        Assert.NotEqual(put, Cursor().ChangedAfter);
    }

    [StoreFact]
    public async Task The_sweep_fetches_what_the_walk_never_gave()
    {
        _source.Fill(5);
        await Extract();
        _source.Records["late"] = "{}";
        _source.Unlisted.Add("late");
        _store.Clock.Now += TimeSpan.FromDays(8);
        var result = await Extract();
        Assert.Equal(1, _store.Count("source_record", "record_key = 'late'"));
        Assert.Contains("completeness sweep of shop/order: 6 listed since 2026-09-26, 1 were missing here", result.Jobs[0].Stages[0].Notes);
    }

    [StoreFact]
    public async Task Changed_content_makes_a_new_version_and_same_content_does_not()
    {
        _source.Fill(3);
        await Extract();
        _source.Records["2"] = "{\"v\":2}";
        var counts = (await Extract()).Jobs[0].Stages[0].Counts;
        Assert.Equal(1, counts.Done);
        Assert.Equal(1, _store.Count("source_record", "version = 2"));
    }

    [StoreFact]
    public async Task Expired_payloads_go_and_their_keys_stay()
    {
        _source.Fill(3);
        await Extract();
        _store.Database.Write("test", null, session => session.Execute("UPDATE source_record SET is_pending = 0, outcome = 'done'"));
        _store.Clock.Now += TimeSpan.FromDays(100);
        _source.Records.Clear();
        await Extract();
        Assert.Equal(3, _store.Count("source_record", "payload IS NULL"));
    }

    private CursorRow Cursor() => _store.Database.Read(session => SourceStore.Cursor(session, "shop/order"));

    /// <summary>Ten records a page by key; can break off.</summary>
    private sealed class Source(SettableClock clock) : IRecordSource
    {
        public IReadOnlyList<string> Entities { get; } = ["order"];

        public SortedDictionary<string, string> Records { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Unlisted { get; } = [];

        public List<ExtractRequest> Requests { get; } = [];

        public int FailAfterPages { get; set; } = int.MaxValue;

        public Action AfterPage { get; set; } = () => { };

        public void Fill(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Records[$"{i}"] = $"{{\"v\":1,\"id\":{i}}}";
            }
        }

        public async IAsyncEnumerable<SourcePage> ReadAsync(ExtractRequest request, [EnumeratorCancellation] CancellationToken cancellation)
        {
            Requests.Add(request);
            var all = Records.Where(pair => !Unlisted.Contains(pair.Key)).Select(pair => Record(pair.Key)).ToList();
            var at = request.ResumeAt is null ? 0 : int.Parse(request.ResumeAt, System.Globalization.CultureInfo.InvariantCulture);
            var pages = 0;
            do
            {
                if (pages++ == FailAfterPages)
                {
                    throw new EtlException(new Issue(RunErrors.Disk, "broken off."));
                }

                var page = all.Skip(at).Take(10).ToList();
                at += page.Count;
                yield return new(page, $"{at}", clock.Now);
                AfterPage();
                await Task.Yield();
            }
            while (at < all.Count);
        }

        public async IAsyncEnumerable<SourceKey> ListAsync(string entity, DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellation)
        {
            foreach (var key in Records.Keys)
            {
                await Task.Yield();
                yield return new(key, clock.Now);
            }
        }

        public Task<RawRecord?> FetchAsync(string entity, string key, CancellationToken cancellation) =>
            Task.FromResult(Records.ContainsKey(key) ? Record(key) : null);

        private RawRecord Record(string key) => new(key, Encoding.UTF8.GetBytes(Records[key]), new("test", Record: key));
    }
}

using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Sharespine.Etl.Benchmarks.Generate.Shops;

/// <summary>
/// A shop of so many invented orders that answers from memory, as its vendor's interface pages them. Orders are made when they
/// are asked for, from a number of drawn ones: none is held.
/// </summary>
public abstract class ShopPages : HttpMessageHandler
{
    public const long FirstId = 1_000_001;
    private const int IdStep = 3;
    private const int Drawn = 300;
    private const ulong Seed = 20170101;

    /// <summary>A moment at which every order is there.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);

    // Beside midnights and full minutes, at which walks by time begin and end: an order there may come twice.
    private static readonly DateTimeOffset First = new(2017, 1, 1, 0, 1, 7, TimeSpan.Zero);
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(5);
    private readonly Lazy<OrderTemplate[]> _orders;
    private readonly ArrayBufferWriter<byte> _page = new(1 << 16);
    private readonly Lock _gate = new();

    /// <param name="count">Orders, up to a million.</param>
    protected ShopPages(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1_000_000);
        Count = count;
        _orders = new(() => Templates(Text));
    }

    public int Count { get; }

    /// <summary>Requests answered.</summary>
    public int Requests { get; private set; }

    protected abstract string TimeFormat { get; }

    /// <summary>One order as it stands in a page, with the marks of <see cref="OrderTemplate"/>.</summary>
    /// <param name="random">The order's own; the <paramref name="variant"/>th of those drawn.</param>
    protected abstract string Text(SplitMix64 random, int variant);

    /// <summary>What the shop answers.</summary>
    /// <param name="body">Empty for GET.</param>
    protected abstract HttpResponseMessage Answer(HttpRequestMessage request, string body);

    protected OrderTemplate[] Templates(Func<SplitMix64, int, string> text) =>
        [.. Enumerable.Range(0, Drawn).Select(variant => new OrderTemplate(text(SplitMix64.For(Seed, (ulong)variant), variant), TimeFormat))];

    /// <summary>The id of the order at this place, from 0.</summary>
    public static long IdOf(int index) => FirstId + (IdStep * (long)index);

    /// <summary>The first order whose id is not below this one.</summary>
    protected static int From(long id) => (int)Math.Max(0, (id - FirstId + IdStep - 1) / IdStep);

    protected static DateTimeOffset At(int index) => First + (Between * index);

    /// <summary>The first order not made before this moment.</summary>
    protected static int From(DateTimeOffset at) => at <= First ? 0 : (int)((at - First + Between - TimeSpan.FromTicks(1)) / Between);

    /// <summary>Writes orders with a comma between.</summary>
    protected void Write(IBufferWriter<byte> page, int from, int count, OrderTemplate[]? templates = null, string separator = ",")
    {
        var between = Encoding.UTF8.GetBytes(separator);
        for (var index = from; index < Math.Min(from + count, Count); index++)
        {
            page.Write(index > from ? between : []);
            (templates ?? _orders.Value)[index % Drawn].Write(page, IdOf(index), At(index));
        }
    }

    protected HttpResponseMessage Page(string contentType, Action<IBufferWriter<byte>> write)
    {
        byte[] body;
        lock (_gate)
        {
            _page.ResetWrittenCount();
            write(_page);
            body = _page.WrittenSpan.ToArray();
        }

        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        answer.Headers.Date = Now;
        return answer;
    }

    protected static HttpResponseMessage NotHere(HttpRequestMessage request, string body) =>
        throw new InvalidOperationException($"The recorded shop has no answer to {request.Method} {request.RequestUri} {body[..Math.Min(body.Length, 300)]}");

    protected static void Write(IBufferWriter<byte> page, string text) => page.Write(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        return Answer(request, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
    }
}

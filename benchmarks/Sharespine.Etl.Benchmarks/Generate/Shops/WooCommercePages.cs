using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using Sharespine.Etl.Benchmarks.Generate.Demo;
using Sharespine.Etl.Benchmarks.Generate.Shop;

namespace Sharespine.Etl.Benchmarks.Generate.Shops;

/// <summary>wc/v3: <c>/orders</c> by offset and per_page, sorted by id. None of these orders has refunds.</summary>
public sealed partial class WooCommercePages(int count) : ShopPages(count)
{
    private const int MarkedId = 987_654_321;
    private const int MarkedRow = 98_770_000;
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    protected override string TimeFormat => "yyyy-MM-ddTHH:mm:ss";

    protected override HttpResponseMessage Answer(HttpRequestMessage request, string body)
    {
        if (!request.RequestUri!.AbsolutePath.EndsWith("/wc/v3/orders", StringComparison.Ordinal))
        {
            return NotHere(request, body);
        }

        var query = HttpUtility.ParseQueryString(request.RequestUri.Query);
        var (offset, size) = (Number(query["offset"]), Number(query["per_page"]));
        var answer = Page("application/json; charset=UTF-8", page =>
        {
            Write(page, "[");
            Write(page, offset, size);
            Write(page, "]");
        });
        answer.Headers.Add("X-WP-Total", Amounts.Number(Count));
        answer.Headers.Add("X-WP-TotalPages", Amounts.Number((Count + size - 1) / size));
        return answer;
    }

    /// <summary>The demo shop's own order, its ids made marks. Its times are those of the drawn order.</summary>
    protected override string Text(SplitMix64 random, int variant)
    {
        var created = SwedishTime.At(new(2026, 10, 1 + (variant % 28)), random.Between(6, 22), random.Next(60));
        var request = RequestDraw.Draw(random, created, "SEK") with
        {
            Basket = DrawnOrder.Basket(random),
            Method = "kco",
            Status = random.Chance(80) ? "completed" : "processing",
            GiftCard = 0,
        };
        var order = OrderFactory.Create(request, random, new(MarkedId, MarkedRow)) with { Id = MarkedId };
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            OrderJson.Write(json, order);
        }

        var text = System.Text.Encoding.UTF8.GetString(bytes.ToArray()).Replace(Amounts.Number(MarkedId), "«id»", StringComparison.Ordinal);
        return Row().Replace(text, "«row:$1»");
    }

    private static int Number(string? text) => int.Parse(text!, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\b987700([0-9]{2})\b")]
    private static partial Regex Row();
}

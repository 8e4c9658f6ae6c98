using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Shops.WooCommerce;

/// <summary>
/// A shop without a server: answers the order calls from a folder of recorded pages, through the same client code as a real
/// one. <c>orders*.json</c> are lists of orders (of the same id the one in the later file counts), <c>refunds-&lt;order id&gt;.json</c>
/// its refunds. Status and meta writes are kept in <c>woocommerce-state.json</c> in the work folder and survive the process;
/// the recordings are never touched. The Date header is the world's clock.
/// </summary>
public sealed class RecordedShop : HttpMessageHandler
{
    private const string Api = "/wp-json/wc/v3/";
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly World _world;
    private readonly SortedDictionary<long, JsonObject> _orders;
    private readonly string _folder;
    private readonly RecordedShopState _state;
    private readonly Lock _gate = new();

    /// <param name="folder">The recordings.</param>
    /// <param name="workFolder">Where writes are kept; made when absent.</param>
    /// <exception cref="EtlException">There are no recordings, or they cannot be read.</exception>
    public RecordedShop(string folder, string workFolder, World world)
    {
        _folder = folder;
        _world = world;
        _orders = RecordedOrders.Read(folder);
        _state = new RecordedShopState(workFolder);
        _state.ApplyTo(_orders);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        lock (_gate)
        {
            return Answer(request, body);
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[]? body)
    {
        var path = request.RequestUri!.AbsolutePath;
        var start = path.IndexOf(Api, StringComparison.Ordinal);
        var parts = start < 0 ? [] : path[(start + Api.Length)..].Split('/');
        if (parts is not ["orders", ..] || parts.Length > 3 || (parts.Length == 3 && parts[2] != "refunds"))
        {
            return Refusal(HttpStatusCode.NotFound, "rest_no_route", "No route was found matching the URL and request method.");
        }

        var query = RecordedListing.Query(request.RequestUri);
        if (parts.Length == 1)
        {
            return request.Method == HttpMethod.Get ? Listing([.. _orders.Values], query) : NoMethod();
        }

        if (!long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id) || !_orders.TryGetValue(id, out var order))
        {
            var status = request.Method == HttpMethod.Put ? HttpStatusCode.BadRequest : HttpStatusCode.NotFound;
            return Refusal(status, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.");
        }

        return (parts.Length, request.Method.Method) switch
        {
            (3, "GET") => Listing(RecordedOrders.Refunds(_folder, id), query),
            (2, "GET") => Json(HttpStatusCode.OK, order),
            (2, "PUT") => Put(id, order, body ?? []),
            _ => NoMethod(),
        };
    }

    private HttpResponseMessage Listing(IReadOnlyList<JsonObject> rows, IReadOnlyDictionary<string, string> query)
    {
        var wanted = RecordedListing.Filter(rows, query, out var refusal);
        if (refusal is not null)
        {
            return Refusal(HttpStatusCode.BadRequest, "rest_invalid_param", $"Invalid parameter(s): {refusal}");
        }

        var page = RecordedListing.Page(wanted, query);
        var response = Json(HttpStatusCode.OK, new JsonArray([.. page]));

        // As a shop does with its order tables: past the end it counts nothing.
        response.Headers.Add("X-WP-Total", (page.Count == 0 ? 0 : wanted.Count).ToString(CultureInfo.InvariantCulture));
        return response;
    }

    private HttpResponseMessage Put(long id, JsonObject order, byte[] body)
    {
        if (JsonNode.Parse(body) is not JsonObject change)
        {
            return Refusal(HttpStatusCode.BadRequest, "rest_invalid_json", "Invalid JSON body passed.");
        }

        _state.Change(id, order, change, _world.UtcNow);
        return Json(HttpStatusCode.OK, order);
    }

    private HttpResponseMessage NoMethod() => Refusal(HttpStatusCode.NotFound, "rest_no_route", "No route was found matching the URL and request method.");

    private HttpResponseMessage Refusal(HttpStatusCode status, string code, string message) =>
        Json(status, new JsonObject { ["code"] = code, ["message"] = message, ["data"] = new JsonObject { ["status"] = (int)status } });

    private HttpResponseMessage Json(HttpStatusCode status, JsonNode json)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json.ToJsonString(Readable)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        var response = new HttpResponseMessage(status) { Content = content };
        response.Headers.Date = _world.UtcNow;
        return response;
    }
}

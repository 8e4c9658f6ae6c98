using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <param name="Path">Below /wp-json/wc/v3/, or the whole path when it is not there.</param>
/// <param name="Query">Decoded as PHP does (a plus sign is a blank).</param>
/// <param name="Target">As it stood in the request line.</param>
public sealed record FakeRequest(
    string Method, string Url, string Path, IReadOnlyDictionary<string, string> Query, string Target, string Body, string? Authorization)
{
    private const string Api = "/wp-json/wc/v3/";

    public static async Task<FakeRequest> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var path = request.Path.Value!;
        return new FakeRequest(
            request.Method,
            $"{request.Scheme}://{request.Host}{path}",
            path.StartsWith(Api, StringComparison.Ordinal) ? path[Api.Length..] : path,
            request.Query.ToDictionary(q => q.Key, q => q.Value.ToString()),
            request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget,
            Encoding.UTF8.GetString(body.ToArray()),
            request.Headers.Authorization);
    }

    public override string ToString() => $"{Method} {Target} {Body}";
}

/// <param name="PretendedLength">Announced length; when longer than the body, the connection breaks after the body.</param>
public sealed record FakeAnswer(int Status, byte[] Body, string ContentType = "application/json; charset=UTF-8")
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public long? PretendedLength { get; init; }

    public static FakeAnswer Json(JsonNode json, params (string, string)[] headers) =>
        new(200, JsonSerializer.SerializeToUtf8Bytes(json)) { Headers = headers };

    /// <summary>WooCommerce's own error body.</summary>
    public static FakeAnswer Error(int status, string code, string message = "Nej.") =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(new { code, message, data = new { status } }));

    public static FakeAnswer Text(int status, string body, string contentType, params (string, string)[] headers) =>
        new(status, Encoding.UTF8.GetBytes(body), contentType) { Headers = headers };
}

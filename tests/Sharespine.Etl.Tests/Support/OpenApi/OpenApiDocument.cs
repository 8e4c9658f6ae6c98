using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sharespine.Etl.Tests.Support.OpenApi;

/// <summary>
/// A machine-readable description of an API (Swagger 2 or OpenAPI 3, JSON, gzipped or not) that requests are held against:
/// <code>
/// var api = OpenApiDocument.Load(path);
/// Assert.Empty(api.Problems("GET", "/V1/orders?searchCriteria[pageSize]=100"));
/// Assert.Empty(api.Problems("POST", "/V1/order/42/ship", """{"notify":true}"""));
/// </code>
/// Paths are those of the document, without its server or base path.
/// </summary>
internal sealed partial class OpenApiDocument
{
    private readonly JsonElement _root;
    private readonly SchemaCheck _schemas;

    private OpenApiDocument(JsonElement root)
    {
        _root = root;
        _schemas = new SchemaCheck(root);
    }

    public static OpenApiDocument Load(string file)
    {
        using var stream = File.OpenRead(file);
        using Stream plain = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using var json = JsonDocument.Parse(plain);
        return new OpenApiDocument(json.RootElement.Clone());
    }

    public static OpenApiDocument Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new OpenApiDocument(document.RootElement.Clone());
    }

    /// <summary>What in the request the document does not allow; none when it is right. A property that it does not name is a problem.</summary>
    /// <param name="method">GET, POST …</param>
    /// <param name="pathAndQuery">As sent: encoded.</param>
    /// <param name="body">JSON; null for none.</param>
    /// <param name="beside">Query parameters that the server takes though the document does not name them.</param>
    public IReadOnlyList<string> Problems(string method, string pathAndQuery, string? body = null, params IReadOnlyCollection<string> beside)
    {
        var parts = pathAndQuery.Split('?', 2);
        if (Template(parts[0], method) is not { } found)
        {
            return [$"{method} {parts[0]} is not in the document."];
        }

        var (path, operation, values) = found;
        var problems = new List<string>();
        var parameters = Parameters(path).Concat(Parameters(operation)).ToList();
        foreach (var parameter in parameters.Where(p => In(p) == "path"))
        {
            var name = parameter.GetProperty("name").GetString()!;
            if (values.TryGetValue(name, out var value))
            {
                _schemas.CheckText(Type(parameter), value, name, problems);
            }
        }

        CheckQuery([.. parameters.Where(p => In(p) == "query")], parts.Length > 1 ? parts[1] : "", beside, problems);
        CheckBody(operation, parameters, body, problems);
        return problems;
    }

    private void CheckQuery(List<JsonElement> parameters, string query, IReadOnlyCollection<string> beside, List<string> problems)
    {
        var sent = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => (Name: Uri.UnescapeDataString(pair[0]), Value: pair.Length == 2 ? Uri.UnescapeDataString(pair[1].Replace('+', ' ')) : ""))
            .ToList();
        var known = parameters.ToDictionary(p => AnyIndex(p.GetProperty("name").GetString()!), StringComparer.Ordinal);
        foreach (var (name, value) in sent.Where(s => !beside.Contains(s.Name)))
        {
            if (known.TryGetValue(AnyIndex(name), out var parameter))
            {
                _schemas.CheckText(Type(parameter), value, name, problems);
            }
            else
            {
                problems.Add($"The query parameter {name} is not in the document.");
            }
        }

        problems.AddRange(known.Where(k => Flag(k.Value, "required") && !sent.Any(s => AnyIndex(s.Name) == k.Key))
            .Select(k => $"The query parameter {k.Key} is required."));
    }

    private void CheckBody(JsonElement operation, List<JsonElement> parameters, string? body, List<string> problems)
    {
        JsonElement? schema = null;
        var required = false;
        if (parameters.FirstOrDefault(p => In(p) == "body") is { ValueKind: JsonValueKind.Object } parameter)
        {
            schema = parameter.GetProperty("schema");
            required = Flag(parameter, "required") || _schemas.HasRequired(schema.Value);
        }
        else if (operation.TryGetProperty("requestBody", out var request))
        {
            request = _schemas.Resolved(request);
            required = Flag(request, "required");
            schema = request.GetProperty("content").GetProperty("application/json").GetProperty("schema");
        }

        if (body is null)
        {
            problems.AddRange(required ? ["A body is required."] : []);
        }
        else if (schema is null)
        {
            problems.Add("A body was sent, and none is described.");
        }
        else
        {
            using var json = JsonDocument.Parse(body);
            _schemas.Check(schema.Value, json.RootElement, "body", problems);
        }
    }

    /// <summary>The path with the most literal segments that fits and has the method.</summary>
    private (JsonElement Path, JsonElement Operation, Dictionary<string, string> Values)? Template(string sent, string method)
    {
        var segments = sent.Trim('/').Split('/');
        return _root.GetProperty("paths").EnumerateObject()
            .Where(path => path.Value.TryGetProperty(method.ToLowerInvariant(), out _))
            .Select(path => (path.Value, Names: path.Name.Trim('/').Split('/')))
            .Where(path => path.Names.Length == segments.Length && path.Names.Zip(segments).All(p => IsPlace(p.First) ? p.Second.Length > 0 : p.First == p.Second))
            .OrderBy(path => path.Names.Count(IsPlace))
            .Select(path => ((JsonElement, JsonElement, Dictionary<string, string>)?)(
                path.Value,
                path.Value.GetProperty(method.ToLowerInvariant()),
                path.Names.Zip(segments).Where(p => IsPlace(p.First)).ToDictionary(p => p.First.Trim('{', '}'), p => Uri.UnescapeDataString(p.Second))))
            .FirstOrDefault();
    }

    private IEnumerable<JsonElement> Parameters(JsonElement of) =>
        of.TryGetProperty("parameters", out var list) ? list.EnumerateArray().Select(_schemas.Resolved) : [];

    /// <summary>Swagger 2 puts the type into the parameter itself.</summary>
    private static JsonElement Type(JsonElement parameter) => parameter.TryGetProperty("schema", out var schema) ? schema : parameter;

    private static string? In(JsonElement parameter) => parameter.GetProperty("in").GetString();

    private static bool Flag(JsonElement of, string name) => of.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;

    private static bool IsPlace(string segment) => segment.StartsWith('{') && segment.EndsWith('}');

    /// <summary>Lists in the query are described by their first element: filters[3] is filters[0].</summary>
    private static string AnyIndex(string name) => Index().Replace(name, "[0]");

    [GeneratedRegex(@"\[\d*\]")]
    private static partial Regex Index();
}

using System.Globalization;
using System.Text;

namespace Sharespine.Etl.Tests.Connectors.WooCommerce;

/// <summary>One thing that goes wrong with one request. Without a method or path it befalls the next, whatever it is.</summary>
public sealed record Fault(string Name)
{
    private const string HtmlType = "text/html; charset=UTF-8";

    public string? Method { get; init; }

    /// <summary>Part of the path, such as "refunds".</summary>
    public string? Path { get; init; }

    /// <summary>Instead of handling; null as the answer breaks the connection.</summary>
    internal Func<CancellationToken, Task<FakeAnswer?>>? BeforeHandling { get; init; }

    /// <summary>With the true answer, after the shop has acted.</summary>
    internal Func<FakeAnswer, CancellationToken, Task<FakeAnswer?>>? AfterHandling { get; init; }

    public static Fault ResetBeforeHandling => Before("reset before handling", null);

    /// <summary>The shop acts, the answer is lost.</summary>
    public static Fault ResetAfterHandling => After("reset after handling", _ => null);

    public static Fault HangBeforeHandling => new("hangs before handling") { BeforeHandling = async token => await NeverAsync(token) };

    /// <summary>The shop acts and never answers.</summary>
    public static Fault HangAfterHandling => new("hangs after handling") { AfterHandling = async (_, token) => await NeverAsync(token) };

    public static Fault ServerError =>
        Before("500", FakeAnswer.Text(500, "<p>There has been a critical error on this website.</p>", HtmlType));

    public static Fault ServerErrorAfterHandling =>
        After("500 after handling", _ => FakeAnswer.Text(500, "<p>There has been a critical error on this website.</p>", HtmlType));

    public static Fault TruncatedJson => After("truncated JSON", answer => answer with { Body = answer.Body[..(answer.Body.Length / 2)] });

    /// <summary>Half the bytes that were announced, then the connection breaks.</summary>
    public static Fault CutOff => After("cut off", answer => answer with { Body = answer.Body[..(answer.Body.Length / 2)], PretendedLength = answer.Body.Length });

    public static Fault Html => Before("HTML", FakeAnswer.Text(200,
        "<!DOCTYPE html><html><head><title>Just a moment...</title><style>p{}</style></head><body><p>Checking your browser</p></body></html>", HtmlType));

    public static Fault WrongContentType => After("wrong content type", answer => answer with { ContentType = HtmlType });

    public static Fault ByteOrderMark => After("byte order mark", answer => answer with { Body = [.. Encoding.UTF8.Preamble, .. answer.Body] });

    public static Fault PhpNotice => After("PHP notice", answer => answer with
    {
        Body = [.. "<br />\n<b>Notice</b>:  Undefined index: foo[0] in <b>/var/www/x.php</b> on line <b>12</b><br />\n"u8, .. answer.Body],
    });

    public static Fault Empty => After("empty", answer => answer with { Body = [] });

    public static Fault TooMany(int? retryAfterSeconds) => Before("429", FakeAnswer.Text(429, "Slow down", "text/plain", RetryAfter(retryAfterSeconds)));

    public static Fault Maintenance(int retryAfterSeconds) => Before("maintenance", FakeAnswer.Text(503,
        "<h1>Briefly unavailable for scheduled maintenance.</h1>", HtmlType, RetryAfter(retryAfterSeconds)));

    public static Fault Status(int status, string body, string contentType = "text/plain", params (string, string)[] headers) =>
        Before(status.ToString(CultureInfo.InvariantCulture), FakeAnswer.Text(status, body, contentType, headers));

    public static Fault Slow(TimeSpan by) => new("slow")
    {
        AfterHandling = async (answer, token) =>
        {
            await Task.Delay(by, token);
            return answer;
        },
    };

    public static Fault After(string name, Func<FakeAnswer, FakeAnswer?> change) =>
        new(name) { AfterHandling = (answer, _) => Task.FromResult(change(answer)) };

    private static Fault Before(string name, FakeAnswer? answer) => new(name) { BeforeHandling = _ => Task.FromResult(answer) };

    private static (string, string)[] RetryAfter(int? seconds) =>
        seconds is { } s ? [("Retry-After", s.ToString(CultureInfo.InvariantCulture))] : [];

    private static async Task<FakeAnswer?> NeverAsync(CancellationToken token)
    {
        await Task.Delay(Timeout.Infinite, token);
        return null;
    }

    public override string ToString() => Name;
}

public sealed class FaultQueue
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];

    public void Add(params Fault[] faults)
    {
        lock (_gate)
        {
            _faults.AddRange(faults);
        }
    }

    /// <summary>How many have not happened yet.</summary>
    public int Left
    {
        get
        {
            lock (_gate)
            {
                return _faults.Count;
            }
        }
    }

    internal Fault? TakeFor(FakeRequest request)
    {
        lock (_gate)
        {
            var fault = _faults.FirstOrDefault(f =>
                (f.Method is null || f.Method == request.Method) && (f.Path is null || request.Path.Contains(f.Path, StringComparison.Ordinal)));
            if (fault is not null)
            {
                _faults.Remove(fault);
            }

            return fault;
        }
    }
}

using System.Buffers;
using System.Net.Http.Headers;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Transport;

/// <summary>Reads a response to its end, within the size allowed, and judges it by status and content.</summary>
internal sealed class AnswerReader(TransportSettings settings, Redactor redactor, Notes notes)
{
    public async Task<HttpOutcome> ReadAsync(
        HttpCall call, HttpResponseMessage response, string address, Func<TimeSpan> took, CancellationToken token)
    {
        var at = new SourcePosition(address);
        byte[]? body;
        try
        {
            body = await BodyAsync(response, token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            if (response.IsSuccessStatusCode)
            {
                return NetworkFailure.Lost(at);
            }

            // The status alone tells how it ended; the words are gone.
            body = [];
        }

        if (body is null)
        {
            return new HttpOutcome.Unknown(new(TransportErrors.TooLarge, $"The answer is larger than {settings.MaxAnswerBytes} bytes.", at), MayPass: false);
        }

        var answer = new HttpAnswer((int)response.StatusCode, Headers(response), body, address, took());
        return call.Judge?.Invoke(answer) ?? (response.IsSuccessStatusCode ? Content(call, answer, at) : Failed(answer, RetryAfter(response), at));
    }

    private HttpOutcome Content(HttpCall call, HttpAnswer answer, SourcePosition at)
    {
        if (!call.ExpectsJson)
        {
            return new HttpOutcome.Done(answer);
        }

        var (json, problem) = JsonBody.Find(answer.Body, answer.Header("Content-Type"), at.Source, redactor, notes);
        return problem is null ? new HttpOutcome.Done(answer with { Body = json }) : new HttpOutcome.Unknown(problem);
    }

    private HttpOutcome Failed(HttpAnswer answer, TimeSpan? retryAfter, SourcePosition at)
    {
        var words = $"{answer.Status}: \"{FirstWords.Of(answer.Body.Span, redactor)}\"";
        return answer.Status switch
        {
            401 or 403 => new HttpOutcome.NotAuthorised(new(TransportErrors.NotAuthorised, words, at), answer),
            429 => new HttpOutcome.NotArrived(new(TransportErrors.TooManyRequests, WaitWords(words, retryAfter), at), retryAfter),
            503 when retryAfter is not null =>
                new HttpOutcome.NotArrived(new(TransportErrors.Unavailable, WaitWords(words, retryAfter), at), retryAfter),
            408 => new HttpOutcome.Unknown(new(TransportErrors.TimedOut, words, at)),
            >= 500 => new HttpOutcome.Unknown(new(TransportErrors.ServerError, words, at)),
            _ => new HttpOutcome.Refused(new(TransportErrors.Refused, words, at), answer),
        };
    }

    private static string WaitWords(string words, TimeSpan? retryAfter) => retryAfter is { } wait
        ? FormattableString.Invariant($"{words}; it asks us to wait {wait.TotalSeconds:0} s.")
        : words;

    /// <summary>A Retry-After date is measured against the server's own clock, where it sends one.</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when response.Headers.Date is { } now => date - now,
            _ => null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>Null when it is larger than allowed.</summary>
    private async Task<byte[]?> BodyAsync(HttpResponseMessage response, CancellationToken token)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(token);
        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, token)) > 0)
            {
                if (body.Length + read > settings.MaxAnswerBytes)
                {
                    return null;
                }

                body.Write(buffer, 0, read);
            }

            return body.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Dictionary<string, string> Headers(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (HttpHeaders group in new HttpHeaders[] { response.Headers, response.Content.Headers })
        {
            foreach (var (name, values) in group.NonValidated)
            {
                headers[name] = string.Join(",", values);
            }
        }

        return headers;
    }
}

using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Transport;

/// <summary>How a call ended, told apart by what it means for a write: done, proven not done, or unknown.</summary>
public abstract record HttpOutcome
{
    private HttpOutcome()
    {
    }

    /// <summary>The answer of a call that was done (2xx); throws for every other outcome.</summary>
    /// <exception cref="EtlException">Transient for what may pass by itself, else not.</exception>
    public abstract HttpAnswer AnswerOrThrow();

    /// <summary>2xx, and JSON where JSON was expected.</summary>
    public sealed record Done(HttpAnswer Answer) : HttpOutcome
    {
        public override HttpAnswer AnswerOrThrow() => Answer;
    }

    /// <summary>Proven not to have been handled: never reached the server, or turned away at its door (429, 503 with Retry-After).</summary>
    public sealed record NotArrived(Issue Issue, TimeSpan? RetryAfter = null) : HttpOutcome
    {
        public override HttpAnswer AnswerOrThrow() => throw new EtlException(Issue) { IsTransient = true };
    }

    /// <summary>It may or may not have been handled: a timeout or reset after sending, 5xx, an answer that cannot be read.</summary>
    /// <param name="Issue">What was seen.</param>
    /// <param name="MayPass">False when the same call would surely end the same way (an answer too large).</param>
    public sealed record Unknown(Issue Issue, bool MayPass = true) : HttpOutcome
    {
        public override HttpAnswer AnswerOrThrow() => throw new EtlException(Issue) { IsTransient = MayPass };
    }

    /// <summary>401 or 403: the whole connection has to stop.</summary>
    public sealed record NotAuthorised(Issue Issue, HttpAnswer Answer) : HttpOutcome
    {
        public override HttpAnswer AnswerOrThrow() => throw new EtlException(Issue);
    }

    /// <summary>Refused for good (another 4xx); nothing was done.</summary>
    public sealed record Refused(Issue Issue, HttpAnswer Answer) : HttpOutcome
    {
        public override HttpAnswer AnswerOrThrow() => throw new EtlException(Issue);
    }
}

/// <summary>What a server answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Headers">By name, case ignored; repeated ones joined with a comma.</param>
/// <param name="Body">Decompressed; skipped noise taken off.</param>
/// <param name="Address">Of the request, without secrets: fit for a message.</param>
/// <param name="Took">From sending to the last byte.</param>
public sealed record HttpAnswer(
    int Status, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, string Address, TimeSpan Took)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The server's clock when it answered, or null when it sent no readable Date.</summary>
    public DateTimeOffset? Date =>
        DateTimeOffset.TryParse(Header("Date"), System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal, out var date)
            ? date.ToUniversalTime()
            : null;
}

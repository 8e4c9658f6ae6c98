using System.Text;
using System.Xml;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Soap;

/// <summary>
/// Makes the HTTP calls of one SOAP service. A call that is done answers with JSON: the body's element, its fields by name.
/// A fault, whatever the HTTP status, becomes the outcome that <see cref="Meaning"/> says.
/// </summary>
/// <param name="Dialect">How messages are written.</param>
/// <param name="Redactor">Takes secrets out of what is told.</param>
/// <param name="Notes">Where skipped noise is told.</param>
public sealed record SoapService(SoapDialect Dialect, Redactor Redactor, Notes Notes)
{
    /// <summary>Which elements are lists.</summary>
    public SoapShape Shape { get; init; } = new();

    /// <summary>What a fault means; by default a failing server (Server, Receiver) leaves it open, everything else refuses.</summary>
    public Func<SoapFault, SoapFaultMeaning> Meaning { get; init; } =
        fault => fault.Code is "Server" or "Receiver" ? SoapFaultMeaning.Unknown : SoapFaultMeaning.Refused;

    /// <param name="address">Where the service listens.</param>
    /// <param name="message">What to ask.</param>
    /// <param name="safeToRepeat">True for reads, and for writes that are the same done twice.</param>
    /// <param name="sign">Adds credentials.</param>
    public HttpCall Call(Uri address, SoapMessage message, bool safeToRepeat, Action<HttpRequestMessage>? sign = null) => new()
    {
        Method = HttpMethod.Post,
        Address = address,
        Body = SoapEnvelope.Write(Dialect, message),
        ContentType = Dialect.ContentType(message.Operation),
        SafeToRepeat = safeToRepeat,
        ExpectsJson = false,
        Judge = answer => Judge(message.Operation, answer),
        Sign = request =>
        {
            if (Dialect.Version == SoapVersion.V11)
            {
                request.Headers.TryAddWithoutValidation("SOAPAction", $"\"{Dialect.Action(message.Operation)}\"");
            }

            sign?.Invoke(request);
        },
    };

    /// <summary>Null leaves an answer without an envelope to its HTTP status, unless that says all is well.</summary>
    internal HttpOutcome? Judge(string operation, HttpAnswer answer)
    {
        var at = new SourcePosition(answer.Address, Record: operation);
        SoapBody? body;
        try
        {
            body = SoapBody.Find(answer.Body, Shape);
        }
        catch (XmlException e)
        {
            return IsGood(answer) ? new HttpOutcome.Unknown(Broken(answer.Body, e, at)) : null;
        }

        if (body is null)
        {
            return IsGood(answer) ? new HttpOutcome.Unknown(NoEnvelope(answer, at)) : null;
        }

        if (!string.IsNullOrWhiteSpace(Encoding.UTF8.GetString(answer.Body.Span[..body.Noise]).Trim('\uFEFF')))
        {
            Notes.Add(new(SoapErrors.NoiseSkipped, $"Skipped \"{FirstWords.Of(answer.Body.Span[..body.Noise], Redactor)}\" before the envelope.", at));
        }
        else if (body.Noise > 0)
        {
            Notes.Add(new(SoapErrors.NoiseSkipped, "Skipped a byte order mark or blanks before the envelope.", at));
        }

        return body.Fault is { } fault ? Failed(fault, answer, at)
            : IsGood(answer) ? new HttpOutcome.Done(answer with { Body = body.Json })
            : null;
    }

    private HttpOutcome Failed(SoapFault fault, HttpAnswer answer, SourcePosition at)
    {
        var code = fault.Subcode is { } subcode ? $"{fault.Code}/{subcode}" : fault.Code;
        var words = $"Fault {code}: \"{FirstWords.Of(Encoding.UTF8.GetBytes(fault.Message), Redactor)}\"";
        return Meaning(fault) switch
        {
            SoapFaultMeaning.NotAuthorised => new HttpOutcome.NotAuthorised(new(SoapErrors.NotAuthorised, words, at), answer),
            SoapFaultMeaning.Unknown => new HttpOutcome.Unknown(new(SoapErrors.ServerFault, words, at)),
            SoapFaultMeaning.Later => new HttpOutcome.NotArrived(new(SoapErrors.Later, words, at)),
            _ => new HttpOutcome.Refused(new(SoapErrors.Fault, words, at), answer),
        };
    }

    private Issue NoEnvelope(HttpAnswer answer, SourcePosition at)
    {
        var words = FirstWords.Of(answer.Body.Span, Redactor);
        var html = answer.Header("Content-Type")?.Contains("html", StringComparison.OrdinalIgnoreCase) == true
            || answer.Body.Span.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
        return html
            ? new(SoapErrors.HtmlInsteadOfXml, $"A web page came instead of an envelope: \"{words}\".", at)
            : new(SoapErrors.NoEnvelope, $"The answer holds no envelope ({answer.Header("Content-Type") ?? "no content type"}): \"{words}\".", at);
    }

    /// <summary>An envelope that is right up to its end, and has none, was cut off.</summary>
    private static Issue Broken(ReadOnlyMemory<byte> body, XmlException e, SourcePosition at) =>
        body.Span.TrimEnd(" \t\r\n"u8).EndsWith("Envelope>"u8) || body.Span.IndexOf("Envelope>"u8) > 0
            ? new(SoapErrors.BrokenXml, $"The XML is broken in line {e.LineNumber}, column {e.LinePosition}.", at)
            : new(SoapErrors.TruncatedXml, $"The XML ends in the middle after {body.Length} bytes.", at);

    private static bool IsGood(HttpAnswer answer) => answer.Status is >= 200 and < 300;
}

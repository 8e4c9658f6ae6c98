using System.Xml;
using Sharespine.Etl.Connectors.Transport;

namespace Sharespine.Etl.Connectors.Soap;

/// <summary>What a server says when it did not do what was asked.</summary>
/// <param name="Code">Without a prefix: "Client", "Server", "Sender", "Receiver", or the service's own ("100").</param>
/// <param name="Message">In the server's words.</param>
public sealed record SoapFault(string Code, string Message)
{
    /// <summary>SOAP 1.2 only: the service's own code.</summary>
    public string? Subcode { get; init; }

    /// <summary>The detail's text, tags taken off; null for none.</summary>
    public string? Detail { get; init; }

    /// <summary>The fault that a refused call was answered with; null when it was refused otherwise.</summary>
    public static SoapFault? Of(HttpOutcome outcome) => outcome switch
    {
        HttpOutcome.Refused refused => In(refused.Answer),
        HttpOutcome.NotAuthorised refused => In(refused.Answer),
        _ => null,
    };

    /// <summary>The reader stands on the fault's element.</summary>
    internal static SoapFault Read(XmlReader xml)
    {
        string? code = null, subcode = null, message = null, detail = null;
        using var inner = xml.ReadSubtree();
        inner.Read();
        inner.Read();
        while (!inner.EOF)
        {
            if (inner.NodeType != XmlNodeType.Element)
            {
                inner.Read();
                continue;
            }

            switch (inner.LocalName)
            {
                case "faultcode":
                    code = Local(inner.ReadElementContentAsString());
                    break;
                case "Value" when code is null:
                    code = Local(inner.ReadElementContentAsString());
                    break;
                case "Value":
                    subcode ??= Local(inner.ReadElementContentAsString());
                    break;
                case "faultstring" or "Text":
                    message ??= inner.ReadElementContentAsString().Trim();
                    break;
                case "detail" or "Detail":
                    detail = Words(inner);
                    break;
                default:
                    inner.Read();
                    break;
            }
        }

        return new(code ?? "", message ?? "") { Subcode = subcode, Detail = detail };
    }

    private static SoapFault? In(HttpAnswer answer)
    {
        try
        {
            return SoapBody.Find(answer.Body)?.Fault;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string Local(string code) => code.Trim()[(code.Trim().LastIndexOf(':') + 1)..];

    private static string? Words(XmlReader xml)
    {
        var words = new List<string>();
        using (var inner = xml.ReadSubtree())
        {
            while (inner.Read())
            {
                if (inner.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && !string.IsNullOrWhiteSpace(inner.Value))
                {
                    words.Add(inner.Value.Trim());
                }
            }
        }

        xml.Read();
        return words.Count == 0 ? null : string.Join(' ', words);
    }
}

/// <summary>What a fault means for the call that it answers.</summary>
public enum SoapFaultMeaning
{
    /// <summary>Nothing was done, and asking again is no use.</summary>
    Refused,

    /// <summary>The login or its rights: everything on this connection has to stop.</summary>
    NotAuthorised,

    /// <summary>It may have been done: the server failed on the way.</summary>
    Unknown,

    /// <summary>Nothing was done, and later it may go.</summary>
    Later,
}

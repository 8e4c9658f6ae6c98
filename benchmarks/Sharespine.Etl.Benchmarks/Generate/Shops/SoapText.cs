namespace Sharespine.Etl.Benchmarks.Generate.Shops;

/// <summary>Elements of SOAP answers; what has no value is left out, as PHP and asmx do.</summary>
internal static class SoapText
{
    /// <summary>One element for each name and value in turn, each with an attribute or none.</summary>
    public static string Elements(string attribute, params IEnumerable<(string Name, string Value)> fields) =>
        string.Concat(fields.Where(field => field.Value.Length > 0).Select(field => $"<{field.Name}{attribute}>{field.Value}</{field.Name}>\n"));

    /// <summary>What stands in the named element of a request, whatever its prefix and attributes; null where there is none.</summary>
    public static string? Value(string envelope, string name)
    {
        for (var at = envelope.IndexOf(name, StringComparison.Ordinal); at > 0; at = envelope.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if (envelope[at - 1] is '<' or ':' && envelope[at + name.Length] is ' ' or '>')
            {
                var start = envelope.IndexOf('>', at) + 1;
                return envelope[start..envelope.IndexOf('<', start)];
            }
        }

        return null;
    }

    /// <summary>The operation: the body's own element.</summary>
    public static string Operation(string envelope)
    {
        var body = envelope.IndexOf(":Body>", StringComparison.Ordinal) + ":Body>".Length;
        var end = envelope.IndexOfAny([' ', '>', '/'], body + 1);
        return envelope[(body + 1)..end].Split(':')[^1];
    }
}

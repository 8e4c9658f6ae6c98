using System.Diagnostics.CodeAnalysis;

namespace Sharespine.Etl.Mappings.Files.Tables;

/// <summary>
/// A place in a JSON document: property names joined by points, [] behind a list whose items are meant, and ../ for the
/// object around: clientReports[].rows[], paymentReport.currency, ../clientId. A point alone is the document itself.
/// </summary>
/// <param name="Text">As the mapping writes it.</param>
/// <param name="Up">How many objects up it begins.</param>
public sealed record JsonPath(string Text, int Up, IReadOnlyList<JsonStep> Steps)
{
    /// <summary>False when the text is no path; <paramref name="allowLists"/> tells whether [] may stand in it.</summary>
    internal static bool TryParse(string text, bool allowLists, [NotNullWhen(true)] out JsonPath? path)
    {
        path = null;
        var rest = text;
        var up = 0;
        for (; rest.StartsWith("../", StringComparison.Ordinal); up++)
        {
            rest = rest[3..];
        }

        var steps = new List<JsonStep>();
        if (rest == "." && allowLists)
        {
            path = new(text, up, []);
            return true;
        }

        foreach (var part in rest.Split('.'))
        {
            var isList = part.EndsWith("[]", StringComparison.Ordinal);
            var name = isList ? part[..^2] : part;
            if (name.Any(character => character is '[' or ']' or '/' or ' ' or '"' or '\'') || (isList && !allowLists) || (name.Length == 0 && !(isList && steps.Count == 0)))
            {
                return false;
            }

            steps.Add(new(name, isList));
        }

        path = new(text, up, steps);
        return true;
    }

    public override string ToString() => Text;
}

/// <param name="Name">The property; empty for a document that is itself a list.</param>
/// <param name="IsList">Every item of it is meant.</param>
public sealed record JsonStep(string Name, bool IsList);

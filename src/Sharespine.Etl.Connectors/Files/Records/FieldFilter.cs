using System.Text.RegularExpressions;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Files.Records;

/// <summary>Which fields of a record are left out as it is read: those whose names say that they hold a personal number, and those that the site wants out.</summary>
/// <param name="keep">Never left out.</param>
/// <param name="code">Under which a field that was left out is told of.</param>
internal sealed partial class FieldFilter(IEnumerable<string> drop, IEnumerable<string> keep, ErrorCode code, Notes notes)
{
    private readonly HashSet<string> _drop = [.. drop];
    private readonly HashSet<string> _keep = [.. keep];

    /// <summary>Whether the field is left out; told of, once for each record.</summary>
    public bool Drops(string name)
    {
        if (_keep.Contains(name) || !(_drop.Contains(name) || Personal().IsMatch(name)))
        {
            return false;
        }

        notes.Add(new(code, "dropped.", Field: name));
        return true;
    }

    [GeneratedRegex("^(person(al)?[_ -]?(number|no|nr|nummer)|personal[_ -]?id(entity)?[_ -]?(number|no)?|personnummer|pnr|social[_ -]?security([_ -]?(number|no))?|ssn|civic[_ -]?(reg)?(istration)?[_ -]?(number|no)|national[_ -]?id)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Personal();
}

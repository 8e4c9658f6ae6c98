using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sharespine.Etl.Mappings.Documents;

/// <summary>What a record holds and a mapping does not look at, so that nothing with meaning is left out unnoticed.</summary>
internal static partial class UnreadFields
{
    /// <summary>
    /// Paths of the record's values (lists as [], each path once, empty values left out) whose own name none of the expressions
    /// mentions. A name that is read in one place counts as read in all.
    /// </summary>
    /// <param name="expressions">As written, and the paths that they read.</param>
    public static IReadOnlyList<string> Find(JsonElement record, IEnumerable<string> expressions)
    {
        var words = expressions.SelectMany(text => Word().Matches(text).Select(match => match.Value)).ToHashSet(StringComparer.Ordinal);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Walk(record, "", "");
        return [.. found];

        void Walk(JsonElement value, string path, string name)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var property in value.EnumerateObject())
                    {
                        Walk(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.Name);
                    }

                    break;
                case JsonValueKind.Array:
                    foreach (var item in value.EnumerateArray())
                    {
                        Walk(item, path + "[]", name);
                    }

                    break;
                case JsonValueKind.Null or JsonValueKind.Undefined:
                case JsonValueKind.String when value.ValueEquals(""u8):
                case var _ when words.Contains(name):
                    break;
                default:
                    found.Add(path);
                    break;
            }
        }
    }

    [GeneratedRegex(@"[\p{L}_][\p{L}\p{Nd}_\-]*", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}

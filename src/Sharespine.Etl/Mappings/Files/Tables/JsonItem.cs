using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Files.Tables;

/// <summary>An object of a JSON document that stands for a row, or one on the way to it.</summary>
/// <param name="Around">The object that it stands in; null for the document itself.</param>
/// <param name="Path">As a person finds it: clientReports[0].rows[16].</param>
internal sealed record JsonItem(JsonElement Value, JsonItem? Around, string Path)
{
    /// <summary>The items that a path leads to, in the document's order; none where a part of it is missing or null.</summary>
    internal IEnumerable<JsonItem> Find(JsonPath path, JsonSource source)
    {
        IEnumerable<JsonItem> items = [this];
        foreach (var step in path.Steps)
        {
            items = items.SelectMany(item => item.Next(step, source));
        }

        return items;
    }

    /// <summary>The value that a column's path leads to, seen from this item. False when there is none.</summary>
    internal bool TryValue(JsonPath path, JsonSource source, out JsonElement value, [NotNullWhen(true)] out string? where)
    {
        value = default;
        where = null;
        var item = this;
        for (var up = 0; up < path.Up; up++)
        {
            if (item.Around is not { } around)
            {
                return false;
            }

            item = around;
        }

        foreach (var step in path.Steps.SkipLast(1))
        {
            if (item.Next(step, source).FirstOrDefault() is not { } next)
            {
                return false;
            }

            item = next;
        }

        var name = path.Steps[^1].Name;
        where = Join(item.Path, name);
        return item.Value.ValueKind == JsonValueKind.Object && item.Value.TryGetProperty(name, out value);
    }

    private IEnumerable<JsonItem> Next(JsonStep step, JsonSource source)
    {
        var (value, path) = (Value, Path);
        if (step.Name.Length > 0)
        {
            if (Value.ValueKind != JsonValueKind.Object)
            {
                throw source.WrongShape(Value, Path, "an object is wanted");
            }

            if (!Value.TryGetProperty(step.Name, out value) || value.ValueKind == JsonValueKind.Null)
            {
                return [];
            }

            path = Join(Path, step.Name);
        }

        var wanted = step.IsList ? JsonValueKind.Array : JsonValueKind.Object;
        if (value.ValueKind != wanted)
        {
            throw source.WrongShape(value, path, step.IsList ? "a list is wanted" : "an object is wanted");
        }

        return step.IsList ? value.EnumerateArray().Select((item, index) => Listed(item, path, index, source)) : [new(value, this, path)];
    }

    private JsonItem Listed(JsonElement item, string list, int index, JsonSource source)
    {
        var path = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{list}[{index}]");
        return item.ValueKind == JsonValueKind.Object ? new(item, this, path) : throw source.WrongShape(item, path, "an object is wanted");
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}

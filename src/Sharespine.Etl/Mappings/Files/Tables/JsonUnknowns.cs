using System.Text.Json;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Files.Tables;

/// <summary>Finds properties that no column reads and that have a value somewhere: each is noted once, where it stands first.</summary>
internal sealed class JsonUnknowns
{
    private readonly JsonSource _source;
    private readonly Node _known = new();
    private readonly List<Issue> _notes = [];

    private JsonUnknowns(JsonSource source, FileMapping mapping)
    {
        _source = source;
        foreach (var section in mapping.Sections)
        {
            foreach (var at in section.Paths)
            {
                section.Columns.SelectMany(column => column.Paths).ToList().ForEach(path => Learn(at, path));
                section.Ignored.ToList().ForEach(path => Learn(at, path).IsIgnored = true);
                if (section.Count is { } count)
                {
                    Learn(at with { Steps = [.. at.Steps.SkipLast(1)] }, count);
                }
            }
        }
    }

    internal static IReadOnlyList<Issue> Find(JsonSource source, FileMapping mapping)
    {
        var unknowns = new JsonUnknowns(source, mapping);
        unknowns.Walk(source.Root, unknowns._known, "");
        return unknowns._notes;
    }

    private Node Learn(JsonPath at, JsonPath path)
    {
        var node = _known;
        foreach (var step in at.Steps.SkipLast(path.Up).Concat(path.Steps).Where(step => step.Name.Length > 0))
        {
            node = node.Child(step.Name);
        }

        node.IsRead = true;
        return node;
    }

    private void Walk(JsonElement value, Node node, string path)
    {
        switch (value.ValueKind)
        {
            case var _ when node.IsIgnored:
                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    Walk(property.Value, node.Child(property.Name), path.Length == 0 ? property.Name : $"{path}.{property.Name}");
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Walk(item, node, path + "[]");
                }

                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                Note(value, node, path);
                break;
        }
    }

    private void Note(JsonElement value, Node node, string path)
    {
        if (!node.IsRead && !(value.ValueKind == JsonValueKind.String && value.ValueEquals("")))
        {
            node.IsRead = true;
            _notes.Add(new(FileMappingErrors.UnknownColumn, $"the property \"{path}\" is not known to the mapping and not read.", _source.At(value, path)));
        }
    }

    private sealed class Node
    {
        private readonly Dictionary<string, Node> _children = [];

        internal bool IsRead { get; set; }

        internal bool IsIgnored { get; set; }

        internal Node Child(string name) => _children.TryGetValue(name, out var child) ? child : _children[name] = new();
    }
}

using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sharespine.Etl.Yaml;

/// <summary>Reads one YAML file into <see cref="YamlNode"/>s. Anchors, aliases, tags and several documents are refused: a reader of the file should see all of it.</summary>
public static class YamlReader
{
    private const int DepthMax = 64;

    /// <summary>The file's root, or null with at least one issue added.</summary>
    public static YamlNode? Read(string text, string file, ICollection<Issue> issues)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                issues.Add(new(YamlErrors.Empty, "the file is empty.", new(file, 1, 1)));
                return null;
            }

            parser.Consume<DocumentStart>();
            var root = Node(parser, file, issues, 0);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _))
            {
                issues.Add(new(YamlErrors.NotPlain, "a second document (---) starts here; one file is one document.", At(parser.Current!, file)));
            }

            return root;
        }
        catch (YamlException exception)
        {
            issues.Add(new(YamlErrors.NotYaml, Reason(exception), new(file, (int)exception.Start.Line, (int)exception.Start.Column)));
            return null;
        }
    }

    private static YamlNode Node(Parser parser, string file, ICollection<Issue> issues, int depth)
    {
        var current = parser.Current!;
        var at = At(current, file);
        if (depth > DepthMax)
        {
            throw new YamlException(current.Start, current.End, $"nested deeper than {DepthMax.ToString(CultureInfo.InvariantCulture)} levels.");
        }

        if (current is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty) || current is AnchorAlias)
        {
            issues.Add(new(YamlErrors.NotPlain, "anchors (&), aliases (*) and tags (!) are not used here; write the value out or use an include.", at));
        }

        if (parser.TryConsume<AnchorAlias>(out _))
        {
            return new YamlScalar("", false, at);
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return new YamlScalar(scalar.Value, scalar.Style != ScalarStyle.Plain, at);
        }

        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Node(parser, file, issues, depth + 1));
            }

            return new YamlList(items, at);
        }

        parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        var seen = new Dictionary<string, int>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var keyAt = At(parser.Current!, file);
            if (Node(parser, file, issues, depth + 1) is not YamlScalar key)
            {
                throw new YamlException(current.Start, current.End, "a key has to be plain text.");
            }

            var value = Node(parser, file, issues, depth + 1);
            if (seen.TryAdd(key.Text, keyAt.Line))
            {
                entries.Add(new(key.Text, keyAt, value));
            }
            else
            {
                issues.Add(new(YamlErrors.RepeatedKey, $"\"{key.Text}\" was already given in line {seen[key.Text].ToString(CultureInfo.InvariantCulture)}.", keyAt, key.Text, "keep one of the two."));
            }
        }

        return new YamlMap(entries, at);
    }

    private static SourcePosition At(ParsingEvent current, string file) => new(file, (int)current.Start.Line, (int)current.Start.Column);

    private static string Reason(YamlException exception)
    {
        var reason = exception.Message;
        var colon = reason.LastIndexOf("): ", StringComparison.Ordinal);
        return (colon < 0 ? reason : reason[(colon + 3)..]).TrimEnd('.') + ".";
    }
}

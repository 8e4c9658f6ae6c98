using Sharespine.Etl.Errors;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Library;

/// <summary>Reads the lookups: block.</summary>
internal sealed class LookupReader(MappingReader reader)
{
    internal Dictionary<string, Lookup> Read()
    {
        var lookups = new Dictionary<string, Lookup>();
        if (reader.Source.Root.Find("lookups") is { } entry && reader.Block(entry.Value, "lookups") is { } block)
        {
            foreach (var table in block.Entries)
            {
                if (reader.Block(table.Value, $"lookups.{table.Key}") is { } body)
                {
                    lookups[table.Key] = Table(table, body);
                }
            }
        }

        return lookups;
    }

    private Lookup Table(YamlEntry entry, YamlMap body)
    {
        var field = $"lookups.{entry.Key}";
        reader.CheckKeys(body, MappingKeys.Lookup, field);
        string[] forms = ["inline", "csv", "staged"];
        if (forms.Count(form => body.Find(form) is not null) != 1)
        {
            reader.Find(MappingErrors.MissingKey, "a table has one of inline, csv and staged.", entry.KeyAt, field, $"{entry.Key}: {{ inline: {{ key: value }} }}");
        }

        var staged = reader.Text(body, "staged");
        return new()
        {
            Name = entry.Key,
            At = entry.KeyAt,
            Staged = staged,
            Entries = body.Find("inline") is { } inline ? Inline(inline.Value, field) : body.Find("csv") is not null ? Csv(body, field) : staged is null ? new Dictionary<string, string?>() : null,
            HasOtherwise = body.Find("otherwise") is not null,
            Otherwise = body.Find("otherwise")?.Value is YamlScalar { IsNothing: false } ? reader.Text(body, "otherwise") : null,
            HoldsOnMiss = OnMiss(body, field),
        };
    }

    private bool OnMiss(YamlMap body, string field)
    {
        var word = reader.Text(body, "on-miss");
        if (word is not (null or "hold" or "reject"))
        {
            reader.Find(MappingErrors.WrongShape, $"\"{word}\" is neither reject nor hold.", body.Find("on-miss")!.Value.At, field, "on-miss: hold");
        }

        return word == "hold";
    }

    private Dictionary<string, string?> Inline(YamlNode node, string field)
    {
        var entries = new Dictionary<string, string?>();
        foreach (var entry in reader.Block(node, field)?.Entries ?? [])
        {
            if (entry.Value is YamlScalar scalar)
            {
                entries[entry.Key] = scalar.IsNothing ? null : scalar.Text;
            }
            else
            {
                reader.Find(MappingErrors.WrongShape, "a table's value is a plain text.", entry.Value.At, field);
            }
        }

        return entries;
    }

    private Dictionary<string, string?> Csv(YamlMap body, string field)
    {
        var at = body.Find("csv")!.Value.At;
        if (reader.Text(body, "csv") is not { } name)
        {
            return [];
        }

        if (reader.Text(body, "key") is not { } key || reader.Text(body, "value") is not { } value)
        {
            reader.Find(MappingErrors.MissingKey, "a CSV table names its key and value columns.", at, field, "{ csv: file.csv, key: column, value: column }");
            return [];
        }

        // The name comes from a mapping, perhaps a stranger's: it must stay in its folder.
        if (Path.IsPathRooted(name) || name.Split('/', '\\').Contains(".."))
        {
            reader.Find(MappingErrors.FileMissing, $"\"{name}\" leads out of the mapping's folder.", at, field, "put the file beside the mapping and write its name alone.");
            return [];
        }

        var path = Path.Combine(reader.Source.Folders[at.Source], name);
        if (!File.Exists(path))
        {
            var near = Directory.GetFiles(reader.Source.Folders[at.Source], "*.csv").Select(Path.GetFileName).OfType<string>();
            reader.Find(MappingErrors.FileMissing, $"there is no file \"{name}\" beside the mapping.", at, field, Suggestion.For(name, near));
            return [];
        }

        return new LookupCsv(path.Replace('\\', '/'), reader.Findings).Read(File.ReadAllText(path), key, value);
    }
}

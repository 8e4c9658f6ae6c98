using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Mappings.Documents;

/// <summary>Runs a mapping's examples; each difference is a finding at the line of the expectation.</summary>
internal sealed class ExampleReader(MappingReader reader, DocumentMapping mapping)
{
    private readonly HashSet<SourcePath> _seen = [];

    internal void Run()
    {
        // A mapping with other mistakes would only repeat them in every example.
        var isSound = !reader.Findings.Any(finding => reader.Source.Files.Contains(finding.At?.Source));
        var before = reader.Findings.Count;
        RunAll(isSound);
        if (isSound && reader.Findings.Count == before)
        {
            ReportUnseen();
        }
    }

    private void RunAll(bool isSound)
    {
        if (reader.Source.Root.Find("examples") is not { } entry)
        {
            if (!reader.Source.IsOverlaid)
            {
                reader.Find(MappingErrors.NoExample, "the mapping has no example.", reader.Source.At, "examples", "examples: with name, given and expect.");
            }

            return;
        }

        foreach (var item in reader.Items(entry.Value, "examples"))
        {
            if (reader.Block(item, "examples") is { } example)
            {
                reader.CheckKeys(example, MappingKeys.Example, "examples");
                if (isSound)
                {
                    Run(example);
                }
            }
        }
    }

    /// <summary>
    /// A misspelt source path gives nothing for every record and would never be noticed: each path has to have a value in one
    /// example at least. Of an overlaid mapping only the overlay's own rules are asked, since only its examples are here.
    /// </summary>
    private void ReportUnseen()
    {
        var expressions = mapping.Plan.Skips.Concat(mapping.Plan.Rejects).Select(rule => rule.When).Concat(Expressions(mapping.Plan.Body));
        foreach (var expression in expressions.Where(expression => reader.Source.IsOwn(expression.Text.At)))
        {
            foreach (var path in expression.SourcePaths.Where(path => !_seen.Contains(path)).DistinctBy(path => path.Text))
            {
                reader.Find(MappingErrors.UnseenPath, $"no example has a value at {path.Text}.", path.At, mapping.Name, "correct the path, or put the value into an example.");
            }
        }
    }

    private static IEnumerable<CompiledExpression> Expressions(ObjectBody body) => body.Fields.SelectMany(field => field switch
    {
        ValuePlan value => [value.Expression],
        ObjectPlan { When: { } when } plan => Expressions(plan.Body).Prepend(when),
        ObjectPlan plan => Expressions(plan.Body),
        ListPlan plan => plan.Sources.SelectMany(source => Expressions(source.Body).Concat(source.When is { } when ? [when] : [])),
        _ => [],
    });

    private void Run(YamlMap example)
    {
        var name = reader.Text(example, "name");
        if (name is null || example.Find("given") is not { } given)
        {
            reader.Find(MappingErrors.MissingKey, "an example has name, given and what comes of it.", example.At, "examples", "name: what it shows");
            return;
        }

        if (Record(given.Value, name) is not { } document)
        {
            return;
        }

        using (document)
        {
            Compare(example, name, mapping.Explain(document.RootElement, Inputs(example), showsPersonal: true, _seen));
        }
    }

    private JsonDocument? Record(YamlNode given, string name)
    {
        try
        {
            var utf8 = given is YamlScalar scalar ? System.Text.Encoding.UTF8.GetBytes(scalar.Text) : YamlJson.Write(given);
            return JsonDocument.Parse(utf8);
        }
        catch (JsonException exception)
        {
            reader.Find(MappingErrors.NotJson, $"given is not readable JSON: {exception.Message}", given.At, name);
            return null;
        }
    }

    private MappingInputs Inputs(YamlMap example)
    {
        var values = new Dictionary<string, Value>();
        foreach (var input in (example.Find("inputs")?.Value as YamlMap)?.Entries ?? [])
        {
            if (!reader.Options.Inputs.TryGetValue(input.Key, out var type))
            {
                reader.Find(MappingErrors.UnknownName, $"there is no input \"{input.Key}\".", input.KeyAt, "inputs", Suggestion.For(input.Key, reader.Options.Inputs.Keys));
            }
            else if (reader.Constant(input.Value, type, "inputs")?.Constant is { } value)
            {
                values[input.Key] = value;
            }
        }

        return new(values, new ExampleLookups(example.Find("staged")?.Value as YamlMap));
    }

    private void Compare(YamlMap example, string name, Explanation got)
    {
        var outcomes = new[] { "expect", "skipped", "rejected", "held" }.Where(key => example.Find(key) is not null).ToArray();
        if (outcomes is not [var outcome])
        {
            reader.Find(MappingErrors.ExampleTouchesNothing, "an example says one of expect, skipped, rejected and held.", example.At, name, "expect: with the fields of interest.");
            return;
        }

        var wanted = example.Find(outcome)!;
        switch (outcome, got.Result)
        {
            case ("expect", MappingResult.Document document):
                CompareFields(wanted.Value, name, document, got);
                break;
            case ("skipped", MappingResult.Skipped skipped):
                Contains(wanted.Value, name, skipped.Reason);
                break;
            case ("rejected", MappingResult.Rejected rejected):
                Contains(wanted.Value, name, Messages(rejected.Issues));
                break;
            case ("held", MappingResult.Held held):
                Contains(wanted.Value, name, Messages(held.Issues));
                break;
            default:
                reader.Find(MappingErrors.ExampleFails, $"the record is {Outcome(got.Result).TrimEnd('.')}.", wanted.KeyAt, name);
                break;
        }
    }

    private void CompareFields(YamlNode wanted, string name, MappingResult.Document document, Explanation got)
    {
        if (reader.Block(wanted, name) is not { } block)
        {
            return;
        }

        using var json = JsonDocument.Parse(document.Utf8);
        var comparison = new ExampleComparison(reader, name);
        comparison.Object(block, json.RootElement, mapping.Target, "");
        var touched = got.Fields.Any(field => comparison.Paths.Any(path => IsWithin(field.Path, path)) && field.Sources.Any(source => source.Value != "nothing"));
        if (!touched)
        {
            reader.Find(MappingErrors.ExampleTouchesNothing, "no expected field reads a value that the example gives.", block.At, name, "expect a field that comes from the record.");
        }
    }

    private static bool IsWithin(string field, string path) =>
        field == path || (field.StartsWith(path, StringComparison.Ordinal) && field.Length > path.Length && field[path.Length] is '.' or '[');

    private void Contains(YamlNode wanted, string name, string text)
    {
        var part = (wanted as YamlScalar)?.Text ?? "";
        if (part.Length == 0 || !text.Contains(part, StringComparison.Ordinal))
        {
            reader.Find(MappingErrors.ExampleFails, $"the reason is \"{text}\", which does not say \"{part}\".", wanted.At, name);
        }
    }

    private static string Outcome(MappingResult result) => result switch
    {
        MappingResult.Document => "mapped",
        MappingResult.Skipped skipped => $"skipped: {skipped.Reason}",
        MappingResult.Rejected rejected => $"rejected: {Messages(rejected.Issues)}",
        MappingResult.Held held => $"held: {Messages(held.Issues)}",
        _ => throw new InvalidOperationException(result.GetType().Name),
    };

    private static string Messages(IReadOnlyList<Issue> issues) => string.Join(" ", issues.Select(issue => issue.Field is null ? issue.Message : string.Create(CultureInfo.InvariantCulture, $"{issue.Field}: {issue.Message}")));

    private sealed class ExampleLookups(YamlMap? tables) : ILookupSource
    {
        public string? Find(string table, string key) => ((tables?.Find(table)?.Value as YamlMap)?.Find(key)?.Value as YamlScalar)?.Text;
    }
}

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Mappings.Library;

namespace Sharespine.Etl.Tests.Mappings;

/// <summary>What is written about the language agrees with the language.</summary>
public sealed class MappingDocumentsTests
{
    private const string Begin = "<!-- functions: written from the catalog -->";
    private const string End = "<!-- end of functions -->";

    private static string DocumentPath => Path.Combine(Repository.Root, "docs", "mappings.md");

    [Fact]
    public void The_json_schema_beside_the_mappings_is_the_one_made_from_code()
    {
        var schema = MappingJsonSchema.Write(new());
        Accepted.Equal(Path.Combine(Repository.Mappings, "mapping.schema.json"), schema);
        using var parsed = JsonDocument.Parse(schema);
        foreach (var reference in Regex.Matches(schema, "#/\\$defs/([A-Za-z]+)").Select(match => match.Groups[1].Value).Distinct())
        {
            Assert.True(parsed.RootElement.GetProperty("$defs").TryGetProperty(reference, out _), $"{reference} is referred to and not defined.");
        }
    }

    [Fact]
    public void The_list_of_functions_in_the_documentation_is_the_catalog()
    {
        var text = File.ReadAllText(DocumentPath).ReplaceLineEndings("\n");
        var (before, after) = (text[..(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)], text[text.IndexOf(End, StringComparison.Ordinal)..]);
        Accepted.Equal(DocumentPath, before + "\n" + Functions() + after);
    }

    [Fact]
    public void The_documentation_names_every_key_policy_and_finding()
    {
        var text = File.ReadAllText(DocumentPath);
        IReadOnlyList<MappingKey>[] blocks = [MappingKeys.Common, MappingKeys.Document, MappingKeys.Rule, MappingKeys.Value, MappingKeys.Object, MappingKeys.List, MappingKeys.Lookup, MappingKeys.Example];
        Assert.All(blocks.SelectMany(keys => keys), key => Assert.Contains($"`{key.Name}", text, StringComparison.Ordinal));
        Assert.All(WritePolicies.Words.Keys, word => Assert.Contains($"`{word}`", text, StringComparison.Ordinal));
        Assert.All(MappingErrors.All, code => Assert.Contains(code.Code, text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_whole_mapping_in_the_documentation_checks_without_a_finding()
    {
        using var folder = new TemporaryFolder();
        var blocks = Regex.Matches(File.ReadAllText(DocumentPath).ReplaceLineEndings("\n"), "```yaml\n# file: ([a-z._-]+)\n(.*?)```", RegexOptions.Singleline);
        Assert.Equal(["webshop.article.yaml"], blocks.Select(block => block.Groups[1].Value));
        folder.Write(blocks[0].Groups[1].Value, blocks[0].Groups[2].Value);
        var findings = new List<Issue>();
        Assert.NotNull(MappingLibrary.Load([folder.Path], new(), findings).Document("webshop.article"));
        Assert.Empty(findings);
    }

    [Fact]
    public void The_overlay_in_the_documentation_lies_over_the_shipped_mapping_without_a_finding()
    {
        using var site = new TemporaryFolder();
        var overlay = Regex.Match(File.ReadAllText(DocumentPath).ReplaceLineEndings("\n"), "```yaml\n(overlays:.*?)```", RegexOptions.Singleline).Groups[1].Value;
        site.Write("woocommerce.order.yaml", overlay);
        var findings = new List<Issue>();
        var mapping = MappingLibrary.Load([Repository.Mappings, site.Path], new() { Targets = Sharespine.Etl.Connectors.ConnectorCatalog.Targets }, findings).Document("woocommerce.order");
        Assert.Empty(findings);
        Assert.Equal(2, mapping!.Files.Count);
    }

    [Fact]
    public void Every_expression_that_the_documentation_says_gives_something_gives_it()
    {
        var lines = Regex.Matches(File.ReadAllText(DocumentPath).ReplaceLineEndings("\n"), "^\\| `([^`|]+)` \\| `([^`|]+)` \\|", RegexOptions.Multiline);
        Assert.True(lines.Count > 15, "the table of operators is missing.");
        foreach (Match line in lines)
        {
            Assert.Equal(line.Groups[2].Value, Expressions.Run(line.Groups[1].Value, DocumentRecord()));
        }
    }

    private static string DocumentRecord() =>
        Regex.Match(File.ReadAllText(DocumentPath).ReplaceLineEndings("\n"), "```json\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

    private static string Functions()
    {
        var text = new StringBuilder();
        foreach (var group in FunctionCatalog.BuiltIn.All.GroupBy(function => function.Group))
        {
            text.Append("\n### ").Append(group.Key).Append("\n\n");
            foreach (var function in group)
            {
                text.Append("- **").Append(function.Name).Append("** `").Append(function.Usage).Append("`  \n  ").Append(function.Summary).Append('\n');
                foreach (var (expression, gives) in function.Examples)
                {
                    text.Append("  - `").Append(expression).Append("` → `").Append(gives).Append("`\n");
                }
            }
        }

        return text.Append('\n').ToString();
    }
}

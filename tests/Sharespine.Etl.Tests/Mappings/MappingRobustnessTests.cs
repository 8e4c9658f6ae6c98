using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Documents;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Tests.Mappings;

public sealed class MappingRobustnessTests
{
    [Fact]
    public void Whatever_a_source_sends_it_is_a_readable_order_or_a_rejection_that_names_the_field_and_the_rule()
    {
        var mapping = MappingLibrary.Load([Repository.Mappings], new(), new List<Issue>()).Document("woocommerce.order")!;
        var random = new World(TimeProvider.System, seed: 7);
        var (all, rejected) = (0, 0);
        foreach (var given in Examples())
        {
            for (var round = 0; round < 300; round++)
            {
                var record = JsonNode.Parse(given)!;
                Damage(record, random);
                all++;
                rejected += Check(mapping.Map(Encoding.UTF8.GetBytes(record.ToJsonString()), new(new Dictionary<string, Etl.Mappings.Expressions.Value>(), Record: "order 1"))) ? 1 : 0;
            }
        }

        Assert.InRange(rejected, all / 20, all * 2 / 3);
    }

    /// <summary>True for a rejection.</summary>
    private static bool Check(MappingResult result)
    {
        switch (result)
        {
            case MappingResult.Document document:
                Assert.NotNull(JsonSerializer.Deserialize<Order>(document.Utf8.Span, TargetJson.Options));
                return false;
            case MappingResult.Rejected { Issues: var issues }:
                Assert.NotEmpty(issues);
                Assert.All(issues, issue => Assert.Equal(("order 1", true), (issue.At!.Value.Record, issue.At.Value.Line > 0)));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Takes one value somewhere in the record out, or puts another in its place.</summary>
    private static void Damage(JsonNode record, World random)
    {
        var places = new List<JsonNode>();
        Collect(record, places);
        var place = places[(int)(random.Jitter() * places.Count)];
        string[] values = ["null", "\"\"", "\"x\"", "0", "-1.5", "1e40", "true", "[]", "{}", "[[null]]", "\"2026-02-30T00:00:00\"", "\"9999999999999999999999999999999999\"", "\"\\u0000\""];
        var value = values[(int)(random.Jitter() * values.Length)];
        if (random.Jitter() < 0.2 && place.Parent is JsonObject parent)
        {
            parent.Remove(place.GetPropertyName());
        }
        else
        {
            place.ReplaceWith(JsonNode.Parse(value));
        }
    }

    private static void Collect(JsonNode node, List<JsonNode> places)
    {
        IEnumerable<JsonNode?> inner = node is JsonObject map ? map.Select(property => property.Value) : node is JsonArray list ? list : [];
        foreach (var child in inner.OfType<JsonNode>().ToArray())
        {
            places.Add(child);
            Collect(child, places);
        }
    }

    private static IEnumerable<string> Examples()
    {
        var root = (YamlMap)YamlReader.Read(File.ReadAllText(Path.Combine(Repository.Mappings, "woocommerce.order.yaml")), "m", new List<Issue>())!;
        return ((YamlList)root.Find("examples")!.Value).Items.Select(example => ((YamlMap)example).Find("given")!.Value).OfType<YamlScalar>().Select(given => given.Text);
    }
}

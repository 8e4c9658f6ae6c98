using System.Text.Json.Nodes;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Yaml;

namespace Sharespine.Etl.Configuration;

/// <summary>The JSON Schema of etl.yaml, made from the settings records: docs/etl.schema.json, kept equal by a test.</summary>
public static class ConfigurationSchema
{
    public static string Text(IReadOnlyList<ConnectionType> types)
    {
        var schema = JsonSchemaWriter.For(typeof(EtlConfiguration));
        var connections = schema["properties"]!["connections"]!.AsObject();
        connections["additionalProperties"] = new JsonObject { ["oneOf"] = new JsonArray([.. types.Select(Connection)]) };
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        schema["title"] = "Sharespine.Etl configuration";
        return schema.ToJsonString(RunResult.Json) + "\n";
    }

    private static JsonNode Connection(ConnectionType type)
    {
        var schema = JsonSchemaWriter.For(type.Settings);
        schema["properties"]!.AsObject().Insert(0, "type", new JsonObject { ["const"] = type.Name });
        schema["properties"]!.AsObject().Insert(1, Configuration.Connection.JobsAtOnceSetting, new JsonObject
        {
            ["type"] = "integer",
            ["minimum"] = 1,
            ["maximum"] = ConfigurationReader.MostJobsAtOnce,
            ["description"] = "How many jobs may use the connection at the same time, on all workers of a shared run together.",
        });
        var required = schema["required"]?.AsArray() ?? [];
        schema["required"] = new JsonArray([JsonValue.Create("type"), .. required.Select(name => name!.DeepClone())]);
        return schema;
    }
}

using System.IO.Compression;
using GraphQLParser;
using GraphQLParser.AST;
using Sharespine.Etl.Tests.Mappings;

namespace Sharespine.Etl.Tests.Connectors.Shopify;

/// <summary>Shopify's published schema of one version of the Admin API, by name.</summary>
internal sealed class AdminSchema
{
    private static readonly Dictionary<string, Lazy<AdminSchema>> Loaded = new(StringComparer.Ordinal)
    {
        ["2026-10"] = new(() => new("2026-10")),
        ["2026-01"] = new(() => new("2026-01")),
    };

    private readonly Dictionary<string, GraphQLTypeDefinition> _types;

    private AdminSchema(string version)
    {
        using var file = File.OpenRead(PathOf(version));
        using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var document = Parser.Parse(text.ReadToEnd());
        _types = document.Definitions.OfType<GraphQLTypeDefinition>().ToDictionary(type => type.Name.StringValue, StringComparer.Ordinal);
    }

    /// <summary>The schema, or null where it does not lie beside the project.</summary>
    public static AdminSchema? Find(string version) => File.Exists(PathOf(version)) ? Loaded[version].Value : null;

    public static string PathOf(string version) =>
        Path.Combine(Repository.Shared, "specs", "shops", "shopify", $"admin-{version}.schema.graphql.gz");

    public GraphQLTypeDefinition? Type(string name) => _types.GetValueOrDefault(name);

    public GraphQLFieldDefinition? Field(string type, string name) => Type(type) switch
    {
        GraphQLObjectTypeDefinition known => known.Fields?.FirstOrDefault(field => field.Name.StringValue == name),
        GraphQLInterfaceTypeDefinition known => known.Fields?.FirstOrDefault(field => field.Name.StringValue == name),
        _ => null,
    };

    /// <summary>Whether an object of one type can be seen as the other.</summary>
    public bool CanBe(string one, string other) => one == other || Implementers(one).Intersect(Implementers(other)).Any();

    /// <summary>The name within [X!]!.</summary>
    public static string NameOf(GraphQLType type) => type switch
    {
        GraphQLNonNullType required => NameOf(required.Type),
        GraphQLListType list => NameOf(list.Type),
        GraphQLNamedType named => named.Name.StringValue,
        _ => throw new InvalidOperationException(type.ToString()),
    };

    public static string Written(GraphQLType type) => type switch
    {
        GraphQLNonNullType required => Written(required.Type) + "!",
        GraphQLListType list => $"[{Written(list.Type)}]",
        _ => NameOf(type),
    };

    private HashSet<string> Implementers(string name) => Type(name) switch
    {
        GraphQLUnionTypeDefinition union => union.Types!.Select(type => type.Name.StringValue).ToHashSet(StringComparer.Ordinal),
        GraphQLInterfaceTypeDefinition => _types.Values.OfType<GraphQLObjectTypeDefinition>()
            .Where(type => type.Interfaces?.Any(known => known.Name.StringValue == name) ?? false)
            .Select(type => type.Name.StringValue).ToHashSet(StringComparer.Ordinal),
        _ => [name],
    };
}

/// <summary>A test that needs Shopify's schema, skipped by name where it is not beside the project.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AdminSchemaTheoryAttribute : TheoryAttribute
{
    public AdminSchemaTheoryAttribute()
    {
        if (!File.Exists(AdminSchema.PathOf("2026-10")))
        {
            Skip = "Shopify's schema (specs/shops/shopify) is not in the shared folder beside the project.";
        }
    }
}

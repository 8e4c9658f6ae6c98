using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Targets;

public enum TargetKind
{
    Text,
    Number,

    /// <summary>A whole number.</summary>
    Integer,
    Boolean,
    Date,
    Instant,
    Money,
    Currency,

    /// <summary>One of a closed list of words, in camelCase.</summary>
    Choice,
    List,
    Object,
}

/// <param name="Choices">The words, for a choice.</param>
/// <param name="Item">The items' type, for a list.</param>
/// <param name="Object">The fields, for an object.</param>
public sealed record TargetType(TargetKind Kind, IReadOnlyList<string>? Choices = null, TargetType? Item = null, TargetSchema? Object = null);

/// <param name="Name">As mappings and our JSON write it.</param>
/// <param name="IsRequired">Must have a rule, and a value for every record.</param>
/// <param name="IsPersonal">Says something about a person (see <see cref="PersonalAttribute"/>).</param>
/// <param name="About">One line of description, where the record has one.</param>
/// <param name="LengthMax">The longest text the field takes.</param>
public sealed record TargetField(string Name, TargetType Type, bool IsRequired, bool IsPersonal, string? About, int? LengthMax);

/// <summary>The fields that a mapping can fill: read off a record type, so that the two cannot disagree.</summary>
public sealed class TargetSchema
{
    private static readonly ConcurrentDictionary<Type, TargetSchema> Known = new();

    private TargetSchema(Type type)
    {
        Type = type;
        Fields = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).OrderBy(property => property.MetadataToken).Select(Field)];
    }

    public Type Type { get; }

    /// <summary>In the record's order, which is the order of our JSON.</summary>
    public IReadOnlyList<TargetField> Fields { get; }

    /// <summary>Throws <see cref="NotSupportedException"/> when a property has a type that mappings cannot fill.</summary>
    public static TargetSchema Of(Type type) => Known.GetOrAdd(type, static target => new(target));

    public TargetField? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);

    private static TargetField Field(PropertyInfo property) => new(
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name),
        TypeOf(property.PropertyType, property),
        property.GetCustomAttribute<RequiredMemberAttribute>() is not null,
        property.GetCustomAttribute<PersonalAttribute>() is not null,
        property.GetCustomAttribute<AboutAttribute>()?.Text,
        property.GetCustomAttribute<MaxLengthAttribute>()?.Length);

    private static TargetType TypeOf(Type written, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(written) ?? written;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return new(TargetKind.List, Item: TypeOf(type.GetGenericArguments()[0], property));
        }

        return Simple(type) is { } kind ? new(kind)
            : type.IsEnum ? new(TargetKind.Choice, [.. Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName)])
            : type.IsClass && type.Assembly != typeof(object).Assembly ? new(TargetKind.Object, Object: Of(type))
            : throw new NotSupportedException($"{property.DeclaringType?.Name}.{property.Name} is a {type.Name}, which mappings cannot fill.");
    }

    private static TargetKind? Simple(Type type) =>
        type == typeof(string) ? TargetKind.Text
        : type == typeof(decimal) ? TargetKind.Number
        : type == typeof(int) || type == typeof(long) ? TargetKind.Integer
        : type == typeof(bool) ? TargetKind.Boolean
        : type == typeof(DateOnly) ? TargetKind.Date
        : type == typeof(DateTimeOffset) ? TargetKind.Instant
        : type == typeof(Money) ? TargetKind.Money
        : type == typeof(Currency) ? TargetKind.Currency
        : null;
}

using System.Globalization;
using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Documents;

/// <summary>Fits an expression's value to a target field: its type for the compiler, its limits and its JSON for a record.</summary>
internal static class TargetValue
{
    /// <summary>The type that an expression for such a field must have.</summary>
    internal static MappingType TypeFor(TargetType type) => type.Kind switch
    {
        TargetKind.Number or TargetKind.Integer => MappingType.Number,
        TargetKind.Boolean => MappingType.Boolean,
        TargetKind.Date => MappingType.Date,
        TargetKind.Instant => MappingType.Instant,
        TargetKind.Money => MappingType.Money,
        TargetKind.List => MappingType.ListOf(TypeFor(type.Item!)),
        _ => MappingType.Text,
    };

    /// <summary>What keeps the field from taking the value, or null.</summary>
    internal static (ErrorCode Code, string Message)? Complaint(ValuePlan plan, Value value) => plan.Field.Type.Kind switch
    {
        TargetKind.Text when plan.Field.LengthMax is { } max && value.Text.Length > max =>
            (MappingErrors.TooLong, string.Create(CultureInfo.InvariantCulture, $"has {value.Text.Length} characters; the field takes {max}")),
        TargetKind.Integer when value.Number != decimal.Truncate(value.Number) || Math.Abs(value.Number) > long.MaxValue =>
            (MappingErrors.NotExact, "is not a whole number"),
        TargetKind.Choice when !plan.Choices!.Contains(value.Text) =>
            (MappingErrors.NotAMember, $"is not one of {string.Join(", ", plan.Field.Type.Choices!)}"),
        TargetKind.Currency when !Currency.TryParse(value.Text, out _) => (MappingErrors.Unreadable, "is not a currency of three letters"),
        TargetKind.List => WrongItem(plan.Field.Type.Item!, value),
        _ => null,
    };

    internal static void Write(Utf8JsonWriter writer, TargetType type, Value value)
    {
        switch (type.Kind)
        {
            case TargetKind.Number or TargetKind.Integer:
                writer.WriteNumberValue(value.Number);
                break;
            case TargetKind.Boolean:
                writer.WriteBooleanValue(value.IsTrue);
                break;
            case TargetKind.List:
                WriteItems(writer, type.Item!, value);
                break;
            case TargetKind.Instant:
                writer.WriteStringValue(TargetJson.Text(value.Instant));
                break;
            case TargetKind.Date:
                writer.WriteStringValue(value.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case TargetKind.Money:
                writer.WriteStringValue(value.Money.ToString());
                break;
            default:
                writer.WriteStringValue(value.Text);
                break;
        }
    }

    private static void WriteItems(Utf8JsonWriter writer, TargetType item, Value list)
    {
        writer.WriteStartArray();
        foreach (var value in new Items(list))
        {
            Write(writer, item, Plain(item, value));
        }

        writer.WriteEndArray();
    }

    private static (ErrorCode Code, string Message)? WrongItem(TargetType item, Value list)
    {
        var wanted = TypeFor(item).Kind;
        foreach (var value in new Items(list))
        {
            var plain = Plain(item, value);
            if (plain.Kind.ToString() != wanted.ToString())
            {
                return (MappingErrors.Unreadable, $"has an item that is {Reading.Nature(value)}");
            }
        }

        return null;
    }

    /// <summary>A source value as text, number or yes/no when JSON says it is one.</summary>
    private static Value Plain(TargetType item, Value value) => value.Kind != ValueKind.Json ? value : (value.Json.ValueKind, TypeFor(item).Kind) switch
    {
        (JsonValueKind.String, TypeKind.Text) => Value.Of(value.Json.GetString()),
        (JsonValueKind.Number, TypeKind.Number) => value.Json.TryGetDecimal(out var number) ? Value.Of(number) : value,
        (JsonValueKind.True or JsonValueKind.False, TypeKind.Boolean) => Value.Of(value.Json.ValueKind == JsonValueKind.True),
        _ => value,
    };
}

using System.Text.Json;

namespace Sharespine.Etl.Mappings.Expressions;

/// <summary>
/// Takes a source value as a text, number, yes/no or list: only when JSON says it is one. Anything looser is asked for by
/// name in the mapping (text(), number(), …), so that a change in the source is noticed.
/// </summary>
internal static class Reading
{
    /// <summary>The expression with source values taken as <paramref name="wanted"/>.</summary>
    internal static Eval As(MappingType wanted, Compiled given, CallSite site) =>
        given.Type.Kind != TypeKind.Any ? given.Run : wanted.Kind switch
        {
            TypeKind.Text => Then(given.Run, site, Text),
            TypeKind.Number => Then(given.Run, site, Number),
            TypeKind.Boolean => Then(given.Run, site, Boolean),
            TypeKind.List => Then(given.Run, site, List),
            _ => given.Run,
        };

    private static Eval Then(Eval run, CallSite site, Func<Value, EvalFrame, CallSite, Value> read) => frame => read(run(frame), frame, site);

    internal static Value Text(Value value, EvalFrame frame, CallSite site)
    {
        if (value.Kind == ValueKind.Json && value.Json.ValueKind == JsonValueKind.String)
        {
            return Value.Of(value.Json.GetString());
        }

        return value.Kind is ValueKind.Text or ValueKind.Nothing or ValueKind.Failed ? value : Refuse(value, frame, site, "a text", "text");
    }

    internal static Value Number(Value value, EvalFrame frame, CallSite site)
    {
        if (value.Kind == ValueKind.Json && value.Json.ValueKind == JsonValueKind.Number && value.Json.TryGetDecimal(out var number))
        {
            return Value.Of(number);
        }

        return value.Kind is ValueKind.Number or ValueKind.Nothing or ValueKind.Failed ? value
            : Nature(value) == "a number" ? frame.Fail(MappingErrors.Unreadable, site, "is too large or too precise a number", value)
            : Refuse(value, frame, site, "a number", "number");
    }

    internal static Value Boolean(Value value, EvalFrame frame, CallSite site)
    {
        if (value.Kind == ValueKind.Json && value.Json.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return Value.Of(value.Json.ValueKind == JsonValueKind.True);
        }

        return value.Kind is ValueKind.Boolean or ValueKind.Nothing or ValueKind.Failed ? value : Refuse(value, frame, site, "true or false", "boolean");
    }

    internal static Value List(Value value, EvalFrame frame, CallSite site) => value.Kind switch
    {
        ValueKind.List or ValueKind.Nothing or ValueKind.Failed => value,
        ValueKind.Json when value.Json.ValueKind == JsonValueKind.Array => value,
        _ => Refuse(value, frame, site, "a list", null),
    };

    /// <summary>What JSON calls it, for messages.</summary>
    internal static string Nature(Value value) => value.Kind switch
    {
        ValueKind.Json => value.Json.ValueKind switch
        {
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "true or false",
            JsonValueKind.Array => "a list",
            _ => "an object",
        },
        ValueKind.Text => "a text",
        ValueKind.Number => "a number",
        ValueKind.Boolean => "true or false",
        ValueKind.List => "a list",
        ValueKind.Date => "a date",
        ValueKind.Instant => "an instant",
        ValueKind.Money => "money",
        _ => "nothing",
    };

    private static Value Refuse(Value value, EvalFrame frame, CallSite site, string wanted, string? function)
    {
        var convertible = Nature(value) is not ("an object" or "a list") && function is not null;
        var advice = convertible ? $" (if that is right, write {function}({site.Source}))" : "";
        return frame.Fail(MappingErrors.Unreadable, site, $"is {Nature(value)}, where {wanted} is wanted{advice}", value);
    }
}

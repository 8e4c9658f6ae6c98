namespace Sharespine.Etl.Mappings.Expressions;

internal static class LogicFunctions
{
    private const string Group = "Logic";

    internal static IReadOnlyList<MappingFunction> All { get; } =
    [
        new("coalesce", Group, "The first that is neither nothing nor an empty text; as ?? for several.", [("coalesce(\"\", null, \"web\")", "\"web\"")],
            new FunctionOverload("values: any or nothing...", "same", (in _, a) => FirstFilled(a))),
        new("isEmpty", Group, "Whether it is nothing, a text of blanks only, or an empty list.", [("isEmpty(\" \")", "true"), ("isEmpty(0)", "false")],
            new FunctionOverload("value: any or nothing", "boolean", (in _, a) => Value.Of(a[0].IsEmpty))),
        new("in", Group, "Whether the first equals one of the others.", [("in(\"paid\", \"open\", \"paid\")", "true")],
            new FunctionOverload("value: any or nothing, of: any...", "boolean", In)),
    ];

    private static Value FirstFilled(ReadOnlySpan<Value> values)
    {
        foreach (var value in values)
        {
            if (!value.IsEmpty)
            {
                return value;
            }
        }

        return Value.Nothing;
    }

    private static Value In(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        for (var i = 1; i < a.Length && !a[0].IsNothing; i++)
        {
            switch (Equality.Compare(a[0], a[i]))
            {
                case true:
                    return Value.Of(true);
                case null:
                    return call.Fail($"is {Reading.Nature(a[0])} and is compared with {Reading.Nature(a[i])}", a[0]);
            }
        }

        return Value.Of(false);
    }
}

namespace Sharespine.Etl.Mappings.Expressions;

internal static class ListFunctions
{
    private const string Group = "Lists (an absent list counts as empty; it is the item at hand)";

    internal static IReadOnlyList<MappingFunction> All { get; } =
    [
        new("sum", Group, "The sum of numbers, or of a number computed for each item. Of an empty list it is 0.", [("sum([1, 2.5])", "3.5"), ("sum([1, 2], it * 10)", "30")],
            new FunctionOverload("list: list, [each: number per item]", "number", Sum)),
        new("count", Group, "How many items there are, or how many the condition holds for.", [("count([1, 2, 3])", "3"), ("count([1, 2, 3], it > 1)", "2")],
            new FunctionOverload("list: list, [condition: boolean per item]", "number", Count)),
        new("first", Group, "The first item, or the first that the condition holds for; nothing when there is none.", [("first([1, 2, 3], it > 1)", "2"), ("first([])", "nothing")],
            new FunctionOverload("list: list, [condition: boolean per item]", "item", First)),
        new("last", Group, "The last item, or the last that the condition holds for; nothing when there is none.", [("last([1, 2, 3])", "3")],
            new FunctionOverload("list: list, [condition: boolean per item]", "item", Last)),
        new("any", Group, "Whether the condition holds for at least one item.", [("any([1, 2], it == 2)", "true"), ("any([], it == 2)", "false")],
            new FunctionOverload("list: list, condition: boolean per item", "boolean", (in call, a) => Ask(call, a[0], true))),
        new("all", Group, "Whether the condition holds for every item (true for an empty list).", [("all([1, 2], it > 1)", "false")],
            new FunctionOverload("list: list, condition: boolean per item", "boolean", (in call, a) => Ask(call, a[0], false))),
        new("filter", Group, "The items that the condition holds for.", [("filter([1, 2, 3], it != 2)", "[1, 3]")],
            new FunctionOverload("list: list, condition: boolean per item", "list of items", Filter)),
        new("map", Group, "For each item what the expression gives.", [("map([\"a\", \"b\"], upper(it))", "[\"A\", \"B\"]")],
            new FunctionOverload("list: list, each: any per item", "list of results", Map)),
        new("distinct", Group, "Each value once, in order of first sight.", [("distinct([\"a\", \"b\", \"a\"])", "[\"a\", \"b\"]")],
            new FunctionOverload("list: list", "list of items", Distinct)),
        new("flatten", Group, "One list of the items of lists within a list.", [("flatten([[1], [2, 3]])", "[1, 2, 3]")],
            new FunctionOverload("list: list", "list", Flatten)),
        new("join", Group, "One text of a list of texts with a separator between; empty ones are left out.", [("join([\"Anna\", \"\", \"Ek\"], \" \")", "\"Anna Ek\"")],
            new FunctionOverload("list: list of text, separator: text", "text", Join)),
    ];

    private static Value Sum(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        var sum = 0m;
        foreach (var item in new Items(a[0]))
        {
            var number = call.HasEach ? call.Each(item) : call.Number(item);
            if (number.IsNothing)
            {
                return call.Fail("has an item without a number (give a fallback with ??)", Value.Nothing);
            }

            if (number.IsFailed)
            {
                return number;
            }

            sum += number.Number;
        }

        return Value.Of(sum);
    }

    private static Value Count(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        if (!call.HasEach)
        {
            return Value.Of((decimal)Items.Count(a[0]));
        }

        var count = 0m;
        foreach (var item in new Items(a[0]))
        {
            var holds = Holds(call, item);
            if (holds.IsFailed)
            {
                return holds;
            }

            count += holds.IsTrue ? 1 : 0;
        }

        return Value.Of(count);
    }

    private static Value First(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        foreach (var item in new Items(a[0]))
        {
            var holds = Holds(call, item);
            if (holds.IsFailed || holds.IsTrue)
            {
                return holds.IsFailed ? holds : item;
            }
        }

        return Value.Nothing;
    }

    private static Value Last(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        var last = Value.Nothing;
        foreach (var item in new Items(a[0]))
        {
            var holds = Holds(call, item);
            if (holds.IsFailed)
            {
                return holds;
            }

            last = holds.IsTrue ? item : last;
        }

        return last;
    }

    private static Value Ask(in FunctionCall call, Value list, bool stopsAt)
    {
        foreach (var item in new Items(list))
        {
            var holds = Holds(call, item);
            if (holds.IsFailed || holds.IsTrue == stopsAt)
            {
                return holds;
            }
        }

        return Value.Of(!stopsAt);
    }

    private static Value Filter(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        var kept = new List<Value>();
        foreach (var item in new Items(a[0]))
        {
            var holds = Holds(call, item);
            if (holds.IsFailed)
            {
                return holds;
            }

            if (holds.IsTrue)
            {
                kept.Add(item);
            }
        }

        return Value.Of(kept);
    }

    private static Value Map(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        var results = new List<Value>(Items.Count(a[0]));
        foreach (var item in new Items(a[0]))
        {
            var result = call.Each(item);
            if (result.IsFailed)
            {
                return result;
            }

            results.Add(result);
        }

        return Value.Of(results);
    }

    private static Value Distinct(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        var kept = new List<Value>();
        foreach (var item in new Items(a[0]))
        {
            if (!kept.Exists(seen => seen.IsNothing ? item.IsNothing : !item.IsNothing && Equality.Compare(seen, item) == true))
            {
                kept.Add(item);
            }
        }

        return Value.Of(kept);
    }

    private static Value Flatten(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        var flat = new List<Value>();
        foreach (var item in new Items(a[0]))
        {
            if (item.Kind == ValueKind.List || (item.Kind == ValueKind.Json && item.Json.ValueKind == System.Text.Json.JsonValueKind.Array))
            {
                foreach (var inner in new Items(item))
                {
                    flat.Add(inner);
                }
            }
            else if (!item.IsNothing)
            {
                flat.Add(item);
            }
        }

        return Value.Of(flat);
    }

    private static Value Join(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        var parts = new List<string>();
        foreach (var item in new Items(a[0]))
        {
            var text = call.Text(item);
            if (text.IsFailed)
            {
                return text;
            }

            if (!text.IsEmpty)
            {
                parts.Add(text.Text);
            }
        }

        return Value.Of(string.Join(a[1].Text, parts));
    }

    /// <summary>Without a condition every item counts; a condition that is nothing does not hold.</summary>
    private static Value Holds(in FunctionCall call, Value item)
    {
        if (!call.HasEach)
        {
            return Value.Of(true);
        }

        var holds = call.Each(item);
        return holds.IsNothing ? Value.Of(false) : holds;
    }
}

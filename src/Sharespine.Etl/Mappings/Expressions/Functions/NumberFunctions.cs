using System.Globalization;
using System.Text.Json;

namespace Sharespine.Etl.Mappings.Expressions;

internal static class NumberFunctions
{
    private const string Group = "Numbers";

    internal static IReadOnlyList<MappingFunction> All { get; } =
    [
        new("number", Group, "Reads a text as an exact number: digits, one decimal point, a minus before. A comma is read only when the second argument names it. An empty text is nothing.",
            [("number(\"-12.50\")", "-12.50"), ("number(\"1 234,50\", \",\")", "1234.50"), ("number(\"\")", "nothing")],
            new FunctionOverload("value: any, [decimalSign: fixed text]", "number", ToNumber)
            { CheckFixed = fixedValues => WrongSign(fixedValues, 1) }),
        new("formatNumber", Group, "Writes a number with so many decimals, and a comma where the last argument says so. It never rounds: round first.",
            [("formatNumber(12.5, 2)", "\"12.50\""), ("formatNumber(1234.5, 2, \",\")", "\"1234,50\"")],
            new FunctionOverload("value: number, digits: number, [decimalSign: fixed text]", "text", Format) { CheckFixed = fixedValues => WrongSign(fixedValues, 2) }),
        new("round", Group, "Rounds to that many decimals (0 when left out), half away from zero as Swedish invoices do.", [("round(2.345, 2)", "2.35"), ("round(-2.5)", "-3")],
            Rounding(MidpointRounding.AwayFromZero)),
        new("roundHalfEven", Group, "Rounds to that many decimals, half to the even neighbour.", [("roundHalfEven(2.345, 2)", "2.34")], Rounding(MidpointRounding.ToEven)),
        new("abs", Group, "Without its sign.", [("abs(-5)", "5")], Simple(Math.Abs)),
        new("floor", Group, "The whole number at or below.", [("floor(-1.5)", "-2")], Simple(Math.Floor)),
        new("ceil", Group, "The whole number at or above.", [("ceil(1.2)", "2")], Simple(Math.Ceiling)),
        new("min", Group, "The smallest.", [("min(3, 1, 2)", "1")], new FunctionOverload("values: number...", "number", (in _, a) => Pick(a, (x, y) => x < y))),
        new("max", Group, "The largest.", [("max(3, 1, 2)", "3")], new FunctionOverload("values: number...", "number", (in _, a) => Pick(a, (x, y) => x > y))),
    ];

    /// <summary>Digits, one decimal sign, a leading sign. Blanks between thousands only where a comma was asked for.</summary>
    internal static bool TryRead(string text, bool hasComma, out decimal number)
    {
        var plain = text.Trim();
        if (hasComma)
        {
            plain = plain.Contains('.', StringComparison.Ordinal) ? "" : plain.Replace(" ", "", StringComparison.Ordinal).Replace("\u00a0", "", StringComparison.Ordinal)
                .Replace("\u202f", "", StringComparison.Ordinal).Replace('\u2212', '-').Replace(',', '.');
        }

        return decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    private static Value ToNumber(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        var value = a[0];
        if (value.Kind == ValueKind.Number || (value.Kind == ValueKind.Json && value.Json.ValueKind == JsonValueKind.Number))
        {
            return call.Number(value);
        }

        if (value.Kind != ValueKind.Text && !(value.Kind == ValueKind.Json && value.Json.ValueKind == JsonValueKind.String))
        {
            return call.Fail("cannot be read as a number", value);
        }

        var text = value.Kind == ValueKind.Text ? value.Text : value.Json.GetString()!;
        return string.IsNullOrWhiteSpace(text) ? Value.Nothing
            : TryRead(text, !a[1].IsNothing && a[1].Text == ",", out var number) ? Value.Of(number)
            : call.Fail("cannot be read as a number", value);
    }

    private static Value Format(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        var (number, digits) = (a[0].Number, a[1].Number);
        if (digits is < 0 or > 28 || digits != decimal.Truncate(digits))
        {
            return call.Fail("is not a number of decimals from 0 to 28", a[1]);
        }

        var places = decimal.ToInt32(digits);
        return Math.Round(number, places) != number
            ? call.Fail("has more decimals than are to be written", a[0], MappingErrors.NotExact)
            : Value.Of(number.ToString("F" + places.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).Replace('.', a[2].IsNothing ? '.' : a[2].Text[0]));
    }

    private static string? WrongSign(IReadOnlyList<Value?> fixedValues, int at) =>
        fixedValues.Count > at && fixedValues[at] is { Kind: ValueKind.Text } sign && sign.Text is not ("," or ".") ? "the decimal sign is \",\" or \".\"." : null;

    private static FunctionOverload Rounding(MidpointRounding rounding) => new("value: number, [digits: number]", "number", (in call, a) =>
    {
        var digits = a[1].IsNothing ? 0 : a[1].Number;
        return digits is < 0 or > 28 || digits != decimal.Truncate(digits)
            ? call.Fail("is rounded to a number of decimals that is not 0 to 28", a[0])
            : Value.Of(Math.Round(a[0].Number, decimal.ToInt32(digits), rounding));
    });

    private static FunctionOverload Simple(Func<decimal, decimal> change) => new("value: number", "number", (in _, a) => Value.Of(change(a[0].Number)));

    private static Value Pick(ReadOnlySpan<Value> values, Func<decimal, decimal, bool> isBetter)
    {
        var best = values[0].Number;
        foreach (var value in values)
        {
            best = isBetter(value.Number, best) ? value.Number : best;
        }

        return Value.Of(best);
    }
}

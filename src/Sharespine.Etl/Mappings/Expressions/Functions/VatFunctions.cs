namespace Sharespine.Etl.Mappings.Expressions;

internal static class VatFunctions
{
    private const string Group = "VAT (rates in percent; amounts unrounded)";

    internal static IReadOnlyList<MappingFunction> All { get; } =
    [
        new("vatOf", Group, "The VAT on a net amount.", [("vatOf(100, 25)", "25")],
            new FunctionOverload("net: number, rate: number", "number", (in _, a) => Value.Of(a[0].Number * a[1].Number / 100))),
        new("grossOf", Group, "Net with VAT added.", [("grossOf(80, 25)", "100")],
            new FunctionOverload("net: number, rate: number", "number", (in _, a) => Value.Of(a[0].Number + (a[0].Number * a[1].Number / 100)))),
        new("netOf", Group, "Gross with VAT taken off.", [("netOf(125, 25)", "100")],
            new FunctionOverload("gross: number, rate: number", "number", (in call, a) => a[1].Number <= -100 ? call.Fail("is not a VAT rate", a[1]) : Value.Of(a[0].Number * 100 / (100 + a[1].Number)))),
        new("vatRate", Group, "The rate of the list that explains VAT on a net amount, an öre of rounding allowed; nothing when none does. Without VAT it is 0.",
            [("vatRate(103.20, 25.80, [25, 12, 6])", "25"), ("vatRate(100, 19, [25, 12, 6])", "nothing"), ("vatRate(1000, 0, [25, 12, 6])", "0")],
            new FunctionOverload("net: number, vat: number, rates: list of numbers", "number", VatRate)),
    ];

    private static Value VatRate(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        var (net, vat) = (a[0].Number, a[1].Number);
        if (vat == 0)
        {
            return Value.Of(0m);
        }

        var (best, bestOff) = (Value.Nothing, 0.01m);
        foreach (var item in new Items(a[2]))
        {
            var rate = call.Number(item);
            if (rate.Kind != ValueKind.Number)
            {
                return Value.Failed;
            }

            var off = Math.Abs((net * rate.Number / 100) - vat);
            if (off < bestOff || (off == bestOff && best.IsNothing))
            {
                (best, bestOff) = (rate, off);
            }
        }

        return best;
    }
}

using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Expressions;

internal static class MoneyFunctions
{
    private const string Group = "Money";

    internal static IReadOnlyList<MappingFunction> All { get; } =
    [
        new("money", Group, "An amount with its currency, or the text \"12.50 SEK\" of our own documents. The amount must be exact: round it on purpose when it has more decimals than the currency.",
            [("money(12.5, \"SEK\")", "12.50 SEK"), ("money(\"99.90\", \"EUR\")", "99.90 EUR"), ("money(\"12.50 SEK\")", "12.50 SEK")],
            new FunctionOverload("value: text", "money", (in call, a) => a[0].IsEmpty ? Value.Nothing : Money.TryParse(a[0].Text, out var money) ? Value.Of(money) : call.Fail("cannot be read as money like 12.50 SEK", a[0])),
            new FunctionOverload("amount: any, currency: text", "money", ToMoney) { CheckFixed = fixedValues => WrongCurrency(fixedValues[1]) }),
        new("amount", Group, "The amount of money, in kronor, euro and so on.", [("amount(money(12.5, \"SEK\"))", "12.5")],
            new FunctionOverload("value: money", "number", (in _, a) => Value.Of(a[0].Money.Major))),
        new("currency", Group, "The currency of money.", [("currency(money(12.5, \"SEK\"))", "\"SEK\"")],
            new FunctionOverload("value: money", "text", (in _, a) => Value.Of(a[0].Money.Currency.Code))),
        new("minor", Group, "The amount in öre, cent: the smallest unit.", [("minor(money(12.5, \"SEK\"))", "1250")],
            new FunctionOverload("value: money", "number", (in _, a) => Value.Of((decimal)a[0].Money.Minor))),
        new("fromMinor", Group, "Money from an amount in öre, cent: the smallest unit.", [("fromMinor(1250, \"SEK\")", "12.50 SEK"), ("fromMinor(1250, \"JPY\")", "1250 JPY")],
            new FunctionOverload("amount: any, currency: text", "money", FromMinor) { CheckFixed = fixedValues => WrongCurrency(fixedValues[1]) }),
    ];

    private static Value ToMoney(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        var amount = Amount(call, a[0]);
        if (amount.Kind != ValueKind.Number || CurrencyOf(call, a[1]) is not { } currency)
        {
            return amount.IsNothing ? amount : Value.Failed;
        }

        return amount.Number * currency.MinorPerMajor is var minor && minor != decimal.Truncate(minor)
            ? call.Fail($"has more decimals than {currency} has", a[0], MappingErrors.NotExact)
            : Of(call, minor, currency, a[0]);
    }

    private static Value FromMinor(in FunctionCall call, ReadOnlySpan<Value> a)
    {
        var amount = Amount(call, a[0]);
        if (amount.Kind != ValueKind.Number || CurrencyOf(call, a[1]) is not { } currency)
        {
            return amount.IsNothing ? amount : Value.Failed;
        }

        return amount.Number != decimal.Truncate(amount.Number)
            ? call.Fail("is not a whole number of the smallest unit", a[0], MappingErrors.NotExact)
            : Of(call, amount.Number, currency, a[0]);
    }

    private static Value Of(in FunctionCall call, decimal minor, Currency currency, Value culprit) =>
        Math.Abs(minor) > 1_000_000_000_000_000_000m ? call.Fail("is too large an amount", culprit) : Value.Of(new Money(decimal.ToInt64(minor), currency));

    /// <summary>A number, or a text that reads as one; an empty text is nothing.</summary>
    private static Value Amount(in FunctionCall call, Value value)
    {
        if (value.Kind is ValueKind.Number || (value.Kind == ValueKind.Json && value.Json.ValueKind == System.Text.Json.JsonValueKind.Number))
        {
            return call.Number(value);
        }

        if (value.IsEmpty)
        {
            return Value.Nothing;
        }

        var text = value.Kind == ValueKind.Text || (value.Kind == ValueKind.Json && value.Json.ValueKind == System.Text.Json.JsonValueKind.String) ? call.Text(value) : value;
        return text.Kind == ValueKind.Text && NumberFunctions.TryRead(text.Text, false, out var number) ? Value.Of(number) : call.Fail("cannot be read as an amount", value);
    }

    private static Currency? CurrencyOf(in FunctionCall call, Value code)
    {
        if (Currency.TryParse(code.Text, out var currency))
        {
            return currency;
        }

        call.Fail("is not a currency of three letters", code);
        return null;
    }

    private static string? WrongCurrency(Value? code) => code is { Kind: ValueKind.Text } text && !Currency.TryParse(text.Text, out _)
        ? $"\"{text.Text}\" is not a currency; three letters are wanted, such as SEK."
        : null;
}

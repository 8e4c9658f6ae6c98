using Sharespine.Etl.Mappings.Expressions;
using static Sharespine.Etl.Tests.Mappings.Expressions;

namespace Sharespine.Etl.Tests.Mappings;

/// <summary>The words of every finding in an expression, which begins at m.yaml:7:12.</summary>
public sealed class ExpressionFindingTests
{
    [Theory]
    [InlineData("", "m.yaml:7:12: MAP001 total: there is no expression here. Try: write null to leave the field out on purpose.")]
    [InlineData("1 +", "m.yaml:7:15: MAP001 total: a value is missing here; the expression ends here.")]
    [InlineData("(1 + 2", "m.yaml:7:18: MAP001 total: \")\" is missing; the expression ends here. Try: between { and } YAML ends a value at a comma; put such an expression in single quotes.")]
    [InlineData("a b", "m.yaml:7:14: MAP001 total: the expression should end here, or go on with an operator; \"b\" stands here.")]
    [InlineData("\"abc", "m.yaml:7:13: MAP001 total: the text that starts here has no closing \". Try: end it with \"")]
    [InlineData("a = 1", "m.yaml:7:14: MAP001 total: \"=\" does not compare; \"=\" stands here. Try: write ==")]
    [InlineData("1 < 2 < 3", "m.yaml:7:18: MAP001 total: comparisons do not chain; \"<\" stands here. Try: write a < b and b < c")]
    [InlineData("if a == 1 then 2", "m.yaml:7:28: MAP001 total: this if has no else; the expression ends here. Try: write else null if nothing is wanted.")]
    [InlineData("if a == 1 2 else 3", "m.yaml:7:22: MAP001 total: \"then\" is missing after the condition of if; \"2\" stands here.")]
    [InlineData("a || b", "m.yaml:7:14: MAP001 total: \"|\" is not used here. Try: write or.")]
    [InlineData("!a", "m.yaml:7:12: MAP001 total: \"!\" is not used here. Try: write not, or != to compare.")]
    [InlineData("a ? b", "m.yaml:7:14: MAP001 total: \"?\" is not used here. Try: write if … then … else …, or ?? for a fallback.")]
    [InlineData("100 % 3", "m.yaml:7:16: MAP001 total: \"%\" is not used here. Try: a percentage is a plain number: vatOf(net, 25).")]
    [InlineData("“a”", "m.yaml:7:12: MAP001 total: “ is a typographic quote. Try: write a straight quote: \" or '")]
    [InlineData("12x", "m.yaml:7:12: MAP001 total: \"12x\" is neither a number nor a name. Try: put text in quotes; a name that starts with a digit is written in backticks.")]
    [InlineData("1.2.3", "m.yaml:7:12: MAP001 total: \"1.2.3\" is not a number. Try: write digits with one decimal point: 1234.56")]
    [InlineData("\"\\d\"", "m.yaml:7:14: MAP001 total: \\d is not known inside a text. Try: write \\\\ for a backslash; \\n, \\r, \\t, \\\" and \\' are known.")]
    [InlineData("a.", "m.yaml:7:14: MAP001 total: a field name is missing after \".\"; the expression ends here.")]
    [InlineData("a[b > 1]", "m.yaml:7:14: MAP001 total: inside [ ] stands a position, a field name in quotes, or field=value; \"b\" stands here. Try: write [0], [\"name\"] or [key=\"value\"]; for anything else use filter(list, condition).")]
    [InlineData("a[1.5]", "m.yaml:7:14: MAP001 total: 1.5 is not a position. Try: positions are whole numbers from 0.")]
    [InlineData("trim(a", "m.yaml:7:18: MAP001 total: \")\" is missing; the expression ends here. Try: between { and } YAML ends a value at a comma; put such an expression in single quotes.")]
    public void What_cannot_be_parsed_is_told_at_its_character(string expression, string finding) => Assert.Equal(finding, Findings(expression));

    [Theory]
    [InlineData("trin(a)", "m.yaml:7:12: MAP003 total: there is no function trin(). Try: did you mean \"trim\"?")]
    [InlineData("zzzzzzz(a)", "m.yaml:7:12: MAP003 total: there is no function zzzzzzz(). Try: see the list of functions in docs/mappings.md.")]
    [InlineData("left(a)", "m.yaml:7:12: MAP004 total: left() is given 1 argument. Try: left(value: text, count: number) → text")]
    [InlineData("left(a, \"2\")", "m.yaml:7:20: MAP004 total: left() wants a number as its count; \"2\" is a text. Try: number(\"2\")")]
    [InlineData("addDays(\"2026-01-01\", 1)", "m.yaml:7:20: MAP004 total: addDays() wants a date as its value; \"2026-01-01\" is a text. Try: date(\"2026-01-01\")")]
    [InlineData("amount(total)", "m.yaml:7:19: MAP004 total: amount() wants money as its value; total is a source value. Try: money(total, currency)")]
    [InlineData("\"a\" + 1", "m.yaml:7:17: MAP005 total: + adds numbers. Try: join texts with &.")]
    [InlineData("1 & \"a\"", "m.yaml:7:12: MAP005 total: 1 is a number, where a text before & is wanted. Try: text(1)")]
    [InlineData("1 == \"a\"", "m.yaml:7:14: MAP005 total: a number is compared with a text; they are never equal. Try: convert one of them.")]
    [InlineData("a < b", "m.yaml:7:14: MAP005 total: two source values are compared; it cannot be told whether as numbers or as texts. Try: number(a) < number(b)")]
    [InlineData("money(a, \"SEK\") * 2", "m.yaml:7:28: MAP005 total: money * a number cannot be computed: money is only added to and taken from money. Try: compute with amount(x) and make money of the result: money(round(amount(x) * 1.25, 2), currency(x))")]
    [InlineData("if a then 1 else \"b\"", "m.yaml:7:29: MAP005 total: then gives a number and else gives a text. Try: make both the same type.")]
    [InlineData("not 1", "m.yaml:7:16: MAP005 total: 1 is a number, where yes or no after not is wanted.")]
    [InlineData("[1, \"a\"]", "m.yaml:7:16: MAP005 total: the list mixes a number with a text.")]
    [InlineData("upper(a).b", "m.yaml:7:21: MAP005 total: upper(a) is a text and has no field b.")]
    [InlineData("if 1 == 1 then a else b", "m.yaml:7:15: MAP006 total: the condition is always true; the part after else is never reached.")]
    [InlineData("when a == 1 then 1 when a == 1 then 2 else 3", "m.yaml:7:36: MAP006 total: the condition a == 1 was already asked above; this part is never reached.")]
    [InlineData("\"x\" ?? a", "m.yaml:7:17: MAP006 total: \"x\" is never empty; what follows ?? is never reached.")]
    [InlineData("true or a", "m.yaml:7:20: MAP006 total: true is always true; what follows or is never reached.")]
    [InlineData("lookup(\"vat-code\", a)", "m.yaml:7:19: MAP007 total: there is no lookup table \"vat-code\". Try: did you mean \"vat-codes\"?")]
    [InlineData("lookup(\"vat-codes\")", "m.yaml:7:12: MAP004 total: lookup() wants a table and a key. Try: lookup(\"table\", key)")]
    [InlineData("matches(a, \"(\")", "m.yaml:7:12: MAP008 total: the pattern \"(\" cannot be read: InsufficientClosingParentheses at its character 2.")]
    [InlineData("matches(a, b)", "m.yaml:7:23: MAP004 total: the pattern of matches() has to be written out, not computed.")]
    [InlineData("instant(a, \"Europe/Stokholm\")", "m.yaml:7:12: MAP008 total: \"Europe/Stokholm\" is not a time zone; write one like \"Europe/Stockholm\", or \"UTC\".")]
    [InlineData("money(a, \"kronor\")", "m.yaml:7:12: MAP008 total: \"kronor\" is not a currency; three letters are wanted, such as SEK.")]
    [InlineData("1 / 0", "m.yaml:7:12: MAP008 total: 1 / 0 cannot be computed from 1 and 0: division by zero.")]
    [InlineData("number(\"12,50\")", "m.yaml:7:12: MAP008 total: \"12,50\" cannot be read as a number.")]
    [InlineData("number(a, \";\")", "m.yaml:7:12: MAP008 total: the decimal sign is \",\" or \".\".")]
    [InlineData("padLeft(a, 5, \"00\")", "m.yaml:7:12: MAP008 total: padLeft() fills with one character.")]
    [InlineData("formatDate(date(a), \"%\")", "m.yaml:7:12: MAP008 total: \"%\" is not a date format; d, M and y stand for day, month and year.")]
    [InlineData("min(\"a\", 1)", "m.yaml:7:16: MAP004 total: min() wants a number as its values; \"a\" is a text. Try: number(\"a\")")]
    [InlineData("coalesce(1, \"a\")", "m.yaml:7:12: MAP005 total: the arguments of coalesce() are of different types. Try: make them the same type.")]
    [InlineData("sum(lines, upper(it.name))", "m.yaml:7:23: MAP004 total: sum() wants a number as its each; upper(it.name) is a text. Try: sum(list: list, [each: number per item]) → number")]
    [InlineData("it.total", "m.yaml:7:12: MAP002 total: \"it\" is the item at hand inside filter, sum, first, any, all, count, map; there is no list here.")]
    public void What_has_the_wrong_type_or_can_never_happen_is_told_before_any_record_is_read(string expression, string finding) => Assert.Equal(finding, Findings(expression));

    [Fact]
    public void A_target_s_type_is_asked_for_with_the_conversion_to_write()
    {
        Assert.Equal("m.yaml:7:12: MAP005 total: placed is a source value, where a date is wanted. Try: date(placed)", Findings("placed", MappingType.Date));
        Assert.Equal("m.yaml:7:12: MAP005 total: instant(placed) is an instant, where a date is wanted. Try: localDate(instant(placed), \"Europe/Stockholm\")", Findings("instant(placed)", MappingType.Date));
        Assert.Equal("", Findings("placed", MappingType.Text));
    }

    [Fact]
    public void A_place_is_found_through_folding_block_signs_and_doubled_quotes()
    {
        Assert.Equal("m.yaml:3:8", Place("number: >-\n  if a\n  then bad\n  else c\n", 1, 9, "if a then bad else c", "bad"));
        Assert.Equal("m.yaml:2:7", Place("x:\n  a + bad\n", 2, 3, "a + bad", "bad"));
        Assert.Equal("m.yaml:1:18", Place("number: @@@a@@ & bad@\n".Replace('@', '\''), 1, 9, "'a' & bad", "bad"));
        Assert.Equal("m.yaml:1:9", Place("number: \"a\\u0020& bad\"\n", 1, 9, "a & bad", "bad"));
    }

    private static string Place(string file, int line, int column, string expression, string part) =>
        new ExpressionText(expression, new("m.yaml", line, column), file).PlaceOf(expression.IndexOf(part, StringComparison.Ordinal)).ToString();

    [Fact]
    public void Two_mistakes_in_one_expression_are_both_told() =>
        Assert.Equal(2, Findings("trin(a) & upper(a, b)").Split(Environment.NewLine).Length);

    [Fact]
    public void Deep_nesting_is_a_finding_and_not_a_crash() =>
        Assert.Contains("the expression is nested too deep.", Findings(new string('(', 5000) + "1" + new string(')', 5000)), StringComparison.Ordinal);
}

using static Sharespine.Etl.Tests.Mappings.Expressions;

namespace Sharespine.Etl.Tests.Mappings;

public sealed class ExpressionTests
{
    private const string Order = """
        {"id":42,"status":"processing","total":"125.00","customer":null,"paid":true,"empty":"",
         "billing":{"email":" A@B.se ","odd name":"x"},
         "lines":[{"id":1,"net":"80.00","qty":2,"sku":"A"},{"id":2,"net":"20","qty":1,"sku":null}],
         "meta":[{"key":"_a","value":"1"},{"key":"_vat","value":"SE556"},{"key":"_vat","value":"later"}],"none":[]}
        """;

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 2 - 3", "5")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("-2 * -3", "6")]
    [InlineData("null ?? 1 * 5", "5")]
    [InlineData("1 / 8", "0.125")]
    [InlineData("not (1 > 2) and 2 < 1 or 3 > 2", "true")]
    [InlineData("\"a\" & 'b' & null", "\"ab\"")]
    [InlineData("\"1\" == \"1\" and 1.0 == 1.00", "true")]
    [InlineData("[1, 2][1]", "2")]
    [InlineData("split(\"a;b\", \";\")[-1]", "\"b\"")]
    public void Operators_bind_and_compute_as_documented(string expression, string gives) => Assert.Equal(gives, Run(expression));

    [Theory]
    [InlineData("id", "42")]
    [InlineData("lower(trim(billing.email))", "\"a@b.se\"")]
    [InlineData("billing[\"odd name\"]", "\"x\"")]
    [InlineData("source[\"status\"]", "\"processing\"")]
    [InlineData("billing.missing", "nothing")]
    [InlineData("customer.id", "nothing")]
    [InlineData("absent.deeper.still", "nothing")]
    [InlineData("lines[0].sku", "\"A\"")]
    [InlineData("lines[-1].id", "2")]
    [InlineData("lines[9].id", "nothing")]
    [InlineData("lines.id", "[1, 2]")]
    [InlineData("none.id", "nothing")]
    [InlineData("meta[key=\"_vat\"].value", "\"SE556\"")]
    [InlineData("meta[key=\"_none\"].value ?? \"-\"", "\"-\"")]
    [InlineData("empty ?? \"filled\"", "\"filled\"")]
    [InlineData("sum(lines, number(it.net) * it.qty)", "180.00")]
    [InlineData("count(lines, it.sku == \"A\")", "1")]
    [InlineData("map(filter(lines, it.sku != null), it.sku)", "[\"A\"]")]
    [InlineData("sum(nothing_here)", "0")]
    [InlineData("any(lines, any(meta, it.key == \"_vat\"))", "true")]
    [InlineData("if paid then \"yes\" else \"no\"", "\"yes\"")]
    [InlineData("when status == \"x\" then 1 when status == \"processing\" then 2 else 3", "2")]
    [InlineData("customer == null", "true")]
    [InlineData("money(total, \"SEK\")", "125.00 SEK")]
    [InlineData("lookup(\"vat-codes\", number(\"25.00\"))", "\"MP1\"")]
    [InlineData("lookup(\"providers\", \"bacs\")", "nothing")]
    [InlineData("has(\"vat-codes\", \"6\")", "false")]
    public void A_record_is_read_by_path(string expression, string gives) => Assert.Equal(gives, Run(expression, Order));

    [Theory]
    [InlineData("number(status)", "! MAP060 status \"processing\" cannot be read as a number")]
    [InlineData("total * 2", "! MAP060 total \"125.00\" is a text, where a number is wanted (if that is right, write number(total))")]
    [InlineData("upper(id)", "! MAP060 id 42 is a number, where a text is wanted (if that is right, write text(id))")]
    [InlineData("id == \"42\"", "! MAP060 id 42 is a number and is compared with a text")]
    [InlineData("absent + 1", "! MAP060 absent nothing is nothing, and + needs a value (give a fallback with ??)")]
    [InlineData("id / (id - 42)", "! MAP060 id / (id - 42) nothing cannot be computed from 42 and 0: division by zero")]
    [InlineData("money(total, \"SEK\") + money(total, \"EUR\")", "! MAP060 money(total, \"SEK\") + money(total, \"EUR\") nothing cannot be computed from 125.00 SEK and 125.00 EUR: the currencies differ")]
    [InlineData("money(\"1.005\", text(\"SEK\") & empty)", "! MAP065 \"1.005\" \"1.005\" has more decimals than SEK has")]
    [InlineData("formatNumber(id / 8, 1)", "! MAP065 id / 8 5.25 has more decimals than are to be written")]
    [InlineData("money(total)", "! MAP060 total \"125.00\" cannot be read as money like 12.50 SEK")]
    [InlineData("matches(text(null), \"a\") and paid", "! MAP060 matches(text(null), \"a\") nothing is nothing, where yes or no is wanted")]
    [InlineData("status.x", "! MAP060 status \"processing\" is a text and has no field x")]
    [InlineData("if empty == \"\" and absent then 1 else 2", "! MAP060 absent nothing is nothing, where yes or no is wanted")]
    [InlineData("lookup(\"vat-codes\", \"7\" & empty)", "! MAP063 \"7\" & empty \"7\" is not in the table \"vat-codes\"")]
    [InlineData("instant(\"2026-10-25T01:30:00\" & empty)", "! MAP060 \"2026-10-25T01:30:00\" & empty \"2026-10-25T01:30:00\" does not say its time zone (name it: instant(x, \"UTC\"))")]
    [InlineData("instant(\"2026-03-29 02:30:00\" & empty, \"Europe/Stockholm\")", "! MAP060 \"2026-03-29 02:30:00\" & empty \"2026-03-29 02:30:00\" does not exist in Europe/Stockholm: the clock was put forward over it")]
    [InlineData("79228162514264337593543950335 * id", "! MAP060 79228162514264337593543950335 * id nothing cannot be computed from 79228162514264337593543950335 and 42: the number is too large")]
    public void What_cannot_be_read_is_told_with_its_place_and_value_and_never_becomes_zero(string expression, string failure) =>
        Assert.Equal(failure, Run(expression, Order));

    [Fact]
    public void The_condition_of_an_arm_not_taken_is_not_read() =>
        Assert.Equal("1", Run("if status == \"processing\" then 1 else number(status)", Order));
}

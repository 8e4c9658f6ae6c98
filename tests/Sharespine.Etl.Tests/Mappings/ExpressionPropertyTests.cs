using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Sharespine.Etl.Mappings.Expressions;

namespace Sharespine.Etl.Tests.Mappings;

public sealed class ExpressionPropertyTests
{
    private const string Record = """{"id":42,"total":"125.50","note":"","paid":true,"lines":[{"net":"80.00","qty":2},{"net":"20.25","qty":1}],"empty":[]}""";

    [Fact]
    public void What_is_printed_parses_to_the_same_expression() =>
        Prop.ForAll(Arb.From(Expressions(4)), expression =>
        {
            var printed = ExpressionPrinter.Print(expression);
            return Structure(ExpressionParser.Parse(printed)) == Structure(expression) ? true : throw new InvalidOperationException(printed);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261121, 3));

    [Fact]
    public void The_same_expression_on_the_same_record_gives_the_same_again_and_never_throws() =>
        Prop.ForAll(Arb.From(Expressions(4)), expression =>
        {
            var printed = ExpressionPrinter.Print(expression);
            return Mappings.Expressions.Run(printed, Record) == Mappings.Expressions.Run(printed, Record);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261121, 3));

    [Fact]
    public void Any_text_at_all_is_an_expression_or_a_finding_with_a_place() =>
        Prop.ForAll(Arb.From(Gen.Elements("a", "1", ".", "[", "]", "(", ")", "\"", "'", "`", "if ", "then ", " else ", "==", "=", "??", "-", "&", " ", "\\", "é", "trim", ",", "null", "$", "€").ListOf().Select(parts => string.Concat(parts))), text =>
        {
            var findings = Mappings.Expressions.Findings(text.Trim());
            return findings.Length == 0 || findings.Split(Environment.NewLine).All(line => line.StartsWith("m.yaml:7:", StringComparison.Ordinal));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20261121, 3));

    [Fact]
    public void Money_keeps_every_amount_through_text_minor_units_and_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), Arb.From(Gen.Elements("SEK", "JPY", "KWD")), (minor, currency) =>
        {
            var expression = string.Create(CultureInfo.InvariantCulture, $"fromMinor({minor}, \"{currency}\")");
            var money = Mappings.Expressions.Run(expression);
            return Mappings.Expressions.Run($"money(amount({expression}), currency({expression}))") == money
                && Mappings.Expressions.Run($"minor({expression})") == minor.ToString(CultureInfo.InvariantCulture)
                && Mappings.Expressions.Run($"{expression} + {expression} - {expression}") == money
                && Mappings.Expressions.Run($"-(-{expression})") == money;
        }).Check(Config.QuickThrowOnFailure.WithReplay(20261121, 3));

    [Fact]
    public void Net_and_gross_undo_each_other_and_vat_finds_its_rate() =>
        Prop.ForAll(Arb.From(Gen.Choose(100, 10_000_000)), Arb.From(Gen.Elements("25", "12", "6")), (minor, rate) =>
        {
            var net = (minor / 100m).ToString(CultureInfo.InvariantCulture);
            return Mappings.Expressions.Run($"netOf(grossOf({net}, {rate}), {rate}) == {net}") == "true"
                && Mappings.Expressions.Run($"vatRate({net}, round(vatOf({net}, {rate}), 2), [{rate}])") == rate;
        }).Check(Config.QuickThrowOnFailure.WithReplay(20261121, 3));

    private static Gen<Expr> Expressions(int depth) => depth == 0 ? Leaves() : Gen.OneOf(
        Leaves(),
        from left in Expressions(depth - 1)
        from right in Expressions(depth - 1)
        from @operator in Gen.Elements(Enum.GetValues<BinaryOperator>())
        select (Expr)new Expr.Binary(@operator, left, right, 0),
        from operand in Expressions(depth - 1) select (Expr)new Expr.Not(operand, 0),
        from operand in Expressions(depth - 1) select (Expr)new Expr.Minus(operand, 0),
        from condition in Expressions(depth - 1)
        from then in Expressions(depth - 1)
        from otherwise in Expressions(depth - 1)
        select (Expr)new Expr.If(condition, then, otherwise, 0),
        from of in Expressions(depth - 1)
        from field in Gen.Elements("net", "odd name", "if", "a\"b")
        select (Expr)new Expr.Member(of, field, 0),
        from of in Expressions(depth - 1)
        from at in Gen.Choose(-2, 3)
        select (Expr)new Expr.Index(of, at, 0),
        from of in Expressions(depth - 1)
        from equal in Expressions(depth - 1)
        from field in Gen.Elements("key", "odd key")
        select (Expr)new Expr.Pick(of, field, equal, 0),
        from first in Expressions(depth - 1)
        from second in Expressions(depth - 1)
        from function in Gen.Elements("sum", "join", "coalesce", "round", "money", "first", "in")
        select (Expr)new Expr.Call(function, [first, second], 0),
        from items in Expressions(depth - 1).ListOf(2)
        select (Expr)new Expr.ListLiteral([.. items], 0));

    private static Gen<Expr> Leaves() => Gen.OneOf(
        Gen.Elements("", "a", "it's \"so\"", "back\\slash\n\t").Select(text => (Expr)new Expr.TextLiteral(text, 0)),
        Gen.Elements(0m, 1m, 12.50m, 0.0001m).Select(number => (Expr)new Expr.NumberLiteral(number, 0)),
        Gen.Elements(true, false).Select(yes => (Expr)new Expr.BooleanLiteral(yes, 0)),
        Gen.Constant((Expr)new Expr.NullLiteral(0)),
        Gen.Elements("id", "total", "note", "paid", "lines", "empty", "absent", "odd name", "then").Select(name => (Expr)new Expr.Name(name, 0)));

    /// <summary>Everything but the offsets.</summary>
    private static string Structure(Expr expression) => expression switch
    {
        Expr.TextLiteral literal => $"text:{literal.Text}",
        Expr.NumberLiteral literal => string.Create(CultureInfo.InvariantCulture, $"number:{literal.Number}"),
        Expr.BooleanLiteral literal => $"yesno:{literal.IsTrue}",
        Expr.NullLiteral => "null",
        Expr.Name name => $"name:{name.Text}",
        Expr.Member member => $"member({Structure(member.Of)},{member.Field})",
        Expr.Index index => $"index({Structure(index.Of)},{index.At})",
        Expr.Pick pick => $"pick({Structure(pick.Of)},{pick.Field},{Structure(pick.Equal)})",
        Expr.Call call => $"call:{call.Function}({string.Join(",", call.Arguments.Select(Structure))})",
        Expr.ListLiteral list => $"list({string.Join(",", list.Items.Select(Structure))})",
        Expr.Not not => $"not({Structure(not.Operand)})",
        Expr.Minus minus => $"minus({Structure(minus.Operand)})",
        Expr.Binary binary => $"{binary.Operator}({Structure(binary.Left)},{Structure(binary.Right)})",
        Expr.If @if => $"if({Structure(@if.Condition)},{Structure(@if.Then)},{Structure(@if.Else)})",
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };
}

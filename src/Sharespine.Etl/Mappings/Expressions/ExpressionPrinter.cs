using System.Globalization;

namespace Sharespine.Etl.Mappings.Expressions;

/// <summary>Writes an expression back as text that parses to the same expression, with no more parentheses than needed.</summary>
public static class ExpressionPrinter
{
    private const int UnaryStrength = 8;
    private const int PostfixStrength = 10;

    public static string Print(Expr expression) => Print(expression, 0);

    /// <summary>How strongly an operator binds; its right operand binds one stronger (all are left-associative).</summary>
    internal static int Strength(BinaryOperator @operator) => @operator switch
    {
        BinaryOperator.Or => 1,
        BinaryOperator.And => 2,
        BinaryOperator.Concatenate => 5,
        BinaryOperator.Add or BinaryOperator.Subtract => 6,
        BinaryOperator.Multiply or BinaryOperator.Divide => 7,
        BinaryOperator.Coalesce => 9,
        _ => 4,
    };

    internal static string Sign(BinaryOperator @operator) => @operator switch
    {
        BinaryOperator.Or => "or",
        BinaryOperator.And => "and",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Concatenate => "&",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        _ => "??",
    };

    private static string Print(Expr expression, int around) => expression switch
    {
        Expr.TextLiteral literal => Quote(literal.Text),
        Expr.NumberLiteral literal => literal.Number.ToString(CultureInfo.InvariantCulture),
        Expr.BooleanLiteral literal => literal.IsTrue ? "true" : "false",
        Expr.NullLiteral => "null",
        Expr.ListLiteral list => "[" + string.Join(", ", list.Items.Select(item => Print(item))) + "]",
        Expr.Name name => Lexer.IsPlainName(name.Text) ? name.Text : $"`{name.Text}`",
        Expr.Member member => Print(member.Of, PostfixStrength) + (Lexer.IsPlainName(member.Field) ? "." + member.Field : $"[{Quote(member.Field)}]"),
        Expr.Index index => string.Create(CultureInfo.InvariantCulture, $"{Print(index.Of, PostfixStrength)}[{index.At}]"),
        Expr.Pick pick => $"{Print(pick.Of, PostfixStrength)}[{(Lexer.IsPlainName(pick.Field) ? pick.Field : $"`{pick.Field}`")}={Print(pick.Equal, 1)}]",
        Expr.Call call => call.Function + "(" + string.Join(", ", call.Arguments.Select(argument => Print(argument))) + ")",
        Expr.Not not => Wrap("not " + Print(not.Operand, 3), 3, around),
        Expr.Minus minus => Wrap("-" + Print(minus.Operand, UnaryStrength), UnaryStrength, around),
        Expr.Binary binary => Wrap(PrintBinary(binary), Strength(binary.Operator), around),
        Expr.If @if => Wrap($"if {Print(@if.Condition, 1)} then {Print(@if.Then)} else {Print(@if.Else)}", 0, around),
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };

    private static string PrintBinary(Expr.Binary binary)
    {
        var strength = Strength(binary.Operator);
        // Comparisons do not chain, so both sides bind stronger.
        var left = strength == 4 ? 5 : strength;
        return $"{Print(binary.Left, left)} {Sign(binary.Operator)} {Print(binary.Right, strength + 1)}";
    }

    private static string Wrap(string text, int strength, int around) => strength < around ? $"({text})" : text;

    private static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal) + "\"";
}

using System.Globalization;

namespace Sharespine.Etl.Mappings.Expressions;

/// <summary>
/// Reads an expression. From weakest to strongest: if/when, or, and, not, comparison, &amp;, + -, * /, minus, ??, path.
/// ?? binds closest, so that <c>quantity ?? 1 * price</c> is (quantity ?? 1) * price.
/// </summary>
public sealed partial class ExpressionParser
{
    private const int DepthMax = 100;

    private static readonly Dictionary<string, BinaryOperator> Comparisons = new()
    {
        ["=="] = BinaryOperator.Equal,
        ["!="] = BinaryOperator.NotEqual,
        ["<"] = BinaryOperator.Less,
        ["<="] = BinaryOperator.LessOrEqual,
        [">"] = BinaryOperator.Greater,
        [">="] = BinaryOperator.GreaterOrEqual,
    };

    private readonly List<Token> _tokens;
    private int _at;
    private int _depth;

    private ExpressionParser(string text) => _tokens = Lexer.Read(text);

    private Token Current => _tokens[_at];

    /// <summary>Throws <see cref="SyntaxException"/>.</summary>
    public static Expr Parse(string text)
    {
        var parser = new ExpressionParser(text);
        if (parser.Current.Kind == TokenKind.End)
        {
            throw new SyntaxException("there is no expression here.", 0, "write null to leave the field out on purpose.");
        }

        var expression = parser.Expression();
        return parser.Current.Kind == TokenKind.End ? expression : throw parser.Unexpected("the expression should end here, or go on with an operator");
    }

    private Expr Expression()
    {
        if (++_depth > DepthMax)
        {
            throw new SyntaxException("the expression is nested too deep.", Current.Offset, "name a part of it under let:.");
        }

        var expression = IsWord("if") || IsWord("when") ? Conditional() : Or();
        _depth--;
        return expression;
    }

    private Expr.If Conditional()
    {
        var offset = Current.Offset;
        var opening = Take().Text;
        var condition = Or();
        Need("then", $"after the condition of {opening}");
        var then = Expression();
        if (opening == "when" && IsWord("when"))
        {
            return new(condition, then, Conditional(), offset);
        }

        if (!IsWord("else"))
        {
            throw Unexpected($"this {opening} has no else", "write else null if nothing is wanted.");
        }

        Take();
        return new(condition, then, Expression(), offset);
    }

    private Expr Or() => Chain(And, "or", BinaryOperator.Or);

    private Expr And() => Chain(Not, "and", BinaryOperator.And);

    private Expr Chain(Func<Expr> operand, string word, BinaryOperator @operator)
    {
        var left = operand();
        while (IsWord(word))
        {
            var offset = Take().Offset;
            left = new Expr.Binary(@operator, left, operand(), offset);
        }

        return left;
    }

    private Expr Not()
    {
        if (!IsWord("not"))
        {
            return Comparison();
        }

        var offset = Take().Offset;
        return Nested(() => new Expr.Not(Not(), offset));
    }

    private Expr Comparison()
    {
        var left = Concatenation();
        if (Current.Kind != TokenKind.Sign || !Comparisons.TryGetValue(Current.Text, out var @operator))
        {
            return IsSign("=") ? throw Unexpected("\"=\" does not compare", "write ==") : left;
        }

        var offset = Take().Offset;
        var right = Concatenation();
        return Current.Kind == TokenKind.Sign && Comparisons.ContainsKey(Current.Text)
            ? throw Unexpected("comparisons do not chain", "write a < b and b < c")
            : new Expr.Binary(@operator, left, right, offset);
    }

    private Expr Concatenation() => Operators(Sum, ("&", BinaryOperator.Concatenate));

    private Expr Sum() => Operators(Product, ("+", BinaryOperator.Add), ("-", BinaryOperator.Subtract));

    private Expr Product() => Operators(Minus, ("*", BinaryOperator.Multiply), ("/", BinaryOperator.Divide));

    private Expr Operators(Func<Expr> operand, params ReadOnlySpan<(string Sign, BinaryOperator Operator)> operators)
    {
        var left = operand();
        while (Find(operators) is { } @operator)
        {
            var offset = Take().Offset;
            left = new Expr.Binary(@operator, left, operand(), offset);
        }

        return left;
    }

    private BinaryOperator? Find(ReadOnlySpan<(string Sign, BinaryOperator Operator)> operators)
    {
        foreach (var (sign, @operator) in operators)
        {
            if (IsSign(sign))
            {
                return @operator;
            }
        }

        return null;
    }

    private Expr Minus()
    {
        if (!IsSign("-"))
        {
            return Coalesce();
        }

        var offset = Take().Offset;
        return Nested(() => new Expr.Minus(Minus(), offset));
    }

    private Expr Coalesce()
    {
        var left = Postfix();
        while (IsSign("??"))
        {
            var offset = Take().Offset;
            left = new Expr.Binary(BinaryOperator.Coalesce, left, IsSign("-") ? Minus() : Postfix(), offset);
        }

        return left;
    }

    private Expr Nested(Func<Expr> part)
    {
        if (++_depth > DepthMax)
        {
            throw new SyntaxException("the expression is nested too deep.", Current.Offset, "name a part of it under let:.");
        }

        var expression = part();
        _depth--;
        return expression;
    }

    private bool IsWord(string word) => Current.Kind == TokenKind.Word && Current.Text == word;

    private bool IsSign(string sign) => Current.Kind == TokenKind.Sign && Current.Text == sign;

    private Token Take() => _tokens[_at++];

    private void Need(string word, string place)
    {
        if (!IsWord(word))
        {
            throw Unexpected($"\"{word}\" is missing {place}");
        }

        Take();
    }

    private void NeedSign(string sign)
    {
        if (!IsSign(sign))
        {
            throw Unexpected($"\"{sign}\" is missing", Current.Kind == TokenKind.End ? "between { and } YAML ends a value at a comma; put such an expression in single quotes." : null);
        }

        Take();
    }

    private SyntaxException Unexpected(string message, string? suggestion = null) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{message}; {Seen()}."), Current.Offset, suggestion);

    private string Seen() => Current.Kind switch
    {
        TokenKind.End => "the expression ends here",
        TokenKind.Text => "a text stands here",
        _ => $"\"{Current.Text}\" stands here",
    };
}

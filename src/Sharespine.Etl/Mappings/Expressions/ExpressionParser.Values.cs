namespace Sharespine.Etl.Mappings.Expressions;

/// <summary>The strongest part of the grammar: literals, calls, parentheses, and paths with what follows them.</summary>
public sealed partial class ExpressionParser
{
    private Expr Postfix()
    {
        var expression = Primary();
        while (true)
        {
            if (IsSign("."))
            {
                Take();
                var field = Current.Kind is TokenKind.Name or TokenKind.Word ? Take() : throw Unexpected("a field name is missing after \".\"");
                expression = new Expr.Member(expression, field.Text, field.Offset);
            }
            else if (IsSign("["))
            {
                expression = Bracket(expression);
            }
            else
            {
                return expression;
            }
        }
    }

    private Expr Bracket(Expr of)
    {
        Take();
        var inside = Current;
        if (inside.Kind == TokenKind.Text && _tokens[_at + 1] is { Kind: TokenKind.Sign, Text: "]" })
        {
            Take();
            Take();
            return new Expr.Member(of, inside.Text, inside.Offset);
        }

        if (inside.Kind == TokenKind.Number || IsSign("-"))
        {
            var index = Position();
            NeedSign("]");
            return new Expr.Index(of, index, inside.Offset);
        }

        if (inside.Kind is TokenKind.Name or TokenKind.Word && _tokens[_at + 1] is { Kind: TokenKind.Sign, Text: "=" or "==" })
        {
            Take();
            Take();
            var equal = Nested(Or);
            NeedSign("]");
            return new Expr.Pick(of, inside.Text, equal, inside.Offset);
        }

        throw Unexpected("inside [ ] stands a position, a field name in quotes, or field=value", "write [0], [\"name\"] or [key=\"value\"]; for anything else use filter(list, condition).");
    }

    private int Position()
    {
        var sign = IsSign("-") ? -1 : 1;
        if (sign < 0)
        {
            Take();
        }

        var number = Current.Kind == TokenKind.Number ? Take() : throw Unexpected("a position is missing");
        return number.Number == decimal.Truncate(number.Number) && number.Number <= int.MaxValue
            ? sign * decimal.ToInt32(number.Number)
            : throw new SyntaxException($"{number.Text} is not a position.", number.Offset, "positions are whole numbers from 0.");
    }

    private Expr Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Text:
                Take();
                return new Expr.TextLiteral(token.Text, token.Offset);
            case TokenKind.Number:
                Take();
                return new Expr.NumberLiteral(token.Number, token.Offset);
            case TokenKind.Name:
                Take();
                return IsSign("(") ? Call(token) : new Expr.Name(token.Text, token.Offset);
            case TokenKind.Word when token.Text is "true" or "false":
                Take();
                return new Expr.BooleanLiteral(token.Text == "true", token.Offset);
            case TokenKind.Word when token.Text == "null":
                Take();
                return new Expr.NullLiteral(token.Offset);
            case TokenKind.Sign when token.Text == "(":
                Take();
                var inner = Expression();
                NeedSign(")");
                return inner;
            case TokenKind.Sign when token.Text == "[":
                Take();
                return new Expr.ListLiteral(Arguments("]"), token.Offset);
            default:
                throw Unexpected("a value is missing here");
        }
    }

    private Expr.Call Call(Token name)
    {
        Take();
        return new(name.Text, Arguments(")"), name.Offset);
    }

    private List<Expr> Arguments(string closing)
    {
        var arguments = new List<Expr>();
        if (!IsSign(closing))
        {
            arguments.Add(Expression());
            while (IsSign(","))
            {
                Take();
                arguments.Add(Expression());
            }
        }

        NeedSign(closing);
        return arguments;
    }
}

namespace Sharespine.Etl.Mappings.Expressions;

/// <summary>An expression as parsed. <see cref="Offset"/> is where it begins in its text, 0-based.</summary>
public abstract record Expr(int Offset)
{
    public sealed override string ToString() => ExpressionPrinter.Print(this);

    public sealed record TextLiteral(string Text, int Offset) : Expr(Offset);

    public sealed record NumberLiteral(decimal Number, int Offset) : Expr(Offset);

    public sealed record BooleanLiteral(bool IsTrue, int Offset) : Expr(Offset);

    public sealed record NullLiteral(int Offset) : Expr(Offset);

    /// <summary>[a, b]</summary>
    public sealed record ListLiteral(IReadOnlyList<Expr> Items, int Offset) : Expr(Offset);

    /// <summary>The start of a path: a name in scope, or a field of the source record.</summary>
    public sealed record Name(string Text, int Offset) : Expr(Offset);

    /// <summary>of.field; over a list, the field of each item.</summary>
    public sealed record Member(Expr Of, string Field, int Offset) : Expr(Offset);

    /// <summary>of[0], counted from 0 as JSON does; of[-1] is the last.</summary>
    public sealed record Index(Expr Of, int At, int Offset) : Expr(Offset);

    /// <summary>of[key="x"]: the first item whose field has that value.</summary>
    public sealed record Pick(Expr Of, string Field, Expr Equal, int Offset) : Expr(Offset);

    public sealed record Call(string Function, IReadOnlyList<Expr> Arguments, int Offset) : Expr(Offset);

    public sealed record Not(Expr Operand, int Offset) : Expr(Offset);

    public sealed record Minus(Expr Operand, int Offset) : Expr(Offset);

    /// <summary>Offset is the operator's.</summary>
    public sealed record Binary(BinaryOperator Operator, Expr Left, Expr Right, int Offset) : Expr(Offset);

    /// <summary>if … then … else …; a chain has its next arm in <see cref="Else"/>.</summary>
    public sealed record If(Expr Condition, Expr Then, Expr Else, int Offset) : Expr(Offset);
}

public enum BinaryOperator
{
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Concatenate,
    Add,
    Subtract,
    Multiply,
    Divide,
    Coalesce,
}

namespace Sharespine.Etl.Mappings.Expressions;

internal sealed partial class ExpressionCompiler
{
    private Compiled CompileBinary(Expr.Binary binary)
    {
        var left = Compile(binary.Left);
        var right = Compile(binary.Right);
        if (left.Type.Kind == TypeKind.Wrong || right.Type.Kind == TypeKind.Wrong)
        {
            return Compiled.Wrong;
        }

        return binary.Operator switch
        {
            BinaryOperator.And or BinaryOperator.Or => CompileLogic(binary, left, right),
            BinaryOperator.Coalesce => CompileCoalesce(binary, left, right),
            BinaryOperator.Concatenate => CompileConcatenate(binary, left, right),
            BinaryOperator.Equal or BinaryOperator.NotEqual => CompileEqual(binary, left, right),
            BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual => CompileOrder(binary, left, right),
            _ => CompileArithmetic(binary, left, right),
        };
    }

    private Compiled CompileLogic(Expr.Binary binary, Compiled left, Compiled right)
    {
        var sign = ExpressionPrinter.Sign(binary.Operator);
        left = Want(left, MappingType.Boolean, binary.Left, $"yes or no before {sign}");
        right = Want(right, MappingType.Boolean, binary.Right, $"yes or no after {sign}");
        var decides = binary.Operator == BinaryOperator.Or;
        if (left.Constant is { Kind: ValueKind.Boolean } constant && constant.IsTrue == decides && !_hasMistake)
        {
            return Mistake(MappingErrors.Unreachable, Start(binary.Right), $"{binary.Left} is always {(decides ? "true" : "false")}; what follows {sign} is never reached.");
        }

        var (first, second) = (left.Run, right.Run);
        var (firstSite, secondSite) = (Site(binary.Left), Site(binary.Right));
        return Fold(new(MappingType.Boolean, frame =>
        {
            var answer = YesOrNo(first(frame), frame, firstSite);
            return answer.IsFailed || answer.IsTrue == decides ? answer : YesOrNo(second(frame), frame, secondSite);
        }), left, right);
    }

    private static Value YesOrNo(Value value, EvalFrame frame, CallSite site) =>
        value.IsNothing ? frame.Fail(MappingErrors.Unreadable, site, "is nothing, where yes or no is wanted", value) : value;

    private Compiled CompileCoalesce(Expr.Binary binary, Compiled left, Compiled right)
    {
        if (left.Constant is { IsEmpty: false })
        {
            return Mistake(MappingErrors.Unreachable, binary.Offset, $"{Short(binary.Left)} is never empty; what follows ?? is never reached.");
        }

        if (MappingType.Join(left.Type, right.Type) is not { } type)
        {
            return Mistake(MappingErrors.TypeMismatch, Start(binary.Right), $"?? gives {left.Type} or {right.Type}.", "make both the same type.");
        }

        var (first, second) = (left.Run, right.Run);
        return Fold(new(type, frame => first(frame) is { IsEmpty: false } value ? value : second(frame)), left, right);
    }

    private Compiled CompileConcatenate(Expr.Binary binary, Compiled left, Compiled right)
    {
        left = Want(left, MappingType.Text, binary.Left, "a text before &");
        right = Want(right, MappingType.Text, binary.Right, "a text after &");
        var (first, second) = (left.Run, right.Run);
        return Fold(new(MappingType.Text, frame =>
        {
            var (before, after) = (first(frame), second(frame));
            return before.IsFailed ? before
                : after.IsFailed ? after
                : Value.Of(string.Concat(before.IsNothing ? "" : before.Text, after.IsNothing ? "" : after.Text));
        }), left, right);
    }

    private Compiled CompileEqual(Expr.Binary binary, Compiled left, Compiled right)
    {
        if (MappingType.Join(left.Type, right.Type) is null)
        {
            return Mistake(MappingErrors.TypeMismatch, binary.Offset, $"{left.Type} is compared with {right.Type}; they are never equal.", "convert one of them.");
        }

        var (first, second) = (left.Run, right.Run);
        var (firstSite, secondSite) = (Site(binary.Left), Site(binary.Right));
        var wanted = binary.Operator == BinaryOperator.Equal;
        return Fold(new(MappingType.Boolean, frame =>
        {
            var (a, b) = (first(frame), second(frame));
            if (a.IsFailed || b.IsFailed)
            {
                return Value.Failed;
            }

            if (a.IsNothing || b.IsNothing)
            {
                return Value.Of((a.IsNothing && b.IsNothing) == wanted);
            }

            return Equality.Compare(a, b) switch
            {
                { } equal => Value.Of(equal == wanted),
                null when a.Kind == ValueKind.Json => frame.Fail(MappingErrors.Unreadable, firstSite, $"is {Reading.Nature(a)} and is compared with {Reading.Nature(b)}", a),
                null => frame.Fail(MappingErrors.Unreadable, secondSite, $"is {Reading.Nature(b)} and is compared with {Reading.Nature(a)}", b),
            };
        }), left, right);
    }

    private Compiled CompileOrder(Expr.Binary binary, Compiled left, Compiled right)
    {
        var type = left.Type.Kind == TypeKind.Any ? right.Type : left.Type;
        if (type.Kind == TypeKind.Any)
        {
            return Mistake(MappingErrors.TypeMismatch, binary.Offset, "two source values are compared; it cannot be told whether as numbers or as texts.", $"number({binary.Left}) {ExpressionPrinter.Sign(binary.Operator)} number({binary.Right})");
        }

        if (type.Kind is not (TypeKind.Number or TypeKind.Date or TypeKind.Instant or TypeKind.Money or TypeKind.Text))
        {
            return Mistake(MappingErrors.TypeMismatch, binary.Offset, $"{type} is neither before nor after another.");
        }

        left = Want(left, type, binary.Left, type.ToString());
        right = Want(right, type, binary.Right, type.ToString());
        return Fold(Operate(binary, MappingType.Boolean, left, right, Ordering(binary.Operator)), left, right);
    }

    private static Func<Value, Value, Value> Ordering(BinaryOperator @operator) => @operator switch
    {
        BinaryOperator.Less => (a, b) => Value.Of(Equality.Order(a, b) < 0),
        BinaryOperator.LessOrEqual => (a, b) => Value.Of(Equality.Order(a, b) <= 0),
        BinaryOperator.Greater => (a, b) => Value.Of(Equality.Order(a, b) > 0),
        _ => (a, b) => Value.Of(Equality.Order(a, b) >= 0),
    };

    private Compiled CompileArithmetic(Expr.Binary binary, Compiled left, Compiled right)
    {
        var sign = ExpressionPrinter.Sign(binary.Operator);
        if (left.Type.Kind == TypeKind.Money || right.Type.Kind == TypeKind.Money)
        {
            return CompileMoney(binary, left, right, sign);
        }

        if (left.Type.Kind == TypeKind.Text && binary.Operator == BinaryOperator.Add)
        {
            return Mistake(MappingErrors.TypeMismatch, binary.Offset, "+ adds numbers.", "join texts with &.");
        }

        left = Want(left, MappingType.Number, binary.Left, $"a number before {sign}");
        right = Want(right, MappingType.Number, binary.Right, $"a number after {sign}");
        Func<Value, Value, Value> compute = binary.Operator switch
        {
            BinaryOperator.Add => (a, b) => Value.Of(a.Number + b.Number),
            BinaryOperator.Subtract => (a, b) => Value.Of(a.Number - b.Number),
            BinaryOperator.Multiply => (a, b) => Value.Of(a.Number * b.Number),
            _ => (a, b) => Value.Of(a.Number / b.Number),
        };
        return Fold(Operate(binary, MappingType.Number, left, right, compute), left, right);
    }

    private Compiled CompileMoney(Expr.Binary binary, Compiled left, Compiled right, string sign)
    {
        if (left.Type.Kind != TypeKind.Money || right.Type.Kind != TypeKind.Money || binary.Operator is not (BinaryOperator.Add or BinaryOperator.Subtract))
        {
            return Mistake(MappingErrors.TypeMismatch, binary.Offset, $"{left.Type} {sign} {right.Type} cannot be computed: money is only added to and taken from money.", "compute with amount(x) and make money of the result: money(round(amount(x) * 1.25, 2), currency(x))");
        }

        Func<Value, Value, Value> compute = binary.Operator == BinaryOperator.Add
            ? (a, b) => Value.Of(a.Money + b.Money)
            : (a, b) => Value.Of(a.Money - b.Money);
        return Fold(Operate(binary, MappingType.Money, left, right, compute), left, right);
    }

    /// <summary>Both sides must be there: nothing is not zero.</summary>
    private Compiled Operate(Expr.Binary binary, MappingType type, Compiled left, Compiled right, Func<Value, Value, Value> compute)
    {
        var (first, second) = (left.Run, right.Run);
        var (site, firstSite, secondSite) = (Site(binary), Site(binary.Left), Site(binary.Right));
        var sign = ExpressionPrinter.Sign(binary.Operator);
        return new(type, frame =>
        {
            var (a, b) = (first(frame), second(frame));
            if (a.IsFailed || b.IsFailed)
            {
                return Value.Failed;
            }

            if (a.IsNothing || b.IsNothing)
            {
                return frame.Fail(MappingErrors.Unreadable, a.IsNothing ? firstSite : secondSite, $"is nothing, and {sign} needs a value (give a fallback with ??)", Value.Nothing);
            }

            try
            {
                return compute(a, b);
            }
            catch (Exception exception) when (exception is ArithmeticException or InvalidOperationException)
            {
                return frame.Fail(MappingErrors.Unreadable, site, $"cannot be computed from {a} and {b}: {Why(exception)}", Value.Nothing);
            }
        });
    }

    private static string Why(Exception exception) => exception switch
    {
        DivideByZeroException => "division by zero",
        ArithmeticException => "the number is too large",
        _ => "the currencies differ",
    };
}

namespace Sharespine.Etl.Mappings.Expressions;

public enum TypeKind
{
    Text,
    Number,
    Boolean,
    Date,
    Instant,
    Money,
    List,

    /// <summary>A value from the source whose type only the record at hand tells.</summary>
    Any,

    /// <summary>The type of <c>null</c>: fits everywhere a value may be absent.</summary>
    Nothing,

    /// <summary>An expression that was already reported as wrong: fits everywhere, so that one mistake is told once.</summary>
    Wrong,
}

/// <summary>The type of an expression as far as it is known before any record is read.</summary>
/// <param name="Item">The items' type, for a list.</param>
public sealed record MappingType(TypeKind Kind, MappingType? Item = null)
{
    public static MappingType Text { get; } = new(TypeKind.Text);

    public static MappingType Number { get; } = new(TypeKind.Number);

    public static MappingType Boolean { get; } = new(TypeKind.Boolean);

    public static MappingType Date { get; } = new(TypeKind.Date);

    public static MappingType Instant { get; } = new(TypeKind.Instant);

    public static MappingType Money { get; } = new(TypeKind.Money);

    public static MappingType Any { get; } = new(TypeKind.Any);

    public static MappingType Nothing { get; } = new(TypeKind.Nothing);

    public static MappingType Wrong { get; } = new(TypeKind.Wrong);

    public static MappingType ListOf(MappingType item) => new(TypeKind.List, item);

    /// <summary>
    /// True when a value of <paramref name="actual"/> may stand where this type is wanted. A source value fits text, number,
    /// boolean and list (the record decides, checked when read); a date, an instant or money it never is by itself.
    /// </summary>
    public bool Takes(MappingType actual) =>
        actual.Kind is TypeKind.Wrong or TypeKind.Nothing
        || Kind is TypeKind.Wrong or TypeKind.Any
        || (actual.Kind == TypeKind.Any ? Kind is TypeKind.Text or TypeKind.Number or TypeKind.Boolean or TypeKind.List
            : Kind == TypeKind.List ? actual.Kind == TypeKind.List && (Item ?? Any).Takes(actual.Item ?? Any)
            : Kind == actual.Kind);

    /// <summary>The type of "one or the other", or null when the two do not go together.</summary>
    public static MappingType? Join(MappingType left, MappingType right) =>
        left == right ? left
        : left.Kind is TypeKind.Nothing or TypeKind.Wrong ? right
        : right.Kind is TypeKind.Nothing or TypeKind.Wrong ? left
        : left.Kind == TypeKind.Any || right.Kind == TypeKind.Any ? Any
        : left.Kind == TypeKind.List && right.Kind == TypeKind.List && Join(left.Item ?? Any, right.Item ?? Any) is { } item ? ListOf(item)
        : null;

    /// <summary>As messages say it: "a text", "a list of numbers".</summary>
    public override string ToString() => Kind switch
    {
        TypeKind.Text => "a text",
        TypeKind.Number => "a number",
        TypeKind.Boolean => "a yes/no",
        TypeKind.Date => "a date",
        TypeKind.Instant => "an instant",
        TypeKind.Money => "money",
        TypeKind.List => "a list",
        TypeKind.Any => "a source value",
        TypeKind.Nothing => "nothing",
        _ => "wrong",
    };
}

using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings;

/// <summary>What can be wrong with a mapping (001–059: found by <c>check</c>) or with a record that it reads (060–099).</summary>
public static class MappingErrors
{
    public static readonly ErrorCode Syntax = new("MAP001", "An expression cannot be read.",
        "A quote, parenthesis or else is missing, or a sign is used that the language does not have.", "Correct the expression at the place given; docs/mappings.md lists what can be written.");

    public static readonly ErrorCode UnknownName = new("MAP002", "A name is not known here.",
        "It is misspelt, or it is a name of another list.", "Use a name from let:, inputs, the list's own as: name, or the source's columns.");

    public static readonly ErrorCode UnknownFunction = new("MAP003", "A function is not known.",
        "It is misspelt, or its plugin is not installed.", "See the list of functions in docs/mappings.md.");

    public static readonly ErrorCode WrongArguments = new("MAP004", "A function is called with arguments it does not take.",
        "Too many, too few, or of another type.", "The message shows how the function is written.");

    public static readonly ErrorCode TypeMismatch = new("MAP005", "A value has another type than is wanted.",
        "A source value or text stands where a number, date or money is wanted, or two types are mixed.", "Convert by name: text(x), number(x), date(x), instant(x), money(x, currency).");

    public static readonly ErrorCode Unreachable = new("MAP006", "A part can never be reached.",
        "The condition is always true or always false.", "Take the part out, or correct the condition.");

    public static readonly ErrorCode UnknownLookup = new("MAP007", "A lookup table is not known.",
        "It is misspelt, or not declared under lookups:.", "Declare it under lookups:, or use a name that is there.");

    public static readonly ErrorCode BadConstant = new("MAP008", "A fixed argument cannot be used.",
        "A pattern, format, time zone or currency that does not exist.", "Correct it; the message says what is wanted.");

    public static readonly ErrorCode UnknownKey = new("MAP010", "A key is not known here.",
        "It is misspelt or stands one level too deep or too shallow.", "Use one of the keys that the message names.");

    public static readonly ErrorCode UnknownField = new("MAP011", "The target has no such field.",
        "It is misspelt, or the target is another one.", "Use a field of the target; an editor that knows mapping.schema.json lists them.");

    public static readonly ErrorCode MissingField = new("MAP012", "A required field of the target has no rule.",
        "It was forgotten.", "Add a rule for it under fields:.");

    public static readonly ErrorCode MissingKey = new("MAP013", "A key that must be there is missing.",
        "It was forgotten or misspelt.", "Add it.");

    public static readonly ErrorCode WrongShape = new("MAP014", "A value, a list or a block stands where another is wanted.",
        "The indent is wrong, or a dash is missing or too many.", "Write it as the message shows.");

    public static readonly ErrorCode WrongName = new("MAP015", "The mapping's name is not its file's name.",
        "The file was copied or renamed.", "Name the file as the mapping, with .yaml.");

    public static readonly ErrorCode DuplicateName = new("MAP016", "A name is given twice.",
        "Two files or two places define the same thing.", "Keep one, or rename the other.");

    public static readonly ErrorCode Unused = new("MAP017", "Something is defined and never used.",
        "It was left over, or the place that should use it misspells it.", "Use it or take it out.");

    public static readonly ErrorCode NoReason = new("MAP018", "A skip or reject rule has no reason.",
        "because: is missing or empty.", "Say in because: why such a record is not wanted; people read it in the report.");

    public static readonly ErrorCode UnknownTarget = new("MAP019", "The target is not known.",
        "It is misspelt, or its plugin is not installed.", "Use one of the targets the message names.");

    public static readonly ErrorCode UnknownKind = new("MAP020", "The kind of mapping is not known.",
        "It is misspelt.", "Write kind: document or kind: file.");

    public static readonly ErrorCode UnknownWritePolicy = new("MAP021", "The write policy is not known.",
        "It is misspelt.", "Use always, create-only, if-empty or if-unchanged-since-we-wrote.");

    public static readonly ErrorCode NoBase = new("MAP022", "An overlay has nothing to lie over.",
        "The shipped mapping has another name, or the folders are in the wrong order.", "Name the shipped mapping in overlays:.");

    public static readonly ErrorCode FileMissing = new("MAP023", "A file that the mapping names is not there.",
        "It was moved, or the name is misspelt.", "Put it in the mapping's folder, or correct the name.");

    public static readonly ErrorCode BadLookupFile = new("MAP024", "A lookup's file cannot be used.",
        "A column is missing, or a key stands twice.", "Correct the file at the line given.");

    public static readonly ErrorCode ExampleFails = new("MAP025", "An example gives something else than it expects.",
        "The rule or the example is wrong.", "Correct the one that is wrong.");

    public static readonly ErrorCode ExampleTouchesNothing = new("MAP026", "An example touches nothing.",
        "It expects no field, or gives no source value that a rule reads.", "Give a record and expect at least one field.");

    public static readonly ErrorCode NotAMember = new("MAP027", "The value is not one of those the field takes.",
        "It is misspelt, or the lookup gives another word.", "Use one of the words that the message names.");

    public static readonly ErrorCode QuotedName = new("MAP028", "A quoted word is read as a field of the source.",
        "YAML takes the quotes away before the expression is read.", "For the text itself write constant: word, or put it in double quotes inside single ones.");

    public static readonly ErrorCode NoExample = new("MAP029", "The mapping has no example.",
        "None was written yet.", "Add one under examples: with given: and expect:.");

    public static readonly ErrorCode UnseenPath = new("MAP030", "A rule reads a source path that no example has.",
        "The path is misspelt, and would give nothing for every record; or the examples are too small.", "Correct the path, or give one example a record that has it (a whole real record is best, with invented names).");

    public static readonly ErrorCode Unreadable = new("MAP060", "A source value cannot be read as the mapping wants it.",
        "The source sends something else than before, or the rule is wrong for this record.", "Look at the value named; correct the source or the rule.");

    public static readonly ErrorCode RequiredEmpty = new("MAP061", "A required field is empty.",
        "The source has no value where the rule looks.", "Fill it in the source, or give the rule a fallback with ??.");

    public static readonly ErrorCode TooLong = new("MAP062", "A text is longer than the target takes.",
        "The source allows longer texts than the target.", "Shorten it in the source, or cut it on purpose with left(text, n).");

    public static readonly ErrorCode LookupMiss = new("MAP063", "A lookup table has no such key.",
        "A new code in the source.", "Add it to the table (in the site's overlay), or give the table otherwise:.");

    public static readonly ErrorCode Rejected = new("MAP064", "The mapping rejects such records.",
        "A reject rule holds for this record.", "See the reason; correct the record, or the rule in an overlay.");

    public static readonly ErrorCode NotExact = new("MAP065", "An amount does not fit the field without rounding.",
        "More decimals than the currency has, or a fraction where a whole number is wanted.", "Round on purpose with round(x, digits).");

    public static readonly ErrorCode NotJson = new("MAP066", "The record is not readable JSON.",
        "The source sent something else, or it was cut off.", "Look at the raw record; fetch it again.");

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        Syntax, UnknownName, UnknownFunction, WrongArguments, TypeMismatch, Unreachable, UnknownLookup, BadConstant,
        UnknownKey, UnknownField, MissingField, MissingKey, WrongShape, WrongName, DuplicateName, Unused, NoReason, UnknownTarget,
        UnknownKind, UnknownWritePolicy, NoBase, FileMissing, BadLookupFile, ExampleFails, ExampleTouchesNothing, NotAMember,
        QuotedName, NoExample, UnseenPath, Unreadable, RequiredEmpty, TooLong, LookupMiss, Rejected, NotExact, NotJson,
    ];
}

using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Yaml;

public static class YamlErrors
{
    public static readonly ErrorCode NotYaml = new("CFG001", "The file is not readable YAML.",
        "A tab, a wrong indent, a missing quote or colon.", "Open the file at the line given. Indent with spaces; put text with a colon or # in quotes.");

    public static readonly ErrorCode RepeatedKey = new("CFG002", "A key is given twice.",
        "A block was copied and the key not changed.", "Keep one of the two.");

    public static readonly ErrorCode NotPlain = new("CFG003", "A YAML feature is used that we do not read.",
        "Anchors, aliases, tags or several documents.", "Write the value out where it is needed.");

    public static readonly ErrorCode Empty = new("CFG004", "The file is empty.",
        "It was created and not written, or only part of it was copied.", "Restore the file or take it out of the folder.");

    public static IReadOnlyList<ErrorCode> All { get; } = [NotYaml, RepeatedKey, NotPlain, Empty];
}

namespace Sharespine.Etl.Mappings.Library;

/// <summary>A key of a mapping file: known to the reader, the JSON Schema and the documentation from here alone.</summary>
/// <param name="About">One line for a mapping's author.</param>
/// <param name="Shape">A shape of the JSON Schema: text, flag, texts, block, blocks, expression, or the name of a definition.</param>
public sealed record MappingKey(string Name, string About, string Shape);

/// <summary>The keys of each block of a mapping file.</summary>
public static class MappingKeys
{
    public static IReadOnlyList<MappingKey> Common { get; } =
    [
        new("mapping", "The mapping's name: the file's name without .yaml.", "text"),
        new("kind", "document (one JSON record to one record) or file (a settlement or ledger file to its lines).", "text"),
        new("target", "What is made: order, document, article, customer, order-status, or a record of a connector.", "text"),
        new("about", "One line about the mapping.", "text"),
        new("include", "Files beside this one whose lookups, let and fields are taken in; their names begin with _.", "texts"),
        new("overlays", "In a site's own file: the shipped mapping that this file lies over.", "text"),
        new("lookups", "Tables for lookup(\"name\", key).", "lookups"),
        new("let", "Names for values used more than once: name: expression.", "expressions"),
        new("examples", "Records and what they give; they run as tests whenever mappings are checked.", "examples"),
    ];

    public static IReadOnlyList<MappingKey> Document { get; } =
    [
        new("skip", "Records that are not wanted.", "rules"),
        new("reject", "Records that are wrong.", "rules"),
        new("hooks", "Record hooks of plugins, in order.", "texts"),
        new("fields", "The target's fields.", "fields"),
    ];

    public static IReadOnlyList<MappingKey> Rule { get; } =
    [
        new("when", "The condition: yes or no.", "expression"),
        new("because", "The reason, as people read it in the report.", "text"),
        new("name", "A name, so that an overlay can replace the rule.", "text"),
        new("remove", "true in an overlay takes out the rule of that name.", "flag"),
    ];

    public static IReadOnlyList<MappingKey> Value { get; } =
    [
        new("value", "The expression.", "expression"),
        new("constant", "A fixed word or number, written without quotes inside.", "scalar"),
        new("personal", "true when the value says something about a person: it is masked.", "flag"),
        new("write", "When an existing value on the other side may be overwritten.", "write"),
    ];

    public static IReadOnlyList<MappingKey> Object { get; } =
    [
        new("fields", "The object's fields.", "fields"),
        new("when", "The object is left out when this does not hold.", "expression"),
        new("personal", "true when all of it says something about a person.", "flag"),
        new("write", "The write policy of all its fields that have none of their own.", "write"),
    ];

    public static IReadOnlyList<MappingKey> List { get; } =
    [
        new("each", "The source list; one item of the target is made of each of its items.", "expression"),
        new("as", "The name of the item in the expressions below.", "text"),
        new("when", "Only items for which this holds.", "expression"),
        new("let", "Names computed once per item.", "expressions"),
        new("fields", "The item's fields.", "fields"),
        new("remove", "true in an overlay takes out the source list whose items have that name.", "flag"),
        new("personal", "true when all of it says something about a person.", "flag"),
        new("write", "The write policy of the list, which is written as a whole.", "write"),
    ];

    public static IReadOnlyList<MappingKey> Lookup { get; } =
    [
        new("inline", "The table itself, key: value.", "table"),
        new("csv", "A CSV file beside the mapping.", "text"),
        new("key", "The CSV column of the keys.", "text"),
        new("value", "The CSV column of the values.", "text"),
        new("staged", "The name of staged data: article, say.", "text"),
        new("otherwise", "What a key that is not there gives; null for nothing. Left out: an issue.", "scalar"),
        new("on-miss", "reject (as when left out) or hold: the record waits until the key is there.", "onMiss"),
    ];

    public static IReadOnlyList<MappingKey> Example { get; } =
    [
        new("name", "What the example shows.", "text"),
        new("given", "The record: JSON text, or YAML.", "any"),
        new("inputs", "Values of inputs.xxx.", "any"),
        new("staged", "Staged tables for the example: table: { key: value }.", "any"),
        new("expect", "The fields of interest and their values; null for a field that is left out.", "any"),
        new("skipped", "The reason with which the record is skipped.", "text"),
        new("rejected", "A part of the message with which it is rejected.", "text"),
        new("held", "A part of the message with which it is held.", "text"),
    ];
}

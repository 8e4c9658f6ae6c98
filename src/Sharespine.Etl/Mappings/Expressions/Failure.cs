using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Expressions;

/// <summary>One reason why a value could not be had.</summary>
/// <param name="Place">What was read, with loop names written out: line_items[0].total.</param>
/// <param name="Culprit">The offending value: shown in quotes, or masked for a personal field.</param>
public sealed record Failure(ErrorCode Code, CallSite Site, string Place, string Message, Value Culprit)
{
    /// <summary>True when the record should wait for what is missing instead of being rejected.</summary>
    public bool Hold { get; init; }

    /// <summary>The failure as an issue of a field, at the rule: lines[0].total ("12,x") cannot be read as a number.</summary>
    /// <param name="field">The target field.</param>
    /// <param name="record">The record's key.</param>
    /// <param name="isMasked">True to show ••• instead of a value that says something about a person.</param>
    public Issue ToIssue(string? field, string? record, bool isMasked)
    {
        var value = Culprit.IsNothing ? "" : isMasked ? " (•••)" : $" ({Shorten(Culprit.ToString())})";
        return new(Code, $"{Place}{value} {Message}.", Site.Text.PlaceOf(Site.Offset) with { Record = record }, field);
    }

    internal static string Shorten(string value) => value.Length <= 80 ? value : value[..77] + "...";
}

/// <summary>A place in an expression where reading may fail.</summary>
/// <param name="Source">The part that is read there, as written.</param>
public sealed record CallSite(ExpressionText Text, int Offset, string Source);

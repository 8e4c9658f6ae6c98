namespace Sharespine.Etl.Reconcile;

public enum ResolutionKind
{
    /// <summary>Nothing is to be done about it.</summary>
    Ignore,

    /// <summary>Known and waited for: stays open, with the reason kept.</summary>
    Wait,

    /// <summary>It settles, or is settled by, what is named.</summary>
    Link,

    /// <summary>What is left goes to the account named.</summary>
    WriteOff,

    /// <summary>Takes the newest decision on the exception back.</summary>
    Undo,
}

/// <summary>A person's decision on an exception.</summary>
/// <param name="State">The state that they saw: a decision on an older one is refused. Null: as it is now.</param>
/// <param name="Reason">Never empty.</param>
public sealed record Resolution(string ExceptionId, string? State, ResolutionKind Kind, string DecidedBy, string Reason)
{
    /// <summary>Of a write-off.</summary>
    public string? Account { get; init; }

    /// <summary>Of a link.</summary>
    public IReadOnlyList<LinkTarget> Targets { get; init; } = [];
}

/// <param name="Name">A voucher as people quote it ("A 123", with its fiscal year where two have one: "A 123 (2025)"), a line ("payout:line"), or a payout.</param>
/// <param name="Amount">Major units, without sign; null for as much as fits.</param>
public sealed record LinkTarget(string Name, decimal? Amount)
{
    /// <summary>Reads "A 123", "A 123 = 100.00" and several of them between semicolons. Throws <c>REC041</c> for an amount that is none.</summary>
    public static IReadOnlyList<LinkTarget> Parse(string text) =>
        [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(One)];

    private static LinkTarget One(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? new(text, null) : new(text[..equals].Trim(), Amounts.Parse(text[(equals + 1)..]));
    }

    public override string ToString() => Amount is { } amount ? $"{Name} = {amount.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : Name;
}

/// <param name="IsChanged">False when the same was decided before.</param>
/// <param name="Text">What was decided about what, with amounts.</param>
public sealed record ResolutionOutcome(bool IsChanged, string Text);

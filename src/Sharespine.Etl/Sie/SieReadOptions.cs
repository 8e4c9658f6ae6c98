namespace Sharespine.Etl.Sie;

/// <summary>How a SIE file is read. The defaults fit every file of a Swedish accounting program.</summary>
public sealed record SieReadOptions
{
    public static SieReadOptions Default { get; } = new();

    /// <summary>Character set to read with; null lets the bytes decide.</summary>
    public SieEncoding? Encoding { get; init; }

    /// <summary>The code page meant by "DOS" when the bytes decide: 437 by the standard, 850 in some files of Visma Administration.</summary>
    public SieEncoding DosEncoding { get; init; } = SieEncoding.CodePage437;

    /// <summary>The longest line read, in bytes. The standard has no limit; real lines are under a thousand.</summary>
    public int MaxLineLength { get; init; } = 64 * 1024;

    /// <summary>The longest field read, in bytes.</summary>
    public int MaxFieldLength { get; init; } = 16 * 1024;

    /// <summary>How many findings are listed; the rest are counted.</summary>
    public int MaxIssues { get; init; } = 200;
}

public enum SieEncoding
{
    /// <summary>What the standard asks for.</summary>
    CodePage437,
    CodePage850,
    Windows1252,
    Utf8,
}

/// <summary>Receives records in file order while the file is read. What it made of them counts only when the result is not refused.</summary>
public interface ISieSink
{
    void Accept(SieRecord record);
}

/// <summary>How the reading of a SIE file went.</summary>
public sealed record SieReadResult
{
    public required string FileName { get; init; }

    public required SieEncoding Encoding { get; init; }

    public required int Lines { get; init; }

    public required int Vouchers { get; init; }

    /// <summary>#RTRANS and #BTRANS rows, which are history and never summed.</summary>
    public required int HistoryRows { get; init; }

    /// <summary>True when the file carries a #KSUMMA and it agreed.</summary>
    public required bool ChecksumVerified { get; init; }

    /// <summary>Everything found, in line order per check; <see cref="SieErrors.Refuses"/> tells the grave from the rest.</summary>
    public required IReadOnlyList<Errors.Issue> Issues { get; init; }

    /// <summary>The findings for which the file must not be used.</summary>
    public IReadOnlyList<Errors.Issue> Refusals => [.. Issues.Where(issue => SieErrors.Refuses(issue.Code))];

    public bool IsRefused => Issues.Any(issue => SieErrors.Refuses(issue.Code));
}

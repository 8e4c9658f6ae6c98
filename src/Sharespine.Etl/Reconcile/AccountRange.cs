namespace Sharespine.Etl.Reconcile;

/// <summary>Accounts as configuration names them: a number, a prefix (19) or a range (3000-3999).</summary>
public static class AccountRange
{
    public static bool Contains(string range, string account)
    {
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        return dash < 0
            ? account.StartsWith(range, StringComparison.Ordinal)
            : string.CompareOrdinal(account, range[..dash].Trim()) >= 0 && IsUpTo(account, range[(dash + 1)..].Trim());
    }

    public static bool ContainsAny(IReadOnlyList<string> ranges, IReadOnlyList<string> accounts) =>
        ranges.Any(range => accounts.Any(account => Contains(range, account)));

    /// <summary>Digits, or two groups of as many digits with a dash between.</summary>
    public static bool IsValid(string range)
    {
        var parts = range.Split('-', StringSplitOptions.TrimEntries);
        return parts.Length is 1 or 2
            && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit))
            && (parts.Length == 1 || parts[0].Length == parts[1].Length && string.CompareOrdinal(parts[0], parts[1]) <= 0);
    }

    // 30101, a sub-account of 3010, lies within 3000-3010.
    private static bool IsUpTo(string account, string last) =>
        string.CompareOrdinal(account, 0, last, 0, last.Length) <= 0;
}

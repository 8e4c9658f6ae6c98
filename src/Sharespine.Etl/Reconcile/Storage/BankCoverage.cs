using Sharespine.Etl.Reconcile.Matching;

namespace Sharespine.Etl.Reconcile.Storage;

internal sealed record CoverRow
{
    public string Account { get; init; } = "";

    public DateOnly CoversFrom { get; init; }

    public DateOnly CoversTo { get; init; }

    public long? OpeningMinor { get; init; }

    public long? ClosingMinor { get; init; }
}

/// <summary>Which days the bank's lines cover.</summary>
internal static class BankCoverage
{
    /// <summary>
    /// Days that the statements of every account cover. Days between two statements count as covered when the later opens with
    /// what the earlier closed with: nothing moved (a weekend); else a statement is missing between them.
    /// </summary>
    public static IReadOnlyList<BankPeriod> Periods(IReadOnlyList<CoverRow> statements, IReadOnlyList<string> accounts)
    {
        IReadOnlyList<BankPeriod>? common = null;
        foreach (var account in accounts)
        {
            var its = Joined(statements.Where(row => row.Account == account));
            common = common is null ? its : [.. common.SelectMany(one => its.Select(other => Both(one, other))).OfType<BankPeriod>()];
        }

        return common ?? [];
    }

    private static List<BankPeriod> Joined(IEnumerable<CoverRow> statements)
    {
        var periods = new List<BankPeriod>();
        long? closing = null;
        foreach (var row in statements.OrderBy(row => row.CoversFrom).ThenBy(row => row.CoversTo))
        {
            if (periods.Count > 0 && (row.CoversFrom <= periods[^1].To.AddDays(1) || closing is not null && row.OpeningMinor == closing))
            {
                periods[^1] = periods[^1] with { To = periods[^1].To > row.CoversTo ? periods[^1].To : row.CoversTo };
            }
            else
            {
                periods.Add(new(row.CoversFrom, row.CoversTo));
            }

            closing = row.CoversTo >= periods[^1].To ? row.ClosingMinor : closing;
        }

        return periods;
    }

    private static BankPeriod? Both(BankPeriod one, BankPeriod other)
    {
        var (from, to) = (one.From > other.From ? one.From : other.From, one.To < other.To ? one.To : other.To);
        return from <= to ? new(from, to) : null;
    }
}

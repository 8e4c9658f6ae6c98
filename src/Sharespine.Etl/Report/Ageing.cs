using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;

namespace Sharespine.Etl.Report;

/// <summary>Open items of one account and outcome, by age.</summary>
/// <param name="Amounts">One per bucket of <see cref="Ageing"/>, debit positive.</param>
internal sealed record AgeingRow(string Account, Currency Currency, Disposition Disposition, int Count, IReadOnlyList<Money> Amounts)
{
    public Money Total => ReportFooting.Sum(Amounts, Currency);
}

/// <summary>How old the open items are: up to 30, 60 and 90 days, and older.</summary>
internal static class Ageing
{
    public const int BucketCount = 4;

    /// <summary>0: up to 30 days, 1: up to 60, 2: up to 90, 3: older.</summary>
    public static int Bucket(int ageDays) => ageDays <= 30 ? 0 : ageDays <= 60 ? 1 : ageDays <= 90 ? 2 : 3;

    public static IReadOnlyList<string> Headings(ReportTexts texts) => [texts.Age0To30, texts.Age31To60, texts.Age61To90, texts.AgeOver90];

    /// <summary>By account, currency and outcome.</summary>
    public static IReadOnlyList<AgeingRow> Of(IReadOnlyList<OpenItem> items) =>
    [
        .. items.GroupBy(item => (item.Account, item.Open.Currency, item.Disposition))
            .OrderBy(group => group.Key.Account, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Currency.Code, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Disposition)
            .Select(group => new AgeingRow(group.Key.Account, group.Key.Currency, group.Key.Disposition, group.Count(), Amounts(group, group.Key.Currency))),
    ];

    private static Money[] Amounts(IEnumerable<OpenItem> items, Currency currency)
    {
        var sums = Enumerable.Repeat(Money.Zero(currency), BucketCount).ToArray();
        foreach (var item in items)
        {
            sums[Bucket(item.AgeDays)] += item.Open;
        }

        return sums;
    }
}

namespace Sharespine.Etl.Reconcile.Matching;

/// <summary>Which of a few amounts sum to a target: looked for within one order only, and only among a dozen.</summary>
internal static class SubsetSum
{
    public const int CountMax = 12;

    /// <summary>
    /// The only subset of two or more that sums to the target, as indexes; empty when there is none, null when there are
    /// several or too many amounts to try.
    /// </summary>
    public static IReadOnlyList<int>? Only(IReadOnlyList<long> amounts, long target)
    {
        if (amounts.Count > CountMax)
        {
            return null;
        }

        var found = 0;
        for (var set = 1; set < 1 << amounts.Count; set++)
        {
            if (int.PopCount(set) < 2 || Sum(amounts, set) != target)
            {
                continue;
            }

            if (found != 0)
            {
                return null;
            }

            found = set;
        }

        return [.. Enumerable.Range(0, amounts.Count).Where(index => (found & (1 << index)) != 0)];
    }

    private static long Sum(IReadOnlyList<long> amounts, int set)
    {
        var sum = 0L;
        for (var index = 0; index < amounts.Count; index++)
        {
            sum += (set & (1 << index)) == 0 ? 0 : amounts[index];
        }

        return sum;
    }
}

using System.Globalization;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Reconcile.Starting;

/// <summary>Puts a start together from a list and amounts as they were handed in.</summary>
public static class StartList
{
    /// <param name="rows">Those without reference are amounts.</param>
    /// <param name="amounts">"1580=1234.50" each.</param>
    /// <exception cref="EtlException"><c>REC041</c> for what is no amount; <c>REC050</c> for an amount that is given twice.</exception>
    public static StartSettings Make(DateOnly date, IReadOnlyList<OpeningItem> rows, IReadOnlyList<string> amounts, string file)
    {
        var named = rows.Where(row => row.Reference.Length == 0).Select(row => (row.Account, row.Amount))
            .Concat(amounts.Select(text => text.Split('=', 2)).Select(parts => (Account: parts[0].Trim(), Amount: Amounts.Parse(parts.ElementAtOrDefault(1) ?? ""))))
            .ToList();
        if (named.GroupBy(pair => pair.Account).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new EtlException(new Issue(ReconcileErrors.OpeningUnreadable, string.Create(CultureInfo.InvariantCulture, $"account {twice.Key} has {twice.Count()} rows or amounts without reference; it can have one."), new(file)));
        }

        return new() { Date = date, Amounts = named.ToDictionary(pair => pair.Account, pair => pair.Amount), Items = [.. rows.Where(row => row.Reference.Length > 0)] };
    }
}

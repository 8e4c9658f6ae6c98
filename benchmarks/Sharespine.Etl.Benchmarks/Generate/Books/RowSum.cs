namespace Sharespine.Etl.Benchmarks.Generate.Books;

/// <summary>Voucher rows summed by account, in the order accounts were first named.</summary>
public sealed class RowSum
{
    private readonly List<string> _accounts = [];
    private readonly Dictionary<string, long> _sums = [];

    public void Add(string account, long amount)
    {
        if (!_sums.TryGetValue(account, out var sum))
        {
            _accounts.Add(account);
        }

        _sums[account] = sum + amount;
    }

    /// <summary>Converted row by row; what rounding leaves goes to öresavrundning, so that the voucher is zero.</summary>
    public IReadOnlyList<SieRow> InKronor(decimal rate)
    {
        var rows = _accounts
            .Select(account => new SieRow(account, Amounts.Convert(_sums[account], rate)))
            .Where(row => row.Amount != 0)
            .OrderByDescending(row => row.Amount > 0)
            .ToList();
        var rest = rows.Sum(row => row.Amount);
        if (rest != 0)
        {
            rows.Add(new(ChartOfAccounts.Rounding, -rest));
        }

        return rows;
    }
}

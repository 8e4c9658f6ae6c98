namespace Sharespine.Etl.Sie;

/// <summary>For year 0, account by account: opening balance + movements = closing balance, or movements = result.</summary>
internal sealed class SieBalanceCheck(SieIssues issues)
{
    private readonly Dictionary<string, AccountSum> _accounts = [];
    private bool _hasClosing;
    private bool _hasResult;

    /// <summary>The day of #OMFATTN, which stands before the vouchers.</summary>
    public DateOnly? CoversTo { get; set; }

    /// <summary>True when the file has balances of year 0.</summary>
    public bool Any { get; private set; }

    public void Add(SieRecord.Row row, DateOnly? date)
    {
        var sum = Of(row.Account);
        sum.Movements += row.Amount;
        sum.MovementsCovered += date > CoversTo ? 0 : row.Amount;
    }

    public void Add(SieRecord.Balance balance)
    {
        if (balance.Year != 0)
        {
            return;
        }

        Any = true;
        var sum = Of(balance.Account);
        switch (balance.Kind)
        {
            case SieBalanceKind.Opening:
                sum.Opening = Once(balance, "#IB", sum.Opening);
                break;
            case SieBalanceKind.Closing:
                _hasClosing = true;
                sum.Closing = Once(balance, "#UB", sum.Closing);
                break;
            case SieBalanceKind.Result:
                _hasResult = true;
                sum.Result = Once(balance, "#RES", sum.Result);
                break;
        }
    }

    private long Once(SieRecord.Balance balance, string label, long? before)
    {
        if (before is long earlier && earlier != balance.Amount)
        {
            issues.Add(SieErrors.Contradiction, $"{label} of account {balance.Account} is {SieNumbers.Amount(balance.Amount)} here and {SieNumbers.Amount(earlier)} earlier.", balance.Line);
        }

        return balance.Amount;
    }

    /// <summary>At the end of a file with vouchers.</summary>
    public void Finish()
    {
        foreach (var (account, sum) in _hasClosing ? _accounts.OrderBy(pair => pair.Key, StringComparer.Ordinal) : Enumerable.Empty<KeyValuePair<string, AccountSum>>())
        {
            CheckAccount(account, sum);
        }
    }

    private void CheckAccount(string account, AccountSum sum)
    {
        // An account with a result and no closing balance is a profit and loss account; zero balances may be left out.
        var expected = sum.Closing ?? sum.Result ?? 0;
        var opening = sum.Opening ?? 0;
        var isResult = sum is { Closing: null, Opening: null };
        if (isResult && sum.Result is null && !_hasResult)
        {
            return;
        }

        // With #OMFATTN the closing balance may be meant as of that day, although later vouchers stand in the file.
        if (opening + sum.Movements != expected && opening + sum.MovementsCovered != expected)
        {
            issues.Add(SieErrors.BalanceBroken, isResult
                ? $"Account {account}: movements {SieNumbers.Amount(sum.Movements)}, but #RES says {SieNumbers.Amount(expected)}."
                : $"Account {account}: #IB {SieNumbers.Amount(opening)} and movements {SieNumbers.Amount(sum.Movements)} make {SieNumbers.Amount(opening + sum.Movements)}, but #UB says {SieNumbers.Amount(expected)}.");
        }
    }

    private AccountSum Of(string account)
    {
        if (!_accounts.TryGetValue(account, out var sum))
        {
            _accounts[account] = sum = new();
        }

        return sum;
    }

    private sealed class AccountSum
    {
        public long? Opening { get; set; }

        public long? Closing { get; set; }

        public long? Result { get; set; }

        public Int128 Movements { get; set; }

        public Int128 MovementsCovered { get; set; }
    }
}

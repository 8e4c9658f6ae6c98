using System.Globalization;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files.Ledgers;

/// <summary>Gathers a ledger file's rows and proves them by what the file says of itself.</summary>
internal sealed class LedgerRows(LedgerMapping mapping, LedgerFileOptions options, string file)
{
    private static readonly char[] Separators = [' ', ',', ';', '\n', '\r', '\t'];

    private readonly List<LedgerEntry> _entries = [];
    private readonly Dictionary<string, Sides> _sums = [];
    private readonly Dictionary<(DateOnly Year, string Series, string Number), (Money Sum, HashSet<string> Accounts, int Line)> _vouchers = [];
    private readonly Dictionary<(DateOnly Year, string Series, string Number, string Account), int> _rowNumbers = [];
    private readonly HashSet<(DateOnly Year, string Series, string Number, string Account, int Row)> _identities = [];
    private readonly Dictionary<string, Money> _opening = [];
    private readonly Dictionary<string, Money> _closing = [];
    private readonly List<Issue> _faults = [];
    private (DateOnly First, DateOnly Last)? _days;
    private int _leftOut;
    private bool _isProven = mapping.HasWholeVouchers;

    /// <summary>Voucher and row texts of any account that may hold a reference of ours ("a/b/1"), with their vouchers.</summary>
    internal List<(string Text, string Voucher)> Slashed { get; } = [];

    internal bool HasVouchers => _vouchers.Values.Any(voucher => voucher.Accounts.Count > 1) || _entries.Exists(entry => entry.CounterAccounts.Count > 0);

    internal void Take(Section section, Row row)
    {
        if (mapping.Totals.Taking(section, row) is { } total)
        {
            CheckTotal(total, row);
        }
        else if (mapping.Opening.Taking(section, row) is { } opening)
        {
            Balance(opening, row, _opening, "opening balance");
        }
        else if (mapping.Closing.Taking(section, row) is { } closing)
        {
            Balance(closing, row, _closing, "closing balance");
        }
        else if (row.Issues.Count == 0 && mapping.Entries.FirstOrDefault(rule => rule.From == section.Name && (rule.When is null || row.Answer(rule.When) == true)) is { } rule)
        {
            Entry(rule, row);
        }
        else
        {
            _leftOut++;
        }
    }

    /// <summary>Why the file is refused, whose rows were all readable.</summary>
    internal IReadOnlyList<Issue> Check()
    {
        if (_entries.Count == 0 && _sums.Count == 0)
        {
            _faults.Add(new(LedgerErrors.NoRows, "no row of the file is a ledger entry.", new(file)));
        }

        foreach (var (name, voucher) in _vouchers.Where(pair => mapping.HasWholeVouchers && !pair.Value.Sum.IsZero))
        {
            _faults.Add(new(LedgerErrors.Unbalanced, $"the rows of voucher {Label(name.Series, name.Number)} sum to {voucher.Sum.AmountText} instead of zero.", new(file, voucher.Line)));
        }

        foreach (var (account, closing) in _closing)
        {
            if (_opening.TryGetValue(account, out var opening) && opening + SumOf(account) is var sum && sum != closing)
            {
                _faults.Add(new(LedgerErrors.BalanceBroken, $"account {account}: opening balance {opening.AmountText} and rows of {SumOf(account).AmountText} make {sum.AmountText}, but the closing balance is {closing.AmountText}.", new(file)));
            }
        }

        return _faults;
    }

    internal IEnumerable<Issue> Notes()
    {
        if (_leftOut > 0)
        {
            yield return new(LedgerErrors.LeftOut, string.Create(CultureInfo.InvariantCulture, $"{_leftOut} {(_leftOut == 1 ? "row is" : "rows are")} taken by no rule of {mapping.Name}."), new(file));
        }

        if (!_isProven && !_opening.Keys.Any(_closing.ContainsKey))
        {
            yield return new(LedgerErrors.NoProof, "neither a total nor balances nor whole vouchers prove that the file is whole.", new(file));
        }
    }

    internal IReadOnlyList<LedgerSnapshot> Snapshots()
    {
        var (first, last) = _days!.Value;
        var years = Enumerable.Range(0, options.YearOf(last).Year - options.YearOf(first).Year + 1).Select(options.YearOf(first).AddYears).ToList();
        var accounts = options.Accounts ?? [.. _entries.Select(entry => entry.Account).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return [.. accounts.SelectMany(account => years.Select(year => Snapshot(account, year, first, last)))];
    }

    private LedgerSnapshot Snapshot(string account, DateOnly year, DateOnly first, DateOnly last)
    {
        var end = year.AddYears(1).AddDays(-1);
        var opening = year == options.YearOf(first) && _opening.TryGetValue(account, out var before) ? before : (Money?)null;
        var closing = year == options.YearOf(last) && _closing.TryGetValue(account, out var after) ? after : (Money?)null;
        return new()
        {
            Company = options.Company,
            Account = account,
            FiscalYearStart = year,
            FiscalYearEnd = end,
            Currency = options.Currency,
            Opening = opening,
            Closing = closing,
            CoversFrom = mapping.CoversYear ? null : first > year ? first : year,
            CoversTo = last < end ? last : end,
            Entries = [.. _entries.Where(entry => entry.Account == account && entry.FiscalYearStart == year).Select(WithCounterAccounts)],
        };
    }

    /// <summary>What the file's other rows of the voucher say, beside what the row itself says.</summary>
    private LedgerEntry WithCounterAccounts(LedgerEntry entry) => entry with
    {
        CounterAccounts =
        [
            .. _vouchers[(entry.FiscalYearStart, entry.Series, entry.VoucherNumber)].Accounts.Concat(entry.CounterAccounts)
                .Where(account => account != entry.Account).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ],
    };

    private void Entry(EntryRule rule, Row row)
    {
        var date = row.RequiredDate(rule.Date);
        var number = row.Required(rule.Voucher);
        var account = row.Text(rule.Account, repeats: true) ?? options.Account;
        var amount = rule.Amount.Read(row, options.Currency);
        CheckCurrency(rule, row);
        if (account is null)
        {
            row.Issues.Add(new(LedgerErrors.NoAccount, $"the row names no account, and the connection has none; rule: {rule.At}.", new(file, row.Line)));
        }

        if (date is not { } day || number is null || account is null || amount is not { } sides || row.Issues.Count > 0)
        {
            return;
        }

        var series = row.Text(rule.Series, repeats: true) ?? "";
        var year = options.YearOf(day);
        _days = _days is { } days ? (day < days.First ? day : days.First, day > days.Last ? day : days.Last) : (day, day);
        _sums[account] = _sums.TryGetValue(account, out var sum) ? sum + sides : sides;
        Voucher((year, series, number), account, sides.Amount, row.Line);
        Slashed.AddRange(new[] { row.Text(rule.Text), row.Text(rule.RowText) }.OfType<string>().Where(text => text.AsSpan().Count('/') >= 2).Select(text => (text, Label(series, number))));
        if (options.Accounts?.Contains(account) != false && RowNumber(rule, row, (year, series, number, account)) is { } rowNumber)
        {
            _entries.Add(Entry(rule, row, new()
            {
                Company = options.Company,
                FiscalYearStart = year,
                Series = series,
                VoucherNumber = number,
                Row = rowNumber,
                Account = account,
                Date = day,
                Amount = sides.Amount,
                FileLine = row.Line,
            }));
        }
    }

    private static LedgerEntry Entry(EntryRule rule, Row row, LedgerEntry entry) => entry with
    {
        DocumentAmount = Document(rule, row, entry.Amount.Currency),
        VoucherText = row.Text(rule.Text) ?? "",
        RowText = row.Text(rule.RowText) ?? "",
        NamedReferences = [.. rule.References.Select(reference => row.Text(reference)).OfType<string>().Distinct(StringComparer.Ordinal)],
        CounterAccounts = [.. rule.CounterAccounts.SelectMany(accounts => row.Text(accounts)?.Split(Separators, StringSplitOptions.RemoveEmptyEntries) ?? [])],
        Objects = [.. rule.Objects.Select(item => (item.Dimension, Value: row.Text(item.Field, repeats: true))).Where(item => item.Value is not null).Select(item => $"{item.Dimension}:{item.Value}")],
    };

    private void CheckCurrency(EntryRule rule, Row row)
    {
        if (rule.Currency is { } field && row.Text(field, repeats: true) is { } code && !string.Equals(code, options.Currency.Code, StringComparison.OrdinalIgnoreCase))
        {
            row.Add(LedgerErrors.OtherCurrency, field, $"the amount is in {Row.Quote(code)}, and the books are in {options.Currency}");
        }
    }

    private static Money? Document(EntryRule rule, Row row, Currency books) =>
        rule.DocumentAmount is not null && row.Text(rule.DocumentCurrency, repeats: true) is not null && row.Currency(rule.DocumentCurrency!) is { } currency && currency != books
            ? row.Amount(rule.DocumentAmount, currency, currency.Decimals)
            : null;

    private void Voucher((DateOnly Year, string Series, string Number) name, string account, Money amount, int line)
    {
        var known = _vouchers.GetValueOrDefault(name, (Money.Zero(options.Currency), [], line));
        known.Accounts.Add(account);
        _vouchers[name] = known with { Sum = known.Sum + amount };
    }

    private int? RowNumber(EntryRule rule, Row row, (DateOnly Year, string Series, string Number, string Account) name)
    {
        if (rule.Row is null || row.Text(rule.Row) is not { } text)
        {
            var counted = _rowNumbers[name] = _rowNumbers.GetValueOrDefault(name) + 1;
            return _identities.Add((name.Year, name.Series, name.Number, name.Account, counted)) ? counted : Repeated(row, name, counted);
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            row.Add(LedgerErrors.BadRow, rule.Row, $"cannot read {Row.Quote(text)} as a row number");
            return null;
        }

        return _identities.Add((name.Year, name.Series, name.Number, name.Account, number)) ? number : Repeated(row, name, number);
    }

    private int? Repeated(Row row, (DateOnly Year, string Series, string Number, string Account) name, int number)
    {
        row.Issues.Add(new(LedgerErrors.RepeatedEntry, string.Create(CultureInfo.InvariantCulture, $"voucher {Label(name.Series, name.Number)} row {number} on account {name.Account} stands twice."), new(file, row.Line)));
        return null;
    }

    private void Balance(BalanceRule rule, Row row, Dictionary<string, Money> balances, string what)
    {
        var account = row.Text(rule.Account, repeats: true) ?? options.Account;
        if (rule.Amount.Read(row, options.Currency) is not { } sides)
        {
            return;
        }

        if (account is null)
        {
            row.Issues.Add(new(LedgerErrors.NoAccount, $"the row with the {what} names no account, and the connection has none; rule: {rule.At}.", new(file, row.Line)));
        }
        else if (!balances.TryAdd(account, sides.Amount) && balances[account] != sides.Amount)
        {
            row.Issues.Add(new(LedgerErrors.BalanceBroken, $"account {account}: the {what} is {sides.Amount.AmountText} here and {balances[account].AmountText} earlier.", new(file, row.Line)));
        }
    }

    private void CheckTotal(BalanceRule rule, Row row)
    {
        if (rule.Amount.Read(row, options.Currency) is not { } stated)
        {
            return;
        }

        _isProven = true;
        var account = row.Text(rule.Account, repeats: true);
        var none = Sides.Of(Money.Zero(options.Currency));
        var sum = account is null ? _sums.Values.Aggregate(none, (total, sides) => total + sides) : _sums.GetValueOrDefault(account, none);
        var agrees = rule.Amount.Amount is not null ? stated.Amount == sum.Amount : stated == sum;
        if (!agrees)
        {
            _faults.Add(new(LedgerErrors.TotalBroken, $"the total is {Say(stated, rule)}, and the rows before it sum to {Say(sum, rule)}; rule: {rule.At}.", new(file, row.Line)));
        }
    }

    private static string Say(Sides sides, BalanceRule rule) => rule.Amount.Amount is not null ? sides.Amount.AmountText : $"{sides.Debit.AmountText} debit and {sides.Credit.AmountText} credit";

    private Money SumOf(string account) => _sums.TryGetValue(account, out var sides) ? sides.Amount : Money.Zero(options.Currency);

    private static string Label(string series, string number) => series.Length == 0 ? number : $"{series} {number}";
}

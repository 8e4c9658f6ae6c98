using System.Globalization;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Sie;

/// <summary>Gathers what the snapshots need while a SIE 5 file is read, and checks what the file's own numbers allow to check.</summary>
internal sealed class Sie5Rows(IReadOnlyCollection<string> accounts, SieIssues issues)
{
    private readonly HashSet<string> _wanted = [.. accounts];
    private readonly Dictionary<string, string> _names = [];
    private readonly Dictionary<string, string> _types = [];
    private readonly List<Sie5Year> _years = [];
    private readonly List<Sie5Balance> _balances = [];
    private readonly Dictionary<(string Account, string Id), Sie5Invoice> _invoices = [];
    private readonly List<Sie5Row> _entryRows = [];
    private Sie5Voucher? _voucher;
    private string _journal = "";

    public string Company { get; private set; } = "";

    public string Program { get; set; } = "";

    public DateOnly? GeneratedOn { get; set; }

    public Currency Currency { get; private set; } = Currency.Sek;

    public bool HasJournals { get; private set; }

    public IReadOnlyDictionary<string, string> AccountNames => _names;

    public IReadOnlyList<Sie5Year> Years => _years;

    /// <summary>Voucher and row texts that may hold a reference of ours ("a/b/1"), with their vouchers.</summary>
    public List<(string Text, string Voucher)> Slashed { get; } = [];

    public void SetCompany(string organisationNumber, string name) => Company = SieLedgerRows.CompanyOf(organisationNumber, name);

    public void SetCurrency(string code, int line)
    {
        if (!Currency.TryParse(code, out var currency) || currency.Decimals != 2)
        {
            issues.Add(SieErrors.Currency, $"AccountingCurrency is {SieIssues.Quote(code)}.", line);
            return;
        }

        Currency = currency;
    }

    public void AddYear(string? start, string? end, bool isPrimary, string? hasEntries, string? lastCovered, int line)
    {
        if (Month(start) is not { } first || Month(end) is not { } last)
        {
            issues.Add(SieErrors.BadDate, $"A fiscal year is {SieIssues.Quote(start ?? "")} to {SieIssues.Quote(end ?? "")}; months such as 2026-01 are wanted.", line);
            return;
        }

        var year = new Sie5Year(first, last.AddMonths(1).AddDays(-1), isPrimary)
        {
            SaysEntries = hasEntries is null ? null : hasEntries is "true" or "1",
            LastCovered = lastCovered is { Length: >= 10 } && DateOnly.TryParseExact(lastCovered[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        };
        if (year.End < year.Start || _years.Exists(other => other.Start <= year.End && year.Start <= other.End))
        {
            issues.Add(SieErrors.Contradiction, $"Fiscal year {start} to {end} ends before it begins, or lies over another.", line);
            return;
        }

        _years.Add(year);
    }

    public void AddAccount(string id, string name, string type, int line)
    {
        if (id.Length > 0 && !_names.TryAdd(id, name))
        {
            issues.Add(SieErrors.Contradiction, $"Account {id} stands twice in the chart of accounts.", line);
        }

        _types[id] = type;
    }

    public void AddBalance(Sie5Balance balance)
    {
        if (!balance.IsOfObject)
        {
            _balances.Add(balance);
        }
    }

    public void AddInvoice(Sie5Invoice invoice)
    {
        if (invoice.Id.Length > 0 && !_invoices.TryAdd((invoice.Account, invoice.Id), invoice))
        {
            issues.Add(SieErrors.Contradiction, $"Customer invoice {SieIssues.Quote(invoice.Id)} stands twice on account {invoice.Account}.", invoice.Line);
        }
    }

    public void BeginJournal(string id) => (_journal, HasJournals) = (id, true);

    public void BeginEntry(string id, DateOnly? date, string text, string? reference, int line)
    {
        _voucher = new(_journal, id, date ?? default, reference is { Length: > 0 } && !text.Contains(reference, StringComparison.Ordinal) ? $"{text} {reference}".Trim() : text, line);
        _entryRows.Clear();
    }

    public void AddRow(Sie5Row row) => _entryRows.Add(row);

    public void EndEntry()
    {
        if (_voucher is not { } voucher || voucher.Date == default)
        {
            return;
        }

        var booked = _entryRows.Where(row => !row.IsStruck).ToList();
        var sum = booked.Aggregate((Int128)0, (total, row) => total + row.Minor);
        if (sum != 0)
        {
            issues.Add(SieErrors.Unbalanced, $"The rows of voucher {voucher.Name} sum to {SieNumbers.Amount(sum)} instead of zero.", voucher.Line);
        }
        else if (booked.Count == 0)
        {
            issues.Add(SieErrors.EmptyVoucher, $"Voucher {voucher.Name} has no rows.", voucher.Line);
        }

        if (YearOf(voucher) is not { } year)
        {
            return;
        }

        if (!year.Vouchers.Add((voucher.Journal, voucher.Id)))
        {
            issues.Add(SieErrors.RepeatedVoucher, $"Voucher {voucher.Name} stands in the file more than once.", voucher.Line);
        }

        Slashed.AddRange(booked.Select(row => row.Text).Prepend(voucher.Text).Where(text => text.AsSpan().Count('/') >= 2).Distinct(StringComparer.Ordinal).Select(text => (text, voucher.Name)));
        foreach (var row in booked)
        {
            year.Add(row, voucher, _wanted.Contains(row.Account) ? Entry(voucher, row, booked) : null);
        }
    }

    /// <summary>At the end of the file: balances against movements. False when the file is no ledger.</summary>
    public bool Finish()
    {
        if (_years.Count == 0 || (!HasJournals && _invoices.Count == 0))
        {
            issues.Add(SieErrors.NotLedger, _years.Count == 0 ? "The file has no fiscal year." : "The file has neither journals nor customer invoices.");
            return false;
        }

        foreach (var balance in _balances)
        {
            Place(balance);
        }

        if (HasJournals)
        {
            _years.ForEach(year => year.Check(_types, issues));
        }
        else
        {
            InvoicesAsEntries();
        }

        return true;
    }

    private LedgerEntry Entry(Sie5Voucher voucher, Sie5Row row, List<Sie5Row> booked)
    {
        var invoice = row.Invoice is { } id ? InvoiceOf(row.Account, id, row.Line) : null;
        return new()
        {
            Company = "",
            FiscalYearStart = default,
            Series = voucher.Journal,
            VoucherNumber = voucher.Id,
            Row = 0,
            Account = row.Account,
            Date = row.Date ?? voucher.Date,
            Amount = new(row.Minor, Currency),
            DocumentAmount = row.Document ?? (invoice?.Document is { } document && invoice.Minor == row.Minor ? document : null),
            VoucherText = voucher.Text,
            RowText = row.Text,
            NamedReferences = invoice?.References ?? (row.Invoice is { } unknown ? [unknown] : []),
            CounterAccounts = [.. booked.Select(other => other.Account).Where(other => other != row.Account).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Objects = [.. row.Objects],
            FileLine = row.Line,
        };
    }

    private Sie5Invoice? InvoiceOf(string account, string id, int line)
    {
        if (_invoices.TryGetValue((account, id), out var own))
        {
            return own;
        }

        // A subdivided account may stand for several accounts; the invoice is found under the primary one.
        var elsewhere = _invoices.Where(pair => pair.Key.Id == id).Take(2).ToList();
        if (elsewhere.Count == 1)
        {
            return elsewhere[0].Value;
        }

        issues.AddOnce("invoice " + account, SieErrors.UnknownInvoice, $"A row on account {account} names {SieIssues.Quote(id)}, which is no customer invoice of the file; it is taken as the reference.", line);
        return null;
    }

    private Sie5Year? YearOf(Sie5Voucher voucher)
    {
        if (_years.Find(year => voucher.Date >= year.Start && voucher.Date <= year.End) is { } year)
        {
            return year;
        }

        var primary = _years.Find(known => known.IsPrimary) ?? (_years.Count > 0 ? _years[^1] : null);
        issues.Add(SieErrors.OutsideYear, string.Create(CultureInfo.InvariantCulture, $"Voucher {voucher.Name} is dated {voucher.Date:yyyy-MM-dd}, in no fiscal year of the file."), voucher.Line);
        return primary;
    }

    private void Place(Sie5Balance balance)
    {
        if (Month(balance.Month) is not { } month)
        {
            issues.Add(SieErrors.BadDate, $"The month of a balance is {SieIssues.Quote(balance.Month)}.", balance.Line);
        }
        else if (_years.Find(year => month >= year.Start && month <= year.End) is { } year)
        {
            year.Add(balance, month, issues);
        }
    }

    /// <summary>A customer ledger alone: each invoice with its original amount, under its number.</summary>
    private void InvoicesAsEntries()
    {
        foreach (var invoice in _invoices.Values.Where(invoice => _wanted.Contains(invoice.Account) && invoice.Date is not null))
        {
            if (_years.Find(year => invoice.Date >= year.Start && invoice.Date <= year.End) is { } year)
            {
                var voucher = new Sie5Voucher("", invoice.References[0], invoice.Date!.Value, "", invoice.Line);
                year.Add(new(invoice.Account, invoice.Minor, null, "", invoice.Line), voucher, Entry(voucher, new(invoice.Account, invoice.Minor, null, "", invoice.Line) { Invoice = invoice.Id, Document = invoice.Document }, []));
            }
        }
    }

    private static DateOnly? Month(string? text) =>
        text is { Length: >= 7 } && DateOnly.TryParseExact(text[..7], "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month : null;
}

internal sealed record Sie5Voucher(string Journal, string Id, DateOnly Date, string Text, int Line)
{
    public string Name => $"{Journal} {Id}".Trim();
}

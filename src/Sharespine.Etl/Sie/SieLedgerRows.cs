using Sharespine.Etl.Model;

namespace Sharespine.Etl.Sie;

/// <summary>Gathers, while a SIE file is read, what the snapshots of some accounts need; of the other accounts only names.</summary>
internal sealed class SieLedgerRows(IReadOnlyCollection<string> accounts) : ISieSink
{
    private readonly HashSet<string> _wanted = [.. accounts];
    private readonly Dictionary<string, List<LedgerEntry>> _entries = [];
    private readonly Dictionary<string, (long? Opening, long? Closing)> _balances = [];
    private readonly Dictionary<(string Series, string Number, string Account), int> _rowNumbers = [];
    private readonly Dictionary<string, string> _names = [];
    private readonly List<SieRecord.Row> _voucherRows = [];
    private SieRecord.VoucherStart? _voucher;
    private string _organisationNumber = "";
    private string _companyName = "";

    public string Company => CompanyOf(_organisationNumber, _companyName);

    public string Program { get; private set; } = "";

    public int Type { get; private set; } = 1;

    public Currency Currency { get; private set; } = Currency.Sek;

    public DateOnly? GeneratedOn { get; private set; }

    public DateOnly? StatedCoversTo { get; private set; }

    public int CoversToLine { get; private set; }

    public DateOnly? LastVoucher { get; private set; }

    public SieRecord.FiscalYear? Year { get; private set; }

    public bool HasOpening { get; private set; }

    public bool HasClosing { get; private set; }

    public IReadOnlyDictionary<string, string> AccountNames => _names;

    /// <summary>Voucher and row texts that may hold a reference of ours ("a/b/1"), with their vouchers.</summary>
    public List<(string Text, string Voucher)> Slashed { get; } = [];

    public List<LedgerEntry> EntriesOf(string account) => _entries.GetValueOrDefault(account) ?? [];

    public (long? Opening, long? Closing) BalanceOf(string account) => _balances.GetValueOrDefault(account);

    public void Accept(SieRecord record)
    {
        switch (record)
        {
            case SieRecord.Row { Kind: SieRowKind.Booked } row:
                _voucherRows.Add(row);
                break;
            case SieRecord.VoucherStart voucher:
                _voucher = voucher;
                _voucherRows.Clear();
                break;
            case SieRecord.VoucherEnd:
                EndVoucher();
                break;
            case SieRecord.Balance { Year: 0 } balance:
                AddBalance(balance);
                break;
            case SieRecord.AccountName account:
                _names[account.Number] = account.Name;
                break;
            default:
                AddHeader(record);
                break;
        }
    }

    private void AddHeader(SieRecord record)
    {
        switch (record)
        {
            case SieRecord.FiscalYear { Year: 0 } year:
                Year = year;
                break;
            case SieRecord.FileType type:
                Type = type.Type;
                break;
            case SieRecord.Generated generated:
                GeneratedOn = generated.Date;
                break;
            case SieRecord.CoversTo covers:
                (StatedCoversTo, CoversToLine) = (covers.Date, covers.Line);
                break;
            case SieRecord.OrganisationNumber number:
                _organisationNumber = number.Number;
                break;
            case SieRecord.CompanyName name:
                _companyName = name.Name;
                break;
            case SieRecord.Program program:
                Program = $"{program.Name} {program.Version}".Trim();
                break;
            case SieRecord.BookCurrency currency when Currency.TryParse(currency.Code, out var parsed):
                Currency = parsed;
                break;
        }
    }

    private void AddBalance(SieRecord.Balance balance)
    {
        var isOpening = balance.Kind == SieBalanceKind.Opening;
        var isClosing = balance.Kind == SieBalanceKind.Closing;
        HasOpening |= isOpening;
        HasClosing |= isClosing;
        if (!_wanted.Contains(balance.Account) || !(isOpening || isClosing))
        {
            return;
        }

        var known = _balances.GetValueOrDefault(balance.Account);
        _balances[balance.Account] = isOpening ? (balance.Amount, known.Closing) : (known.Opening, balance.Amount);
    }

    private void EndVoucher()
    {
        if (_voucher is not { } voucher)
        {
            return;
        }

        LastVoucher = LastVoucher is { } last && last > voucher.Date ? last : voucher.Date;
        KeepReferences(voucher);
        foreach (var row in _voucherRows)
        {
            if (_wanted.Contains(row.Account))
            {
                AddEntry(voucher, row);
            }
        }

        _voucher = null;
    }

    private void KeepReferences(SieRecord.VoucherStart voucher)
    {
        foreach (var text in _voucherRows.Select(row => row.Text).Prepend(voucher.Text))
        {
            if (text.AsSpan().Count('/') >= 2)
            {
                Slashed.Add((text, voucher.Series.Length == 0 ? voucher.Number : $"{voucher.Series} {voucher.Number}"));
            }
        }
    }

    private void AddEntry(SieRecord.VoucherStart voucher, SieRecord.Row row)
    {
        if (!_entries.TryGetValue(row.Account, out var entries))
        {
            _entries[row.Account] = entries = [];
        }

        var identity = (voucher.Series, voucher.Number, row.Account);
        var number = _rowNumbers[identity] = _rowNumbers.GetValueOrDefault(identity) + 1;
        entries.Add(new()
        {
            Company = "",
            FiscalYearStart = default,
            Series = voucher.Series,
            VoucherNumber = voucher.Number,
            Row = number,
            Account = row.Account,
            Date = row.Date ?? voucher.Date,
            Amount = new(row.Amount, Currency),
            VoucherText = voucher.Text,
            RowText = row.Text,
            CounterAccounts = CounterAccounts(row.Account),
            Objects = [.. row.Objects.Select(item => item.ToString())],
            FileLine = row.Line,
        });
    }

    private string[] CounterAccounts(string account) =>
        [.. _voucherRows.Select(row => row.Account).Where(other => other != account).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The organisation number, or the name where there is none or the number is a person's.</summary>
    internal static string CompanyOf(string organisationNumber, string name) =>
        organisationNumber.Length > 0 && !IsPersonalNumber(organisationNumber) ? organisationNumber : name;

    /// <summary>A sole trader's organisation number is a person's: ten digits whose third is 0 or 1 (twelve with the century).</summary>
    private static bool IsPersonalNumber(string number)
    {
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        return digits.Length switch
        {
            10 => digits[2] is '0' or '1',
            12 => digits[..2] is "18" or "19" or "20",
            _ => false,
        };
    }
}

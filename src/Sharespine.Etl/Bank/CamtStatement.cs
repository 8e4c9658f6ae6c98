using System.Globalization;
using System.Xml.Linq;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Bank;

/// <summary>One Stmt while it is read.</summary>
internal sealed class CamtStatement(string fileName, int line)
{
    private readonly List<CamtLine> _lines = [];
    private readonly Dictionary<string, (Money Amount, DateOnly Date)> _balances = [];
    private readonly CamtValues _values = new(fileName);
    private string _id = "";
    private string _sequence = "";
    private string _page = "";
    private string _madeAt = "";
    private DateOnly? _from;
    private DateOnly? _to;
    private Currency? _currency;

    /// <summary>IBAN or the bank's own number, without blanks, in capitals.</summary>
    public string Account { get; private set; } = "";

    public int Pending { get; private set; }

    public void Take(XElement part, int at)
    {
        switch (part.Name.LocalName)
        {
            case "Id":
                _id = part.Value.Trim();
                break;
            case "ElctrncSeqNb":
                _sequence = part.Value.Trim();
                break;
            case "StmtPgntn":
                _page = part.Text("PgNb") ?? "";
                break;
            case "CreDtTm":
                _madeAt = part.Value.Trim();
                break;
            case "FrToDt":
                (_from, _to) = (Day(part, "FrDtTm", at), Day(part, "ToDtTm", at));
                break;
            case "Acct":
                Account = Plain(part.Text("Id", "IBAN") ?? part.Text("Id", "Othr", "Id") ?? "");
                _currency = part.Text("Ccy") is { } code ? _values.Currency(code, at) : _currency;
                break;
            case "Bal":
                Balance(part, at);
                break;
            case "Ntry":
                Entry(part, at);
                break;
        }
    }

    /// <summary>The statement, proven.</summary>
    public BankStatement Make(string account)
    {
        // A page of a statement begins or ends with an interim balance; some banks write the last closing instead of the opening one.
        var opening = Find("OPBD", "PRCD", "ITBD first");
        var closing = Find("CLBD", "ITBD last");
        if (opening is not { } from || closing is not { } to)
        {
            throw Wrong(BankErrors.NoBalance, $"statement {Name} has no {(opening is null ? "opening (OPBD)" : "closing (CLBD)")} balance.");
        }

        var sum = _lines.Aggregate(from.Amount, (total, entry) => Same(total, entry.Line.Amount, entry.Line.FileLine));
        if (sum != Same(Money.Zero(from.Amount.Currency), to.Amount, line))
        {
            throw Wrong(BankErrors.DoesNotAdd, $"statement {Name}: opening {from.Amount} and its {_lines.Count.ToString(CultureInfo.InvariantCulture)} lines make {sum}, the closing balance is {to.Amount}.");
        }

        var first = _lines.Select(entry => entry.Line.Date).Append(_from ?? to.Date).Append(to.Date).Min();
        return new()
        {
            Account = account,
            Key = string.Join('/', new[] { _id, _sequence, _page, Write(_from ?? first), Write(to.Date) }.Where(text => text.Length > 0)),
            Version = _madeAt,
            Currency = from.Amount.Currency,
            CoversFrom = first,
            CoversTo = to.Date,
            Opening = from.Amount,
            Closing = to.Amount,
            Lines = [.. Keyed()],
        };
    }

    /// <summary>As accounts are compared: without blanks, in capitals.</summary>
    public static string Plain(string account) => string.Concat(account.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private string Name => _id.Length == 0 ? "without Id" : $"\"{_id}\"";

    private (Money Amount, DateOnly Date)? Find(params string[] types) =>
        types.Select(type => _balances.TryGetValue(type, out var found) ? found : ((Money, DateOnly)?)null).FirstOrDefault(found => found is not null);

    private void Balance(XElement balance, int at)
    {
        var type = balance.Text("Tp", "CdOrPrtry", "Cd") ?? "";
        if (type is not ("OPBD" or "PRCD" or "CLBD" or "ITBD"))
        {
            return;
        }

        var amount = _values.Signed(balance, at);
        var date = _values.Date(balance.Part("Dt"), at) ?? _to ?? throw _values.Bad("the balance has no date.", at, "Bal/Dt");
        _currency ??= amount.Currency;
        if (type != "ITBD")
        {
            _balances.TryAdd(type, (amount, date));
            return;
        }

        _balances.TryAdd("ITBD first", (amount, date));
        _balances["ITBD last"] = (amount, date);
    }

    private void Entry(XElement entry, int at)
    {
        var status = (entry.Text("Sts", "Cd") ?? entry.Text("Sts") ?? "BOOK").Trim();
        if (status != "BOOK")
        {
            Pending++;
            return;
        }

        _lines.AddRange(CamtEntry.Lines(entry, at, _values));
    }

    private Money Same(Money total, Money amount, int at) => amount.Currency == total.Currency && (_currency is null || amount.Currency == _currency)
        ? total + amount
        : throw _values.Bad($"{amount} is in another currency than the account ({_currency ?? total.Currency}).", at, "Amt");

    /// <summary>By the bank's reference and day, or by content; what is repeated is counted, since both are booked.</summary>
    private IEnumerable<BankLine> Keyed()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (entry, key) in _lines)
        {
            var count = seen[key] = seen.GetValueOrDefault(key) + 1;
            yield return entry with { Key = count == 1 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}#{count}") };
        }
    }

    private DateOnly? Day(XElement part, string name, int at) => part.Text(name) is { } text ? _values.Date(text, at) : null;

    private EtlException Wrong(ErrorCode code, string message) => new(new Issue(code, message, new(fileName, line)));

    private static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

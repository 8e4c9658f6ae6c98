using System.Globalization;
using System.Text;

namespace Sharespine.Etl.Tests.EndToEnd.Whole;

/// <summary>What an accounting program holds: vouchers, exported as SIE 4, with our voucher files imported when a person does so.</summary>
internal sealed class Books
{
    private readonly List<BookedVoucher> _vouchers = [];
    private readonly HashSet<string> _imported = [];

    /// <param name="text">"A 1 2026-11-02 Order 1001: 1580 1250.00, 3001 -1250.00"</param>
    public Books Add(string text)
    {
        var (head, rows) = (text[..text.LastIndexOf(": ", StringComparison.Ordinal)], text[(text.LastIndexOf(": ", StringComparison.Ordinal) + 2)..]);
        var words = head.Split(' ', 4);
        _vouchers.Add(new(words[0], words[1], words[2], words.Length > 3 ? words[3] : "",
            [.. rows.Split(", ").Select(row => row.Split(' ')).Select(row => (row[0], decimal.Parse(row[1], CultureInfo.InvariantCulture)))]));
        return this;
    }

    /// <summary>A sale of an order on 1580.</summary>
    public Books Sale(string number, string date, string order, decimal amount) =>
        Add(string.Create(CultureInfo.InvariantCulture, $"A {number} {date} Order {order}: 1580 {amount:0.00}, 3001 {-amount:0.00}"));

    /// <summary>All vouchers that our files hold, as a person imports them.</summary>
    public Books Import(WholeSite site)
    {
        foreach (var reference in site.Rows("SELECT reference FROM voucher WHERE written_at IS NOT NULL ORDER BY reference").Where(_imported.Add))
        {
            var head = site.Rows($"SELECT voucher_date, voucher_text FROM voucher WHERE reference = '{reference}'").Single().Split('|', 2);
            var rows = site.Rows($"SELECT account, amount_minor FROM voucher_row WHERE voucher_reference = '{reference}' ORDER BY row_number").Select(row => row.Split('|'));
            _vouchers.Add(new("K", _imported.Count.ToString(CultureInfo.InvariantCulture), head[0], head[1], [.. rows.Select(row => (row[0], long.Parse(row[1], CultureInfo.InvariantCulture) / 100m))]));
        }

        return this;
    }

    public decimal Balance(string account) => _vouchers.SelectMany(voucher => voucher.Rows).Where(row => row.Account == account).Sum(row => row.Amount);

    public IReadOnlyList<BookedVoucher> Vouchers => _vouchers;

    /// <summary>The year's export, made today.</summary>
    public void Export(WholeSite site, string name = "books.se")
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"#FLAGGA 0\r\n#PROGRAM \"Books\" 1\r\n#FORMAT PC8\r\n#GEN {site.Now:yyyyMMdd}\r\n#SIETYP 4\r\n#ORGNR 559999-0008\r\n#FNAMN \"Norrsken Handel AB\"\r\n#RAR 0 20260101 20261231\r\n");
        var accounts = _vouchers.SelectMany(voucher => voucher.Rows).Select(row => row.Account).Append("1580").Append("1930").Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var account in accounts)
        {
            text.Append(CultureInfo.InvariantCulture, $"#KONTO {account} \"Konto {account}\"\r\n");
        }

        foreach (var account in accounts)
        {
            var balance = Balance(account).ToString("0.00", CultureInfo.InvariantCulture);
            text.Append(account[0] < '3' ? $"#IB 0 {account} 0\r\n#UB 0 {account} {balance}\r\n" : $"#RES 0 {account} {balance}\r\n");
        }

        foreach (var voucher in _vouchers)
        {
            text.Append(CultureInfo.InvariantCulture, $"#VER {voucher.Series} {voucher.Number} {voucher.Date.Replace("-", "", StringComparison.Ordinal)} \"{voucher.Text}\"\r\n{{\r\n");
            foreach (var (account, amount) in voucher.Rows)
            {
                text.Append(CultureInfo.InvariantCulture, $"#TRANS {account} {{}} {amount:0.00}\r\n");
            }

            text.Append("}\r\n");
        }

        site.Put($"ledger/{name}", Encoding.UTF8.GetBytes(text.ToString()));
    }
}

internal sealed record BookedVoucher(string Series, string Number, string Date, string Text, IReadOnlyList<(string Account, decimal Amount)> Rows);

using System.Globalization;
using System.Text;

namespace Sharespine.Etl.Tests.EndToEnd.Whole;

/// <summary>A Klarna settlement file (CSV) of one or several payouts, put into the inbox.</summary>
internal sealed class KlarnaCsv
{
    private readonly StringBuilder _text = new();

    /// <param name="totals">"total_settlement_amount=100.00 opening_debt_balance=5.00": further columns of the summary.</param>
    /// <param name="lines">"SALE order amount" or "FEE order amount vat" each.</param>
    public KlarnaCsv Payout(string reference, string date, string totals, string[] lines, string merchant = "K1", string currency = "SEK", string kind = "NET")
    {
        var named = totals.Split(' ').Select(total => total.Split('=')).ToList();
        _text.Append(CultureInfo.InvariantCulture, $"{string.Join(';', named.Select(total => total[0]))};payment_reference;settlement_currency;payout_date;merchant_id;merchant_settlement_type\n");
        _text.Append(CultureInfo.InvariantCulture, $"{string.Join(';', named.Select(total => total[1]))};{reference};{currency};{date}T07:45:00Z;{merchant};{kind}\n\n");
        _text.Append("type;capture_date;order_id;capture_id;refund_id;merchant_reference1;amount;vat_amount;posting_currency\n");
        foreach (var (line, index) in lines.Select((line, index) => (line.Split(' '), index)))
        {
            var id = $"{line[1]}-{index}";
            _text.Append(CultureInfo.InvariantCulture, $"{line[0]};{date}T06:00:00Z;k-{line[1]};{(line[0] == "SALE" ? "c-" + id : "")};{(line[0] == "RETURN" ? "r-" + id : "")};{line[1]};{line[2]};{(line.Length > 3 ? line[3] : "")};{currency}\n");
        }

        _text.Append('\n');
        return this;
    }

    public override string ToString() => _text.ToString();
}

/// <summary>A bank's statement (camt.053) of one day.</summary>
internal static class Camt
{
    /// <param name="entries">"125.50 SEK text" each; with "EUR 10.00" behind the currency the amount that was sent: "112.91 SEK EUR 10.00 text".</param>
    public static string Statement(string id, string date, params string[] entries)
    {
        var rows = entries.Select(entry => entry.Split(' ')).ToList();
        var sum = rows.Sum(row => decimal.Parse(row[0], CultureInfo.InvariantCulture));
        var text = new StringBuilder();
        foreach (var (row, index) in rows.Select((row, index) => (row, index)))
        {
            var isForeign = row[2] is "EUR" or "NOK";
            var sent = isForeign ? $"<AmtDtls><InstdAmt><Amt Ccy=\"{row[2]}\">{row[3]}</Amt></InstdAmt></AmtDtls>" : "";
            text.Append(CultureInfo.InvariantCulture,
                $"<Ntry><Amt Ccy=\"{row[1]}\">{row[0].TrimStart('-')}</Amt><CdtDbtInd>{(row[0][0] == '-' ? "DBIT" : "CRDT")}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{date}</Dt></BookgDt><AcctSvcrRef>BG-{id}-{index}</AcctSvcrRef><NtryDtls><TxDtls>{sent}<RmtInf><Ustrd>{string.Join(' ', row.Skip(isForeign ? 4 : 2))}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>");
        }

        return string.Create(CultureInfo.InvariantCulture, $"""
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>{id}</Id><CreDtTm>{date}T22:00:00</CreDtTm><Acct><Id><IBAN>SE0000000000000000000001</IBAN></Id></Acct>{Balance("OPBD", 0, date)}{Balance("CLBD", sum, date)}{text}</Stmt></BkToCstmrStmt></Document>
            """);
    }

    private static string Balance(string code, decimal amount, string date) => string.Create(CultureInfo.InvariantCulture,
        $"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"SEK\">{Math.Abs(amount):0.00}</Amt><CdtDbtInd>{(amount < 0 ? "DBIT" : "CRDT")}</CdtDbtInd><Dt><Dt>{date}</Dt></Dt></Bal>");
}

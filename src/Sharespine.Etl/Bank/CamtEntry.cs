using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Bank;

/// <param name="Line">With a key still to be made unique within its statement.</param>
internal sealed record CamtLine(BankLine Line, string Key);

/// <summary>
/// The lines of one booked Ntry: one, or one for each transaction of a batch whose amounts make the entry's. The sign is that
/// of CdtDbtInd; a reversal (RvslInd) is marked so by the bank already, it is not turned round again.
/// </summary>
internal static class CamtEntry
{
    public static IReadOnlyList<CamtLine> Lines(XElement entry, int at, CamtValues values)
    {
        var amount = values.Signed(entry, at);
        var date = values.Date(entry.Part("BookgDt"), at) ?? values.Date(entry.Part("ValDt"), at) ?? throw values.Bad("the entry has no booking date.", at, "Ntry/BookgDt");
        var details = entry.Parts("NtryDtls").SelectMany(part => part.Parts("TxDtls")).ToList();
        var amounts = details.Count > 1 ? [.. details.Select(detail => Amount(detail, entry, amount.Currency, values, at))] : new List<Money?>();
        var isSplit = amounts.Count > 1 && amounts.All(part => part is not null) && amounts.Sum(part => part!.Value.Minor) == amount.Minor;
        return isSplit
            ? [.. details.Select((detail, index) => Line(entry, [detail], amounts[index]!.Value, date, at, values, index + 1))]
            : [Line(entry, details, amount, date, at, values, null)];
    }

    private static CamtLine Line(XElement entry, List<XElement> details, Money amount, DateOnly date, int at, CamtValues values, int? part)
    {
        var own = part is null ? entry.Text("AcctSvcrRef") : details[0].Text("Refs", "AcctSvcrRef");
        var reference = own ?? entry.Text("AcctSvcrRef") ?? (details.Count == 1 ? details[0].Text("Refs", "AcctSvcrRef") : null);
        var texts = Texts(entry, details);
        var key = reference is null
            ? Hash([amount.ToString(), .. texts])
            : part is { } number && own is null ? string.Create(CultureInfo.InvariantCulture, $"{reference}/{number}") : reference;
        return new(
            new()
            {
                Key = "",
                Date = date,
                Amount = amount,
                OriginalAmount = Original(entry, details, amount, values, at),
                Texts = texts,
                FileLine = at,
                Label = reference ?? entry.Text("NtryRef") ?? string.Create(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd} {amount}"),
            },
            string.Create(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd}/{key}"));
    }

    /// <summary>Of one transaction in the account's currency: Amt since version 3, AmtDtls/TxAmt before.</summary>
    private static Money? Amount(XElement detail, XElement entry, Currency currency, CamtValues values, int at)
    {
        var element = detail.Part("Amt") ?? detail.Part("AmtDtls", "TxAmt", "Amt");
        if (element is null || values.Amount(element, at) is var amount && amount.Currency != currency)
        {
            return null;
        }

        return values.Sign(detail.Text("CdtDbtInd") ?? entry.Text("CdtDbtInd"), at) < 0 ? -amount : amount;
    }

    /// <summary>What was sent in another currency, as the bank states it; never computed from a rate.</summary>
    private static Money? Original(XElement entry, List<XElement> details, Money amount, CamtValues values, int at)
    {
        foreach (var owner in details.Count > 1 ? [entry] : details.Append(entry))
        {
            foreach (var name in new[] { "InstdAmt", "TxAmt", "CntrValAmt" })
            {
                if (owner.Part("AmtDtls", name, "Amt") is { } element && values.Amount(element, at) is var sent && sent.Currency != amount.Currency)
                {
                    return amount.Minor < 0 ? -sent : sent;
                }
            }
        }

        return null;
    }

    /// <summary>Everything that may carry a reference or the payer's name, each once. Lines of free text are one text: banks break it anywhere.</summary>
    private static List<string> Texts(XElement entry, List<XElement> details)
    {
        var texts = new List<string?> { entry.Text("AddtlNtryInf"), entry.Text("NtryRef") };
        foreach (var detail in details)
        {
            texts.AddRange([detail.Text("Refs", "EndToEndId"), detail.Text("Refs", "TxId"), detail.Text("Refs", "InstrId"), detail.Text("AddtlTxInf")]);
            texts.Add(detail.Text("RltdPties", "Dbtr", "Nm") ?? detail.Text("RltdPties", "Dbtr", "Pty", "Nm"));
            foreach (var remittance in detail.Parts("RmtInf"))
            {
                texts.Add(string.Join(' ', remittance.Parts("Ustrd").Select(part => part.Value.Trim())));
                texts.AddRange(remittance.Parts("Strd").SelectMany(Structured));
            }
        }

        return [.. texts.OfType<string>().Select(OneLine).Where(text => text.Length > 0 && text != "NOTPROVIDED").Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string?> Structured(XElement structured) =>
    [
        structured.Text("CdtrRefInf", "Ref"),
        .. structured.Parts("RfrdDocInf").Select(document => document.Text("Nb")),
        string.Join(' ', structured.Parts("AddtlRmtInf").Select(part => part.Value.Trim())),
    ];

    private static string OneLine(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();

    private static string Hash(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', parts))))[..16];
}

using System.Globalization;
using System.Xml;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Sie;

/// <summary>One pass over a SIE 5 document: every element goes to <see cref="Sie5Rows"/> when it is whole. What is not needed is skipped unread.</summary>
internal sealed class Sie5Scan(XmlReader xml, Sie5Rows rows, SieIssues issues)
{
    private readonly List<string> _path = [];
    private Sie5Balance? _balance;
    private Sie5Invoice? _invoice;
    private Sie5Row? _row;
    private string _group = "";

    private int Line => ((IXmlLineInfo)xml).LineNumber;

    private string Parent => _path.Count == 0 ? "" : _path[^1];

    public void Run()
    {
        xml.MoveToContent();
        if (xml.NodeType != XmlNodeType.Element || xml.NamespaceURI != Sie5Ledger.Namespace)
        {
            issues.Add(SieErrors.NotSie, $"The file is XML, but its first element is {SieIssues.Quote(xml.Name)} and not Sie of {Sie5Ledger.Namespace}.", Line);
            return;
        }

        if (xml.LocalName != "Sie")
        {
            issues.Add(SieErrors.NotLedger, $"The file is a SIE 5 file of type {xml.LocalName}, which is for import; a ledger is of type Sie.", Line);
            return;
        }

        var isOpen = !xml.IsEmptyElement;
        _path.Add("Sie");
        for (var more = isOpen && xml.Read(); more && !xml.EOF;)
        {
            more = xml.NodeType == XmlNodeType.Element ? Element() : (xml.NodeType != XmlNodeType.EndElement || End()) && xml.Read();
        }
    }

    /// <summary>False at the end of the document.</summary>
    private bool Element()
    {
        var isEmpty = xml.IsEmptyElement;
        if (xml.NamespaceURI != Sie5Ledger.Namespace || !Begin(xml.LocalName))
        {
            if (xml.LocalName == "Signature")
            {
                issues.AddOnce("signature", SieErrors.SignatureUnchecked, "The file is signed; the signature was not verified.", Line);
            }

            // Skip stands on what follows: another element is looked at, not passed over.
            xml.Skip();
            return !xml.EOF;
        }

        _path.Add(xml.LocalName);
        return (!isEmpty || End()) && xml.Read();
    }

    /// <summary>Takes the attributes of an element; false to skip it with all that is in it.</summary>
    private bool Begin(string name)
    {
        switch (name, Parent)
        {
            case ("FileInfo", "Sie") or ("FiscalYears", "FileInfo") or ("Accounts", "Sie") or ("Balances", "CustomerInvoice"):
                return name != "Balances";
            case ("SoftwareProduct" or "FileCreation" or "Company" or "AccountingCurrency", "FileInfo"):
                Head(name);
                return true;
            case ("FiscalYear", "FiscalYears"):
                rows.AddYear(Attribute("start"), Attribute("end"), Attribute("primary") is "true" or "1", Attribute("hasLedgerEntries"), Attribute("lastCoveredDate"), Line);
                return true;
            case ("Account", "Accounts"):
                _group = Needed("id", "Account");
                rows.AddAccount(_group, Attribute("name") ?? "", Attribute("type") ?? "", Line);
                return true;
            case ("OpeningBalance" or "ClosingBalance", "Account"):
                _balance = new(_group, name == "OpeningBalance", Needed("month", name), Amount("amount", name), Line);
                return true;
            case ("ObjectReference", "OpeningBalance" or "ClosingBalance"):
                _balance!.IsOfObject = true;
                return true;
            case ("CustomerInvoices", "Sie"):
                _group = Needed("primaryAccountId", name);
                return true;
            case ("CustomerInvoice", "CustomerInvoices"):
                _invoice = new(_group, Needed("id", name), Attribute("invoiceNumber"), Attribute("ocrNumber"), Line);
                return true;
            case ("OriginalAmount", "CustomerInvoice"):
                (_invoice!.Date, _invoice.Minor) = (Date("date", name), Amount("amount", name));
                return true;
            case ("ForeignCurrencyAmount", "OriginalAmount"):
                _invoice!.Document = Foreign();
                return true;
            default:
                return Journal(name);
        }
    }

    private bool Journal(string name)
    {
        switch (name, Parent)
        {
            case ("Journal", "Sie"):
                rows.BeginJournal(Needed("id", name));
                return true;
            case ("JournalEntry", "Journal"):
                rows.BeginEntry(Needed("id", name), Date("journalDate", name), Attribute("text") ?? "", Attribute("referenceId"), Line);
                return true;
            case ("LedgerEntry", "JournalEntry"):
                _row = new(Needed("accountId", name), Amount("amount", name), Attribute("ledgerDate") is null ? null : Date("ledgerDate", name), Attribute("text") ?? "", Line);
                return true;
            case ("ForeignCurrencyAmount", "LedgerEntry"):
                _row!.Document = Foreign();
                return true;
            case ("ObjectReference", "LedgerEntry"):
                _row!.Objects.Add($"{Needed("dimId", name)}:{Needed("objectId", name)}");
                return true;
            case ("SubdividedAccountObjectReference", "LedgerEntry"):
                _row!.Invoice = Needed("objectId", name);
                return true;
            case ("Overstrike", "LedgerEntry"):
                _row!.IsStruck = true;
                return true;
            default:
                return false;
        }
    }

    /// <summary>The innermost element is whole.</summary>
    private bool End()
    {
        var name = Parent;
        _path.RemoveAt(_path.Count - 1);
        switch (name)
        {
            case "OpeningBalance" or "ClosingBalance" when _balance is { } balance:
                rows.AddBalance(balance);
                _balance = null;
                break;
            case "CustomerInvoice" when _invoice is { } invoice:
                rows.AddInvoice(invoice);
                _invoice = null;
                break;
            case "LedgerEntry" when _row is { } row:
                rows.AddRow(row);
                _row = null;
                break;
            case "JournalEntry":
                rows.EndEntry();
                break;
        }

        return true;
    }

    private void Head(string name)
    {
        switch (name)
        {
            case "SoftwareProduct":
                rows.Program = $"{Attribute("name")} {Attribute("version")}".Trim();
                break;
            case "FileCreation":
                var time = Needed("time", name);
                // The day as the program wrote it, in its own zone.
                rows.GeneratedOn = Day(time.Length >= 10 ? time[..10] : time, "time", name);
                break;
            case "Company":
                rows.SetCompany(Attribute("organizationId") ?? "", Attribute("name") ?? "");
                break;
            default:
                rows.SetCurrency(Needed("currency", name), Line);
                break;
        }
    }

    private string? Attribute(string name) => xml.GetAttribute(name);

    private string Needed(string name, string element)
    {
        if (xml.GetAttribute(name) is { Length: > 0 } text)
        {
            return text;
        }

        issues.Add(SieErrors.MissingField, $"{element} has no {name}.", Line, field: name);
        return "";
    }

    private DateOnly? Date(string name, string element) => Needed(name, element) is { Length: > 0 } text ? Day(text, name, element) : null;

    private DateOnly? Day(string text, string name, string element)
    {
        // xsd:date may carry a zone (2026-11-03Z, 2026-11-03+01:00): the day is as written.
        if (text.Length >= 10 && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && (text.Length == 10 || text[10] is 'Z' or '+' or '-'))
        {
            return day;
        }

        issues.Add(SieErrors.BadDate, $"{name} of {element} is {SieIssues.Quote(text)}.", Line, field: name);
        return null;
    }

    private Money? Foreign()
    {
        var code = Needed("currency", "ForeignCurrencyAmount");
        if (!Currency.TryParse(code, out var currency))
        {
            issues.Add(SieErrors.Currency, $"The currency of a foreign amount is {SieIssues.Quote(code)}.", Line, field: "currency");
            return null;
        }

        return Minor("amount", "ForeignCurrencyAmount", currency.MinorPerMajor) is { } minor ? new(minor, currency) : null;
    }

    private long Amount(string name, string element) => Minor(name, element, 100) ?? 0;

    /// <summary>Exact, or an issue that refuses the file: an amount never becomes zero.</summary>
    private long? Minor(string name, string element, decimal minorPerMajor)
    {
        if (Needed(name, element) is not { Length: > 0 } text)
        {
            return null;
        }

        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        if (decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var amount) && Math.Abs(amount) < 1_000_000_000_000m && amount * minorPerMajor is var minor && minor == decimal.Truncate(minor))
        {
            return decimal.ToInt64(minor);
        }

        issues.Add(SieErrors.BadAmount, $"{name} of {element} is {SieIssues.Quote(text)}.", Line, field: name);
        return null;
    }
}

/// <summary>A balance of an account, as of the beginning or the end of a month.</summary>
internal sealed record Sie5Balance(string Account, bool IsOpening, string Month, long Minor, int Line)
{
    /// <summary>A part of the account's balance: that of one object.</summary>
    public bool IsOfObject { get; set; }
}

internal sealed record Sie5Invoice(string Account, string Id, string? Number, string? Ocr, int Line)
{
    public DateOnly? Date { get; set; }

    public long Minor { get; set; }

    public Money? Document { get; set; }

    /// <summary>The invoice number, the ledger's own id where it has none, and the OCR number.</summary>
    public IReadOnlyList<string> References => [.. new[] { Number is { Length: > 0 } ? Number : Id, Ocr }.OfType<string>().Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];
}

internal sealed record Sie5Row(string Account, long Minor, DateOnly? Date, string Text, int Line)
{
    public Money? Document { get; set; }

    public List<string> Objects { get; } = [];

    public string? Invoice { get; set; }

    /// <summary>Struck out by a correction: history, never summed.</summary>
    public bool IsStruck { get; set; }
}

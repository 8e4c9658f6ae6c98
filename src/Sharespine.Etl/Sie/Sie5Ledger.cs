using System.Text;
using System.Xml;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Sie;

/// <summary>
/// Reads a SIE 5 export (XML, root <c>Sie</c>) into ledger snapshots, one per account and fiscal year that has entries. Streamed;
/// document type definitions are refused, the signature is not verified. Customer invoices give their numbers and document
/// amounts to the rows that name them; without any journal in the file the invoices themselves are the entries.
/// </summary>
public static class Sie5Ledger
{
    internal const string Namespace = "http://www.sie.se/sie5";
    private const int FindingsMax = 200;

    /// <summary>True when the bytes are XML: a SIE 4 file begins with a record such as #FLAGGA.</summary>
    public static bool IsXml(ReadOnlySpan<byte> start)
    {
        var text = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        // UTF-16, with or without its mark: no SIE file, but XML all the same, and refused as such.
        text = text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? text[2..] : text;
        text = text.TrimStart(" \t\r\n\0"u8);
        return text.StartsWith("<"u8);
    }

    /// <summary>The same result as for SIE 4; look at <see cref="SieLedgerFile.IsRefused"/> before using it. Never throws for what stands in the file.</summary>
    /// <param name="fileName">For messages.</param>
    /// <param name="receivables">Accounts to reconcile.</param>
    /// <param name="banks">Bank and clearing accounts to read beside them.</param>
    public static SieLedgerFile Read(Stream stream, string fileName, IReadOnlyList<string> receivables, IReadOnlyList<string> banks)
    {
        var issues = new SieIssues(fileName, FindingsMax);
        var rows = new Sie5Rows([.. receivables, .. banks], issues);
        try
        {
            using var xml = XmlReader.Create(stream, Settings);
            new Sie5Scan(xml, rows, issues).Run();
        }
        catch (XmlException exception)
        {
            var cut = exception.Message.Contains("end of file", StringComparison.OrdinalIgnoreCase) || exception.Message.Contains("not closed", StringComparison.OrdinalIgnoreCase);
            issues.Add(cut ? SieErrors.Truncated : SieErrors.NotXml, $"The file cannot be read as XML: {Short(exception.Message)}", exception.LineNumber, exception.LinePosition);
        }
        catch (Exception exception) when (exception is DecoderFallbackException or NotSupportedException or ArgumentException)
        {
            issues.Add(SieErrors.NotXml, $"The file's character set cannot be read: {Short(exception.Message)}");
        }

        return Result(rows, issues, receivables, banks);
    }

    private static XmlReaderSettings Settings => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CloseInput = false,
    };

    private static SieLedgerFile Result(Sie5Rows rows, SieIssues issues, IReadOnlyList<string> receivables, IReadOnlyList<string> banks)
    {
        var usable = !IsRefused(issues) && rows.Finish() && !IsRefused(issues);
        return new()
        {
            Company = rows.Company,
            Program = rows.Program,
            GeneratedOn = rows.GeneratedOn,
            Receivables = usable ? Snapshots(rows, receivables, issues) : [],
            Banks = usable ? Snapshots(rows, banks, issues) : [],
            AccountNames = rows.AccountNames,
            ReferenceTexts = usable ? rows.Slashed : [],
            HasVouchers = rows.HasJournals,
            Issues = issues.All(),
        };
    }

    private static bool IsRefused(SieIssues issues) => issues.All().Any(issue => SieErrors.Refuses(issue.Code));

    private static List<LedgerSnapshot> Snapshots(Sie5Rows rows, IReadOnlyList<string> accounts, SieIssues issues)
    {
        foreach (var account in accounts.Distinct(StringComparer.Ordinal).Where(account => !rows.AccountNames.ContainsKey(account)))
        {
            issues.Add(SieErrors.AccountAbsent, $"Account {account} is not in the file.");
        }

        return [.. rows.Years.Where(year => year.IsTold).SelectMany(year => accounts.Distinct(StringComparer.Ordinal).Select(account => Snapshot(rows, year, account)))];
    }

    private static LedgerSnapshot Snapshot(Sie5Rows rows, Sie5Year year, string account)
    {
        var entries = year.EntriesOf(account);
        var movements = entries.Aggregate((Int128)0, (sum, entry) => sum + entry.Amount.Minor);
        // Invoices without journals are no account's movements: what was paid on them is not in the file.
        long? opening = rows.HasJournals ? year.Opening(account) ?? (year.HasOpening ? 0 : null) : null;
        long? closing = rows.HasJournals ? year.Closing(account)?.Minor ?? (year.HasClosing ? 0 : null) : null;
        return new()
        {
            Company = rows.Company,
            FiscalYearStart = year.Start,
            FiscalYearEnd = year.End,
            Account = account,
            Currency = rows.Currency,
            Opening = opening is { } first ? new Money(first, rows.Currency) : null,
            // A closing balance as of an earlier month than the last entry proves nothing about the whole.
            Closing = closing is { } last && (opening is null || opening + movements == last) ? new Money(last, rows.Currency) : null,
            CoversTo = SieLedger.CoversTo(year.LastCovered, rows.GeneratedOn, year.LastEntry, year.Start, year.End),
            Entries = [.. entries.Select(entry => entry with { Company = rows.Company, FiscalYearStart = year.Start, Amount = new(entry.Amount.Minor, rows.Currency) })],
        };
    }

    private static string Short(string message) => message.Length <= 160 ? message : message[..160] + "…";
}

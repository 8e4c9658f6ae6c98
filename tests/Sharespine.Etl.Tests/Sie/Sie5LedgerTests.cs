using System.Text;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Sie;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Sie;

/// <summary>SIE 5 exports as ledgers: goldens, contradictions, and the standard's own example.</summary>
public sealed class Sie5LedgerTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "sample-files", "sie5");
    private static readonly string[] Accounts = ["1580", "1510"];

    public static TheoryData<string> Samples => [.. Directory.GetFiles(Folder, "*.sie").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_reads_as_its_golden_says(string sample)
    {
        using var stream = File.OpenRead(Path.Combine(Folder, sample));
        var ledger = Sie5Ledger.Read(stream, sample, Accounts, []);
        var read = string.Join('\n', LedgerText.Lines(ledger.Receivables, [], ledger.Issues)) + "\n";
        var golden = Path.Combine(Folder, sample + ".expected");
        if (Environment.GetEnvironmentVariable("ETL_ACCEPT") == "1")
        {
            File.WriteAllText(golden, read);
        }

        Assert.True(File.Exists(golden), $"{golden} is missing: run the tests with ETL_ACCEPT=1, read what was written, and commit it.");
        Assert.Equal(File.ReadAllText(golden), read);
    }

    [Theory]
    [InlineData("amount=\"-839.6\"", "amount=\"-839.7\"", "SIE009", "The rows of voucher A 1 sum to -0.10 instead of zero.")]
    [InlineData("amount=\"2049.5\"", "amount=\"2050\"", "SIE010", "Account 1580: opening balance 750.00 and movements 1299.50 make 2049.50, but the closing balance is 2050.00.")]
    [InlineData("amount=\"-839.6\"", "amount=\"-839,6\"", "SIE004", "amount of LedgerEntry is \"-839,6\".")]
    [InlineData("amount=\"-839.6\"", "amount=\"-839.605\"", "SIE004", "amount of LedgerEntry is \"-839.605\".")]
    [InlineData("journalDate=\"2026-11-03\"", "journalDate=\"2026-11-31\"", "SIE005", "journalDate of JournalEntry is \"2026-11-31\".")]
    [InlineData(" accountId=\"1684\"", "", "SIE006", "LedgerEntry has no accountId.")]
    [InlineData("<AccountingCurrency currency=\"SEK\" />", "<AccountingCurrency currency=\"JPY\" />", "SIE015", "AccountingCurrency is \"JPY\".")]
    [InlineData("start=\"2026-01\"", "start=\"2025-07\"", "SIE014", "Fiscal year 2025-07 to 2026-12 ends before it begins, or lies over another.")]
    [InlineData("<OpeningBalance month=\"2026-01\" amount=\"750.00\" />", "<OpeningBalance month=\"2026-01\" amount=\"750.00\" /><OpeningBalance month=\"2026-01\" amount=\"751\" />", "SIE014", "OpeningBalance of account 1580 is 751.00 here and 750.00 earlier.")]
    [InlineData("<Account id=\"1684\"", "<Account id=\"1580\"", "SIE014", "Account 1580 stands twice in the chart of accounts.")]
    [InlineData("id=\"502\" customerId", "id=\"501\" customerId", "SIE014", "Customer invoice \"501\" stands twice on account 1580.")]
    public void A_file_that_contradicts_itself_is_refused_with_the_place(string from, string to, string code, string message)
    {
        var text = File.ReadAllText(Path.Combine(Folder, "two-years-with-invoices.sie"));
        Assert.Contains(from, text, StringComparison.Ordinal);
        var ledger = Read(ReplaceFirst(text, from, to));

        Assert.True(ledger.IsRefused);
        Assert.Empty(ledger.Receivables);
        Assert.Contains(ledger.Issues, issue => issue.Code.Code == code && issue.Message == message);
    }

    [Fact]
    public void A_file_cut_at_any_byte_is_refused()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, "two-years-with-invoices.sie"));
        var whole = bytes.AsSpan().TrimEnd("\r\n"u8).Length;
        for (var length = 0; length < whole; length += 97)
        {
            using var cut = new MemoryStream(bytes, 0, length);
            Assert.True(Sie5Ledger.Read(cut, "cut.sie", Accounts, []).IsRefused, $"cut at {length}");
        }
    }

    [Fact]
    public void A_document_type_definition_is_never_read()
    {
        var ledger = Read("<?xml version=\"1.0\"?><!DOCTYPE Sie [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Sie xmlns=\"http://www.sie.se/sie5\">&x;</Sie>");

        Assert.Equal("SIE016", Assert.Single(ledger.Issues).Code.Code);
    }

    [Theory]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\" />", "SIE001")]
    [InlineData("<SieEntry xmlns=\"http://www.sie.se/sie5\"><FileInfo /></SieEntry>", "SIE201")]
    [InlineData("<Sie xmlns=\"http://www.sie.se/sie5\"><FileInfo /></Sie>", "SIE201")]
    [InlineData("<Sie xmlns=\"http://www.sie.se/sie5\" />", "SIE201")]
    public void Xml_that_is_no_ledger_is_refused(string xml, string code) => Assert.Contains(Read(xml).Issues, issue => issue.Code.Code == code);

    [Theory]
    [InlineData("\uFEFF<?xml version=\"1.0\"?>", true)]
    [InlineData("\r\n <Sie", true)]
    [InlineData("#FLAGGA 0", false)]
    [InlineData("", false)]
    public void The_bytes_tell_the_version(string start, bool isXml) => Assert.Equal(isXml, Sie5Ledger.IsXml(Encoding.UTF8.GetBytes(start)));

    [SharedSampleFact]
    public void The_standard_s_own_example_is_a_ledger_with_its_customer_invoices()
    {
        using var stream = File.OpenRead(Sample("Sample.sie"));
        var ledger = Sie5Ledger.Read(stream, "Sample.sie", ["1510", "1511"], ["1940"]);

        Assert.Empty(ledger.Issues.Where(issue => SieErrors.Refuses(issue.Code)).Select(issue => issue.ToString()));
        Assert.Equal(("555555-5555", "Edison Ekonomi 6.0B", new DateOnly(2016, 12, 21)), (ledger.Company, ledger.Program, ledger.GeneratedOn));
        Assert.All(ledger.Receivables.Concat(ledger.Banks), snapshot => Assert.Equal(
            snapshot.Closing!.Value.Minor, snapshot.Opening!.Value.Minor + snapshot.Entries.Sum(entry => entry.Amount.Minor)));
        var receivable = ledger.Receivables[0];
        Assert.Equal((new DateOnly(2014, 1, 1), new DateOnly(2014, 12, 31), new DateOnly(2014, 12, 31)), (receivable.FiscalYearStart, receivable.FiscalYearEnd, receivable.CoversTo));
        Assert.Contains(receivable.Entries, entry => entry.NamedReferences.SequenceEqual(["100"]) && entry.Amount.AmountText == "5000.00" && entry.CounterAccounts.SequenceEqual(["2610", "3020"]));
        Assert.Contains(ledger.Receivables.SelectMany(snapshot => snapshot.Entries), entry => entry.DocumentAmount?.ToString() == "900.00 EUR");
        Assert.Contains(ledger.Issues, issue => issue.Code == SieErrors.SignatureUnchecked);
        Assert.Equal("Kundfordringar", ledger.AccountNames["1510"]);
    }

    [SharedSampleFact]
    public void An_import_file_is_no_ledger()
    {
        using var stream = File.OpenRead(Sample("SampleEntry.sie"));

        Assert.Equal("SIE201", Assert.Single(Sie5Ledger.Read(stream, "SampleEntry.sie", ["1930"], []).Issues).Code.Code);
    }

    private static string Sample(string name) => Path.Combine(SharedSampleFactAttribute.Folder!, "..", "sie5", name);

    private static string ReplaceFirst(string text, string from, string to) => text.IndexOf(from, StringComparison.Ordinal) is var at ? text[..at] + to + text[(at + from.Length)..] : text;

    private static SieLedgerFile Read(string xml)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        return Sie5Ledger.Read(stream, "ledger.sie", Accounts, []);
    }
}

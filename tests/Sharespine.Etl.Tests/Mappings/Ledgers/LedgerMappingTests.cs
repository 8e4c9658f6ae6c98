using System.Text;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Mappings.Files.Ledgers;
using Sharespine.Etl.Mappings.Library;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Mappings.Ledgers;

/// <summary>The shipped mappings of ledgers and order lists: goldens, what is refused, and what an overlay changes.</summary>
public sealed class LedgerMappingTests
{
    private const string Vouchers = """
        Verifikationsnr;Datum;Konto;Debet;Kredit
        A 1;2026-11-02;1580;100,00;
        A 1;2026-11-02;3001;;100,00
        A 2;2026-11-03;1580;50,00;
        A 2;2026-11-03;3001;;50,00

        """;

    private static readonly MappingLibrary Shipped = Load();

    public static TheoryData<string, string> Samples
    {
        get
        {
            var samples = new TheoryData<string, string>();
            foreach (var mapping in new[] { "generic.ledger", "generic.order-list" })
            {
                foreach (var path in Directory.GetFiles(Path.Combine(Files.Repository.Root, "sample-files", mapping), "*.csv").Order(StringComparer.Ordinal))
                {
                    samples.Add(mapping, Path.GetFileName(path));
                }
            }

            return samples;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_reads_as_its_golden_says(string mapping, string sample)
    {
        var path = Path.Combine(Files.Repository.Root, "sample-files", mapping, sample);
        var lines = mapping == "generic.ledger" ? Say(Read(FileBytes.FromPath(path))) : OrderListReader.Lines(OrderListReader.Read(FileBytes.FromPath(path), Shipped.Find<OrderListMapping>(mapping)!, Currency.Sek));
        // Places in the mapping move with every edit of it.
        var read = string.Join('\n', lines.Select(line => System.Text.RegularExpressions.Regex.Replace(line, @"\([^()]*\.yaml:[0-9:]+\)|\S*\.yaml:[0-9:]+", "(rule)"))) + "\n";
        if (Environment.GetEnvironmentVariable("ETL_ACCEPT") == "1")
        {
            File.WriteAllText(path + ".expected", read);
        }

        Assert.True(File.Exists(path + ".expected"), $"{path}.expected is missing: run the tests with ETL_ACCEPT=1, read what was written, and commit it.");
        Assert.Equal(File.ReadAllText(path + ".expected"), read);
    }

    [Fact]
    public void Only_the_accounts_asked_for_become_entries_and_the_others_tell_the_counter_accounts()
    {
        var snapshot = Assert.Single(Read(Vouchers, accounts: ["1580"]).Snapshots);

        Assert.Equal(["A 1 100.00 3001", "A 2 50.00 3001"], snapshot.Entries.Select(entry => $"{entry.Voucher} {entry.Amount.AmountText} {string.Join(' ', entry.CounterAccounts)}"));
    }

    [Fact]
    public void A_file_over_a_year_s_end_gives_each_fiscal_year_its_part()
    {
        var snapshots = Read("Verifikationsnr;Datum;Konto;Belopp\nA 9;2026-06-29;1580;10,00\nA 1;2026-07-01;1580;20,00\n", accounts: ["1580"], month: 7).Snapshots;

        Assert.Equal(["2025-07-01 2026-06-29 2026-06-30", "2026-07-01 2026-07-01 2026-07-01"], snapshots.Select(snapshot => $"{snapshot.FiscalYearStart:yyyy-MM-dd} {snapshot.CoversFrom:yyyy-MM-dd} {snapshot.CoversTo:yyyy-MM-dd}"));
    }

    [Theory]
    [InlineData("A 2;2026-11-03;1580;50,00;", "A 2;2026-11-33;1580;50,00;", "FIL022")]
    [InlineData("A 2;2026-11-03;1580;50,00;", "A 2;2026-11-03;1580;5x,00;", "FIL021")]
    [InlineData("A 2;2026-11-03;1580;50,00;", "A 2;2026-11-03;1580;;", "FIL024")]
    [InlineData("A 2;2026-11-03;1580;50,00;", "A 2;2026-11-03;;50,00;", "LGR001")]
    [InlineData("A 2;2026-11-03;1580;50,00;", ";2026-11-03;1580;50,00;", "FIL024")]
    [InlineData("A 2;2026-11-03;1580;50,00;", "A 2;2026-11-03;1580;50,00", "FIL020")]
    [InlineData("A 2;2026-11-03;3001;;50,00\n", "Summa;;;150,00;150,00\n", "LGR003")]
    public void A_row_that_cannot_be_read_refuses_the_whole_file(string from, string to, string code)
    {
        var read = Read(Vouchers.Replace(from, to, StringComparison.Ordinal));

        Assert.Empty(read.Snapshots);
        Assert.Equal(code, Assert.Single(read.Faults).Code.Code);
    }

    [Fact]
    public void Balances_that_the_rows_do_not_make_refuse_the_file() => Assert.Equal(
        "ledger.csv: LGR004 account 1580: opening balance 10.00 and rows of 150.00 make 160.00, but the closing balance is 170.00.",
        Assert.Single(Read("Konto;Vernr;Datum;Text;Belopp\n1580;;;Ingående balans;10,00\n1580;A1;2026-11-02;Order;150,00\n1580;;;Utgående balans;170,00\n").Faults).ToString());

    [Fact]
    public void A_file_without_rows_is_refused() => Assert.Equal("LGR002", Assert.Single(Read("Verifikationsnr;Datum;Konto;Belopp\n").Faults).Code.Code);

    [Fact]
    public void A_file_of_another_kind_is_refused_by_its_header() =>
        Assert.Equal("FIL004", Assert.Throws<EtlException>(() => Read("a;b;c\n1;2;3\n")).Code.Code);

    [Fact]
    public void Whole_vouchers_have_to_sum_to_zero_where_the_mapping_says_so()
    {
        var mapping = Shipped.Find<LedgerMapping>("generic.ledger")! with { HasWholeVouchers = true };
        var read = LedgerFileReader.Read(FileBytes.FromMemory("ledger.csv", Encoding.UTF8.GetBytes(Vouchers.Replace("3001;;50,00", "3001;;49,00", StringComparison.Ordinal))), mapping, new() { Company = "c" });

        Assert.Equal("ledger.csv:4: LGR005 the rows of voucher A 2 sum to 1.00 instead of zero.", Assert.Single(read.Faults).ToString());
    }

    [Fact]
    public void The_same_rows_in_another_order_are_the_same_entries()
    {
        var lines = Vouchers.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var turned = string.Join('\n', lines.Skip(1).Reverse().Prepend(lines[0])) + "\n";

        Assert.Equal(Identities(Read(Vouchers)), Identities(Read(turned)));
    }

    [Fact]
    public void A_customer_s_name_is_read_by_nothing() =>
        Assert.DoesNotContain("Kim", string.Join('\n', Say(Read("Fakturanr;Fakturadatum;Kundnamn;Belopp\n1;2026-11-02;Kim Exempel;10,00\n", account: "1510"))), StringComparison.Ordinal);

    [Fact]
    public void A_site_s_overlay_adds_a_caption()
    {
        using var site = new TemporaryFolder();
        File.WriteAllText(Path.Combine(site.Path, "generic.ledger.site.yaml"), "overlays: generic.ledger\nsections:\n  invoices:\n    columns:\n      invoice_number: {read: text, also: [Dokument]}\n");
        var findings = new List<Issue>();
        var library = MappingLibrary.Load([Path.Combine(Files.Repository.Root, "mappings"), site.Path], new() { Targets = Connectors.Targets }, findings);
        Assert.Empty(findings.Select(finding => finding.ToString()));

        var read = LedgerFileReader.Read(FileBytes.FromMemory("x.csv", Encoding.UTF8.GetBytes("Dokument;Fakturadatum;Belopp\n77;2026-11-02;10,00\n")), library.Find<LedgerMapping>("generic.ledger")!, new() { Company = "c", Account = "1510" });
        Assert.Equal("77", Assert.Single(Assert.Single(read.Snapshots).Entries).VoucherNumber);
    }

    private static IEnumerable<string> Identities(MappedLedger read) =>
        read.Snapshots.SelectMany(snapshot => snapshot.Entries).Select(entry => $"{entry.Account} {entry.Voucher} {entry.Row} {entry.Amount}").Order(StringComparer.Ordinal);

    private static IReadOnlyList<string> Say(MappedLedger read) => LedgerText.Lines(read.Snapshots, read.Faults, read.Notes);

    private static MappedLedger Read(string text, string[]? accounts = null, string? account = null, int month = 1) => LedgerFileReader.Read(
        FileBytes.FromMemory("ledger.csv", Encoding.UTF8.GetBytes(text)), Shipped.Find<LedgerMapping>("generic.ledger")!, new() { Company = "559999-0008", Accounts = accounts, Account = account, FiscalYearStartMonth = month });

    private static MappedLedger Read(FileBytes file) => LedgerFileReader.Read(file, Shipped.Find<LedgerMapping>("generic.ledger")!, new() { Company = "559999-0008", Accounts = ["1580"], Account = file.Name.StartsWith("kund", StringComparison.Ordinal) ? "1580" : null });

    private static MappingLibrary Load()
    {
        var findings = new List<Issue>();
        var library = MappingLibrary.Load([Path.Combine(Files.Repository.Root, "mappings")], new() { Targets = Connectors.Targets }, findings);
        Assert.Empty(findings.Select(finding => finding.ToString()));
        return library;
    }

    private static class Connectors
    {
        public static Sharespine.Etl.Mappings.Targets.TargetCatalog Targets => Sharespine.Etl.Connectors.ConnectorCatalog.Targets;
    }
}

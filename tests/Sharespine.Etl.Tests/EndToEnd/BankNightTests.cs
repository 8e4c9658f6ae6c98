using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>The last step through the whole job: the payout's money on the bank account, by the ledger and by the bank itself.</summary>
public sealed class BankNightTests
{
    [StoreFact]
    public async Task By_the_ledgers_bank_account_the_payout_waits_is_paid_and_is_missing_when_the_line_goes()
    {
        await using var site = await SiteAsync("    bank: { delay-days: 3, pattern: KLARNA }\n");
        await site.NightAsync();
        Assert.Equal(BankStatus.Waiting, Payout(site).Bank!.Status);
        var net = Payout(site).ProviderTotal!.Value;

        site.Pass(TimeSpan.FromDays(5));
        site.Put("sie-export/b.se", Ledger(site, "20261029", net));
        var night = await site.NightAsync();

        var paid = Payout(site).Bank!;
        Assert.Equal((BankStatus.Paid, (Money?)net, (DateOnly?)new DateOnly(2026, 10, 26), true), (paid.Status, paid.Amount, paid.Date, paid.Difference.IsZero));
        Assert.Matches(@"^B 900 \(b\.se:\d+\)$", paid.Label);
        Assert.Contains(night.Stage(SiteFixture.Klarna, "report").Notes, note => note.StartsWith("  700000001 ", StringComparison.Ordinal) && note.EndsWith("bank: på banken", StringComparison.Ordinal));

        site.Pass(TimeSpan.FromDays(1));
        site.Put("sie-export/c.se", Ledger(site, "20261030", null));
        await site.NightAsync();

        Assert.Equal(BankStatus.Missing, Payout(site).Bank!.Status);
        Assert.Contains(Report(site).Exceptions, exception => exception.Reason == "BankMissing" && exception.PayoutReference == "700000001");
        Assert.Equal(["Vanished"], site.Column("SELECT kind FROM bank_line_change WHERE reopened_minor <> 0"));
        Assert.Equal(["Missing"], site.Column("SELECT status FROM payout_bank_status"));
    }

    [StoreFact]
    public async Task By_the_banks_own_statements_a_damaged_one_is_quarantined_and_the_sound_one_pays()
    {
        await using var site = await SiteAsync("    bank: { connection: bank-se }\n");
        Directory.CreateDirectory(site.PathOf("inbox/bank"));
        await site.NightAsync();
        var net = Payout(site).ProviderTotal!.Value;
        site.Pass(TimeSpan.FromDays(3));
        site.Put("inbox/bank/damaged.xml", Statement(net, closing: net.Major + 1));
        site.Put("inbox/bank/empty.xml", "");

        var night = await site.NightAsync();

        Assert.Equal(2, night.Counts(SiteFixture.Klarna, "extract").Rejected);
        Assert.Equal(["BNK001", "BNK004"], site.Open(Outcome.Rejected).Select(row => row.Code).Order());
        Assert.Equal((0, 0), (site.Count("bank_file"), site.Count("bank_line")));
        Assert.Equal(BankStatus.Waiting, Payout(site).Bank!.Status);

        site.Put("inbox/bank/sound.xml", Statement(net, closing: net.Major));
        await site.NightAsync();

        Assert.Equal((BankStatus.Paid, "BG-1 (sound.xml:1)"), (Payout(site).Bank!.Status, Payout(site).Bank!.Label));
        Assert.Contains(Report(site).Files, file => file is { Role: "bank", Name: "sound.xml" });
        var before = BankTables(site);
        Assert.Equal(0, (await site.NightAsync()).Counts(SiteFixture.Klarna, "extract").Done);
        Assert.Equal(before, BankTables(site));
    }

    [StoreFact]
    public async Task A_bank_connection_has_to_be_one_and_to_bring_a_named_account()
    {
        await using var site = await SiteAsync("    bank: { connection: visma }\n");
        Assert.Equal(["CFG024"], site.Check().Select(issue => issue.Code.Code));

        await using var other = await SiteAsync("    bank: { connection: bank-se, accounts: \"1940\" }\n");
        Assert.Contains("\"bank-se\" brings account 1930, which is not among bank.accounts.", Assert.Single(other.Check()).Message, StringComparison.Ordinal);
    }

    private static string BankTables(SiteFixture site) => site.Database.Read(session => string.Join('\n',
        new[] { "bank_file", "bank_statement", "bank_line", "bank_statement_line", "bank_line_change", "payout_bank", "payout_bank_verdict" }.Select(table => SiteFixture.Dump(session, table))));

    private static async Task<SiteFixture> SiteAsync(string bank)
    {
        var site = await SiteFixture.CreateAsync();
        var yaml = await File.ReadAllTextAsync(site.PathOf("etl.yaml"));
        await File.WriteAllTextAsync(site.PathOf("etl.yaml"), yaml.Replace("flows:\n", "  bank-se:\n    type: bank-files\n    folder: inbox/bank\n    iban: SE0000000000000000000001\nflows:\n", StringComparison.Ordinal) + bank);
        return site;
    }

    private static PayoutReport Payout(SiteFixture site) => Assert.Single(Report(site).Payouts);

    private static ReconciliationReport Report(SiteFixture site)
    {
        using var stream = File.OpenRead(Directory.GetFiles(site.PathOf("reports"), "*.json", SearchOption.AllDirectories).OrderBy(File.GetLastWriteTimeUtc).ThenBy(path => path, StringComparer.Ordinal).Last());
        return ReportJson.Read(stream);
    }

    /// <summary>The year's export made some days later, with the bank's feed booked or not.</summary>
    private static byte[] Ledger(SiteFixture site, string madeOn, Money? paid)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(site.PathOf("sie-export/norrsken-2026.se")));
        text = string.Join("\r\n", text.Split("\r\n").Where(line => !line.StartsWith("#KSUMMA", StringComparison.Ordinal)));
        text = Regex.Replace(text, @"#GEN \d{8}", "#GEN " + madeOn);
        if (paid is { } amount)
        {
            text = Moved(Moved(text, "1930", amount.Major), "2999", -amount.Major)
                + string.Create(CultureInfo.InvariantCulture, $"#VER B 900 20261026 \"Insattning KLARNA 7000 00001\"\r\n{{\r\n   #TRANS 1930 {{}} {amount.AmountText}\r\n   #TRANS 2999 {{}} -{amount.AmountText}\r\n}}\r\n");
        }

        return Encoding.Latin1.GetBytes(text);
    }

    private static string Moved(string text, string account, decimal by) => Regex.Replace(text, $@"#UB 0 {account} (\S+)",
        match => string.Create(CultureInfo.InvariantCulture, $"#UB 0 {account} {decimal.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + by:F2}"));

    private static string Statement(Money paid, decimal closing) => string.Create(CultureInfo.InvariantCulture, $"""
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S-1</Id><CreDtTm>2026-10-27T04:00:00</CreDtTm><Acct><Id><IBAN>SE0000000000000000000001</IBAN></Id></Acct><Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="SEK">0</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-10-26</Dt></Dt></Bal><Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="SEK">{closing:F2}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-10-26</Dt></Dt></Bal><Ntry><Amt Ccy="SEK">{paid.AmountText}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-10-26</Dt></BookgDt><AcctSvcrRef>BG-1</AcctSvcrRef><NtryDtls><TxDtls><RmtInf><Ustrd>700000001</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>
        """);
}

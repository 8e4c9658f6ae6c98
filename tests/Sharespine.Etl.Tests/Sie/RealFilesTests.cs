using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Tests.Sie;

/// <summary>Files as accounting programs wrote them. Each is read, or refused for the reason named here.</summary>
public sealed class RealFilesTests
{
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["BL0001_typ4.SE"] = "1045 records, 84 vouchers, 9 history rows, accepted: SIE103 SIE105",
        ["FAKT.SI"] = "18 records, 1 vouchers, 0 history rows, accepted:",
        ["MAMUT_SIE3_EXPORT.SE"] = "1178 records, 0 vouchers, 0 history rows, accepted:",
        ["Norstedts_Bokslut_SIE_4I.si"] = "377 records, 2 vouchers, 0 history rows, accepted: sum verified",
        ["SIE4_Exempelfil_med_underdim.SE"] = "3789 records, 295 vouchers, 0 history rows, accepted: SIE104",
        ["SIE_exempelfil.se"] = "924 records, 26 vouchers, 0 history rows, accepted:",
        ["Sie2.se"] = "691 records, 0 vouchers, 0 history rows, accepted:",
        ["Sie4.si"] = "1578 records, 165 vouchers, 0 history rows, accepted:",
        ["Test1.SE"] = "243 records, 0 vouchers, 0 history rows, accepted:",
        ["XE_SIE_4_20151125095119.SE"] = "1733 records, 65 vouchers, 0 history rows, refused: SIE009 SIE107",
        ["magenta_bokföring_SIE4E.se"] = "611 records, 19 vouchers, 0 history rows, accepted:",
        ["si.SI"] = "278 records, 47 vouchers, 0 history rows, accepted: SIE103",
        ["transaktioner_ovnbolag-bad-balance.se"] = "4901 records, 163 vouchers, 0 history rows, refused: SIE009 SIE010",
        ["transaktioner_ovnbolag.se"] = "4901 records, 163 vouchers, 0 history rows, accepted:",
        ["typ1.se"] = "746 records, 0 vouchers, 0 history rows, accepted:",
    };

    [SharedSampleFact]
    public void Every_real_file_is_read_or_refused_for_a_named_reason()
    {
        var outcomes = Directory.GetFiles(SharedSampleFactAttribute.Folder!)
            .Where(file => Path.GetExtension(file).ToUpperInvariant() is ".SE" or ".SI")
            .ToDictionary(file => Path.GetFileName(file).Normalize(), Outcome);

        Assert.Equal(Lines(Expected), Lines(outcomes));
    }

    [SharedSampleFact]
    public void The_unbalanced_voucher_of_a_real_file_is_named()
    {
        var (result, _) = Read("transaktioner_ovnbolag-bad-balance.se");

        Assert.Equal(
            [
                "transaktioner_ovnbolag-bad-balance.se:3905: SIE009 The rows of voucher B 1 sum to -12771.00 instead of zero.",
                "transaktioner_ovnbolag-bad-balance.se: SIE010 Account 1910: #IB 4220.75 and movements -15278.00 make -11057.25, but #UB says 1713.75.",
            ],
            result.Issues.Select(issue => issue.ToString()));
    }

    [SharedSampleFact]
    public void Swedish_letters_come_out_right_in_every_program_s_files()
    {
        Assert.Equal("C:\\Documents and Settings\\All Users\\Application Data\\SPCS\\SPCS Administration\\Företag\\Ovnbol0200", Single<SieRecord.CompanyId>("si.SI").Id);
        Assert.Equal("Övningsbolaget AB", Single<SieRecord.CompanyName>("FAKT.SI").Name);
        Assert.Equal("Övningsföretaget AB", Single<SieRecord.CompanyName>("typ1.se").Name);
        Assert.Equal("Mamut Enterprise Byrå", Single<SieRecord.Program>("MAMUT_SIE3_EXPORT.SE").Name);
    }

    [SharedSampleFact]
    public void The_receivable_account_of_a_real_ledger_adds_up()
    {
        using var stream = File.OpenRead(SharedSampleFactAttribute.PathOf("transaktioner_ovnbolag.se"));

        var ledger = SieLedger.Read(stream, "transaktioner_ovnbolag.se", ["1510"], ["1920"]);

        var receivable = Assert.Single(ledger.Receivables);
        Assert.False(ledger.IsRefused);
        Assert.Equal(new DateOnly(2011, 1, 1), receivable.FiscalYearStart);
        Assert.Equal(new DateOnly(2011, 5, 31), receivable.CoversTo);
        Assert.Equal(receivable.Closing!.Value.Minor, receivable.Opening!.Value.Minor + receivable.Entries.Sum(entry => entry.Amount.Minor));
        Assert.NotEmpty(receivable.Entries);
        Assert.NotEmpty(Assert.Single(ledger.Banks).Entries);
        Assert.Equal(receivable.Entries.Count, receivable.Entries.Select(entry => (entry.Series, entry.VoucherNumber, entry.Row)).Distinct().Count());
    }

    [SharedSampleFact]
    public void A_closing_balance_as_of_a_placeholder_day_proves_nothing()
    {
        using var stream = File.OpenRead(SharedSampleFactAttribute.PathOf("Sie4.si"));

        var ledger = SieLedger.Read(stream, "Sie4.si", ["1510"], ["1930"]);

        Assert.Equal("Sie4.si:12: SIE203 #OMFATTN is 1970-01-01, outside the fiscal year 2010-01-01 to 2010-12-31; it was not used.", ledger.Issues[0].ToString());
        Assert.Equal(new DateOnly(2010, 12, 31), ledger.Receivables[0].CoversTo);
        Assert.Null(ledger.Banks[0].Closing);
    }

    private static string Outcome(string file)
    {
        using var stream = File.OpenRead(file);
        var (result, records) = SieReader.ReadAll(stream, Path.GetFileName(file));
        var codes = result.Issues.Select(issue => issue.Code.Code).Distinct().Order(StringComparer.Ordinal);
        var verified = result.ChecksumVerified ? " sum verified" : "";
        var verdict = result.IsRefused ? "refused" : "accepted";
        return $"{records.Count} records, {result.Vouchers} vouchers, {result.HistoryRows} history rows, {verdict}:{verified}{string.Concat(codes.Select(code => " " + code))}";
    }

    private static (SieReadResult Result, IReadOnlyList<SieRecord> Records) Read(string name)
    {
        using var stream = File.OpenRead(SharedSampleFactAttribute.PathOf(name));
        return SieReader.ReadAll(stream, name);
    }

    private static TRecord Single<TRecord>(string name)
        where TRecord : SieRecord => Read(name).Records.OfType<TRecord>().Single();

    private static IEnumerable<string> Lines(Dictionary<string, string> outcomes) =>
        outcomes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}");
}

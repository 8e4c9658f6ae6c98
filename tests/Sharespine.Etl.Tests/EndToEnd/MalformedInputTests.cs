using System.Text;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>Damaged files and settings: told of with their place, quarantined whole, and no reason to leave out the sound ones.</summary>
public sealed class MalformedInputTests
{
    [StoreFact]
    public async Task A_damaged_settlement_file_is_quarantined_whole_and_the_sound_one_is_taken()
    {
        await using var site = await SiteFixture.CreateAsync();
        var sound = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(site.SettlementFile));
        var damaged = sound.Replace("700000001", "700000002", StringComparison.Ordinal);
        site.Put("inbox/klarna/700000002.csv", Garbled(damaged));

        var night = await site.NightAsync();

        Assert.Equal(new StageCounts(3, Done: 2, Rejected: 1), night.Counts(SiteFixture.Klarna, "extract"));
        var rejected = Assert.Single(site.Open(Outcome.Rejected));
        Assert.Equal((SiteFixture.Klarna, "extract", "700000002.csv"), (rejected.Job, rejected.Stage, rejected.RecordKey));
        Assert.Matches(@"700000002\.csv:\d+:\d+", rejected.Details);
        Assert.Contains("12,x4", rejected.Details, StringComparison.Ordinal);
        Assert.Equal(["700000001"], site.Column("SELECT reference FROM payout"));
        Assert.Equal((1, 49), (site.Count("settlement_file"), site.Count("settlement_line")));
        Assert.Single(Directory.GetFiles(site.PathOf("sie-import")));

        // Sent again by the provider, whole this time.
        site.Put("inbox/klarna/700000002.csv", damaged);
        var next = await site.NightAsync();
        Assert.Equal(new StageCounts(3, Done: 1, Unchanged: 2), next.Counts(SiteFixture.Klarna, "extract"));
        Assert.Empty(site.Open(Outcome.Rejected));
        Assert.Equal(98, site.Count("settlement_line"));
    }

    [StoreFact]
    public async Task A_ledger_that_ends_in_the_middle_is_refused_and_the_one_before_it_stands()
    {
        await using var site = await SiteFixture.CreateAsync();
        await site.NightAsync();
        var before = Ledger(site);
        var bytes = await File.ReadAllBytesAsync(site.PathOf("sie-export/norrsken-2026.se"));
        site.Put("sie-export/norrsken-2026-later.se", bytes[..(bytes.Length / 2)]);

        var night = await site.NightAsync();

        Assert.Equal(new StageCounts(3, Unchanged: 2, Rejected: 1), night.Counts(SiteFixture.Klarna, "extract"));
        var rejected = Assert.Single(site.Open(Outcome.Rejected));
        Assert.Equal("norrsken-2026-later.se", rejected.RecordKey);
        Assert.StartsWith("SIE", rejected.Code, StringComparison.Ordinal);
        Assert.Matches(@"norrsken-2026-later\.se:\d+", rejected.Details);
        Assert.Equal(before, Ledger(site));
        Assert.Equal(JobState.Done, night.Job(SiteFixture.Klarna).State);
    }

    [StoreFact]
    public async Task Another_companys_ledger_is_refused_by_name()
    {
        await using var site = await SiteFixture.CreateAsync();
        await site.NightAsync();
        var before = Ledger(site);
        var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(site.PathOf("sie-export/norrsken-2026.se")));
        var other = string.Join("\r\n", text.Split("\r\n").Where(line => !line.StartsWith("#KSUMMA", StringComparison.Ordinal))).Replace("559999-0008", "556677-8899", StringComparison.Ordinal);
        site.Put("sie-export/annan.se", Encoding.Latin1.GetBytes(other));

        var night = await site.NightAsync();

        Assert.Equal(1, night.Counts(SiteFixture.Klarna, "extract").Rejected);
        var rejected = Assert.Single(site.Open(Outcome.Rejected));
        Assert.Equal(("annan.se", "FLW001", "the ledger is that of 556677-8899; the configuration says 559999-0008."), (rejected.RecordKey, rejected.Code, rejected.Message));
        Assert.Equal(before, Ledger(site));
    }

    [StoreFact]
    public async Task Files_that_are_still_being_written_are_left_for_the_next_run()
    {
        await using var site = await SiteFixture.CreateAsync();
        var sound = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(site.SettlementFile)).Replace("700000001", "700000002", StringComparison.Ordinal);
        site.Put("inbox/klarna/700000002.csv.tmp", sound[..200]);
        site.Put("inbox/klarna/700000003.csv", sound[..200]);
        File.SetLastWriteTimeUtc(site.PathOf("inbox/klarna/700000003.csv"), site.Clock.Now.UtcDateTime.AddSeconds(59));

        var night = await site.NightAsync();

        Assert.Equal(new StageCounts(2, Done: 2), night.Counts(SiteFixture.Klarna, "extract"));
        Assert.Contains("700000003.csv may still be growing and is left for the next run", night.Stage(SiteFixture.Klarna, "extract").Notes);
        Assert.Equal(1, site.Count("settlement_file"));
        Assert.Empty(site.Open(Outcome.Rejected));
    }

    [StoreFact]
    public async Task The_same_payout_in_another_file_is_recognised_and_booked_once()
    {
        await using var site = await SiteFixture.CreateAsync();
        await site.NightAsync();
        var vouchers = site.Files("sie-import");
        site.Put("inbox/klarna/again.csv", Encoding.UTF8.GetBytes(await File.ReadAllTextAsync(site.SettlementFile) + "\r\n"));

        var night = await site.NightAsync();

        Assert.Equal(1, night.Counts(SiteFixture.Klarna, "extract").Done);
        Assert.Contains(night.Stage(SiteFixture.Klarna, "extract").Notes, note => note.StartsWith("klarna-se payout 700000001 (again.csv): ", StringComparison.Ordinal));
        Assert.Equal(1, site.Count("payout"));
        Assert.Equal(vouchers, site.Files("sie-import"));
    }

    [StoreFact]
    public async Task Settings_with_errors_are_all_told_at_once_and_nothing_starts()
    {
        await using var site = await SiteFixture.CreateAsync();
        var yaml = await File.ReadAllTextAsync(site.PathOf("etl.yaml"));
        site.Put("etl.yaml", yaml
            .Replace("page-size: 100", "page-size: many", StringComparison.Ordinal)
            .Replace("exchange: exchange", "exhange: exchange", StringComparison.Ordinal)
            .Replace("erp: visma", "erp: vismaa", StringComparison.Ordinal));

        var issues = site.Check().Select(issue => issue.ToString()).ToList();

        Assert.Contains(issues, issue => issue.StartsWith("etl.yaml:13:16: CFG011", StringComparison.Ordinal) && issue.Contains("page-size: \"many\" is not", StringComparison.Ordinal));
        Assert.Contains(issues, issue => issue.StartsWith("etl.yaml:23:5: CFG010", StringComparison.Ordinal) && issue.Contains("exhange", StringComparison.Ordinal) && issue.Contains("exchange", StringComparison.Ordinal));
        Assert.Contains(issues, issue => issue.Contains("erp: there is no connection \"vismaa\". Try: did you mean \"visma\"", StringComparison.Ordinal));
        site.Reopen();
        await Assert.ThrowsAsync<EtlException>(() => site.NightAsync());
        Assert.False(Directory.Exists(site.PathOf("data")));
        Assert.Empty(site.Shop.Requests);
    }

    [StoreFact]
    public async Task An_overlay_with_an_error_stops_the_night_before_it_starts()
    {
        await using var site = await SiteFixture.CreateAsync();
        site.Put("mappings/woocommerce.order.yaml", "overlays: woocommerce.order\nfields:\n  number: cleen(number)\n");

        var issue = Assert.Single(site.Check(), issue => issue.ToString().Contains("cleen", StringComparison.Ordinal));

        Assert.StartsWith($"{site.PathOf("mappings/woocommerce.order.yaml")}:3:11: MAP", issue.ToString(), StringComparison.Ordinal);
        Assert.Contains("clean", issue.Try, StringComparison.Ordinal);
        await Assert.ThrowsAsync<EtlException>(() => site.NightAsync());
        Assert.Empty(site.Shop.Requests);
    }

    private static string Garbled(string csv)
    {
        var lines = csv.Split('\n');
        var row = Array.FindIndex(lines, line => line.Contains("SALE", StringComparison.Ordinal));
        var cells = lines[row].Split(lines[row].Contains(';', StringComparison.Ordinal) ? ';' : ',');
        var amount = Array.FindIndex(cells, cell => cell.Contains('.', StringComparison.Ordinal) && decimal.TryParse(cell.Trim('"'), System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out _));
        lines[row] = lines[row].Replace(cells[amount], "\"12,x4\"", StringComparison.Ordinal);
        return string.Join('\n', lines);
    }

    private static string Ledger(SiteFixture site) => site.Database.Read(session =>
        string.Join('\n', new[] { "ledger_file", "ledger_snapshot", "ledger_entry", "ledger_change" }.Select(table => SiteFixture.Dump(session, table))));
}

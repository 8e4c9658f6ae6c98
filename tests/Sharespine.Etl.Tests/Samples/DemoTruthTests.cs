using System.Diagnostics;
using System.Text.Json.Nodes;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Samples;

/// <summary>The demo, run as a user runs it, says of every settlement line and every planted trouble what truth.json says.</summary>
public sealed class DemoTruthTests(DemoRun run) : IClassFixture<DemoRun>
{
    private const string OutOfBalance = "412300639";
    private const string AlreadyBooked = "412300481";

    private static readonly JsonNode Truth = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Demo, "truth.json")))!;

    [Fact]
    public void Every_settlement_line_of_Klarna_is_what_the_month_was_made_to_hold()
    {
        var told = run.Report("klarna-se")["lines"]!.AsArray()
            .Where(line => (int)line!["fileLine"]! > 0)
            .ToDictionary(line => ((string)line!["payoutReference"]!, (int)line["fileLine"]!), line => (string)line!["disposition"]!);
        var partly = List("entries").Count(entry => (string)entry["disposition"]! == "PartiallySettled");

        var different = List("lines")
            .Select(line => (At: ((string)line["payout"]!, (int)line["fileLine"]!), Type: (string)line["type"]!, Wanted: (string)line["disposition"]!))
            .Where(line => !told[line.At].Equals(line.Wanted, StringComparison.OrdinalIgnoreCase))
            .ToList();

        // Nothing rests on a payout that does not sum; and a line that settles part of its voucher is named after that.
        Assert.All(different, line => Assert.True(
            (line.At.Item1 == OutOfBalance && told[line.At] == "waiting") || (line.Wanted == "Matched" && told[line.At] == "partiallySettled"),
            $"{line.At} {line.Type}: {told[line.At]}, should be {line.Wanted}"));
        Assert.Equal(partly, different.Count(line => told[line.At] == "partiallySettled"));
        Assert.Equal(List("lines").Count(), told.Count);
        Assert.Contains("rejected #", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("svea-se")]
    [InlineData("nexi-se")]
    public void Every_settlement_line_of_the_others_is_what_the_month_was_made_to_hold(string provider)
    {
        var payouts = List("otherPayouts").Where(payout => (string)payout["provider"]! == provider).Select(payout => (string)payout["reference"]!).ToHashSet();
        var told = run.Report(provider)["lines"]!.AsArray()
            .Where(line => (int)line!["fileLine"]! > 0)
            .Select(line => $"{line!["payoutReference"]}:{line["fileLine"]} {line["type"]} {line["amount"]} VAT {line["vat"]} {line["disposition"]}");
        var wanted = List("otherLines").Where(line => payouts.Contains((string)line["payout"]!))
            .Select(line => $"{line["payout"]}:{line["fileLine"]} {Camel(line["type"])} {line["amount"]} {line["currency"]} VAT {line["vat"]} {line["currency"]} {Camel(line["disposition"])}");

        Assert.Equal(wanted.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("svea-se")]
    [InlineData("nexi-se")]
    public void Every_voucher_of_the_others_that_stays_open_is_named_as_planted(string provider)
    {
        var told = run.Report(provider)["openItems"]!.AsArray().Select(item => $"{item!["voucher"]} {item["disposition"]}");
        var wanted = List("otherEntries").Where(entry => (string)entry["provider"]! == provider && (bool)entry["open"]!)
            .Select(entry => $"{entry["voucher"]} {Camel(entry["disposition"])}");

        Assert.Equal(wanted.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("klarna-se", "1580")]
    [InlineData("svea-se", "1512")]
    [InlineData("nexi-se", "1582")]
    public void Every_receivable_account_is_explained_to_the_ore(string provider, string number)
    {
        var account = run.Report(provider)["accounts"]!.AsArray().Single()!;
        Assert.Equal(number, (string)account["account"]!);
        Assert.Equal("0.00 SEK", (string)account["unexplained"]!);
        Assert.Equal((string)account["ledgerClosing"]!, (string)account["closing"]!);
    }

    [Fact]
    public void Every_payout_has_the_standing_that_was_planted()
    {
        var klarna = Statuses("klarna-se");
        Assert.Equal(9, klarna.Count);
        Assert.Equal("outOfBalance", klarna[OutOfBalance]);
        Assert.Equal("alreadyBooked", klarna[AlreadyBooked]);

        foreach (var payout in List("otherPayouts"))
        {
            var told = run.Report((string)payout["provider"]!)["payouts"]!.AsArray().Single(other => (string)other!["reference"]! == (string)payout["reference"]!)!;
            Assert.Equal((string)payout["standing"]! == "OutOfBalance", (string)told["status"]! == "outOfBalance");
            Assert.Equal($"{payout["reference"]} {Camel(payout["bank"])}", $"{payout["reference"]} {told["bank"]!["status"]}");
            Assert.Equal($"{payout["providerTotal"]} {payout["currency"]}", (string)told["providerTotal"]!);
        }
    }

    [Fact]
    public void Svea_settles_invoices_by_payments_and_books_fees_and_the_others_settle_vouchers()
    {
        var svea = run.Report("svea-se");
        var matched = List("otherLines").Count(line => ((string)line["payout"]!).StartsWith("58702", StringComparison.Ordinal) && (string)line["type"]! is ("Sale" or "Return")
            && ((string)line["disposition"]!).StartsWith("Matched", StringComparison.Ordinal));
        Assert.Equal(matched, svea["payments"]!.AsArray().Count(payment => payment!["payoutReference"]!.ToString().StartsWith("58702", StringComparison.Ordinal)));
        Assert.DoesNotContain("1512", run.Vouchers("svea-se"), StringComparison.Ordinal);
        Assert.Contains("1582", run.Vouchers("nexi-se"), StringComparison.Ordinal);
        Assert.Matches("#TRANS (3960|7960) ", run.Vouchers("nexi-se"));
        Assert.Contains("1580", run.Vouchers("klarna-se"), StringComparison.Ordinal);
    }

    private Dictionary<string, string> Statuses(string provider) =>
        run.Report(provider)["payouts"]!.AsArray().ToDictionary(payout => (string)payout!["reference"]!, payout => (string)payout!["status"]!);

    private static IEnumerable<JsonNode> List(string name) => Truth[name]!.AsArray().Select(item => item!);

    private static string Camel(JsonNode? name) => (string)name! is var text ? char.ToLowerInvariant(text[0]) + text[1..] : "";
}

/// <summary>The demo, run once for all that is asked of it.</summary>
public sealed class DemoRun : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("etl-demo-").FullName;

    public DemoRun()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "etl.dll"), "demo", "--folder", _folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        Output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, Output + errors.Result);
    }

    public string Output { get; }

    public JsonNode Report(string provider) => JsonNode.Parse(File.ReadAllText(Directory.GetFiles(Path.Combine(_folder, "reports"), provider + "_*.json").Single()))!;

    /// <summary>The voucher file that the first run wrote.</summary>
    public string Vouchers(string provider) => File.ReadAllText(Directory.GetFiles(Path.Combine(_folder, "sie-import"), provider + "_*.si").Single());

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Samples;

/// <summary>The demo, run as a user runs it, says of every settlement line and every planted trouble what truth.json says.</summary>
public sealed class DemoTruthTests : IDisposable
{
    private const string OutOfBalance = "412300639";
    private readonly string _folder = Directory.CreateTempSubdirectory("etl-demo-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_settlement_line_of_the_demo_is_what_the_month_was_made_to_hold()
    {
        var output = RunDemo();
        var report = JsonNode.Parse(File.ReadAllText(Directory.GetFiles(Path.Combine(_folder, "reports"), "*.json").Single()))!;
        var truth = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Demo, "truth.json")))!;
        var told = report["lines"]!.AsArray()
            .Where(line => (int)line!["fileLine"]! > 0)
            .ToDictionary(line => ((string)line!["payoutReference"]!, (int)line["fileLine"]!), line => (string)line!["disposition"]!);
        var partly = truth["entries"]!.AsArray().Count(entry => (string)entry!["disposition"]! == "PartiallySettled");

        var different = truth["lines"]!.AsArray()
            .Select(line => (At: ((string)line!["payout"]!, (int)line["fileLine"]!), Type: (string)line["type"]!, Wanted: (string)line["disposition"]!))
            .Where(line => !told[line.At].Equals(line.Wanted, StringComparison.OrdinalIgnoreCase))
            .ToList();

        // Nothing rests on a payout that does not sum; and a line that settles part of its voucher is named after that.
        Assert.All(different, line => Assert.True(
            (line.At.Item1 == OutOfBalance && told[line.At] == "waiting") || (line.Wanted == "Matched" && told[line.At] == "partiallySettled"),
            $"{line.At} {line.Type}: {told[line.At]}, should be {line.Wanted}"));
        Assert.Equal(partly, different.Count(line => told[line.At] == "partiallySettled"));
        Assert.Equal(truth["lines"]!.AsArray().Count, told.Count);
        Assert.Contains("rejected #", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_payout_has_the_standing_that_was_planted_and_the_account_is_explained_to_the_ore()
    {
        RunDemo();
        var report = JsonNode.Parse(File.ReadAllText(Directory.GetFiles(Path.Combine(_folder, "reports"), "*.json").Single()))!;
        var status = report["payouts"]!.AsArray().ToDictionary(payout => (string)payout!["reference"]!, payout => (string)payout!["status"]!);
        Assert.Equal("outOfBalance", status[OutOfBalance]);
        Assert.Equal("alreadyBooked", status["412300481"]);
        Assert.Equal(9, status.Count);
        var account = report["accounts"]!.AsArray().Single()!;
        Assert.Equal("0.00 SEK", (string)account["unexplained"]!);
        Assert.Equal((string)account["ledgerClosing"]!, (string)account["closing"]!);
    }

    private string RunDemo()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "etl.dll"), "demo", "--folder", _folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + errors.Result);
        return output;
    }
}

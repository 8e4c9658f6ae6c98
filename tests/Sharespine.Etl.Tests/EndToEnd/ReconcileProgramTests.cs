using System.Diagnostics;
using System.Text.Json.Nodes;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>A site with only a provider and a ledger, as a person works with it: start, night, decisions, month-end.</summary>
public sealed class ReconcileProgramTests : IDisposable
{
    private const string Name = "klarna-se<->visma";

    private readonly string _folder = Directory.CreateTempSubdirectory("etl-reconcile-").FullName;
    private string Store => Path.Combine(_folder, "data", "etl.db");

    private string _clock = "2026-11-02T01:00:00Z";

    public ReconcileProgramTests()
    {
        foreach (var (from, to) in new[] { ("klarna.settlement", "inbox"), ("sie", "ledger") })
        {
            Directory.CreateDirectory(Path.Combine(_folder, to));
            foreach (var file in Directory.GetFiles(Path.Combine(Repository.Demo, from)))
            {
                var copy = Path.Combine(_folder, to, Path.GetFileName(file));
                File.Copy(file, copy);
                File.SetLastWriteTimeUtc(copy, new(2026, 11, 1, 12, 0, 0, DateTimeKind.Utc));
            }
        }

        File.WriteAllText(Path.Combine(_folder, "etl.yaml"), """
            company:
              name: Norrsken Handel AB
              organisation-number: 559999-0008
            language: english
            connections:
              visma: { type: sie-files, ledger: ledger, vouchers: vouchers }
              klarna-se: { type: settlement-files, provider: Klarna, folder: inbox, mapping: klarna.settlement }
            reconciliations:
              - provider: klarna-se
                ledger: visma
                accounts: [ { account: "1580", name: Klarna } ]
                matching: { tolerances: { SEK: 1.00 }, ledger-delay-days: 1 }
            """);
    }

    public void Dispose() => TestStores.Discard(_folder);

    [StoreFact]
    public void A_site_is_started_reconciled_decided_about_and_closed_for_the_month()
    {
        var proposed = Run("reconcile", "start", Name, "2026-10-01");
        Assert.True(proposed.Exit == 0, proposed.Error);
        Assert.Contains("The first night would find", proposed.Output, StringComparison.Ordinal);
        var list = Path.Combine(_folder, "reports", "klarna-se_visma_start_2026-10-01.csv");
        var rows = File.ReadAllLines(list);
        Assert.Equal("Account;Reference;Date;Amount;Voucher;Note", rows[0].TrimStart('\uFEFF'));
        Assert.True(rows.Length > 5);

        var wrong = Path.Combine(_folder, "wrong.csv");
        File.WriteAllLines(wrong, rows[..^1]);
        var refused = Run("reconcile", "start", Name, "2026-10-01", "--items", wrong);
        Assert.Equal(2, refused.Exit);
        Assert.Contains("REC051 account 1580: the list sums to", refused.Error, StringComparison.Ordinal);

        Assert.Equal(0, Run("reconcile", "start", Name, "2026-10-01", "--items", list, "--because", "approved by the auditor").Exit);
        Assert.Contains("it was so before", Run("reconcile", "start", Name, "2026-10-01", "--items", list).Output, StringComparison.Ordinal);

        var night = Run("reconcile", Name);
        Assert.True(night.Exit == 3, night.Output + night.Error);
        Assert.Contains("REC052", Run("reconcile", "start", Name, "2026-09-01", "--amount", "1580=0", "--replace").Error, StringComparison.Ordinal);

        Decide();
        Close();
        Assert.Equal(TestStores.Kind == StoreKind.Sqlite, File.Exists(Store));
    }

    private void Decide()
    {
        var listed = Run("resolve", Name, "list", "--json");
        Assert.Equal(0, listed.Exit);
        var open = JsonNode.Parse(listed.Output)!["exceptions"]!.AsArray();
        var missing = open.First(exception => (string)exception!["reason"]! == "NoVoucher" && ((string)exception["amount"]!).EndsWith("SEK", StringComparison.Ordinal))!;
        var id = (string)missing["id"]!;

        Assert.Equal(2, Run("resolve", Name, id, "write-off", "2641").Exit);
        Assert.Contains("did you mean", Run("resolve", Name, id[..^1], "ignore", "--because", "x").Error + Run("resolve", Name, id[..^1], "ignore", "--because", "x").Output, StringComparison.Ordinal);
        var unknown = Run("resolve", Name, id, "write-off", "9999", "--because", "lost");
        Assert.Equal(2, unknown.Exit);
        Assert.Contains("REC046 visma has no account \"9999\".", unknown.Output, StringComparison.Ordinal);
        Assert.Contains("REC043", Run("resolve", Name, id, "link", "A 999999", "--because", "other number").Output, StringComparison.Ordinal);

        var taken = Run("resolve", Name, id, "write-off", "3740", "--state", (string)missing["state"]!, "--because", "too small to look for");
        Assert.Equal(0, taken.Exit);
        Assert.StartsWith("taken: ", taken.Output, StringComparison.Ordinal);
        Assert.StartsWith("unchanged: ", Run("resolve", Name, id, "write-off", "3740", "--because", "too small to look for").Output, StringComparison.Ordinal);
        Assert.Contains("REC040", Run("resolve", Name, id, "ignore", "--because", "no").Output, StringComparison.Ordinal);

        _clock = "2026-11-03T01:00:00Z";
        Run("reconcile", Name);
        var vouchers = string.Concat(Directory.GetFiles(Path.Combine(_folder, "vouchers")).Select(File.ReadAllText));
        Assert.Contains($"({id})", vouchers, StringComparison.Ordinal);
        Assert.DoesNotContain(id, Run("resolve", Name, "list").Output, StringComparison.Ordinal);
    }

    private void Close()
    {
        var before = Directory.GetFiles(Path.Combine(_folder, "reports"));
        var report = Run("reconcile", "report", Name, "--as-of", "2026-10-31", "--language", "sv");
        Assert.True(report.Exit == 0, report.Error);
        var made = Directory.GetFiles(Path.Combine(_folder, "reports")).Except(before).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Contains("klarna-se_visma_2026-10-31_as-of.xlsx", made);
        Assert.All(made, name => Assert.Contains("_2026-10-31_as-of", name, StringComparison.Ordinal));
        Assert.Equal(2, Run("reconcile", "report", Name, "--as-of", "2027-01-01").Exit);
        Assert.Equal(2, Run("reconcile", "report", Name, "--as-of", "31/10").Exit);
    }

    private (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "etl.dll"), .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["ETL_CLOCK"] = _clock;
        TestStores.HandOver(Store, start);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.ReplaceLineEndings("\n"), error.Result.ReplaceLineEndings("\n"));
    }
}

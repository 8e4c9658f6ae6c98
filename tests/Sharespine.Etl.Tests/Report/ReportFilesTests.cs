using ClosedXML.Excel;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Report;

namespace Sharespine.Etl.Tests.Report;

public sealed class ReportFilesTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly string _folder = Directory.CreateTempSubdirectory("report-files-").FullName;

    [Fact]
    public void A_report_becomes_seven_files_with_names_that_every_system_takes()
    {
        var files = ReportFiles.Write(SampleReport.Build(), _folder, ReportLanguage.Swedish);

        Assert.Equal(
            [
                "klarna-se_visma_2026-10-31.json",
                "klarna-se_visma_2026-10-31_lines.csv",
                "klarna-se_visma_2026-10-31_exceptions.csv",
                "klarna-se_visma_2026-10-31_open-items.csv",
                "klarna-se_visma_2026-10-31_payouts.csv",
                "klarna-se_visma_2026-10-31.xlsx",
                "klarna-se_visma_2026-10-31.html",
            ],
            files.Select(file => Path.GetFileName(file.Path)));
        Assert.All(files, file => Assert.True(file.IsChanged));
        Assert.Equal(files.Select(file => file.Path).Order(), Directory.GetFiles(_folder).Order());
    }

    [Fact]
    public void Another_run_that_finds_the_same_touches_no_file()
    {
        var report = SampleReport.Build();
        var files = ReportFiles.Write(report, _folder, ReportLanguage.Swedish);
        foreach (var file in files)
        {
            File.SetLastWriteTimeUtc(file.Path, LongAgo);
        }

        var again = ReportFiles.Write(
            report with { RunId = "20261101-060000-ffffffff", MadeAt = report.MadeAt.AddHours(4), Exceptions = [.. report.Exceptions.Select(exception => exception with { IsNew = false })] },
            _folder,
            ReportLanguage.Swedish);

        Assert.All(again, file => Assert.False(file.IsChanged));
        Assert.Equal(files.Select(file => file.Sha256), again.Select(file => file.Sha256));
        Assert.All(again, file => Assert.Equal(LongAgo, File.GetLastWriteTimeUtc(file.Path)));
    }

    [Fact]
    public void A_changed_figure_changes_the_files_that_show_it()
    {
        var report = SampleReport.Build();
        ReportFiles.Write(report, _folder, ReportLanguage.Swedish);

        var files = ReportFiles.Write(report with { Payouts = [.. report.Payouts.Select(payout => payout with { Bank = new(BankStatus.Paid, null, null, "BG 1", payout.Difference) })] }, _folder, ReportLanguage.Swedish);

        Assert.Equal([".json", "_payouts.csv", ".xlsx", ".html"], files.Where(file => file.IsChanged).Select(file => file.Path[(file.Path.LastIndexOf("2026-10-31", StringComparison.Ordinal) + 10)..]));
    }

    [Fact]
    public void Decisions_written_in_a_workbook_survive_a_new_report_of_the_same_day()
    {
        var report = SampleReport.Build();
        ReportFiles.Write(report, _folder, ReportLanguage.Swedish);
        var path = Path.Combine(_folder, "klarna-se_visma_2026-10-31.xlsx");
        using (var workbook = new XLWorkbook(path))
        {
            workbook.Worksheet("Avvikelser").Cell("M4").Value = "Vänta";
            workbook.Worksheet("Avvikelser").Cell("O4").Value = "Ringer Klarna";
            workbook.Save();
        }

        ReportFiles.Write(report, _folder, ReportLanguage.Swedish);

        var kept = Assert.Single(Directory.GetFiles(_folder, "*_kept-????????.xlsx"));
        Assert.Equal("Ringer Klarna", Assert.Single(ReportDecisions.Read(kept).Decisions).Reason);
        Assert.Empty(ReportDecisions.Read(path).Decisions);
    }

    [Fact]
    public void A_report_file_changed_by_hand_is_written_anew()
    {
        var report = SampleReport.Build();
        var json = ReportFiles.Write(report, _folder, ReportLanguage.Swedish)[0];
        File.WriteAllText(json.Path, "{ not json");

        var again = ReportFiles.Write(report, _folder, ReportLanguage.Swedish)[0];

        Assert.True(again.IsChanged);
        Assert.Equal(json.Sha256, again.Sha256);
    }

    [Theory]
    [InlineData("klarna-se↔visma", "klarna-se_visma_2026-10-31")]
    [InlineData("CON", "CON-a3dbc4b6_2026-10-31")]
    [InlineData("../../etc/passwd", "etc-passwd-3754d6cb_2026-10-31")]
    [InlineData("a:b", "a-b-6783a31e_2026-10-31")]
    [InlineData("a?b", "a-b-c2a7b64a_2026-10-31")]
    [InlineData("räkning.", "räkning-7119fc94_2026-10-31")]
    public void Names_become_safe_and_stay_apart(string name, string stem) =>
        Assert.Equal(stem, ReportFiles.Stem(SampleReport.Build() with { Name = name }));

    [Fact]
    public void A_report_that_does_not_foot_is_not_written()
    {
        var report = SampleReport.Build();
        var payout = report.Payouts[0];
        var wrong = report with { Payouts = [payout with { Net = payout.Net + Money.Exact(1, Currency.Sek), ProviderTotal = null }, .. report.Payouts.Skip(1)] };

        var refused = Assert.Throws<EtlException>(() => ReportFiles.Write(wrong, _folder, ReportLanguage.Swedish));

        Assert.Equal(
            [
                "RPT001 Payout KLR-20261007-0001: sales, returns, fees, VAT on fees, holdbacks and other sum to 23535.50 SEK, but net is 23536.50 SEK.",
                "RPT001 Payout KLR-20261007-0001: its 49 lines sum to 23535.50 SEK, but net is 23536.50 SEK.",
            ],
            refused.Issues.Select(issue => issue.ToString()));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Accounts_and_vouchers_must_foot_too()
    {
        var report = SampleReport.Build();
        var account = report.Accounts[0];
        var voucher = report.Vouchers[0];
        var one = Money.Exact(1, Currency.Sek);
        var issues = ReportFooting.Check(report with
        {
            Accounts = [account with { Sales = account.Sales + one, OpenItems = account.OpenItems + one }],
            Vouchers = [voucher with { Rows = [.. voucher.Rows.Skip(1)] }],
        });

        Assert.Equal(
            [
                "RPT001 Account 1511: opening and movements sum to 58921.75 SEK, but the closing balance is 58920.75 SEK.",
                "RPT001 Account 1511: the open items listed sum to 22600.00 SEK, but their total is 22601.00 SEK.",
                "RPT001 Account 1511: closing less open items less what is to be booked sum to 199.00 SEK, but the unexplained part is 200.00 SEK.",
                "RPT001 Voucher klarna-se/KLR-20261007-0001/1: its rows sum to -23535.50 SEK, but zero is 0.00 SEK.",
            ],
            issues.Select(issue => issue.ToString()));
    }

    [Fact]
    public void A_file_that_cannot_be_put_in_place_is_named()
    {
        var path = Path.Combine(_folder, "klarna-se_visma_2026-10-31_payouts.csv");
        Directory.CreateDirectory(Path.Combine(_folder, ".klarna-se_visma_2026-10-31_payouts.csv.tmp"));

        var refused = Assert.Throws<EtlException>(() => ReportFiles.Write(SampleReport.Build(), _folder, ReportLanguage.Swedish));

        Assert.Equal("RPT003", refused.Code.Code);
        Assert.True(refused.IsTransient);
        Assert.StartsWith($"{path}: RPT003 The file could not be written: ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("Try: close it if it is open in Excel, and run again", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

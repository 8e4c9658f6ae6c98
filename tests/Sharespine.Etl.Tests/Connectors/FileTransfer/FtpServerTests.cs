using System.Runtime.Versioning;
using Sharespine.Etl.Connectors.FileTransfer;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Tests.Connectors.FileTransfer;

/// <summary>Our FTP client against a real vsftpd, with TLS and without.</summary>
[UnsupportedOSPlatform("windows")]
[Collection(FileServerTests.Name)]
public sealed class FtpServerTests(ServerUser user)
{
    private const string Vsftpd = "/usr/sbin/vsftpd";

    [ServerStoreFact(Vsftpd)]
    public async Task Files_are_fetched_over_tls_from_a_server_that_wants_the_session_reused()
    {
        var certificates = new ServerCertificates(user.Folder("certificates"));
        using var server = await ServerProcess.FtpAsync(certificates);
        using var fetching = new Fetching();
        var content = new byte[9_000_000];
        Array.Fill(content, (byte)'x', 0, 5_000_000);
        var folder = user.Folder("ftps");
        await File.WriteAllBytesAsync(Path.Combine(folder, "big.csv"), content);
        await File.WriteAllTextAsync(Path.Combine(folder, "utbetalning åäö 1.csv"), "åäö\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "empty.csv"), "");
        await File.WriteAllTextAsync(Path.Combine(folder, "half.csv.tmp"), "half");
        Directory.CreateDirectory(Path.Combine(folder, "old.csv"));

        var run = await fetching.RunAsync(Settings(server, "ftps", certificates));

        Assert.True(run.Jobs.Single().State == JobState.Done, run.Reason());
        Assert.Equal(["big.csv", "empty.csv", "utbetalning åäö 1.csv"], fetching.Files);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(fetching.Inbox, "big.csv")));
        Assert.Equal("åäö\n", fetching.Text("utbetalning åäö 1.csv"));
        Assert.Empty((await fetching.RunAsync(Settings(server, "ftps", certificates))).Notes());
        var log = await File.ReadAllTextAsync(Path.Combine(server.Folder, "log"));
        Assert.Contains(", reused,", log, StringComparison.Ordinal);
    }

    [ServerFact(Vsftpd)]
    public async Task A_certificate_of_an_unknown_issuer_or_for_another_name_is_refused_before_the_password_is_sent()
    {
        var certificates = new ServerCertificates(user.Folder("certificates"));
        var other = new ServerCertificates(user.Folder("certificates-other"), "other.example");
        user.Folder("ftps-wrong");
        using var server = await ServerProcess.FtpAsync(certificates);
        using var otherName = await ServerProcess.FtpAsync(other);

        Assert.Equal("FTR007", Assert.Single(await ProbeAsync(Settings(server, "ftps-wrong", other))).Code.Code);
        Assert.Equal("FTR007", Assert.Single(await ProbeAsync(Settings(server, "ftps-wrong", null))).Code.Code);
        Assert.Equal("FTR007", Assert.Single(await ProbeAsync(Settings(otherName, "ftps-wrong", other))).Code.Code);
        Assert.Empty(await ProbeAsync(Settings(server, "ftps-wrong", certificates)));
        Assert.DoesNotContain("USER", await File.ReadAllTextAsync(Path.Combine(otherName.Folder, "log")), StringComparison.Ordinal);
    }

    [ServerStoreFact(Vsftpd)]
    public async Task Plain_ftp_works_where_it_is_permitted_and_a_server_without_tls_is_told()
    {
        using var server = await ServerProcess.FtpAsync();
        using var fetching = new Fetching();
        await File.WriteAllTextAsync(Path.Combine(user.Folder("ftp"), "1.csv"), "x");
        var settings = Settings(server, "ftp", null);

        Assert.Equal("FTR013", Assert.Single(await ProbeAsync(settings)).Code.Code);
        Assert.Equal(["1.csv"], (await fetching.RunAsync(settings with { Url = settings.Url.Replace("ftps:", "ftp:", StringComparison.Ordinal), AllowPlain = true })).Fetched());
    }

    [ServerFact(Vsftpd)]
    public async Task A_wrong_password_and_a_missing_directory_have_their_own_codes()
    {
        using var server = await ServerProcess.FtpAsync();
        user.Folder("ftp-codes");
        var settings = Settings(server, "ftp-codes", null) with { AllowPlain = true, Url = $"ftp://localhost:{server.Port}/ftp-codes" };

        var wrong = Assert.Single(await ProbeAsync(settings with { Password = "fel lösenord" }));
        Assert.Equal("FTR004", wrong.Code.Code);
        Assert.DoesNotContain("fel lösenord", wrong.ToString(), StringComparison.Ordinal);
        Assert.Equal("FTR008", Assert.Single(await ProbeAsync(settings with { Url = settings.Url + "/no such" })).Code.Code);
        Assert.Empty(await ProbeAsync(settings with { Url = $"ftp://localhost:{server.Port}/{user.Home}/ftp-codes" }));
    }

    [ServerStoreFact(Vsftpd)]
    public async Task A_file_that_may_not_be_read_is_rejected_by_name_and_the_others_come()
    {
        using var server = await ServerProcess.FtpAsync();
        using var fetching = new Fetching();
        var folder = user.Folder("ftp-rights");
        await File.WriteAllTextAsync(Path.Combine(folder, "1.csv"), "x");
        await File.WriteAllTextAsync(Path.Combine(folder, "2.csv"), "x");
        File.SetUnixFileMode(Path.Combine(folder, "1.csv"), UnixFileMode.UserRead);

        var run = await fetching.RunAsync(Settings(server, "ftp-rights", null) with { AllowPlain = true, Url = $"ftp://localhost:{server.Port}/ftp-rights" });

        Assert.Equal(["2.csv"], fetching.Files);
        Assert.Equal(new StageCounts(1, Rejected: 1), run.Counts());
    }

    private static async Task<IReadOnlyList<Issue>> ProbeAsync(FileServerSettings settings) =>
        await new FileServerFeed(FileServers.Open(settings, new(TimeProvider.System, 1)), FileServerAddress.Of(settings.Url)!, "*.csv").ProbeAsync(default);

    private FileServerSettings Settings(ServerProcess server, string directory, ServerCertificates? certificates) => new()
    {
        Url = $"ftps://localhost:{server.Port}/{directory}",
        User = user.Name,
        Password = user.Password,
        CertificateAuthority = certificates?.Authority,
        SilenceTimeout = TimeSpan.FromSeconds(20),
        Retries = 0,
    };
}

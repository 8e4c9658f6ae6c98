using System.Runtime.Versioning;
using Sharespine.Etl.Connectors.FileTransfer;
using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Tests.Connectors.FileTransfer;

/// <summary>The OpenSSH client against a real sshd.</summary>
[UnsupportedOSPlatform("windows")]
[Collection(FileServerTests.Name)]
public sealed class SftpServerTests(ServerUser user)
{
    private const string Sshd = "/usr/sbin/sshd";

    [ServerStoreFact(Sshd)]
    public async Task New_files_are_fetched_whole_by_password_and_known_ones_left_alone()
    {
        using var server = await ServerProcess.SshAsync();
        using var fetching = new Fetching();
        var folder = user.Folder("sftp-new");
        await File.WriteAllTextAsync(Path.Combine(folder, "412300517.20261002T000226+0000.csv"), "a;b\n1;2\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "utbetalning åäö (1).csv"), "åäö\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "412300517.20261002T000226+0000.pdf"), "%PDF-");
        await File.WriteAllTextAsync(Path.Combine(folder, "412300518.csv.tmp"), "half");
        await File.WriteAllTextAsync(Path.Combine(folder, "readme.txt"), "no");
        Directory.CreateDirectory(Path.Combine(folder, "old.csv"));

        var first = await fetching.RunAsync(Settings(server, "sftp-new"));

        Assert.Equal(JobState.Done, first.Jobs.Single().State);
        Assert.Equal(["412300517.20261002T000226+0000.csv", "412300517.20261002T000226+0000.pdf", "utbetalning åäö (1).csv"], fetching.Files);
        Assert.Equal("åäö\n", fetching.Text("utbetalning åäö (1).csv"));
        Assert.Empty((await fetching.RunAsync(Settings(server, "sftp-new"))).Notes());
    }

    [ServerStoreFact(Sshd)]
    public async Task A_file_that_is_sent_again_is_fetched_again()
    {
        using var server = await ServerProcess.SshAsync();
        using var fetching = new Fetching();
        var file = Path.Combine(user.Folder("sftp-again"), "412300517.csv");
        await File.WriteAllTextAsync(file, "one\n");
        await fetching.RunAsync(Settings(server, "sftp-again"));

        await File.WriteAllTextAsync(file, "another\n");
        var larger = await fetching.RunAsync(Settings(server, "sftp-again"));
        File.SetLastWriteTimeUtc(file, new DateTime(2026, 10, 2, 3, 4, 5, DateTimeKind.Utc));
        var otherTime = await fetching.RunAsync(Settings(server, "sftp-again"));

        Assert.Equal(["412300517.csv"], larger.Fetched());
        Assert.Equal(["412300517.csv"], otherTime.Fetched());
        Assert.Equal("another\n", fetching.Text("412300517.csv"));
        Assert.Empty((await fetching.RunAsync(Settings(server, "sftp-again"))).Fetched());
    }

    [ServerStoreFact(Sshd)]
    public async Task A_key_and_a_key_with_passphrase_let_us_in()
    {
        using var server = await ServerProcess.SshAsync();
        using var fetching = new Fetching();
        await File.WriteAllTextAsync(Path.Combine(user.Folder("sftp-key"), "1.csv"), "x");
        var plain = Settings(server, "sftp-key") with { Password = null, PrivateKey = Path.Combine(server.Folder, "user") };

        Assert.Equal(["1.csv"], (await fetching.RunAsync(plain)).Fetched());
        Assert.Empty(await ProbeAsync(plain with { PrivateKey = Path.Combine(server.Folder, "user-locked"), Passphrase = "nyckel ord" }));
        var wrong = Assert.Single(await ProbeAsync(plain with { PrivateKey = Path.Combine(server.Folder, "user-locked"), Passphrase = "fel" }));
        Assert.Contains(wrong.Code.Code, new[] { "FTR004", "FTR011" });
        Assert.Equal("FTR004", Assert.Single(await ProbeAsync(plain with { PrivateKey = Path.Combine(server.Folder, "host") })).Code.Code);
    }

    [ServerStoreFact(Sshd)]
    public async Task A_wrong_password_stops_the_job_as_not_authorised_and_stands_nowhere()
    {
        using var server = await ServerProcess.SshAsync();
        using var fetching = new Fetching();
        user.Folder("sftp-wrong");

        var run = await fetching.RunAsync(Settings(server, "sftp-wrong") with { Password = "fel lösenord" });

        Assert.Equal("FTR004", run.Code());
        Assert.DoesNotContain("fel lösenord", run.Reason(), StringComparison.Ordinal);
        Assert.Contains(FileTransferErrors.NotAuthorised.Code, Sharespine.Etl.Connectors.ConnectorCatalog.NotAuthorised);
    }

    [ServerFact(Sshd)]
    public async Task An_unknown_host_is_told_with_its_fingerprint_and_gets_no_password()
    {
        using var server = await ServerProcess.SshAsync();
        user.Folder("sftp-unknown");

        var issue = Assert.Single(await ProbeAsync(Settings(server, "sftp-unknown") with { HostKey = null }));
        var empty = Path.Combine(server.Folder, "empty_known_hosts");
        await File.WriteAllTextAsync(empty, "");
        var notInFile = Assert.Single(await ProbeAsync(Settings(server, "sftp-unknown") with { HostKey = null, KnownHosts = empty }));

        Assert.Equal(["FTR005", "FTR005"], new[] { issue.Code.Code, notInFile.Code.Code });
        Assert.Contains(server.Fingerprint, issue.Try, StringComparison.Ordinal);
        Assert.Contains(server.Fingerprint, notInFile.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Accepted", await File.ReadAllTextAsync(Path.Combine(server.Folder, "log")), StringComparison.Ordinal);
    }

    [ServerFact(Sshd)]
    public async Task A_changed_host_key_is_refused_and_one_in_the_known_hosts_file_accepted()
    {
        using var server = await ServerProcess.SshAsync();
        user.Folder("sftp-changed");
        var file = Path.Combine(server.Folder, "known_hosts");
        var settings = Settings(server, "sftp-changed") with { HostKey = null, KnownHosts = file };

        await File.WriteAllTextAsync(file, server.KnownHost + "\n");
        Assert.Empty(await ProbeAsync(settings));

        var other = (await File.ReadAllTextAsync(Path.Combine(server.Folder, "user.pub"))).Split(' ');
        await File.WriteAllTextAsync(file, $"[127.0.0.1]:{server.Port} {other[0]} {other[1]}\n");
        Assert.Equal("FTR006", Assert.Single(await ProbeAsync(settings)).Code.Code);
        Assert.Equal("FTR006", Assert.Single(await ProbeAsync(Settings(server, "sftp-changed") with { HostKey = "SHA256:" + new string('A', 43) })).Code.Code);
    }

    [ServerFact(Sshd)]
    public async Task A_missing_directory_and_a_dead_server_are_told_apart()
    {
        var server = await ServerProcess.SshAsync();
        using (server)
        {
            Assert.Equal("FTR008", Assert.Single(await ProbeAsync(Settings(server, "sftp-no-such"))).Code.Code);
        }

        Assert.Equal("FTR002", Assert.Single(await ProbeAsync(Settings(server, "sftp-no-such"))).Code.Code);
    }

    [ServerStoreFact(Sshd)]
    public async Task A_file_that_may_not_be_read_is_rejected_by_name_and_the_others_come()
    {
        using var server = await ServerProcess.SshAsync();
        using var fetching = new Fetching();
        var folder = user.Folder("sftp-rights");
        await File.WriteAllTextAsync(Path.Combine(folder, "1.csv"), "x");
        await File.WriteAllTextAsync(Path.Combine(folder, "2 låst.csv"), "x");
        await File.WriteAllTextAsync(Path.Combine(folder, "3.csv"), "x");
        File.SetUnixFileMode(Path.Combine(folder, "2 låst.csv"), UnixFileMode.UserRead);

        var run = await fetching.RunAsync(Settings(server, "sftp-rights"));

        Assert.Equal(["1.csv", "3.csv"], fetching.Files);
        Assert.Equal(new StageCounts(1, Rejected: 1), run.Counts());
        Assert.Equal("FTR009", fetching.Store.Database.Read(session => Quarantine.Open(session)).Single().Code);

        File.SetUnixFileMode(Path.Combine(folder, "2 låst.csv"), (UnixFileMode)0b110_100_100);
        Assert.Equal(["2 låst.csv"], (await fetching.RunAsync(Settings(server, "sftp-rights"))).Fetched());
        Assert.Empty(fetching.Store.Database.Read(session => Quarantine.Open(session)));
    }

    [ServerStoreFact(Sshd)]
    public async Task A_connection_that_breaks_in_a_big_file_is_made_again_and_nothing_half_is_left()
    {
        using var server = await ServerProcess.SshAsync();
        using var fetching = new Fetching();
        var content = new byte[12_000_000];
        for (var i = 0; i < content.Length; i++)
        {
            content[i] = unchecked((byte)((i * 31) >> 3));
        }

        await File.WriteAllBytesAsync(Path.Combine(user.Folder("sftp-big"), "big.csv"), content);
        await using var line = new CuttingLine(server.Port);
        line.CutAfter(4_000_000);

        var run = await fetching.RunAsync(Settings(server, "sftp-big", line.Port));

        Assert.True(run.Jobs.Single().State == JobState.Done, run.Reason());
        Assert.True(line.Cuts > 0);
        Assert.Equal(["big.csv"], fetching.Files);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(fetching.Inbox, "big.csv")));
    }

    [ServerStoreFact(Sshd)]
    public async Task A_line_that_always_breaks_ends_in_one_clear_reason_and_an_empty_inbox()
    {
        using var server = await ServerProcess.SshAsync();
        using var fetching = new Fetching();
        await File.WriteAllBytesAsync(Path.Combine(user.Folder("sftp-bad-line"), "big.csv"), new byte[8_000_000]);
        await using var line = new CuttingLine(server.Port);
        line.CutAfter(1_000_000, always: true);

        var run = await fetching.RunAsync(Settings(server, "sftp-bad-line", line.Port) with { Retries = 1 });

        Assert.Equal("FTR003", run.Code());
        Assert.Empty(fetching.Files);
        Assert.Equal(0, fetching.Store.Count("fetched_file"));
    }

    [ServerStoreFact(Sshd)]
    public async Task Asked_to_stop_the_client_is_ended()
    {
        using var server = await ServerProcess.SshAsync();
        using var fetching = new Fetching();
        await File.WriteAllBytesAsync(Path.Combine(user.Folder("sftp-stop"), "big.csv"), new byte[8_000_000]);
        await using var line = new CuttingLine(server.Port);
        line.HoldAfter(1_000_000);
        using var stop = new CancellationTokenSource();
        line.Held += stop.Cancel;

        var run = await fetching.RunAsync(Settings(server, "sftp-stop", line.Port), stop: stop.Token);

        Assert.Equal(RunState.Interrupted, run.State);
        Assert.Empty(fetching.Files);
    }

    private static async Task<IReadOnlyList<Sharespine.Etl.Errors.Issue>> ProbeAsync(FileServerSettings settings) =>
        await new FileServerFeed(FileServers.Open(settings, new(TimeProvider.System, 1)), FileServerAddress.Of(settings.Url)!, "*.csv").ProbeAsync(default);

    private FileServerSettings Settings(ServerProcess server, string directory, int? port = null)
    {
        var settings = new FileServerSettings
        {
            Url = $"sftp://127.0.0.1:{port ?? server.Port}/{directory}",
            User = user.Name,
            Password = user.Password,
            HostKey = server.Fingerprint,
            Retries = 2,
            RetryDelay = TimeSpan.FromMilliseconds(1),
        };
        Assert.Empty(settings.Check());
        return settings;
    }
}

using System.Text;
using Sharespine.Etl.Connectors.FileTransfer;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Connectors.FileTransfer;

/// <summary>What a server may do to us that none can be made to do.</summary>
public sealed class FtpProtocolTests
{
    [StoreTheory]
    [InlineData(false, 3)]
    [InlineData(true, 5)]
    public async Task Names_that_lead_elsewhere_are_told_and_never_asked_for(bool mlsd, int told)
    {
        await using var server = new ScriptedFtpServer { HasMlsd = mlsd };
        using var fetching = new Fetching();
        server.Files["good.csv"] = "x"u8.ToArray();
        server.Listed = ["good.csv", "x/../../etc/evil.csv", "C:\\evil.csv", "evil\rDELE good.csv", "nul.csv", "=cmd|x.csv", "../evil.csv", "./.hidden.csv"];

        var run = await fetching.RunAsync(Settings(server));

        Assert.Equal(["good.csv"], fetching.Files);
        Assert.Equal(told, run.Notes().Count(note => note.Contains("FIL", StringComparison.Ordinal)));
        Assert.DoesNotContain(server.Commands, command => command.Contains("evil", StringComparison.Ordinal) || command.StartsWith("DELE", StringComparison.Ordinal));
    }

    [StoreFact]
    public async Task A_download_that_breaks_is_made_again()
    {
        await using var server = new ScriptedFtpServer { Broken = 2 };
        using var fetching = new Fetching();
        server.Files["1.csv"] = Encoding.UTF8.GetBytes(new string('x', 100_000));

        var run = await fetching.RunAsync(Settings(server));

        Assert.Equal(["1.csv"], run.Fetched());
        Assert.Equal(100_000, fetching.Text("1.csv").Length);
        Assert.Equal(3, server.Commands.Count(command => command == "RETR 1.csv"));
    }

    [StoreFact]
    public async Task A_file_shorter_than_listed_is_not_taken_though_the_server_calls_it_complete()
    {
        await using var server = new ScriptedFtpServer { Broken = 1, Lies = true };
        using var fetching = new Fetching();
        server.Files["1.csv"] = Encoding.UTF8.GetBytes(new string('x', 100_000));

        var first = await fetching.RunAsync(Settings(server));

        Assert.Empty(first.Fetched());
        Assert.Empty(fetching.Files);
        Assert.Equal(["1.csv"], (await fetching.RunAsync(Settings(server))).Fetched());
    }

    [StoreFact]
    public async Task Names_in_latin_1_are_asked_for_as_they_were_listed()
    {
        await using var server = new ScriptedFtpServer { Names = Encoding.Latin1 };
        using var fetching = new Fetching();
        server.Files["år.csv"] = "x"u8.ToArray();

        Assert.Equal(["år.csv"], (await fetching.RunAsync(Settings(server))).Fetched());
    }

    [Fact]
    public async Task Mlsd_and_size_with_mdtm_tell_the_same()
    {
        await using var server = new ScriptedFtpServer();
        server.Files["1.csv"] = "abc"u8.ToArray();
        var plain = await ListAsync(server);
        server.HasMlsd = true;

        Assert.Equal([new RemoteFile("1.csv", 3, new(2026, 10, 2, 2, 15, 2, TimeSpan.Zero))], plain);
        Assert.Equal(plain, await ListAsync(server));
    }

    [StoreFact]
    public async Task A_file_that_goes_away_or_grows_while_it_is_fetched_is_left_for_the_next_run()
    {
        using var fetching = new Fetching();
        var server = new ChangingServer();

        var run = await fetching.RunAsync(new FileServerFeed(server, FileServerAddress.Of("sftp://files.example/out")!, "*.csv"));

        Assert.Equal(["still.csv"], run.Fetched());
        Assert.Equal(["still.csv"], fetching.Files);
        Assert.Contains(run.Notes(), note => note.StartsWith("gone.csv went away", StringComparison.Ordinal));
        Assert.Contains(run.Notes(), note => note.StartsWith("grows.csv changed", StringComparison.Ordinal));
        Assert.Equal(["grows.csv"], (await fetching.RunAsync(new FileServerFeed(server, FileServerAddress.Of("sftp://files.example/out")!, "*.csv"))).Fetched());
    }

    [Theory]
    [InlineData("sftp://files.example", "sftp", 22, "")]
    [InlineData("sftp://files.example:4001/out/klarna/", "sftp", 4001, "out/klarna")]
    [InlineData("ftps://files.example//srv/out", "ftps", 21, "/srv/out")]
    [InlineData("ftp://files.example/ut%20fil", "ftp", 21, "ut fil")]
    public void An_address_is_read(string url, string scheme, int port, string directory) =>
        Assert.Equal(new FileServerAddress(scheme, "files.example", port, directory), FileServerAddress.Of(url));

    [Theory]
    [InlineData("sftp://user:secret@files.example/")]
    [InlineData("sftp://-oProxyCommand=x/")]
    [InlineData("http://files.example/")]
    [InlineData("files.example/out")]
    [InlineData("sftp://files.example/?x=1")]
    public void What_is_no_address_of_a_file_server_is_refused(string url) => Assert.Null(FileServerAddress.Of(url));

    [Fact]
    public void Settings_that_contradict_each_other_are_told_all_at_once()
    {
        var settings = new FileServerSettings { Url = "sftp://files.example", User = "a\nb", Password = "x", PrivateKey = "key", HostKey = "md5", KnownHosts = "known" };

        Assert.Equal(["user", "password", "host-key", "host-key"], settings.Check().Select(issue => issue.Field));
        Assert.Equal(["url"], (settings with { Url = "ftp://files.example", User = "a" }).Check().Select(issue => issue.Field));
    }

    [Theory]
    [InlineData("-rw-r--r--    ? root     root      3000000 Nov 28 16:00 big.csv", "big.csv", 3000000, "2025-11-28T16:00")]
    [InlineData("-rw-r--r--    ? 0        Domain Users 4 Nov  1 16:00 Nov 28 16:00 åäö 1.csv", "Nov 28 16:00 åäö 1.csv", 4, "2026-11-01T16:00")]
    [InlineData("-r--------    1 501      20               0 Feb 29  2024 old.csv", "old.csv", 0, "2024-02-29T00:00")]
    public void A_line_of_the_ssh_client_is_read(string line, string name, long size, string time)
    {
        var file = Assert.Single(SftpListing.Read($"sftp> ls -ln\n{line}\ndrwxr-xr-x    ? root     root         4096 Nov 28 16:00 sub\n", new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero)));

        Assert.Equal((name, size, time), (file.Name, file.Size, file.ModifiedAt!.Value.ToString("yyyy-MM-dd'T'HH:mm")));
    }

    private static Task<IReadOnlyList<RemoteFile>> ListAsync(ScriptedFtpServer server) => FileServers.Open(Settings(server), new(TimeProvider.System, 1)).ListAsync(_ => true, default);

    private static FileServerSettings Settings(ScriptedFtpServer server) => new()
    {
        Url = server.Url,
        User = "user",
        Password = "right",
        AllowPlain = true,
        Retries = 3,
        RetryDelay = TimeSpan.FromMilliseconds(1),
        SilenceTimeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>Three files at the first listing; then one is gone and one has grown.</summary>
    private sealed class ChangingServer : IFileServer
    {
        private static readonly DateTimeOffset Time = new(2026, 10, 2, 2, 15, 0, TimeSpan.Zero);
        private int _listings;

        public Task<IReadOnlyList<RemoteFile>> ListAsync(Func<string, bool> wanted, CancellationToken stop) => Task.FromResult<IReadOnlyList<RemoteFile>>(_listings++ == 0
            ? [new("gone.csv", 1, Time), new("grows.csv", 1, Time), new("still.csv", 1, Time)]
            : [new("grows.csv", 2, Time), new("still.csv", 1, Time)]);

        public Task<IReadOnlyDictionary<RemoteFile, Sharespine.Etl.Errors.Issue>> DownloadAsync(IReadOnlyList<Download> files, CancellationToken stop)
        {
            foreach (var (file, path) in files.Where(download => download.File.Name != "gone.csv"))
            {
                File.WriteAllText(path, new string('x', (int)file.Size));
            }

            return Task.FromResult<IReadOnlyDictionary<RemoteFile, Sharespine.Etl.Errors.Issue>>(new Dictionary<RemoteFile, Sharespine.Etl.Errors.Issue>());
        }
    }
}

using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;

namespace Sharespine.Etl.Tests.Extract;

public sealed class FileInboxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("inbox").FullName;
    private readonly SettableClock _clock = new(new(2025, 1, 10, 3, 0, 0, TimeSpan.Zero));

    private string Inbox => Path.Combine(_folder, "in");

    private string Archive => Path.Combine(_folder, "archive");

    public FileInboxTests() => Directory.CreateDirectory(Inbox);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Only_final_names_that_fit_the_pattern_are_taken()
    {
        foreach (var name in new[] { "b.csv", "A.CSV", "c.csv.tmp", "d.part", ".e.csv", "f.pdf", "g.csv.filepart", "h.csv~" })
        {
            Put(name, "x", ageSeconds: 3600);
        }

        Directory.CreateDirectory(Path.Combine(Inbox, "folder.csv"));

        Assert.Equal(["A.CSV", "b.csv"], Open("*.csv").Look().Complete.Select(file => file.Name));
        Assert.Equal(["A.CSV", "b.csv", "f.pdf"], Open("*").Look().Complete.Select(file => file.Name));
    }

    [Fact]
    public void A_young_file_waits_until_it_was_seen_unchanged()
    {
        Put("a.csv", "half", ageSeconds: 1);
        var inbox = Open();

        Assert.Equal(["a.csv"], inbox.Look().Waiting.Select(file => file.Name));
        _clock.Forward(20);
        Put("a.csv", "whole file", ageSeconds: 1);
        Assert.Empty(inbox.Look().Complete);
        _clock.Forward(29);
        File.SetLastWriteTimeUtc(Path.Combine(Inbox, "a.csv"), _clock.GetUtcNow().UtcDateTime.AddSeconds(-5));
        Assert.Empty(inbox.Look().Complete);
        _clock.Forward(30);
        Assert.Equal(["a.csv"], inbox.Look().Complete.Select(file => file.Name));
    }

    [Fact]
    public void A_file_with_a_time_in_the_future_is_taken_when_two_looks_see_it_alike()
    {
        Put("a.csv", "x", ageSeconds: -7200);
        var inbox = Open();

        Assert.Empty(inbox.Look().Complete);
        _clock.Forward(30);
        Assert.Equal(["a.csv"], inbox.Look().Complete.Select(file => file.Name));
    }

    [Fact]
    public void The_archive_holds_the_bytes_under_their_hash_and_name()
    {
        Put("900000101.20250110T000000+0000.csv", "hello", ageSeconds: 3600);
        var inbox = Open();

        var archived = inbox.Archive(inbox.Look().Complete.Single());

        Assert.Equal("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", archived.Sha256);
        Assert.Equal("2025/2cf24dba5fb0-900000101.20250110T000000+0000.csv", archived.ArchivePath);
        Assert.Equal("hello", File.ReadAllText(Path.Combine(Archive, archived.ArchivePath)));
        Assert.True(File.Exists(Path.Combine(Inbox, archived.Name)));
        Assert.Single(Directory.GetFiles(Path.Combine(Archive, "2025")));
    }

    [Fact]
    public void The_same_bytes_are_archived_once_whatever_their_name_and_year()
    {
        Put("a.csv", "hello", ageSeconds: 3600);
        var first = Open().Archive(Open().Look().Complete.Single());
        File.Delete(Path.Combine(Inbox, "a.csv"));
        _clock.Forward(400 * 86_400);
        Put("b.csv", "hello", ageSeconds: 3600);

        var again = Open().Archive(Open().Look().Complete.Single());

        Assert.Equal(first with { Name = "b.csv" }, again);
        Assert.Single(Directory.GetFiles(Archive, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Other_bytes_under_the_same_name_are_kept_beside_the_first()
    {
        Put("a.csv", "one", ageSeconds: 3600);
        Open().Archive(Open().Look().Complete.Single());
        Put("a.csv", "two", ageSeconds: 3600);
        Open().Archive(Open().Look().Complete.Single());

        Assert.Equal(2, Directory.GetFiles(Path.Combine(Archive, "2025"), "*-a.csv").Length);
    }

    [Fact]
    public void A_file_that_changed_since_the_look_is_not_archived()
    {
        Put("a.csv", "one", ageSeconds: 3600);
        var inbox = Open();
        var file = inbox.Look().Complete.Single();
        Put("a.csv", "one and more", ageSeconds: 3600);

        var exception = Assert.Throws<EtlException>(() => inbox.Archive(file));

        Assert.Equal("a.csv: FIL062 the file changed while it was being archived.", exception.Message);
        Assert.True(exception.IsTransient);
        Assert.Empty(Directory.GetFiles(Archive, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_file_that_is_gone_is_said_so()
    {
        Put("a.csv", "one", ageSeconds: 3600);
        var inbox = Open();
        var file = inbox.Look().Complete.Single();
        File.Delete(file.Path);

        var exception = Assert.Throws<EtlException>(() => inbox.Archive(file));

        Assert.Equal("a.csv: FIL061 the file cannot be copied into the archive. Try: see that it is still there and that the program may write to the archive.", exception.Message);
    }

    [Fact]
    public void A_name_with_signs_of_a_shell_or_a_path_is_an_issue_and_not_taken()
    {
        Put("a;rm -rf.csv", "x", ageSeconds: 3600);

        var look = Open().Look();

        Assert.Empty(look.Complete);
        Assert.Equal([$"{Inbox}: FIL060 the file name \"a;rm -rf.csv\" holds characters that are not accepted. Try: rename it."], look.Issues.Select(issue => issue.ToString()));
    }

    [Theory]
    [InlineData("settlement.900.csv", true)]
    [InlineData("\u00C5re (2).csv", true)]
    [InlineData("../a.csv", false)]
    [InlineData("a\\b.csv", false)]
    [InlineData("a:b.csv", false)]
    [InlineData("a\nb.csv", false)]
    [InlineData("a\u202Evsc.exe", false)]
    [InlineData("NUL.csv", false)]
    [InlineData("com1", false)]
    [InlineData("a.csv ", false)]
    [InlineData("-rf", false)]
    [InlineData("", false)]
    public void Safe_names_have_nothing_that_leads_elsewhere(string name, bool isSafe) => Assert.Equal(isSafe ? name : null, FileInbox.SafeName(name));

    [Fact]
    public void A_letter_with_a_mark_has_one_form() => Assert.Equal("\u00C5re.csv", FileInbox.SafeName("A\u030Are.csv"));

    [Fact]
    public void A_folder_that_is_not_there_is_said_so()
    {
        var exception = Assert.Throws<EtlException>(() => new FileInbox(new(Path.Combine(_folder, "nowhere"), Archive), new World(_clock, 1)).Look());

        Assert.Equal($"{Path.Combine(_folder, "nowhere")}: FIL061 the inbox folder does not exist. Try: create it, or correct the connection's folder.", exception.Message);
    }

    private FileInbox Open(string pattern = "*.csv") => new(new(Inbox, Archive, pattern), new World(_clock, 1));

    private void Put(string name, string text, int ageSeconds)
    {
        var path = Path.Combine(Inbox, name);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, _clock.GetUtcNow().UtcDateTime.AddSeconds(-ageSeconds));
    }

    private sealed class SettableClock(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset _now = now;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Forward(int seconds) => _now += TimeSpan.FromSeconds(seconds);
    }
}

using Sharespine.Etl.Errors;
using Sharespine.Etl.Reconcile;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Reconcile;

public sealed class StoryTests
{
    private static readonly string Root = FindRoot();

    private static readonly Lazy<IReadOnlyList<Story>> Stories = new(() =>
        [.. Directory.GetFiles(Path.Combine(Root, "tests", "Sharespine.Etl.Tests", "Reconcile", "Stories"), "*.recon").Order(StringComparer.Ordinal).SelectMany(file => Story.ReadAll(File.ReadAllText(file)))]);

    private static readonly Lazy<BookingRules> Rules = new(ReadRules);

    public static TheoryData<string> Titles => [.. Stories.Value.Select(story => story.Title)];

    internal static IReadOnlyList<Story> All => Stories.Value;

    internal static BookingRules ExampleRules => Rules.Value;

    [StoreTheory]
    [MemberData(nameof(Titles))]
    public void It_happens_as_the_story_tells(string title)
    {
        var story = Stories.Value.Single(story => story.Title == title);
        using var runner = new StoryRunner(story, Rules.Value);
        var told = 0;
        foreach (var night in story.Nights)
        {
            var report = runner.Play(night);
            foreach (var block in night.Of("answered"))
            {
                Assert.Equal(Text(night, "answered", block.Lines), Text(night, "answered", runner.Answers));
                told++;
            }

            foreach (var block in night.Of("as-of"))
            {
                var day = block.Head.Split(' ')[1];
                var past = runner.AsOf(Story.Date(day), night.Date);
                Assert.Equal(Text(night, block.Head, block.Lines), Text(night, block.Head, StoryWords.Sections["open"](past).DefaultIfEmpty("none").Concat(StoryWords.Sections["control"](past))));
                told++;
            }

            foreach (var (word, say) in StoryWords.Sections)
            {
                foreach (var block in night.Of(word))
                {
                    Assert.Equal(Text(night, word, block.Lines), Text(night, word, say(report)));
                    told++;
                }
            }
        }

        Assert.NotEqual(0, told);
    }

    [Fact]
    public void There_are_at_least_a_hundred_and_eighty_stories_with_titles_of_their_own()
    {
        Assert.True(Stories.Value.Count >= 180);
        Assert.Equal(Stories.Value.Count, Stories.Value.Select(story => story.Title).Distinct().Count());
    }

    private static string Text(Night night, string word, IEnumerable<string> lines) => $"{night.Date:yyyy-MM-dd} {word}\n" + string.Join('\n', lines.DefaultIfEmpty("none"));

    private static BookingRules ReadRules()
    {
        var path = Path.Combine(Root, "mappings", "booking", "klarna.yaml");
        var issues = new List<Issue>();
        var rules = BookingRulesReader.Read(File.ReadAllText(path), "klarna.yaml", issues);
        Assert.Empty(issues);
        return rules!;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sharespine.Etl.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}

using System.Text.RegularExpressions;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.Documents;

/// <summary>A Markdown page of the project, taken apart as far as the tests of documents need it.</summary>
internal sealed partial record MarkdownPage(string Name, IReadOnlyList<string> Lines)
{
    /// <summary>Every page: those at the root, in docs and beside the samples.</summary>
    public static IReadOnlyList<MarkdownPage> All { get; } =
    [
        .. new[] { ".", "docs", "docs/connectors", "sample-files", "sample-files/demo" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.md"))
            .Order(StringComparer.Ordinal)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Select(Read),
    ];

    public static MarkdownPage Read(string name) => new(name, File.ReadAllLines(Path.Combine(Repository.Root, name)));

    /// <summary>Lines outside fenced blocks, with their numbers counted from 1.</summary>
    public IEnumerable<(int Number, string Text)> Prose => Numbered().Where(line => !line.IsFenced).Select(line => (line.Number, line.Text));

    /// <summary>Lines inside fenced blocks.</summary>
    public IEnumerable<(int Number, string Text)> Fenced => Numbered().Where(line => line.IsFenced).Select(line => (line.Number, line.Text));

    /// <summary>What stands in backticks in the prose.</summary>
    public IEnumerable<(int Number, string Text)> Code =>
        Prose.SelectMany(line => InlineCode().Matches(line.Text).Select(match => (line.Number, match.Groups[1].Value)));

    public IEnumerable<(int Number, string Target)> Links =>
        Prose.SelectMany(line => Link().Matches(InlineCode().Replace(line.Text, "")).Select(match => (line.Number, match.Groups[1].Value)));

    /// <summary>The names under which headings can be linked to.</summary>
    public IReadOnlySet<string> Anchors => Prose
        .Where(line => line.Text.StartsWith('#'))
        .Select(line => Unlinkable().Replace(line.Text.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The lines below the heading that ends in this text, up to the next heading.</summary>
    public IReadOnlyList<string> Below(string heading) =>
    [
        .. Lines.SkipWhile(line => !(line.StartsWith('#') && line.EndsWith(heading, StringComparison.Ordinal)))
            .Skip(1)
            .TakeWhile(line => !line.StartsWith('#')),
    ];

    private IEnumerable<(int Number, string Text, bool IsFenced)> Numbered()
    {
        var inside = false;
        for (var i = 0; i < Lines.Count; i++)
        {
            if (Lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                inside = !inside;
            }
            else
            {
                yield return (i + 1, Lines[i], inside);
            }
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex Unlinkable();
}

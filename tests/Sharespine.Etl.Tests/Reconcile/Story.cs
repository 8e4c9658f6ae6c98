using System.Globalization;
using System.Text.RegularExpressions;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Tests.Reconcile;

/// <summary>What was settled, what was booked and what we must say of it, night by night. Written in *.recon files.</summary>
public sealed record Story(string Title, IReadOnlyDictionary<string, string> Settings, IReadOnlyList<Night> Nights)
{
    public static IReadOnlyList<Story> ReadAll(string text)
    {
        var stories = new List<Story>();
        foreach (var part in Regex.Split(text.ReplaceLineEndings("\n"), @"^== ", RegexOptions.Multiline).Skip(1))
        {
            var lines = part.Split('\n').Where(line => !line.TrimStart().StartsWith('#') && line.Trim().Length > 0).ToList();
            var settings = lines.Where(line => line.StartsWith("settings ", StringComparison.Ordinal)).SelectMany(line => Options(line["settings ".Length..])).ToDictionary(pair => pair.Key, pair => pair.Value);
            stories.Add(new(lines[0].Trim(), settings, ReadNights(lines.Skip(1).Where(line => !line.StartsWith("settings ", StringComparison.Ordinal)))));
        }

        return stories;
    }

    private static List<Night> ReadNights(IEnumerable<string> lines)
    {
        var nights = new List<Night>();
        foreach (var line in lines)
        {
            if (line.StartsWith("night ", StringComparison.Ordinal))
            {
                nights.Add(new(Date(line["night ".Length..].Trim()), []));
            }
            else if (!char.IsWhiteSpace(line[0]))
            {
                nights[^1].Blocks.Add(new(line.Trim(), []));
            }
            else
            {
                nights[^1].Blocks[^1].Lines.Add(line.Trim());
            }
        }

        return nights;
    }

    public static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static Dictionary<string, string> Options(string text) =>
        Regex.Matches(text, @"(?<key>[a-z-]+)=(?:""(?<value>[^""]*)""|(?<value>\S+))").ToDictionary(match => match.Groups["key"].Value, match => match.Groups["value"].Value);

    public static Money Amount(string text, string currency) =>
        Money.Exact(decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture), Currency.Parse(currency));
}

public sealed record Night(DateOnly Date, List<Block> Blocks)
{
    public IEnumerable<Block> Of(string word) => Blocks.Where(block => block.Head == word || block.Head.StartsWith(word + " ", StringComparison.Ordinal));
}

/// <param name="Head">The unindented line: a word and what belongs to it.</param>
public sealed record Block(string Head, List<string> Lines);

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using Sharespine.Etl.Cli.Commands;
using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Tests.Documents;

/// <summary>What the pages tell people to type is what the program takes.</summary>
public sealed partial class CommandLineTests
{
    private static readonly RootCommand Root = Commands();

    [Fact]
    public void Every_command_that_a_page_shows_is_one_the_program_takes()
    {
        var shown = MarkdownPage.All
            .SelectMany(page => page.Fenced.Select(line => (page.Name, line, IsBlock: true)).Concat(page.Code.Select(line => (page.Name, line, IsBlock: false))))
            .SelectMany(code => Typed().Matches(code.line.Text).Select(match => (code.Name, code.line.Number, code.IsBlock, Arguments: match.Groups["arguments"].Value.Trim())))
            .Where(command => command.Arguments is not "" && command.Arguments.Split(' ')[0] != "test")
            .ToList();

        Assert.True(shown.Count > 25, "the pages show commands");
        Findings.None(shown.SelectMany(command => Parse(command.Arguments).Errors
            // In a sentence a command may be mentioned without what stands behind it.
            .Where(error => command.IsBlock || !error.Message.StartsWith("Required argument", StringComparison.Ordinal))
            .Select(error => $"{command.Name}:{command.Number}: {command.Arguments}: {error.Message}")));
    }

    [Fact]
    public void The_readme_names_every_command()
    {
        var readme = string.Join('\n', MarkdownPage.Read("README.md").Lines);

        Assert.DoesNotContain(Root.Subcommands.Select(command => command.Name), name => !readme.Contains($"`{name}", StringComparison.Ordinal));
    }

    [Fact]
    public void The_readme_tells_every_exit_code_as_the_program_has_it()
    {
        var told = MarkdownPage.Read("README.md").Below("Exit codes")
            .Select(line => ExitCode().Match(line))
            .Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture));
        var known = typeof(ExitCodes).GetFields().Select(field => (int)field.GetRawConstantValue()!);

        Assert.Equal(known.Order(), told.Order());
    }

    private static ParseResult Parse(string arguments) => Root.Parse([.. CommandLineParser.SplitCommandLine(arguments)]);

    private static RootCommand Commands()
    {
        var root = new RootCommand();
        foreach (var command in CommandList.All(CancellationToken.None))
        {
            root.Subcommands.Add(command);
        }

        return root;
    }

    // The command's name, then everything up to a remark set off by two blanks and #, or to a redirection.
    [GeneratedRegex(@"(?:^|[\s/\\])(?:run\.cmd|etl)(?= |$)(?<arguments>.*?)(?=\s{2,}#|\s\|\s|\s>|\s2>|\s\|\||\s&&|$)")]
    private static partial Regex Typed();

    [GeneratedRegex(@"^\| (\d+) \|")]
    private static partial Regex ExitCode();
}

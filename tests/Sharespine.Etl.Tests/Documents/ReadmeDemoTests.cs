using System.Diagnostics;
using System.Text.RegularExpressions;
using Sharespine.Etl.Cli.Commands;

namespace Sharespine.Etl.Tests.Documents;

/// <summary>The README's excerpt of the demo is what the demo prints.</summary>
public sealed partial class ReadmeDemoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("readme-demo-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_line_of_the_excerpt_is_printed_in_that_order()
    {
        var printed = (await RunAsync()).Split('\n').Select(Steady).ToList();
        var excerpt = Excerpt();

        Assert.True(excerpt.Count > 15, "the README shows an excerpt");
        var from = 0;
        foreach (var line in excerpt)
        {
            var found = printed.FindIndex(from, candidate => candidate == line);
            Assert.True(found >= 0, $"not printed, or not there: {line}");
            from = found + 1;
        }
    }

    // The fenced block that begins with the demo's first line; "…" stands for what is left out.
    private static List<string> Excerpt() =>
    [
        .. MarkdownPage.Read("README.md").Lines
            .SkipWhile(line => line != "== The night")
            .TakeWhile(line => !line.StartsWith("```", StringComparison.Ordinal))
            .Where(line => line is not ("" or "…"))
            .Select(Steady),
    ];

    private static string Steady(string line) => Seconds().Replace(RunId().Replace(line.TrimEnd(), "RUN"), "SECONDS");

    private async Task<string> RunAsync()
    {
        var program = new ProcessStartInfo("dotnet", ["exec", typeof(CommandList).Assembly.Location, "demo", "--folder", _folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(program)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors + output);
        return output;
    }

    [GeneratedRegex(@"\d{8}-\d{6}-[0-9a-f]{8}")]
    private static partial Regex RunId();

    [GeneratedRegex(@"\d+\.\d s\.")]
    private static partial Regex Seconds();
}

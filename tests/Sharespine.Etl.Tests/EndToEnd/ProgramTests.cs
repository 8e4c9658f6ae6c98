using System.Diagnostics;
using System.Security.Cryptography;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>The program as a process: what it prints where, and its exit codes.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("etl-program-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Help_lists_every_command()
    {
        var (exit, output, _) = Run("--help");

        Assert.Equal(0, exit);
        Assert.All(
            ["demo", "nightly", "worker", "run", "rerun", "plan", "status", "runs", "rejected", "held", "check", "explain", "doctor", "cursor", "backfill", "forget", "init", "schema"],
            command => Assert.Matches($@"(?m)^  (\w+, )?{command}\b", output));
    }

    [Fact]
    public void An_unknown_command_is_a_usage_error_and_prints_nothing_on_stdout()
    {
        var (exit, output, error) = Run("nightlyy");

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains("nightlyy", error, StringComparison.Ordinal);
        Assert.Contains("Help: run.cmd --help", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_started_configuration_is_never_written_over_and_passes_check()
    {
        Assert.Equal(0, Run("init").Exit);
        var written = File.ReadAllText(Path.Combine(_folder, "etl.yaml"));
        var again = Run("init");

        Assert.Equal((2, "etl.yaml is there already and was left as it is.\n"), (again.Exit, again.Error));
        Assert.Equal(written, File.ReadAllText(Path.Combine(_folder, "etl.yaml")));

        var check = Run("check");
        Assert.Equal(0, check.Exit);
        Assert.Equal("All is well.\n", check.Error);
        Assert.Contains("woocommerce.order", check.Output, StringComparison.Ordinal);
        Assert.Equal(["etl.yaml"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_configuration_with_errors_is_told_of_by_line_and_a_night_starts_nothing()
    {
        Run("init");
        var path = Path.Combine(_folder, "etl.yaml");
        File.WriteAllText(path, File.ReadAllText(path).Replace("guests: collective", "guests: all", StringComparison.Ordinal));

        var check = Run("check");
        Assert.Equal(2, check.Exit);
        Assert.Matches(@"^etl\.yaml:\d+:\d+: CFG\d+ guests: ""all"" is not one of collective, each\.", check.Output);
        Assert.Equal("1 to mend. A run starts nothing while there are any.\n", check.Error);

        var night = Run("nightly");
        Assert.Equal((2, ""), (night.Exit, night.Output));
        Assert.Contains("guests: \"all\" is not one of", night.Error, StringComparison.Ordinal);
        Assert.Equal(["etl.yaml"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void An_error_code_is_explained_with_its_cause_and_what_to_do()
    {
        var (exit, output, _) = Run("explain", "MAP060");

        Assert.Equal(0, exit);
        Assert.StartsWith("MAP060", output, StringComparison.Ordinal);
        Assert.True(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length >= 3, output);
    }

    [Fact]
    public void The_demo_finds_the_planted_trouble_and_a_second_one_changes_no_file()
    {
        var first = Run("demo", "--folder", _folder);
        Assert.Equal(0, first.Exit);
        Assert.Contains("The planted trouble was found", first.Output, StringComparison.Ordinal);
        var files = Files();
        Assert.Contains(files.Keys, name => name.StartsWith("sie-import/", StringComparison.Ordinal));

        var second = Run("demo", "--folder", _folder);

        Assert.Equal(0, second.Exit);
        Assert.Contains("Nothing is new.", second.Output, StringComparison.Ordinal);
        Assert.Equal(files, Files());
    }

    private SortedDictionary<string, string> Files() => new(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories)
        .Select(path => (Path: path, Name: Path.GetRelativePath(_folder, path).Replace('\\', '/')))
        .Where(file => !file.Name.StartsWith("data/", StringComparison.Ordinal) && !file.Name.StartsWith("logs/", StringComparison.Ordinal))
        .ToDictionary(file => file.Name, file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.Path)))), StringComparer.Ordinal);

    private (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "etl.dll"), .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["WOO_KEY"] = "ck_1";
        start.Environment["WOO_SECRET"] = "cs_1";
        start.Environment["NO_COLOR"] = "1";
        start.Environment.Remove("ETL_CLOCK");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.ReplaceLineEndings("\n"), error.Result.ReplaceLineEndings("\n"));
    }
}

using System.Diagnostics;
using System.Globalization;

namespace Sharespine.Etl.Benchmarks.Measure;

/// <summary>The steps behind <c>run</c>. Without a name every step runs, each in a process of its own so that peaks are its own.</summary>
public static class RunCommand
{
    public static readonly IReadOnlyList<IBenchmark> Steps =
    [
        new BareInsert(),
        new ScaleGeneration(),
        new OrderGeneration(),
        new Staging(MeasuredStore.Sqlite),
        new Staging(MeasuredStore.SqlServer),
        new MappingOrders(),
        new ReadingShops(),
        new Reconciling(MeasuredStore.Sqlite),
        new Reconciling(MeasuredStore.SqlServer),
        new Draining(MeasuredStore.Sqlite),
        new Draining(MeasuredStore.SqlServer),
        new NightProcess(),
    ];

    /// <returns>The exit code: 2 for an unknown step, 1 when a step failed.</returns>
    public static int Run(Arguments arguments)
    {
        if (arguments.Word(0) is not { } name)
        {
            return Steps.Select(step => RunAlone(step, arguments)).ToList().Max();
        }

        if (Steps.FirstOrDefault(step => step.Name == name) is not { } found)
        {
            Console.Error.WriteLine($"no step \"{name}\"; there are {string.Join(", ", Steps.Select(step => step.Name))}.");
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("etl-measure-").FullName;
        try
        {
            found.Run(new(folder, arguments, Console.Out));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int RunAlone(IBenchmark step, Arguments arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        start.ArgumentList.Add(typeof(RunCommand).Assembly.Location);
        start.ArgumentList.Add("run");
        start.ArgumentList.Add(step.Name);
        foreach (var option in new[] { "rows", "fees" }.Where(arguments.Has))
        {
            start.ArgumentList.Add("--" + option);
            start.ArgumentList.Add(arguments.Number(option, 0).ToString(CultureInfo.InvariantCulture));
        }

        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0 ? 0 : 1;
    }
}

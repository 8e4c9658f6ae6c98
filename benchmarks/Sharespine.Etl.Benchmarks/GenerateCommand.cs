using Sharespine.Etl.Benchmarks.Generate;
using Sharespine.Etl.Benchmarks.Generate.Demo;
using Sharespine.Etl.Benchmarks.Generate.Scale;

namespace Sharespine.Etl.Benchmarks;

/// <summary>The generators behind <c>generate</c>.</summary>
public static class GenerateCommand
{
    /// <returns>The exit code: 2 when it was not said what to make or where.</returns>
    public static int Run(Arguments arguments)
    {
        switch (arguments.Word(0), arguments.Word(1))
        {
            case ("demo", var folder):
                DemoFolder.Write(folder ?? Path.Combine("sample-files", "demo"));
                return 0;
            case ("night", { } folder):
                NightFolder.Write(folder, arguments.Number("orders", 20));
                return 0;
            case ("scale", { } folder):
                ScaleFolder.Write(folder, arguments.Number("lines", 100_000), arguments.Number("orders", 0), arguments.Number("fees", 2));
                return 0;
            case ("orders", { } file):
                OrderLines.Write(file, arguments.Number("count", 1000), arguments.Number("lines", 5));
                return 0;
            default:
                return Program.Usage();
        }
    }
}

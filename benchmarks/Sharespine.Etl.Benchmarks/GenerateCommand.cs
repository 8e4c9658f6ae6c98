using Sharespine.Etl.Benchmarks.Generate.Demo;

namespace Sharespine.Etl.Benchmarks;

/// <summary>The generators behind <c>generate</c>.</summary>
public static class GenerateCommand
{
    public static int Run(Arguments arguments)
    {
        switch (arguments.Word(0))
        {
            case "demo":
                DemoFolder.Write(arguments.Word(1) ?? Path.Combine("sample-files", "demo"));
                return 0;
            default:
                return Program.Usage();
        }
    }
}

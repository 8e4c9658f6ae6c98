using Sharespine.Etl.Benchmarks.Measure;

namespace Sharespine.Etl.Benchmarks;

/// <summary>Makes the samples and measures. Not part of the product.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        var arguments = new Arguments([.. args.Skip(1)]);
        return args.FirstOrDefault() switch
        {
            "generate" => GenerateCommand.Run(arguments),
            "run" => RunCommand.Run(arguments),
            _ => Usage(),
        };
    }

    internal static int Usage()
    {
        Console.Error.WriteLine("""
            usage: generate demo [folder]
                   generate night <folder> [--orders 20]
                   generate scale <folder> [--lines 100000] [--orders 0] [--fees 2]
                   generate orders <file> [--count 1000] [--lines 5]
                   run [step] [--rows n] [--fees n]
                   run shops [vendor] [--rows n]
            """);
        return 2;
    }
}

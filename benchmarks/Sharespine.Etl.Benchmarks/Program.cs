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
            _ => Usage(),
        };
    }

    internal static int Usage()
    {
        Console.Error.WriteLine("""
            usage: generate demo [folder]
            """);
        return 2;
    }
}

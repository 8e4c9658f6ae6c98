using System.Text;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>
/// Runs a mapping's examples. What is expected is the beginning of a line of <see cref="SettlementText"/>, or, where the file
/// is to be refused, "refused file" and the code: "refused file FIL008".
/// </summary>
public static class FileExamples
{
    public static IReadOnlyList<Issue> Run(FileMapping mapping) =>
        Run(mapping.Examples, example => SettlementText.Lines(SettlementReader.Read(Given(example), mapping)));

    /// <param name="read">What is read of an example's file, in words.</param>
    internal static IReadOnlyList<Issue> Run(IReadOnlyList<FileExample> examples, Func<FileExample, IReadOnlyList<string>> read) =>
        [.. examples.SelectMany(example => Run(example, Read(example, read)))];

    internal static FileBytes Given(FileExample example) => FileBytes.FromMemory(example.FileName, Encoding.UTF8.GetBytes(example.Given));

    private static IEnumerable<Issue> Run(FileExample example, List<string> read)
    {
        return example.Expect
            .Where(expected => !read.Any(line => Begins(line, Squeeze(expected))))
            .Select(expected => new Issue(FileMappingErrors.ExampleFailed, $"example \"{example.Name}\" expects \"{Squeeze(expected)}\", and no line read begins so.", example.At, "expect",
                $"write what was read, if it is right: {Nearest(read, Squeeze(expected))}"));
    }

    private static List<string> Read(FileExample example, Func<FileExample, IReadOnlyList<string>> read)
    {
        try
        {
            return [.. read(example).Select(Squeeze)];
        }
        catch (EtlException exception)
        {
            return [.. exception.Issues.Select(issue => Squeeze($"refused file {issue.Code}: {issue}"))];
        }
    }

    /// <summary>A beginning ends with a word or a whole number: 10 is not the beginning of 10.50.</summary>
    private static bool Begins(string line, string expected)
    {
        var rest = line.StartsWith(expected, StringComparison.Ordinal) ? line.AsSpan(expected.Length) : "x";
        return rest.IsEmpty || !(char.IsLetterOrDigit(rest[0]) || (rest[0] == '.' && rest.Length > 1 && char.IsAsciiDigit(rest[1])));
    }

    private static string Nearest(List<string> read, string expected) =>
        read.OrderByDescending(line => line.Zip(expected).TakeWhile(pair => pair.First == pair.Second).Count()).First();

    private static string Squeeze(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

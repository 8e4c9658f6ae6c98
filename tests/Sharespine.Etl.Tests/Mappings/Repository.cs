namespace Sharespine.Etl.Tests.Mappings;

/// <summary>Places beside the solution file.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string Mappings => Path.Combine(Root, "mappings");

    internal static string Shared => Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sharespine.Etl.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Sharespine.Etl.sln is in no folder above the tests.");
        }

        return folder;
    }
}

/// <summary>A test on data that is not part of the project: reported as skipped where the data is not beside it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedSampleFactAttribute : FactAttribute
{
    public SharedSampleFactAttribute(string path)
    {
        if (!File.Exists(Path.Combine(Repository.Shared, path)))
        {
            Skip = $"{path} is not in the shared folder beside the project.";
        }
    }
}

namespace Sharespine.Etl.Tests.Support;

/// <summary>The repository the tests run in.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    public static string Mappings => Path.Combine(Root, "mappings");

    public static string Demo => Path.Combine(Root, "sample-files", "demo");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sharespine.Etl.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests have to run inside the repository.");
    }
}

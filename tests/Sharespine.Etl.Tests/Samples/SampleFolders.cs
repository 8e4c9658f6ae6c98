namespace Sharespine.Etl.Tests.Samples;

/// <summary>Where the committed samples lie, and folders to make new ones in.</summary>
internal static class SampleFolders
{
    public static string Demo => Path.Combine(Root, "sample-files", "demo");

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "Sharespine.Etl.sln")))
            {
                folder = folder.Parent;
            }

            return folder.FullName;
        }
    }

    /// <summary>Every file below a folder as name and bytes.</summary>
    public static SortedDictionary<string, byte[]> Contents(string folder) =>
        new(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes), StringComparer.Ordinal);
}

/// <summary>A folder that is gone when the test is.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("etl-samples-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

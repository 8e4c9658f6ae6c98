namespace Sharespine.Etl.Tests.Sie;

/// <summary>A test over other people's files beside the repository; reported as skipped where they are not.</summary>
public sealed class SharedSampleFactAttribute : FactAttribute
{
    public SharedSampleFactAttribute()
    {
        if (Folder is null)
        {
            Skip = "The folder ../shared/samples/sie is not here.";
        }
    }

    /// <summary>The folder of real SIE files, or null.</summary>
    public static string? Folder { get; } = Find();

    public static string PathOf(string name) => Path.Combine(Folder!, name);

    private static string? Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sharespine.Etl.sln")))
        {
            folder = folder.Parent;
        }

        var samples = folder?.Parent is { } beside ? Path.Combine(beside.FullName, "shared", "samples", "sie") : "";
        return Directory.Exists(samples) ? samples : null;
    }
}

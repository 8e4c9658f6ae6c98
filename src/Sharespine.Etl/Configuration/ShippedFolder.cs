using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Configuration;

/// <summary>Folders that come with the program (mappings, sample-files): beside it, or in the repository it was built in.</summary>
public static class ShippedFolder
{
    /// <summary>The folder's full path. Throws <c>CFG026</c> when the program was copied without it.</summary>
    public static string Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, name);
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        throw new EtlException(new Issue(ConfigurationErrors.NotShipped, $"the folder {name} is neither beside the program nor above it."));
    }
}

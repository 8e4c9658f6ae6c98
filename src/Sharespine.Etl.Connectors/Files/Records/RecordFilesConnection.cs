using Sharespine.Etl.Configuration;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.Files.Records;

/// <summary>Makes connections of type <c>record-files</c>.</summary>
internal static class RecordFilesConnection
{
    public static Connection? Create(ConnectionContext context, object settings, ICollection<Issue> issues)
    {
        var files = (RecordFilesSettings)settings;
        var found = files.Check();
        foreach (var issue in found)
        {
            issues.Add(issue);
        }

        if (found.Count > 0)
        {
            return null;
        }

        var folder = context.Path(files.Folder);
        return new(context.Name, "record-files")
        {
            Records = new FileRecordSource(files, folder, Archive(context, context.Name), context.World),
            ProbeAsync = _ => Task.FromResult<IReadOnlyList<Issue>>(Directory.Exists(folder)
                ? []
                : [new(RecordFilesErrors.BadSettings, $"the folder {folder} is not there.", Field: "folder", Try: "create it, or correct the path.")]),
        };
    }

    /// <summary>Where a connection's record files are kept.</summary>
    internal static string Archive(ConnectionContext context, string name) => Path.Combine(context.Folders.Archive, "records", name);
}

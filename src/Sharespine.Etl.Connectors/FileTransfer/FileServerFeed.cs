using System.Globalization;
using System.IO.Enumeration;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Extract;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.FileTransfer;

/// <summary>
/// Brings what is new in a server's directory into the inbox. A file whose name, size and time were fetched before is left
/// alone; one that changed while it was fetched is left for the next run.
/// </summary>
public sealed class FileServerFeed(IFileServer server, FileServerAddress address, string pattern) : IInboxFeed
{
    private const int FilesAtOnce = 20;
    private const string Documents = "*.pdf";

    public async Task FetchAsync(FeedContext feed, CancellationToken stop)
    {
        var place = address.ToString();
        var listed = await server.ListAsync(IsWanted, stop);
        foreach (var file in listed.Where(file => FileInbox.SafeName(file.Name) is null))
        {
            feed.Stage.Note(new Issue(FileMappingErrors.BadFileName, $"the file name {Shown(file.Name)} holds characters that are not accepted.", new(place), Try: "have it renamed.").ToString());
        }

        var known = feed.Stage.Database.Read(session => FetchStore.Files(session, feed.Connection, place));
        var ignored = feed.Ignored();
        bool IsKnown(RemoteFile file) => known.TryGetValue(file.Name, out var before) && file.IsSame(before.Size, before.ModifiedAt);
        var due = listed.Where(file => FileInbox.SafeName(file.Name) is not null && !ignored.Contains(file.Name) && !IsKnown(file)).ToList();
        feed.Clear();
        try
        {
            foreach (var group in due.Chunk(FilesAtOnce))
            {
                stop.ThrowIfCancellationRequested();
                await FetchAsync(feed, place, group, stop);
            }
        }
        finally
        {
            feed.RemoveUnfinished();
        }
    }

    /// <summary>Looks whether the login works and the directory can be read; issues, none when all is well.</summary>
    public async Task<IReadOnlyList<Issue>> ProbeAsync(CancellationToken stop)
    {
        try
        {
            await server.ListAsync(IsWanted, stop);
            return [];
        }
        catch (EtlException exception)
        {
            return exception.Issues;
        }
    }

    private async Task FetchAsync(FeedContext feed, string place, RemoteFile[] files, CancellationToken stop)
    {
        var downloads = files.Select((file, index) => new Download(file, Path.Combine(feed.Unfinished, index.ToString(CultureInfo.InvariantCulture)))).ToList();
        var refused = await server.DownloadAsync(downloads, stop);
        var after = (await server.ListAsync(IsWanted, stop)).ToDictionary(file => file.Name, StringComparer.Ordinal);
        foreach (var (file, path) in downloads)
        {
            var size = File.Exists(path) ? new FileInfo(path).Length : -1;
            if (!after.TryGetValue(file.Name, out var now))
            {
                feed.Stage.Note($"{file.Name} went away from {place} while it was fetched");
            }
            else if (refused.TryGetValue(file, out var issue))
            {
                feed.SetAside(file.Name, Outcome.Rejected, [issue]);
            }
            else if (size != file.Size || now != file)
            {
                feed.Stage.Note(string.Create(CultureInfo.InvariantCulture, $"{file.Name} changed while it was fetched ({file.Size} bytes listed, {size} came) and is left for the next run"));
            }
            else
            {
                Take(feed, place, file, path);
            }

            File.Delete(path);
        }
    }

    private static void Take(FeedContext feed, string place, RemoteFile file, string path)
    {
        // In its place before it is noted: killed in between, it is fetched again, and the same bytes are worked on once.
        feed.Place(path, FileInbox.SafeName(file.Name)!, file.ModifiedAt);
        feed.Note(file.Name, session =>
            FetchStore.Save(session, feed.Connection, place, new() { Name = file.Name, Size = file.Size, ModifiedAt = file.ModifiedAt }, feed.Stage.World.UtcNow));
        feed.Stage.Note(string.Create(CultureInfo.InvariantCulture, $"{file.Name} ({file.Size} bytes) fetched from {place}"));
    }

    private bool IsWanted(string name) => FileInbox.IsFinalName(name)
        && (FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true) || FileSystemName.MatchesSimpleExpression(Documents, name, ignoreCase: true));

    private static string Shown(string name) => "\"" + string.Concat(name.Take(60).Select(character => char.IsControl(character) ? '?' : character)) + "\"";
}

using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.FileTransfer;

/// <summary>A directory on a server that files are fetched from. Nothing there is ever changed: files stay with the provider.</summary>
public interface IFileServer
{
    /// <summary>The files of the directory with their sizes and times, by name.</summary>
    /// <param name="wanted">Names to list; others are not asked about.</param>
    /// <exception cref="EtlException">Transient for what may pass by itself, else not.</exception>
    Task<IReadOnlyList<RemoteFile>> ListAsync(Func<string, bool> wanted, CancellationToken stop);

    /// <summary>
    /// Downloads each file to its path. Says of single files why the server did not give them; whether what came is whole is for
    /// the caller to see.
    /// </summary>
    /// <exception cref="EtlException">The connection, not a file: transient for what may pass by itself, else not.</exception>
    Task<IReadOnlyDictionary<RemoteFile, Issue>> DownloadAsync(IReadOnlyList<Download> files, CancellationToken stop);
}

/// <param name="Name">As the server lists it; a plain name, never a path.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedAt">UTC as far as the server tells, which may be to the minute or the day only; null where it tells none.</param>
public sealed record RemoteFile(string Name, long Size, DateTimeOffset? ModifiedAt)
{
    /// <summary>
    /// True when an earlier listing meant the same content. Old files are listed with their day only (midnight), so the day then
    /// has to do.
    /// </summary>
    public bool IsSame(long size, DateTimeOffset? modifiedAt) => size == Size && (modifiedAt == ModifiedAt
        || (modifiedAt is { } before && ModifiedAt is { } now && now.TimeOfDay == TimeSpan.Zero && before.Date == now.Date));
}

/// <param name="Path">Where to write it; a file there is written over.</param>
public sealed record Download(RemoteFile File, string Path);

using System.Text;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.FileTransfer;

/// <summary>A directory of an FTP server, with or without TLS.</summary>
internal sealed class FtpServer(FileServerSettings settings, FileServerAddress address) : IFileServer
{
    private const int LargestListing = 16 << 20;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private readonly Redactor _redactor = new(settings.Password is null ? [] : [settings.Password]);
    private Encoding _names = Encoding.UTF8;

    public async Task<IReadOnlyList<RemoteFile>> ListAsync(Func<string, bool> wanted, CancellationToken stop)
    {
        await using var connection = await FtpConnection.OpenAsync(settings, address, _redactor, stop);
        var files = connection.Features.Contains("MLST", StringComparison.Ordinal)
            ? (await LinesAsync(connection, "MLSD", stop)).Select(FtpReplies.Fact).OfType<RemoteFile>().Where(file => wanted(file.Name))
            : await AskEachAsync(connection, wanted, stop);
        return [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyDictionary<RemoteFile, Issue>> DownloadAsync(IReadOnlyList<Download> files, CancellationToken stop)
    {
        var refused = new Dictionary<RemoteFile, Issue>();
        await using var connection = await FtpConnection.OpenAsync(settings, address, _redactor, stop);
        connection.Names = _names;
        foreach (var (file, path) in files)
        {
            FtpReply reply;
            await using (var target = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                reply = await connection.TransferAsync($"RETR {file.Name}", block => target.WriteAsync(block, stop), stop);
                target.Flush(flushToDisk: true);
            }

            if (reply.IsTransient)
            {
                // 425, 426, 451: the transfer broke, whatever came.
                throw connection.Refused(FileTransferErrors.ConnectionLost, reply, isTransient: true);
            }

            if (!reply.IsDone)
            {
                refused[file] = connection.Problem(FileTransferErrors.FileRefused, $"{file.Name}: {_redactor.Text(reply.ToString())}");
            }
        }

        return refused;
    }

    /// <summary>For servers without MLSD: the names, then size and time of each. LIST is not read: every server writes it its own way.</summary>
    private async Task<IEnumerable<RemoteFile>> AskEachAsync(FtpConnection connection, Func<string, bool> wanted, CancellationToken stop)
    {
        var files = new List<RemoteFile>();
        foreach (var name in (await LinesAsync(connection, "NLST", stop)).Select(Plain).Where(wanted))
        {
            // A directory, or gone since: it has no size. A name that leads elsewhere is listed, and refused by whoever looks at it.
            if (IsPath(name))
            {
                files.Add(new(name, 0, null));
            }
            else if (FtpReplies.Size(await connection.AskAsync($"SIZE {name}", stop)) is { } size)
            {
                files.Add(new(name, size, FtpReplies.Time(await connection.AskAsync($"MDTM {name}", stop))));
            }
        }

        return files;
    }

    private async Task<IReadOnlyList<string>> LinesAsync(FtpConnection connection, string command, CancellationToken stop)
    {
        using var listing = new MemoryStream();
        var reply = await connection.TransferAsync(command, block =>
        {
            listing.Write(block.Span);
            return listing.Length <= LargestListing ? ValueTask.CompletedTask
                : throw new EtlException(connection.Problem(FileTransferErrors.Refused, "the listing is larger than 16 MiB."));
        }, stop);
        // Many servers answer 450 or 550 to NLST of a directory without files; that it exists was shown by CWD.
        if (!reply.IsDone && !(command == "NLST" && reply.Code is 450 or 550))
        {
            throw connection.Refused(reply.IsTransient ? FileTransferErrors.ConnectionLost : FileTransferErrors.NoDirectory, reply, reply.IsTransient);
        }

        connection.Names = _names = IsUtf8(listing) ? Encoding.UTF8 : Encoding.Latin1;
        return _names.GetString(listing.GetBuffer(), 0, (int)listing.Length).Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).ToList();
    }

    /// <summary>Some servers list names with the directory asked for in front.</summary>
    private string Plain(string name)
    {
        name = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        return address.Directory.Length > 0 && name.StartsWith(address.Directory.TrimEnd('/') + "/", StringComparison.Ordinal) ? name[(address.Directory.TrimEnd('/').Length + 1)..] : name;
    }

    private static bool IsPath(string name) => name.Any(character => character is '/' or '\\' || char.IsControl(character));

    private static bool IsUtf8(MemoryStream listing)
    {
        try
        {
            Strict.GetCharCount(listing.GetBuffer(), 0, (int)listing.Length);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}

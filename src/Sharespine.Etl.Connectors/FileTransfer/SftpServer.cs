using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.FileTransfer;

/// <summary>A directory of an SSH server, by the OpenSSH client's <c>sftp</c>. One login per listing and per group of files.</summary>
internal sealed class SftpServer(FileServerSettings settings, FileServerAddress address, World world) : IFileServer
{
    private readonly OpenSshClient _client = new(settings, address);

    public async Task<IReadOnlyList<RemoteFile>> ListAsync(Func<string, bool> wanted, CancellationToken stop)
    {
        var run = await RunAsync(["ls -ln"], stop);
        return [.. SftpListing.Read(run.Output, world.UtcNow).Where(file => wanted(file.Name)).OrderBy(file => file.Name, StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyDictionary<RemoteFile, Issue>> DownloadAsync(IReadOnlyList<Download> files, CancellationToken stop)
    {
        foreach (var (_, path) in files)
        {
            File.Delete(path);
        }

        // A dash in front: one file that is refused does not end the others.
        var run = await RunAsync([.. files.Select(download => $"-get {Quoted(download.File.Name)} {Quoted(Local(download.Path))}")], stop);
        SftpRefusal.ThrowIfOurDisk(run.Errors);
        return files.Where(download => !File.Exists(download.Path)).ToDictionary(
            download => download.File,
            download => new Issue(FileTransferErrors.FileRefused, $"{download.File.Name}: \"{Words(run.Errors, download.File.Name)}\"", new SourcePosition(address.ToString())));
    }

    private async Task<SftpRun> RunAsync(IEnumerable<string> commands, CancellationToken stop)
    {
        var run = await _client.RunAsync(address.Directory.Length == 0 ? commands : commands.Prepend($"cd {Quoted(address.Directory)}"), stop);
        return run.ExitCode == 0 ? run : throw SftpRefusal.Of(run, address);
    }

    private static string Words(string errors, string name) => errors.Split('\n').FirstOrDefault(line => line.Contains(name, StringComparison.Ordinal)) ?? SftpRefusal.Words(errors);

    /// <summary>As the batch reads it: signs that it would expand or end the text at are taken as they are.</summary>
    private static string Quoted(string text) => "\"" + string.Concat(text.Select(character => "\\\"*?[".Contains(character, StringComparison.Ordinal) ? $"\\{character}" : $"{character}")) + "\"";

    private static string Local(string path) => OperatingSystem.IsWindows() ? path.Replace('\\', '/') : path;
}

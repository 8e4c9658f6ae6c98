using Polly;
using Polly.Retry;
using Polly.Timeout;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.FileTransfer;

/// <summary>Which client speaks with which server, and how often it tries.</summary>
public static class FileServers
{
    /// <summary>The client for ftp and ftps. A build with FluentFTP puts its own here.</summary>
    public static Func<FileServerSettings, FileServerAddress, IFileServer> Ftp { get; set; } = (settings, address) => new FtpServer(settings, address);

    /// <param name="settings">Checked, with absolute paths.</param>
    public static IFileServer Open(FileServerSettings settings, World world)
    {
        var address = FileServerAddress.Of(settings.Url)!;
        return new PatientServer(address.Scheme == "sftp" ? new SftpServer(settings, address, world) : Ftp(settings, address), settings, address, world);
    }

    /// <summary>Repeats what broke by itself, which is safe: everything is a read into a file of ours.</summary>
    private sealed class PatientServer(IFileServer server, FileServerSettings settings, FileServerAddress address, World world) : IFileServer
    {
        private readonly ResiliencePipeline _pipeline = Pipeline(settings, world);

        public Task<IReadOnlyList<RemoteFile>> ListAsync(Func<string, bool> wanted, CancellationToken stop) => Within(token => server.ListAsync(wanted, token), stop);

        public Task<IReadOnlyDictionary<RemoteFile, Issue>> DownloadAsync(IReadOnlyList<Download> files, CancellationToken stop) => Within(token => server.DownloadAsync(files, token), stop);

        private async Task<T> Within<T>(Func<CancellationToken, Task<T>> work, CancellationToken stop)
        {
            try
            {
                return await _pipeline.ExecuteAsync(async token => await work(token), stop);
            }
            catch (TimeoutRejectedException exception)
            {
                throw new EtlException(new Issue(FileTransferErrors.ConnectionLost, FormattableString.Invariant($"it did not end within {settings.Budget.TotalMinutes:0.#} min."), new SourcePosition(address.ToString())), exception) { IsTransient = true };
            }
        }

        private static ResiliencePipeline Pipeline(FileServerSettings settings, World world)
        {
            var builder = new ResiliencePipelineBuilder { TimeProvider = world.Time }.AddTimeout(new TimeoutStrategyOptions { Timeout = settings.Budget });
            return settings.Retries == 0 ? builder.Build() : builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = settings.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = settings.RetryDelay,
                Randomizer = world.Jitter,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is EtlException { IsTransient: true }),
            }).Build();
        }
    }
}

using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FluentFTP;
using FluentFTP.Exceptions;
using Sharespine.Etl.Connectors.FileTransfer;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.FluentFtp;

/// <summary>A directory of an FTP server, by FluentFTP 54: for servers that our own client does not get on with (it reads LIST in many dialects).</summary>
public sealed class FluentFtpServer(FileServerSettings settings, FileServerAddress address) : IFileServer
{
    /// <summary>From now on this client is used for ftp and ftps.</summary>
    public static void Use() => FileServers.Ftp = (settings, address) => new FluentFtpServer(settings, address);

    public Task<IReadOnlyList<RemoteFile>> ListAsync(Func<string, bool> wanted, CancellationToken stop) => ConnectedAsync<IReadOnlyList<RemoteFile>>(async client =>
    {
        var items = await client.GetListing(await client.GetWorkingDirectory(stop), FtpListOption.Modify | FtpListOption.Size, stop);
        return [.. items.Where(item => item.Type == FtpObjectType.File && wanted(item.Name)).Select(Described).OrderBy(file => file.Name, StringComparer.Ordinal)];
    }, stop);

    public Task<IReadOnlyDictionary<RemoteFile, Issue>> DownloadAsync(IReadOnlyList<Download> files, CancellationToken stop) => ConnectedAsync<IReadOnlyDictionary<RemoteFile, Issue>>(async client =>
    {
        var refused = new Dictionary<RemoteFile, Issue>();
        foreach (var (file, path) in files)
        {
            try
            {
                var target = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
                await using (target)
                {
                    await client.DownloadStream(target, file.Name, token: stop);
                    target.Flush(flushToDisk: true);
                }
            }
            catch (FtpException exception) when (Refusal(exception) is { } words)
            {
                refused[file] = Problem(FileTransferErrors.FileRefused, $"{file.Name}: \"{words}\"");
            }
        }

        return refused;
    }, stop);

    private static RemoteFile Described(FtpListItem item) =>
        new(item.Name, item.Size, item.Modified == DateTime.MinValue ? null : new DateTimeOffset(DateTime.SpecifyKind(item.Modified, DateTimeKind.Utc)));

    /// <summary>What a 5xx to one file says; null for what ended the connection.</summary>
    private static string? Refusal(Exception? exception) => exception switch
    {
        FtpMissingObjectException missing => missing.Message,
        FtpCommandException { CompletionCode: ['5', ..] } command => command.Message,
        FtpException outer => Refusal(outer.InnerException),
        _ => null,
    };

    private async Task<T> ConnectedAsync<T>(Func<AsyncFtpClient, Task<T>> work, CancellationToken stop)
    {
        // UTF-8 from the start: user and password are sent before the two could agree on it.
        using var client = new AsyncFtpClient(address.Host, settings.User, settings.Password, address.Port, Config()) { Encoding = Encoding.UTF8 };
        client.ValidateCertificate += (_, validation) => validation.Accept = IsTrusted(validation.Certificate, validation.PolicyErrors);
        try
        {
            await client.Connect(stop);
            if (address.Directory.Length > 0)
            {
                await client.SetWorkingDirectory(address.Directory, stop);
            }

            return await work(client);
        }
        catch (FtpAuthenticationException exception)
        {
            throw Failed(FileTransferErrors.NotAuthorised, exception);
        }
        catch (FtpSecurityNotAvailableException exception)
        {
            throw Failed(FileTransferErrors.NoTls, exception);
        }
        catch (AuthenticationException exception)
        {
            throw Failed(FileTransferErrors.UntrustedServer, exception);
        }
        catch (FtpCommandException exception) when (exception.CompletionCode.StartsWith('5'))
        {
            throw Failed(FileTransferErrors.NoDirectory, exception);
        }
        catch (Exception exception) when (exception is FtpException or TimeoutException or SocketException or IOException)
        {
            throw Failed(client.IsConnected ? FileTransferErrors.ConnectionLost : FileTransferErrors.NoConnection, exception, isTransient: true);
        }
    }

    private FtpConfig Config() => new()
    {
        EncryptionMode = address.Scheme == "ftp" ? FtpEncryptionMode.None : address.IsImplicitTls ? FtpEncryptionMode.Implicit : FtpEncryptionMode.Explicit,
        DataConnectionEncryption = true,
        DataConnectionType = FtpDataConnectionType.AutoPassive,
        ConnectTimeout = (int)settings.ConnectTimeout.TotalMilliseconds,
        ReadTimeout = (int)settings.SilenceTimeout.TotalMilliseconds,
        DataConnectionConnectTimeout = (int)settings.ConnectTimeout.TotalMilliseconds,
        DataConnectionReadTimeout = (int)settings.SilenceTimeout.TotalMilliseconds,
        ValidateAnyCertificate = false,
        // Repetitions are ours, inside the budget.
        RetryAttempts = 1,
        TimeConversion = FtpDate.UTC,
    };

    private bool IsTrusted(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (settings.CertificateAuthority is not { } file || certificate is null)
        {
            return errors == SslPolicyErrors.None;
        }

        // The name has to be right whoever issued it.
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(file);
        using var server = new X509Certificate2(certificate);
        return (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None && chain.Build(server);
    }

    private EtlException Failed(ErrorCode code, Exception exception, bool isTransient = false) =>
        new(Problem(code, $"\"{exception.InnerException?.Message ?? exception.Message}\""), exception) { IsTransient = isTransient };

    private Issue Problem(ErrorCode code, string message) =>
        new(code, settings.Password is { Length: > 0 } secret ? message.Replace(secret, "***", StringComparison.Ordinal) : message, new SourcePosition(address.ToString()));
}

using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.FileTransfer;

/// <summary>
/// One login to an FTP server (RFC 959), with TLS where asked for (RFC 4217): commands, replies and passive transfers. Only
/// what reading a directory needs.
/// </summary>
internal sealed class FtpConnection : IAsyncDisposable
{
    private const int LongestReply = 64 * 1024;
    private readonly FileServerSettings _settings;
    private readonly FileServerAddress _address;
    private readonly Redactor _redactor;
    private readonly SslClientAuthenticationOptions _tls;
    private readonly TcpClient _tcp = new();
    private readonly byte[] _received = new byte[4096];
    private Stream _stream = Stream.Null;
    private int _next;
    private int _end;
    private bool _refusesEpsv;

    private FtpConnection(FileServerSettings settings, FileServerAddress address, Redactor redactor)
    {
        (_settings, _address, _redactor) = (settings, address, redactor);
        // One set of options for all streams of the login: some servers want the data's TLS session to be that of the commands.
        _tls = TlsTrust.Options(settings, address);
    }

    /// <summary>What the server says that it can (FEAT), in capitals.</summary>
    public string Features { get; private set; } = "";

    /// <summary>How file names are sent. Servers that know no UTF-8 list bytes that are none.</summary>
    public Encoding Names { get; set; } = Encoding.UTF8;

    private bool IsTls => _address.Scheme == "ftps";

    /// <summary>Connects, encrypts, logs in and goes into the directory.</summary>
    public static async Task<FtpConnection> OpenAsync(FileServerSettings settings, FileServerAddress address, Redactor redactor, CancellationToken stop)
    {
        var connection = new FtpConnection(settings, address, redactor);
        try
        {
            await connection.ConnectAsync(stop);
            await connection.LogInAsync(stop);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a command and gives the reply that ends it.</summary>
    public async Task<FtpReply> AskAsync(string command, CancellationToken stop)
    {
        var line = Names.GetBytes(command + "\r\n");
        await RemoteAsync(async token =>
        {
            await _stream.WriteAsync(line, token);
            return true;
        }, stop);
        return await ReplyAsync(stop);
    }

    /// <summary>A command that answers over a connection of its own. The reply is 226 when everything came; a refusal otherwise.</summary>
    /// <param name="take">Takes each block as it comes.</param>
    public async Task<FtpReply> TransferAsync(string command, Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken stop)
    {
        using var data = new TcpClient();
        await ConnectAsync(data, await PassivePortAsync(stop), stop);
        var opening = await AskAsync(command, stop);
        if (opening.Code is not (125 or 150))
        {
            return opening;
        }

        await using var stream = IsTls ? await EncryptAsync(data.GetStream(), stop) : data.GetStream();
        var block = new byte[1 << 16];
        for (int length; (length = await RemoteAsync(async token => await stream.ReadAsync(block, token), stop)) > 0;)
        {
            await take(block.AsMemory(0, length));
        }

        if (stream is SslStream ssl)
        {
            // Some servers wait for our end as well before they say that they are done.
            await RemoteAsync(async _ =>
            {
                await ssl.ShutdownAsync();
                return true;
            }, stop);
        }

        data.Close();
        return await ReplyAsync(stop);
    }

    public EtlException Refused(ErrorCode code, FtpReply reply, bool isTransient = false) => new(Problem(code, _redactor.Text(reply.ToString()))) { IsTransient = isTransient };

    public Issue Problem(ErrorCode code, string message) => new(code, message, new SourcePosition(_address.ToString()));

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _tcp.Dispose();
    }

    private async Task ConnectAsync(CancellationToken stop)
    {
        await ConnectAsync(_tcp, _address.Port, stop);
        _stream = _tcp.GetStream();
        if (_address.IsImplicitTls)
        {
            _stream = await EncryptAsync(_stream, stop);
        }

        var greeting = await ReplyAsync(stop);
        if (greeting.Code != 220)
        {
            throw Refused(FileTransferErrors.NoConnection, greeting, isTransient: true);
        }

        if (IsTls && !_address.IsImplicitTls)
        {
            var answer = await AskAsync("AUTH TLS", stop);
            _stream = answer.Code == 234 ? await EncryptAsync(_stream, stop) : throw Refused(FileTransferErrors.NoTls, answer);
        }
    }

    private async Task LogInAsync(CancellationToken stop)
    {
        var login = await AskAsync($"USER {_settings.User}", stop);
        if (login.Code == 331)
        {
            login = await AskAsync($"PASS {_settings.Password}", stop);
        }

        // 530 is what a wrong password gets; 421 and 4xx are a server that is full.
        if (login.Code is not (230 or 202))
        {
            throw login.IsTransient ? Refused(FileTransferErrors.NoConnection, login, isTransient: true) : Refused(FileTransferErrors.NotAuthorised, login);
        }

        if (IsTls)
        {
            await AskAsync("PBSZ 0", stop);
            var secret = await AskAsync("PROT P", stop);
            if (secret.Code != 200)
            {
                throw Refused(FileTransferErrors.NoTls, secret);
            }
        }

        Features = (await AskAsync("FEAT", stop)).Text.ToUpperInvariant();
        await AskAsync("OPTS UTF8 ON", stop);
        await NeedAsync("TYPE I", FileTransferErrors.Refused, stop);
        if (_address.Directory.Length > 0)
        {
            await NeedAsync($"CWD {_address.Directory}", FileTransferErrors.NoDirectory, stop);
        }
    }

    private async Task NeedAsync(string command, ErrorCode otherwise, CancellationToken stop)
    {
        var reply = await AskAsync(command, stop);
        if (!reply.IsDone)
        {
            throw Refused(otherwise, reply, reply.IsTransient);
        }
    }

    /// <summary>The port to fetch data from. The address that PASV tells is not used: data come from where the commands went.</summary>
    private async Task<int> PassivePortAsync(CancellationToken stop)
    {
        if (!_refusesEpsv)
        {
            var extended = await AskAsync("EPSV", stop);
            if (extended.Code == 229 && FtpReplies.ExtendedPort(extended.Text) is { } port)
            {
                return port;
            }

            _refusesEpsv = true;
        }

        var passive = await AskAsync("PASV", stop);
        return passive.Code == 227 && FtpReplies.PassivePort(passive.Text) is { } told ? told : throw Refused(FileTransferErrors.Refused, passive, passive.IsTransient);
    }

    private async Task ConnectAsync(TcpClient tcp, int port, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(_settings.ConnectTimeout);
        try
        {
            if (_tcp.Client.Connected && _tcp.Client.RemoteEndPoint is IPEndPoint server)
            {
                await tcp.ConnectAsync(new IPEndPoint(server.Address, port), limit.Token);
            }
            else
            {
                await tcp.ConnectAsync(_address.Host, port, limit.Token);
            }
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !stop.IsCancellationRequested))
        {
            throw new EtlException(Problem(FileTransferErrors.NoConnection, exception is SocketException ? exception.Message + "." : FormattableString.Invariant($"no connection within {_settings.ConnectTimeout.TotalSeconds:0.#} s.")), exception) { IsTransient = true };
        }
    }

    private async Task<Stream> EncryptAsync(Stream stream, CancellationToken stop)
    {
        var ssl = new SslStream(stream);
        try
        {
            await RemoteAsync(async token =>
            {
                await ssl.AuthenticateAsClientAsync(_tls, token);
                return true;
            }, stop);
            return ssl;
        }
        catch (AuthenticationException exception)
        {
            await ssl.DisposeAsync();
            throw new EtlException(Problem(FileTransferErrors.UntrustedServer, exception.InnerException?.Message ?? exception.Message), exception);
        }
        catch
        {
            await ssl.DisposeAsync();
            throw;
        }
    }

    private async Task<FtpReply> ReplyAsync(CancellationToken stop)
    {
        var text = new StringBuilder();
        string? code = null;
        while (text.Length < LongestReply)
        {
            var line = await LineAsync(stop);
            text.Append(text.Length == 0 ? "" : "\n").Append(line);
            // "213-first … 213 last": the same number with a blank ends it.
            code ??= line.Length >= 3 && line[..3].All(char.IsAsciiDigit) ? line[..3] : throw Refused(FileTransferErrors.Refused, new(0, line));
            if (line.StartsWith(code, StringComparison.Ordinal) && (line.Length == 3 || line[3] == ' '))
            {
                return new(int.Parse(code, CultureInfo.InvariantCulture), text.ToString());
            }
        }

        throw Refused(FileTransferErrors.Refused, new(0, "a reply without end"));
    }

    private async Task<string> LineAsync(CancellationToken stop)
    {
        var line = new List<byte>();
        while (line.Count < LongestReply)
        {
            if (_next == _end)
            {
                (_next, _end) = (0, await RemoteAsync(async token => await _stream.ReadAsync(_received, token), stop));
                if (_end == 0)
                {
                    throw Lost("the server closed the connection.", null);
                }
            }

            var sign = _received[_next++];
            if (sign == '\n')
            {
                break;
            }

            line.Add(sign);
        }

        return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
    }

    // What the network does to us is told apart from what our own disk does.
    private async Task<T> RemoteAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(_settings.SilenceTimeout);
        try
        {
            return await work(limit.Token);
        }
        catch (OperationCanceledException exception) when (!stop.IsCancellationRequested)
        {
            throw Lost(FormattableString.Invariant($"the server was silent for {_settings.SilenceTimeout.TotalSeconds:0.#} s."), exception);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw Lost(exception.Message, exception);
        }
    }

    private EtlException Lost(string message, Exception? exception) => new(Problem(FileTransferErrors.ConnectionLost, message), exception) { IsTransient = true };
}

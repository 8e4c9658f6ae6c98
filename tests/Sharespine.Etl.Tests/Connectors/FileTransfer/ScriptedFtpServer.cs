using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sharespine.Etl.Tests.Connectors.FileTransfer;

/// <summary>An FTP server that does what no real one can be made to: hostile names, files that break off, other encodings.</summary>
internal sealed class ScriptedFtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private readonly List<string> _commands = [];

    public ScriptedFtpServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>What NLST and MLSD list in place of the files' names.</summary>
    public IReadOnlyList<string>? Listed { get; set; }

    public bool HasMlsd { get; set; }

    public Encoding Names { get; set; } = Encoding.UTF8;

    /// <summary>So many downloads break off in the middle.</summary>
    public int Broken { get; set; }

    /// <summary>True: a broken download is called complete all the same.</summary>
    public bool Lies { get; set; }

    public IReadOnlyList<string> Commands
    {
        get
        {
            lock (_commands)
            {
                return [.. _commands];
            }
        }
    }

    public string Url => $"ftp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/out";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
            {
                sessions.Add(SessionAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task SessionAsync(TcpClient client)
    {
        using var data = new TcpListener(IPAddress.Loopback, 0);
        data.Start();
        using (client)
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Names);
            try
            {
                await SayAsync(stream, "220 ready");
                while (await reader.ReadLineAsync(_stop.Token) is { } line)
                {
                    lock (_commands)
                    {
                        _commands.Add(line);
                    }

                    await AnswerAsync(stream, data, line.Split(' ', 2));
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The caller has gone.
            }
        }
    }

    private Task AnswerAsync(NetworkStream stream, TcpListener data, string[] words) => words[0] switch
    {
        "USER" => SayAsync(stream, "331 password"),
        "PASS" => SayAsync(stream, words[1] == "right" ? "230 in" : "530 no"),
        "FEAT" => SayAsync(stream, HasMlsd ? "211-Features\r\n MLST size*;modify*;\r\n211 End" : "211 none"),
        // Told to look elsewhere, a client must not.
        "PASV" => SayAsync(stream, $"227 Entering Passive Mode (192,0,2,1,{((IPEndPoint)data.LocalEndpoint).Port / 256},{((IPEndPoint)data.LocalEndpoint).Port % 256})."),
        "EPSV" => SayAsync(stream, "502 no"),
        "SIZE" => SayAsync(stream, Files.TryGetValue(words[1], out var file) ? $"213 {file.Length}" : "550 no"),
        "MDTM" => SayAsync(stream, "213 20261002021502"),
        "NLST" => SendAsync(stream, data, Names.GetBytes(string.Concat((Listed ?? [.. Files.Keys]).Select(name => name + "\r\n"))), null),
        "MLSD" => SendAsync(stream, data, Names.GetBytes("type=cdir;modify=20261002021502; .\r\ntype=dir;modify=20261002021502; old.csv\r\n"
            + string.Concat((Listed ?? [.. Files.Keys]).Select(name => $"type=file;size={Files.GetValueOrDefault(name)?.Length ?? 1};modify=20261002021502; {name}\r\n"))), null),
        "RETR" => Files.TryGetValue(words[1], out var file) ? SendAsync(stream, data, file, Broken-- > 0 ? file.Length / 2 : null) : SayAsync(stream, "550 no such file"),
        "CWD" => SayAsync(stream, words[1] == "out" ? "250 there" : "550 no such directory"),
        _ => SayAsync(stream, "200 well"),
    };

    private async Task SendAsync(NetworkStream stream, TcpListener data, byte[] content, int? only)
    {
        await SayAsync(stream, "150 coming");
        using (var target = await data.AcceptTcpClientAsync(_stop.Token))
        {
            await target.GetStream().WriteAsync(content.AsMemory(0, only ?? content.Length), _stop.Token);
        }

        await SayAsync(stream, only is null || Lies ? "226 done" : "426 broke");
    }

    private Task SayAsync(NetworkStream stream, string text) => stream.WriteAsync(Names.GetBytes(text + "\r\n"), _stop.Token).AsTask();
}

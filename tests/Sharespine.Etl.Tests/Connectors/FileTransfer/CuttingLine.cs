using System.Net;
using System.Net.Sockets;

namespace Sharespine.Etl.Tests.Connectors.FileTransfer;

/// <summary>A line to a server on this machine that breaks, or holds still, in the middle of what the server sends.</summary>
internal sealed class CuttingLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _server;
    private readonly Task _accepting;
    private long _after = long.MaxValue;
    private bool _always;
    private bool _holds;

    public CuttingLine(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Cuts { get; private set; }

    public event Action? Held;

    /// <summary>Breaks the first call in which the server sends more than that, or every such call.</summary>
    public void CutAfter(long bytes, bool always = false) => (_after, _always) = (bytes, always);

    /// <summary>From that many bytes on nothing more comes through.</summary>
    public void HoldAfter(long bytes) => (_after, _holds) = (bytes, true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var calls = new List<Task>();
        try
        {
            while (true)
            {
                calls.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(calls);
        }
    }

    private async Task CarryAsync(TcpClient caller)
    {
        using (caller)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server, _stop.Token);
                var up = caller.GetStream().CopyToAsync(server.GetStream(), _stop.Token);
                await DownAsync(server.GetStream(), caller.GetStream());
                caller.Client.Shutdown(SocketShutdown.Both);
                await up;
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // The line is down on one side; so it is on the other.
            }
        }
    }

    private async Task DownAsync(NetworkStream from, NetworkStream to)
    {
        var block = new byte[32 * 1024];
        long sent = 0;
        for (int length; (length = await from.ReadAsync(block, _stop.Token)) > 0; sent += length)
        {
            if (sent + length > _after && (_always || Cuts == 0))
            {
                Cuts++;
                if (_holds)
                {
                    Held?.Invoke();
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                }

                return;
            }

            await to.WriteAsync(block.AsMemory(0, length), _stop.Token);
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sharespine.Etl.Cli.Commands;
using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Tests.Documents;

/// <summary>Exit codes that only the whole program can show.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("exit-codes-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_shop_that_does_not_accept_our_key_ends_the_run_with_its_own_exit_code()
    {
        using var shop = new TcpListener(IPAddress.Loopback, 0);
        shop.Start();
        using var stop = new CancellationTokenSource();
        var refusing = RefuseAsync(shop, stop.Token);
        await File.WriteAllTextAsync(Path.Combine(_folder, "etl.yaml"), Configuration(((IPEndPoint)shop.LocalEndpoint).Port));

        var (exit, output) = await RunAsync("run", "shop->erp/order");
        await stop.CancelAsync();
        await refusing;

        Assert.True(exit == ExitCodes.NotAuthorised, output);
        Assert.Contains("Failed: shop→erp/order:", output, StringComparison.Ordinal);
        Assert.Contains("WOO002", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_with_findings_starts_nothing_and_names_each()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "etl.yaml"), Configuration(1).Replace("erp: erp", "erp: erp2", StringComparison.Ordinal));

        var (exit, output) = await RunAsync("nightly");

        Assert.True(exit == ExitCodes.Usage, output);
        Assert.Contains("CFG022 erp: there is no connection \"erp2\". Try: did you mean \"erp\"?", output, StringComparison.Ordinal);
    }

    private static string Configuration(int port) => FormattableString.Invariant($"""
        company: {"{ name: Provbolaget AB, organisation-number: 559999-0008 }"}
        connections:
          shop:
            type: woocommerce
            url: http://127.0.0.1:{port}
            consumer-key: {"${PROV_KEY}"}
            consumer-secret: {"${PROV_KEY}"}
            transport: {"{ allow-http: true }"}
          erp: {"{ type: visma-administration, exchange: exchange }"}
        flows:
          - shop: shop
            erp: erp
        """);

    private static async Task RefuseAsync(TcpListener shop, CancellationToken stop)
    {
        const string Body = """{"code":"woocommerce_rest_authentication_error","message":"Invalid signature."}""";
        var answer = Encoding.ASCII.GetBytes($"HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}");
        try
        {
            while (true)
            {
                using var caller = await shop.AcceptTcpClientAsync(stop);
                _ = await caller.GetStream().ReadAsync(new byte[8192], stop);
                await caller.GetStream().WriteAsync(answer, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task<(int Exit, string Output)> RunAsync(params string[] arguments)
    {
        var program = new ProcessStartInfo("dotnet", ["exec", typeof(CommandList).Assembly.Location, .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PROV_KEY"] = "ck_prov" },
        };
        using var process = Process.Start(program)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}

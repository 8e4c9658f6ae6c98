using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.SqlClient;
using Sharespine.Etl.Tests.Store;
using Sharespine.Etl.Tests.Support;

namespace Sharespine.Etl.Tests.EndToEnd;

/// <summary>A store that cannot be opened is told of by a code and the server's name; the password stands nowhere.</summary>
public sealed class StoreSecretTests : IDisposable
{
    private const string Password = "Hemligt-k0d";

    private readonly string _folder = Directory.CreateTempSubdirectory("etl-secret-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("status", 1)]
    [InlineData("status --json", 1)]
    [InlineData("nightly --json", 1)]
    [InlineData("doctor", 1)]
    [InlineData("check", 0)]
    public void A_server_that_does_not_answer(string command, int expected)
    {
        var (exit, output) = Run($"Server=127.0.0.1,{ClosedPort()};Database=etl;User ID=etl;Password={Password};Connect Timeout=1", command);

        Assert.Equal(expected, exit);
        if (command != "check")
        {
            Assert.Contains("/etl: STO004 ", output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("User ID=etl;Password=Hemligt-k0d;Database=etl;Sevrer=db", "CFG028")]
    [InlineData("Server=db;Database=etl;User ID=etl;Password=a;Hemligt-k0d", "CFG028")]
    [InlineData("Server=db;Database=etl;User ID=etl;Password=Hemligt-k0d;TrustServerCertificate=true", "CFG028")]
    public void A_connection_string_that_cannot_be_used(string store, string code)
    {
        foreach (var command in new[] { "status --json", "nightly", "doctor", "check" })
        {
            var (exit, output) = Run(store, command);
            Assert.Equal(2, exit);
            Assert.Contains(code, output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_server_that_is_no_SQL_Server()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        _ = Task.Run(async () =>
        {
            while (true)
            {
                using var caller = await other.AcceptTcpClientAsync();
                await caller.GetStream().WriteAsync("SSH-2.0-Hello\r\n"u8.ToArray());
            }
        });

        var (exit, output) = Run($"Server=127.0.0.1,{((IPEndPoint)other.LocalEndpoint).Port};Database=etl;User ID=etl;Password={Password};Connect Timeout=1", "status");

        Assert.Equal(1, exit);
        Assert.Contains("/etl: STO004 ", output, StringComparison.Ordinal);
    }

    [SqlServerFact]
    public void A_wrong_password_and_a_wrong_database()
    {
        var right = new SqlConnectionStringBuilder(Environment.GetEnvironmentVariable(TestStores.Variable));
        var trusts = right.TrustServerCertificate;
        right.Remove("TrustServerCertificate");
        foreach (var wrong in new[]
        {
            new SqlConnectionStringBuilder(right.ConnectionString) { Password = Password, InitialCatalog = "master" },
            new SqlConnectionStringBuilder(right.ConnectionString) { InitialCatalog = "etl_is_not_there" },
        })
        {
            foreach (var command in new[] { "status", "nightly --json" })
            {
                var (exit, output) = Run(wrong.ConnectionString, command, trusts);
                Assert.Equal(4, exit);
                Assert.Contains("STO005 ", output, StringComparison.Ordinal);
                Assert.DoesNotContain(right.Password, output, StringComparison.Ordinal);
            }
        }
    }

    [SqlServerFact]
    public void A_certificate_that_nobody_vouches_for_is_named_as_such()
    {
        var right = new SqlConnectionStringBuilder(Environment.GetEnvironmentVariable(TestStores.Variable)) { InitialCatalog = "master" };
        Assert.True(right.TrustServerCertificate, "the test needs a server with a certificate of its own");
        right.Remove("TrustServerCertificate");

        var (exit, output) = Run(right.ConnectionString, "status");

        Assert.Equal(1, exit);
        Assert.Contains("STO004 this machine does not trust the server's certificate", output, StringComparison.Ordinal);
    }

    private static int ClosedPort()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        return ((IPEndPoint)taken.LocalEndpoint).Port;
    }

    /// <summary>Runs the program and looks for the password in all that it printed and wrote.</summary>
    private (int Exit, string Output) Run(string store, string command, bool trusts = false)
    {
        File.WriteAllText(Path.Combine(_folder, "etl.yaml"), "company: { name: A, organisation-number: 559999-0008 }\nconnections: {}\n");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "etl.dll"), .. command.Split(' ')])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ETL_STORE"] = store, ["ETL_STORE_TRUST_ANY_CERTIFICATE"] = trusts ? "true" : "false" },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + error.Result;
        process.WaitForExit();

        var written = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText);
        Assert.All(written.Append(output), text =>
        {
            Assert.DoesNotContain("Hemligt", text, StringComparison.Ordinal);
            Assert.DoesNotContain("User ID=", text, StringComparison.OrdinalIgnoreCase);
        });
        return (process.ExitCode, output);
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace Sharespine.Etl.Tests.Connectors.FileTransfer;

/// <summary>A server that a test starts for itself on 127.0.0.1, with files in a folder of its own; ended with the test.</summary>
public sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, string folder, int port) => (_process, Folder, Port) = (process, folder, port);

    public string Folder { get; }

    public int Port { get; }

    /// <summary>The server's key as its owner would publish it (sshd).</summary>
    public string Fingerprint { get; private init; } = "";

    /// <summary>A line for known_hosts (sshd).</summary>
    public string KnownHost { get; private init; } = "";

    /// <summary>An SSH server with a key of its own that lets the user in by password and by the key in <c>user</c> and <c>user-locked</c> (passphrase "nyckel ord").</summary>
    [UnsupportedOSPlatform("windows")]
    public static async Task<ServerProcess> SshAsync()
    {
        var (folder, port) = (Directory.CreateTempSubdirectory("etl-sshd-").FullName, FreePort());
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        foreach (var (name, passphrase) in new[] { ("host", ""), ("user", ""), ("user-locked", "nyckel ord") })
        {
            ServerUser.Run("ssh-keygen", "", "-q", "-t", "ed25519", "-N", passphrase, "-f", Path.Combine(folder, name));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "authorized"), await File.ReadAllTextAsync(Path.Combine(folder, "user.pub")) + await File.ReadAllTextAsync(Path.Combine(folder, "user-locked.pub")));
        await File.WriteAllTextAsync(Path.Combine(folder, "sshd_config"), $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {folder}/host
            PidFile none
            UsePAM yes
            PasswordAuthentication yes
            KbdInteractiveAuthentication no
            AuthorizedKeysFile {folder}/authorized
            StrictModes no
            Subsystem sftp internal-sftp

            """);
        // Where sshd keeps an empty directory for its children; a service that was never started has not made it.
        Directory.CreateDirectory("/run/sshd");
        var key = (await File.ReadAllTextAsync(Path.Combine(folder, "host.pub"))).Split(' ');
        return new(await StartAsync("/usr/sbin/sshd", port, "-D", "-f", Path.Combine(folder, "sshd_config"), "-E", Path.Combine(folder, "log")), folder, port)
        {
            KnownHost = $"[127.0.0.1]:{port} {key[0]} {key[1]}",
            Fingerprint = "SHA256:" + Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Convert.FromBase64String(key[1].Trim()))).TrimEnd('='),
        };
    }

    /// <summary>An FTP server.</summary>
    /// <param name="certificates">Null: without TLS. Else it takes nothing but TLS, and data only in the session of the commands.</param>
    public static async Task<ServerProcess> FtpAsync(ServerCertificates? certificates = null)
    {
        var (folder, port) = (Directory.CreateTempSubdirectory("etl-vsftpd-").FullName, FreePort());
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
        await File.WriteAllTextAsync(Path.Combine(folder, "vsftpd.conf"), $"""
            listen=YES
            listen_address=127.0.0.1
            listen_port={port}
            background=NO
            local_enable=YES
            anonymous_enable=NO
            pam_service_name=vsftpd
            secure_chroot_dir={folder}/empty
            vsftpd_log_file={folder}/log
            xferlog_enable=YES
            log_ftp_protocol=YES
            seccomp_sandbox=NO
            isolate=NO
            isolate_network=NO

            """ + (certificates is null ? "" : $"""
            ssl_enable=YES
            rsa_cert_file={certificates.Server}
            rsa_private_key_file={certificates.ServerKey}
            force_local_logins_ssl=YES
            force_local_data_ssl=YES
            require_ssl_reuse=YES
            strict_ssl_read_eof=YES
            debug_ssl=YES
            ssl_ciphers=HIGH

            """));
        return new(await StartAsync("/usr/sbin/vsftpd", port, Path.Combine(folder, "vsftpd.conf")), folder, port);
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<Process> StartAsync(string program, int port, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return process;
            }
            catch (SocketException) when (tries < 200 && !process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }
}

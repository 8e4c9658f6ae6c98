using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sharespine.Etl.Connectors.Transport;
using Sharespine.Etl.Errors;

namespace Sharespine.Etl.Connectors.FileTransfer;

/// <summary>What a program came to. Secrets are replaced in both texts.</summary>
internal sealed record SftpRun(int ExitCode, string Output, string Errors);

/// <summary>
/// The OpenSSH client as a process: its own settings only (no ssh_config, no agent), host keys always checked, the secret handed
/// over by an askpass program that finds it in its environment: never on a command line, never in a file.
/// </summary>
internal sealed class OpenSshClient(FileServerSettings settings, FileServerAddress address)
{
    private const string SecretVariable = "ETL_SFTP_SECRET";
    private readonly Redactor _redactor = new(new[] { settings.Password, settings.Passphrase }.OfType<string>());
    private readonly HostKeys _hostKeys = new(settings, address);

    private string? Secret => settings.Password ?? settings.Passphrase;

    /// <summary>Logs in and runs the commands as a batch; the first that fails ends it, unless a dash stands in front.</summary>
    public async Task<SftpRun> RunAsync(IEnumerable<string> commands, CancellationToken stop)
    {
        // Made for this account only.
        var folder = Directory.CreateTempSubdirectory("etl-sftp-").FullName;
        try
        {
            var known = await _hostKeys.FileAsync(folder, stop);
            var start = Start("sftp", Arguments(known));
            if (Secret is { } secret)
            {
                start.Environment["SSH_ASKPASS"] = AskPass(folder);
                start.Environment["SSH_ASKPASS_REQUIRE"] = "force";
                start.Environment["DISPLAY"] = ":0";
                start.Environment[SecretVariable] = secret;
            }

            var run = await RunAsync(start, string.Join('\n', commands) + "\n", stop);
            run = run with { Output = _redactor.Text(run.Output), Errors = _redactor.Text(run.Errors) };
            return run.ExitCode != 0 && SftpRefusal.IsHostKey(run.Errors) ? throw await _hostKeys.RefusalAsync(run.Errors, stop) : run;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Runs a program to its end; killed with all that it started when asked to stop.</summary>
    /// <exception cref="EtlException">It is not installed.</exception>
    internal static async Task<SftpRun> RunAsync(ProcessStartInfo start, string input, CancellationToken stop)
    {
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new EtlException(new Issue(FileTransferErrors.NoClient, $"{start.FileName}: {exception.Message}."), exception);
        }

        try
        {
            var output = process.StandardOutput.ReadToEndAsync(stop);
            var errors = process.StandardError.ReadToEndAsync(stop);
            await WriteAsync(process, input, stop);
            await process.WaitForExitAsync(stop);
            return new(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    internal static ProcessStartInfo Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        // Names in UTF-8, months in English, times in UTC: what the listing is read as.
        start.Environment.Remove("LC_ALL");
        start.Environment.Remove("SSH_AUTH_SOCK");
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["LC_CTYPE"] = "C.UTF-8";
        start.Environment["LC_TIME"] = "C";
        start.Environment["LC_MESSAGES"] = "C";
        start.Environment["TZ"] = "UTC";
        return start;
    }

    private static async Task WriteAsync(Process process, string input, CancellationToken stop)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), stop);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read its commands; its own words tell why.
        }
    }

    private IEnumerable<string> Arguments(string known) =>
    [
        "-F", "none",
        // Before -b, which would set it to yes: without questions no secret could be handed over.
        $"-oBatchMode={(Secret is null ? "yes" : "no")}",
        "-b", "-",
        $"-oUser={settings.User}",
        $"-oUserKnownHostsFile={Quoted(known)}",
        "-oGlobalKnownHostsFile=none",
        "-oStrictHostKeyChecking=yes",
        "-oUpdateHostKeys=no",
        "-oNumberOfPasswordPrompts=1",
        "-oIdentityAgent=none",
        "-oIdentitiesOnly=yes",
        settings.PrivateKey is { } key ? $"-oIdentityFile={Quoted(key)}" : "-oIdentityFile=none",
        $"-oPreferredAuthentications={(settings.PrivateKey is null ? "password,keyboard-interactive" : "publickey")}",
        string.Create(CultureInfo.InvariantCulture, $"-oConnectTimeout={Math.Max(1, (int)settings.ConnectTimeout.TotalSeconds)}"),
        string.Create(CultureInfo.InvariantCulture, $"-oServerAliveInterval={Math.Max(1, (int)settings.SilenceTimeout.TotalSeconds / 3)}"),
        "-oServerAliveCountMax=3",
        "-oLogLevel=ERROR",
        "-P", address.Port.ToString(CultureInfo.InvariantCulture),
        address.Host.Contains(':', StringComparison.Ordinal) ? $"[{address.Host}]" : address.Host,
    ];

    // A percent sign would begin one of ssh's own names for things.
    private static string Quoted(string path) => $"\"{path.Replace("%", "%%", StringComparison.Ordinal)}\"";

    /// <summary>A program that prints what its environment holds; the secret itself is not in it.</summary>
    private static string AskPass(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            var command = Path.Combine(folder, "askpass.cmd");
            File.WriteAllText(command, $"@powershell -NoProfile -Command \"[Console]::Out.Write($env:{SecretVariable})\"\r\n");
            return command;
        }

        var script = Path.Combine(folder, "askpass");
        File.WriteAllText(script, $"#!/bin/sh\nprintf '%s\\n' \"${SecretVariable}\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return script;
    }
}

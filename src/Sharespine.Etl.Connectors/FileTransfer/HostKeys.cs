using System.Globalization;
using System.Security.Cryptography;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.FileTransfer;

/// <summary>Which keys a server may show. An unknown one is told with its fingerprint and never accepted by itself.</summary>
internal sealed class HostKeys(FileServerSettings settings, FileServerAddress address)
{
    // Found once for all logins of the connection.
    private string? _confirmed;

    /// <summary>A known_hosts file: the configured one, or one made in the folder with the key whose fingerprint is configured.</summary>
    /// <exception cref="EtlException">No key of the server is the known one.</exception>
    public async Task<string> FileAsync(string folder, CancellationToken stop)
    {
        if (settings.KnownHosts is { } known)
        {
            return File.Exists(known) ? known : throw new EtlException(new Issue(FileTransferErrors.BadSettings, "the file is not there.", new SourcePosition(known), "known-hosts"));
        }

        _confirmed ??= await ConfirmAsync(stop);
        var file = Path.Combine(folder, "known_hosts");
        await File.WriteAllTextAsync(file, _confirmed + "\n", stop);
        return file;
    }

    /// <summary>The key whose fingerprint is configured. Asked for over an open line, so not trusted: ssh makes the server prove that it has it.</summary>
    private async Task<string> ConfirmAsync(CancellationToken stop)
    {
        var shown = await ScanAsync(stop);
        return settings.HostKey is not { } wanted ? throw new EtlException(Unknown(shown))
            : shown.FirstOrDefault(key => key.Fingerprint == wanted.TrimEnd('='))?.Line ?? throw new EtlException(Changed(shown));
    }

    /// <summary>Why ssh refused the server's key, with the fingerprints that it shows.</summary>
    public async Task<EtlException> RefusalAsync(string errors, CancellationToken stop)
    {
        var shown = await ScanAsync(stop);
        return new(errors.Contains("HAS CHANGED", StringComparison.OrdinalIgnoreCase) || errors.Contains("has changed", StringComparison.Ordinal) ? Changed(shown) : Unknown(shown));
    }

    private Issue Unknown(IReadOnlyList<ShownKey> shown) =>
        new(FileTransferErrors.HostUnknown, $"the server shows {Fingerprints(shown)}.", Place, Try: $"compare it with what the provider publishes, then write host-key: {shown[0].Fingerprint}.");

    private Issue Changed(IReadOnlyList<ShownKey> shown) =>
        new(FileTransferErrors.HostKeyChanged, $"the server shows {Fingerprints(shown)}; known is {settings.HostKey ?? "another in " + settings.KnownHosts}.", Place);

    private SourcePosition Place => new(address.ToString());

    private static string Fingerprints(IReadOnlyList<ShownKey> shown) => string.Join(", ", shown.Select(key => $"{key.Fingerprint} ({key.Type})"));

    /// <summary>The server's keys, the newest kinds first.</summary>
    /// <exception cref="EtlException">It does not answer.</exception>
    private async Task<IReadOnlyList<ShownKey>> ScanAsync(CancellationToken stop)
    {
        var timeout = Math.Max(1, (int)settings.ConnectTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var port = address.Port.ToString(CultureInfo.InvariantCulture);
        var run = await OpenSshClient.RunAsync(OpenSshClient.Start("ssh-keyscan", ["-T", timeout, "-p", port, "-t", "ed25519,ecdsa,rsa", address.Host]), "", stop);
        var keys = run.Output.Split('\n').Select(ShownKey.Of).OfType<ShownKey>().OrderBy(key => Array.IndexOf(["ssh-ed25519", "ecdsa-sha2-nistp256"], key.Type) is >= 0 and var rank ? rank : 9)
            .ThenBy(key => key.Type, StringComparer.Ordinal).ToList();
        return keys.Count > 0 ? keys
            : throw new EtlException(new Issue(FileTransferErrors.NoConnection, $"\"{SftpRefusal.Words(run.Errors)}\"", Place)) { IsTransient = true };
    }

    /// <param name="Line">As it stands in a known_hosts file.</param>
    private sealed record ShownKey(string Line, string Type, string Fingerprint)
    {
        public static ShownKey? Of(string line)
        {
            var parts = line.TrimEnd('\r').Split(' ');
            if (line.StartsWith('#') || parts.Length < 3)
            {
                return null;
            }

            var blob = new byte[parts[2].Length];
            return Convert.TryFromBase64String(parts[2], blob, out var length)
                ? new(string.Join(' ', parts[..3]), parts[1], "SHA256:" + Convert.ToBase64String(SHA256.HashData(blob.AsSpan(0, length))).TrimEnd('='))
                : null;
        }
    }
}

using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.FileTransfer;

/// <summary>What the words of the OpenSSH client mean. It has no other way to tell.</summary>
internal static class SftpRefusal
{
    private const int LongestWords = 200;

    private static readonly (string Words, ErrorCode Code, bool IsTransient)[] Known =
    [
        ("Could not resolve hostname", FileTransferErrors.NoConnection, true),
        ("Connection refused", FileTransferErrors.NoConnection, true),
        ("Connection timed out", FileTransferErrors.NoConnection, true),
        ("Operation timed out", FileTransferErrors.NoConnection, true),
        ("No route to host", FileTransferErrors.NoConnection, true),
        ("Network is unreachable", FileTransferErrors.NoConnection, true),
        ("Load key", FileTransferErrors.BadKey, false),
        ("UNPROTECTED PRIVATE KEY", FileTransferErrors.BadKey, false),
        ("no such identity", FileTransferErrors.BadKey, false),
        ("not accessible", FileTransferErrors.BadKey, false),
        ("Permission denied (", FileTransferErrors.NotAuthorised, false),
        ("Too many authentication failures", FileTransferErrors.NotAuthorised, false),
        ("Unable to negotiate", FileTransferErrors.Refused, false),
        ("No such file", FileTransferErrors.NoDirectory, false),
        ("not found", FileTransferErrors.NoDirectory, false),
        ("Permission denied", FileTransferErrors.NoDirectory, false),
        ("not a directory", FileTransferErrors.NoDirectory, false),
        ("onnection closed", FileTransferErrors.ConnectionLost, true),
        ("onnection reset", FileTransferErrors.ConnectionLost, true),
        ("Broken pipe", FileTransferErrors.ConnectionLost, true),
        ("not responding", FileTransferErrors.ConnectionLost, true),
        ("banner exchange", FileTransferErrors.ConnectionLost, true),
    ];

    public static EtlException Of(SftpRun run, FileServerAddress address)
    {
        var known = Known.FirstOrDefault(known => run.Errors.Contains(known.Words, StringComparison.OrdinalIgnoreCase));
        return new(new Issue(known.Code ?? FileTransferErrors.Refused, $"\"{Words(run.Errors)}\"", new SourcePosition(address.ToString()))) { IsTransient = known.IsTransient };
    }

    public static bool IsHostKey(string errors) => errors.Contains("Host key verification failed", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="IOException">A file could not be written here.</exception>
    public static void ThrowIfOurDisk(string errors)
    {
        if (errors.Contains("No space left", StringComparison.Ordinal) || errors.Contains("open local", StringComparison.Ordinal) || errors.Contains("local open", StringComparison.Ordinal))
        {
            throw new IOException(Words(errors));
        }
    }

    /// <summary>The first line that says something, shortened.</summary>
    public static string Words(string errors)
    {
        var line = errors.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && line.Any(char.IsLetter)) ?? "no reason given";
        return line.Length <= LongestWords ? line : line[..LongestWords] + "…";
    }
}

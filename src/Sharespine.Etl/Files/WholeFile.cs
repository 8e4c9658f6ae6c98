using System.Security.Cryptography;
using Sharespine.Etl.Engine;

namespace Sharespine.Etl.Files;

/// <summary>Files that appear whole or not at all: written under a temporary name in the same folder, flushed to disk, renamed.</summary>
public static class WholeFile
{
    /// <summary>Writes the file unless it holds exactly this already. Returns false when it was left alone, with its time.</summary>
    /// <exception cref="IOException">The folder cannot be written, or the file is held by another program.</exception>
    public static bool Write(string path, ReadOnlySpan<byte> content)
    {
        if (File.Exists(path) && content.SequenceEqual(File.ReadAllBytes(path)))
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Temporary(path);
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        Appear(temporary, path);
        return true;
    }

    /// <summary>The same for content that is written as a stream. Returns the content's SHA-256 (lower-case hex) and whether the file changed.</summary>
    /// <param name="beforeReplacing">Called when another content stands in the file's place and is about to go.</param>
    public static (string Sha256, bool IsChanged) Write(string path, Action<Stream> write, Action? beforeReplacing = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Temporary(path);
        try
        {
            using var file = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
            write(file);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            // Nobody would come by to finish it.
            File.Delete(temporary);
            throw;
        }

        var hash = Sha256(temporary);
        if (File.Exists(path))
        {
            if (Sha256(path) == hash)
            {
                File.Delete(temporary);
                return (hash, false);
            }

            beforeReplacing?.Invoke();
        }

        Appear(temporary, path);
        return (hash, true);
    }

    /// <summary>SHA-256 of a file, lower-case hex.</summary>
    public static string Sha256(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    // Hidden, and with an ending that nobody who watches the folder takes for a finished file.
    private static string Temporary(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.tmp");

    private static void Appear(string temporary, string path)
    {
        FaultPoints.Pass($"file: before {Path.GetFileName(path)}");
        File.Move(temporary, path, overwrite: true);
        FaultPoints.Pass($"file: after {Path.GetFileName(path)}");
    }
}

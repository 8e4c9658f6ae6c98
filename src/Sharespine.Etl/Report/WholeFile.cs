using System.Security.Cryptography;
using Sharespine.Etl.Engine;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Report;

/// <summary>A file that appears whole or not at all, and is left alone when it already holds what it should.</summary>
internal static class WholeFile
{
    /// <param name="beforeReplacing">Called when another content stands in the file's place and is about to go.</param>
    public static ReportFile Write(string path, Action<Stream> write, Action? beforeReplacing = null)
    {
        var temporary = path + ".tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            var hash = Sha256(temporary);
            if (File.Exists(path) && Sha256(path) == hash)
            {
                File.Delete(temporary);
                return new(path, hash, IsChanged: false);
            }

            if (File.Exists(path))
            {
                beforeReplacing?.Invoke();
            }

            FaultPoints.Pass($"file: {Path.GetFileName(path)} before");
            File.Move(temporary, path, overwrite: true);
            FaultPoints.Pass($"file: {Path.GetFileName(path)} after");
            return new(path, hash, IsChanged: true);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new EtlException(
                new Issue(ReportErrors.CannotWrite, $"The file could not be written: {trouble.Message}", new SourcePosition(path), Try: "close it if it is open in Excel, and run again"),
                trouble)
            { IsTransient = true };
        }
    }

    public static string Sha256(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

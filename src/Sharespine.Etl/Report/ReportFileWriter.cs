using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Report;

/// <summary>A file that appears whole or not at all, and is left alone when it already holds what it should.</summary>
internal static class ReportFileWriter
{
    /// <param name="beforeReplacing">Called when another content stands in the file's place and is about to go.</param>
    public static ReportFile Write(string path, Action<Stream> write, Action? beforeReplacing = null)
    {
        try
        {
            var (sha256, isChanged) = Files.WholeFile.Write(path, write, beforeReplacing);
            return new(path, sha256, isChanged);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new EtlException(
                new Issue(ReportErrors.CannotWrite, $"The file could not be written: {trouble.Message}", new SourcePosition(path), Try: "close it if it is open in Excel, and run again"),
                trouble)
            { IsTransient = true };
        }
    }
}

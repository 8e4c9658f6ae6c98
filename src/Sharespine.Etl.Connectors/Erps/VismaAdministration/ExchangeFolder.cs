using Sharespine.Etl.Errors;
using Sharespine.Etl.Files;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Erps.VismaAdministration;

/// <summary>Files that appear whole: written under a temporary name in the same folder, flushed to disk, then renamed.</summary>
internal static class ExchangeFolder
{
    /// <summary>Does nothing when the same bytes are there already.</summary>
    public static void Write(string folder, string name, ReadOnlySpan<byte> bytes) =>
        WholeFile.Write(Path.Combine(folder, SafeName.Need(name)), bytes);

    /// <summary>Runs something with files; trouble of the file system becomes a transient failure with our code.</summary>
    public static T Guard<T>(string folder, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new EtlException(new Issue(VismaAdministrationErrors.CannotWrite, failure.Message, new SourcePosition(folder)), failure) { IsTransient = true };
        }
    }
}

namespace Sharespine.Etl.Mappings.Files;

/// <summary>
/// A file as bytes that can be read more than once: first for its encoding and number format, then for its values, so that
/// a file of any size is read with little memory.
/// </summary>
/// <param name="Name">What messages call it; also what a mapping's file expressions see.</param>
/// <param name="Open">A new stream at the first byte. The caller disposes it.</param>
public sealed record FileBytes(string Name, Func<Stream> Open)
{
    /// <summary>The file at <paramref name="path"/>, called by its last part unless <paramref name="name"/> is given.</summary>
    public static FileBytes FromPath(string path, string? name = null) =>
        new(name ?? Path.GetFileName(path), () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan));

    public static FileBytes FromMemory(string name, byte[] bytes) => new(name, () => new MemoryStream(bytes, writable: false));
}

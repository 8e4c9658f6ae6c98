using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Sie;

/// <summary>
/// The hand-shake of the standard (7.4): the importing program does not delete a file but sets its #FLAGGA from 0 to 1. Only
/// that one byte is read or written.
/// </summary>
public static class SieFlag
{
    private const int HeadLength = 4096;

    /// <summary>True once a program has imported the file.</summary>
    /// <exception cref="EtlException">The file is held by another program (transient), or has no flag. <see cref="SieErrors.FlagUnreadable"/>.</exception>
    public static bool Read(string path)
    {
        using var file = Open(path, FileAccess.Read);
        return Find(file, path).IsRead;
    }

    /// <summary>What the importing program does: marks the file as imported, or as new again.</summary>
    /// <exception cref="EtlException">As <see cref="Read"/>.</exception>
    public static void Set(string path, bool isRead)
    {
        using var file = Open(path, FileAccess.ReadWrite);
        file.Position = Find(file, path).Offset;
        file.WriteByte(isRead ? (byte)'1' : (byte)'0');
    }

    /// <summary>Where the flag stands in a file's bytes, or -1.</summary>
    public static int Find(ReadOnlySpan<byte> bytes)
    {
        var head = bytes[..Math.Min(bytes.Length, HeadLength)];
        var start = head.StartsWith("\uFEFF"u8) ? 3 : 0;
        start += Math.Max(0, head[start..].IndexOfAnyExcept(" \t\r\n"u8));
        const string Label = "#FLAGGA";
        if (head.Length - start <= Label.Length || !System.Text.Ascii.EqualsIgnoreCase(head.Slice(start, Label.Length), Label))
        {
            return -1;
        }

        var rest = head[(start + Label.Length)..];
        var space = rest.IndexOfAnyExcept(" \t\""u8);
        var isFlag = space > 0 && rest[space] is (byte)'0' or (byte)'1';
        return isFlag ? start + Label.Length + space : -1;
    }

    private static (long Offset, bool IsRead) Find(FileStream file, string path)
    {
        var head = new byte[HeadLength];
        var length = file.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        var offset = Find(head.AsSpan(0, length));
        return offset >= 0
            ? (offset, head[offset] == '1')
            : throw new EtlException(Unreadable("The file does not begin with #FLAGGA 0 or #FLAGGA 1.", path));
    }

    private static FileStream Open(string path, FileAccess access)
    {
        try
        {
            return new(path, FileMode.Open, access, FileShare.ReadWrite);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new EtlException(Unreadable("The file cannot be opened; another program may hold it.", path), failure) { IsTransient = true };
        }
    }

    private static Issue Unreadable(string message, string path) =>
        new(SieErrors.FlagUnreadable, message, new SourcePosition(Path.GetFileName(path)));
}

namespace Sharespine.Etl.Mappings.Files.Tables;

/// <summary>What a file is, told by its first bytes and never by its ending.</summary>
public enum FileContainer
{
    /// <summary>Delimited text, or anything that is neither of the others.</summary>
    Text,

    /// <summary>An Excel workbook (.xlsx).</summary>
    Xlsx,

    Json,
}

/// <summary>Tells containers apart.</summary>
public static class FileContainers
{
    private static readonly byte[] ZipStart = "PK\u0003\u0004"u8.ToArray();

    /// <summary>A zip archive counts as a workbook, and text that begins with a brace or a bracket as JSON.</summary>
    public static FileContainer Of(FileBytes file)
    {
        using var stream = file.Open();
        var start = new byte[256];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var bytes = start.AsSpan(0, length);
        if (bytes.StartsWith(ZipStart))
        {
            return FileContainer.Xlsx;
        }

        var text = (bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes).TrimStart(" \t\r\n"u8);
        return text.StartsWith("{"u8) || text.StartsWith("["u8) ? FileContainer.Json : FileContainer.Text;
    }
}

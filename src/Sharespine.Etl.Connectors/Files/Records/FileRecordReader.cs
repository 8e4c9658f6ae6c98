using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Files;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Connectors.Files.Records;

/// <summary>One record of a file, as it is streamed by.</summary>
/// <param name="Key">Empty when the record has none.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Write">Writes the record's fields into the open object.</param>
internal readonly record struct FileRecord(string Key, int Line, Action<Utf8JsonWriter> Write);

/// <summary>Reads the records of one whole file, one at a time: memory does not grow with the file.</summary>
internal static class FileRecordReader
{
    internal const string KeySeparator = "|";
    internal const string FileTime = "_fileTime";

    /// <param name="filter">Which fields are left out.</param>
    /// <exception cref="EtlException">The file is not what the settings say, or ends too early: <see cref="RecordFilesErrors.Broken"/>.</exception>
    public static IEnumerable<FileRecord> Read(FileBytes file, RecordFileSettings settings, FieldFilter filter) => IsXml(file)
        ? new XmlRecords(file, settings, filter).Read()
        : new CsvRecords(file, settings, filter).Read();

    internal static EtlException Broken(SourcePosition at, string message, string? hint = null, Exception? inner = null) =>
        new(new Issue(RecordFilesErrors.Broken, message, at, Try: hint), inner);

    private static bool IsXml(FileBytes file)
    {
        using var stream = file.Open();
        var start = new byte[256];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var text = start.AsSpan(0, length);
        // UTF-16 is told by its mark; of the rest the first sign tells.
        return text.StartsWith("\uFEFF"u8) ? text[3..].TrimStart(" \t\r\n"u8).StartsWith("<"u8)
            : text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, (byte)'<']) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF, 0, (byte)'<'])
            || text.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>What the bytes of a file tell before a single field is read.</summary>
/// <param name="Encoding">The first of the mapping's encodings in which every byte is a character.</param>
/// <param name="BomLength">Bytes to skip at the start.</param>
/// <param name="EndsWithLineEnd">False: the last line may have been cut.</param>
public sealed record ByteSurvey(TextEncoding Encoding, int BomLength, bool EndsWithLineEnd)
{
    private const int BlockSize = 1 << 16;

    /// <summary>Reads the whole file once. Throws <see cref="EtlException"/> when it is empty, not text, or in none of <paramref name="allowed"/>.</summary>
    public static ByteSurvey Take(FileBytes file, IReadOnlyList<TextEncoding> allowed)
    {
        using var stream = file.Open();
        var utf8 = new Utf8Check();
        var seen = new long[256];
        Array.Fill(seen, -1);
        var block = new byte[BlockSize];
        long offset = 0;
        byte last = 0;
        var bom = 0;
        for (int length; (length = stream.ReadAtLeast(block, BlockSize, throwOnEndOfStream: false)) > 0; offset += length)
        {
            var bytes = block.AsSpan(0, length);
            if (offset == 0)
            {
                RefuseOtherKinds(file.Name, bytes);
                bom = bytes.StartsWith("\uFEFF"u8) ? 3 : 0;
            }

            if (bytes.Contains((byte)0))
            {
                throw NotDelimited(file, offset + bytes.IndexOf((byte)0), "a NUL byte stands here; delimited text has none.");
            }

            if (!Ascii.IsValid(bytes))
            {
                NoteHighBytes(bytes, offset, seen);
            }

            utf8.Add(bytes, offset);
            last = bytes[^1];
        }

        utf8.End(offset);
        if (offset - bom == 0)
        {
            throw new EtlException(new Issue(FileMappingErrors.EmptyFile, "the file is empty.", new(file.Name)));
        }

        return new(Choose(file, allowed, utf8, seen, bom), bom, last is (byte)'\n' or (byte)'\r');
    }

    private static TextEncoding Choose(FileBytes file, IReadOnlyList<TextEncoding> allowed, Utf8Check utf8, long[] seen, int bom)
    {
        long firstBad = long.MaxValue;
        foreach (var encoding in bom > 0 ? [TextEncoding.Utf8] : allowed)
        {
            var bad = encoding == TextEncoding.Utf8 ? utf8.FirstBad : encoding.FirstUndefined(seen);
            if (bad < 0)
            {
                return encoding;
            }

            firstBad = Math.Min(firstBad, bad);
        }

        var (at, value) = Locate(file, firstBad);
        var names = string.Join(" or ", (bom > 0 ? [TextEncoding.Utf8] : allowed).Select(encoding => encoding.Name));
        throw new EtlException(new Issue(FileMappingErrors.WrongEncoding,
            string.Create(CultureInfo.InvariantCulture, $"the byte {value:X2} is not text in {names}."), at,
            Try: "fetch the file again, or name its encoding under format: encoding in the mapping."));
    }

    private static void NoteHighBytes(ReadOnlySpan<byte> bytes, long offset, long[] seen)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] >= 0x80 && seen[bytes[i]] < 0)
            {
                seen[bytes[i]] = offset + i;
            }
        }
    }

    private static void RefuseOtherKinds(string name, ReadOnlySpan<byte> start)
    {
        var kind = OtherKind(start);
        if (kind is not null)
        {
            throw new EtlException(new Issue(FileMappingErrors.NotDelimited, $"this is {kind}, not delimited text.", new(name, 1, 1),
                Try: "fetch the report again as CSV in UTF-8."));
        }
    }

    private static string? OtherKind(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || (start.Length >= 4 && ((start[0] == 0 && start[1] != 0 && start[2] == 0) || (start[0] != 0 && start[1] == 0 && start[2] != 0 && start[3] == 0))))
        {
            return "UTF-16 text";
        }

        if (start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            return "an old or a locked Office document (.xls)";
        }

        var text = (start.StartsWith("\uFEFF"u8) ? start[3..] : start).TrimStart(" \t\r\n"u8);
        return text.StartsWith("%PDF"u8) ? "a PDF document"
            : text.StartsWith("<"u8) ? "a web page or XML"
            : text.StartsWith("{"u8) || text.StartsWith("["u8) ? "JSON"
            : null;
    }

    private static EtlException NotDelimited(FileBytes file, long offset, string message) =>
        new(new Issue(FileMappingErrors.NotDelimited, message, Locate(file, offset).At, Try: "fetch the report again as CSV in UTF-8."));

    /// <summary>Line and byte column of an offset, found by reading again: errors are rare and memory is not.</summary>
    private static (SourcePosition At, byte Value) Locate(FileBytes file, long offset)
    {
        using var stream = file.Open();
        var block = new byte[BlockSize];
        var line = 1;
        var column = 1;
        for (long position = 0; ;)
        {
            var length = stream.ReadAtLeast(block, BlockSize, throwOnEndOfStream: false);
            for (var i = 0; i < length; i++, position++)
            {
                if (position == offset)
                {
                    return (new(file.Name, line, column), block[i]);
                }

                (line, column) = block[i] == (byte)'\n' ? (line + 1, 1) : (line, column + 1);
            }

            if (length == 0)
            {
                return (new(file.Name, line, column), 0);
            }
        }
    }

    /// <summary>Finds the first byte that is not UTF-8, across blocks.</summary>
    private sealed class Utf8Check
    {
        private readonly List<byte> _carry = [];

        /// <summary>Offset of the first bad byte; -1 while there is none.</summary>
        public long FirstBad { get; private set; } = -1;

        public void Add(ReadOnlySpan<byte> bytes, long offset)
        {
            if (FirstBad >= 0 || (_carry.Count == 0 && Ascii.IsValid(bytes)))
            {
                return;
            }

            byte[] joined = [.. _carry, .. bytes];
            var start = offset - _carry.Count;
            _carry.Clear();
            var whole = joined.Length - IncompleteTail(joined);
            if (!Utf8.IsValid(joined.AsSpan(0, whole)))
            {
                FirstBad = start + FirstInvalid(joined.AsSpan(0, whole));
                return;
            }

            _carry.AddRange(joined.AsSpan(whole));
        }

        public void End(long offset)
        {
            if (FirstBad < 0 && _carry.Count > 0)
            {
                FirstBad = offset - _carry.Count;
            }
        }

        /// <summary>How many bytes at the end begin a character whose rest comes in the next block.</summary>
        private static int IncompleteTail(ReadOnlySpan<byte> bytes)
        {
            for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
            {
                var lead = bytes[^back];
                if (lead >= 0xC0)
                {
                    return back < (lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2) ? back : 0;
                }

                if (lead < 0x80)
                {
                    return 0;
                }
            }

            return 0;
        }

        private static int FirstInvalid(ReadOnlySpan<byte> bytes)
        {
            for (var i = 0; i < bytes.Length;)
            {
                if (Rune.DecodeFromUtf8(bytes[i..], out _, out var consumed) != System.Buffers.OperationStatus.Done)
                {
                    return i;
                }

                i += consumed;
            }

            return bytes.Length;
        }
    }
}

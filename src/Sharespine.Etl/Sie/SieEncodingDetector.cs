using System.Buffers;
using System.Text;

namespace Sharespine.Etl.Sie;

/// <summary>
/// Decides a file's character set from all its bytes, since #FORMAT says PC8 whatever the program wrote: valid UTF-8 with at
/// least one multi-byte character is UTF-8; else the Swedish letters are counted in code page 437 and in Latin-1, and the
/// larger count wins. Without any such letter it is code page 437, as the standard says.
/// </summary>
internal sealed class SieEncodingDetector
{
    private const int BufferSize = 128 * 1024;

    private bool _brokenUtf8;
    private long _multiByte;
    private long _dosLetters;
    private long _latinLetters;

    private SieEncodingDetector()
    {
    }

    /// <summary>Reads the stream to its end and sets it back to where it stood.</summary>
    public static SieEncoding Detect(Stream stream, SieEncoding dos)
    {
        var detector = new SieEncodingDetector();
        var start = stream.Position;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            detector.ReadAll(stream, buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            stream.Position = start;
        }

        return detector.Verdict(dos);
    }

    private void ReadAll(Stream stream, byte[] buffer)
    {
        var kept = 0;
        int read;
        while ((read = stream.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            var length = kept + read;
            var taken = Take(buffer.AsSpan(0, length));
            kept = length - taken;
            buffer.AsSpan(taken, kept).CopyTo(buffer);
        }

        _brokenUtf8 |= kept > 0;
        CountLetters(buffer.AsSpan(0, kept));
    }

    /// <summary>Counts, and tells how many bytes it used: a multi-byte character cut by the buffer's end waits for the next read.</summary>
    private int Take(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            var next = bytes[at..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (next < 0)
            {
                return bytes.Length;
            }

            at += next;
            var status = Rune.DecodeFromUtf8(bytes[at..], out _, out var length);
            if (status == OperationStatus.NeedMoreData)
            {
                return at;
            }

            _multiByte += status == OperationStatus.Done ? 1 : 0;
            _brokenUtf8 |= status != OperationStatus.Done;
            CountLetters(bytes.Slice(at, length));
            at += length;
        }

        return at;
    }

    private void CountLetters(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            _dosLetters += SieCodePages.IsDosLetter(value) ? 1 : 0;
            _latinLetters += SieCodePages.IsLatinLetter(value) ? 1 : 0;
        }
    }

    private SieEncoding Verdict(SieEncoding dos)
    {
        if (!_brokenUtf8 && _multiByte > 0)
        {
            return SieEncoding.Utf8;
        }

        return _latinLetters > _dosLetters ? SieEncoding.Windows1252 : dos;
    }
}

using System.Buffers;

namespace Sharespine.Etl.Sie;

/// <summary>
/// Lines of a stream as spans into one buffer, without copying. A line ends with LF; CR before it, spaces and tabs around it and
/// the old end-of-file mark 0x1A are left to the caller.
/// </summary>
internal sealed class SieLines(Stream stream, int maxLineLength) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(256 * 1024, 2 * maxLineLength));
    private int _start;
    private int _end;
    private bool _streamEnded;

    /// <summary>The line last read, counted from 1.</summary>
    public int Number { get; private set; }

    /// <summary>False when the last line read had no line end.</summary>
    public bool Ended { get; private set; } = true;

    /// <summary>True when reading stopped at a line longer than allowed; <see cref="Number"/> is that line.</summary>
    public bool TooLong { get; private set; }

    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        line = default;
        while (!TooLong)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0 || (_streamEnded && _end > _start))
            {
                return Take(length, out line);
            }

            if (_streamEnded || !Fill())
            {
                return false;
            }
        }

        return false;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private bool Take(int length, out ReadOnlySpan<byte> line)
    {
        Number++;
        Ended = length >= 0;
        var used = Ended ? length : _end - _start;
        line = _buffer.AsSpan(_start, used);
        _start += Ended ? used + 1 : used;
        TooLong = used > maxLineLength;
        return !TooLong;
    }

    /// <summary>Reads on behind what is left; false when what is left is already longer than a line may be.</summary>
    private bool Fill()
    {
        var left = _end - _start;
        if (left > maxLineLength)
        {
            Number++;
            TooLong = true;
            return false;
        }

        _buffer.AsSpan(_start, left).CopyTo(_buffer);
        (_start, _end) = (0, left);
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _streamEnded = read == 0;
        return true;
    }
}

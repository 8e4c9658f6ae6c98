using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sharespine.Etl.Store;

/// <summary>
/// What a table holds, in one number: the SHA-256 of each row, added up modulo 2^256. Databases order texts in their own ways, so
/// the order of rows does not matter; and no row has to be kept.
/// </summary>
internal sealed class RowDigest
{
    private const int Words = SHA256.HashSizeInBytes / sizeof(ulong);

    private readonly ulong[] _sum = new ulong[Words];
    private readonly ArrayBufferWriter<byte> _row = new(4096);

    public long Rows { get; private set; }

    /// <summary>Values as columns hold them: whole numbers, texts, bytes and nulls, in an order of columns that both sides keep to.</summary>
    public void Add(IReadOnlyList<object?> row)
    {
        _row.ResetWrittenCount();
        foreach (var value in row)
        {
            Write(value);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_row.WrittenSpan, hash);
        Sum(hash);
        Rows++;
    }

    public override string ToString()
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        for (var i = 0; i < Words; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), _sum[i]);
        }

        return Convert.ToHexStringLower(bytes);
    }

    // Each value with its kind and length: no two different rows are written alike.
    private void Write(object? value)
    {
        switch (value)
        {
            case null or DBNull:
                Head('0', 0);
                break;
            case long or int or short or byte:
                Head('1', Convert.ToInt64(value, null));
                break;
            case string text:
                Head('2', Encoding.UTF8.GetByteCount(text));
                _row.Advance(Encoding.UTF8.GetBytes(text, _row.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
                break;
            case byte[] bytes:
                Head('3', bytes.Length);
                _row.Write(bytes);
                break;
            default:
                throw new InvalidOperationException($"A column holds a {value.GetType().Name}, which no table of the store has.");
        }
    }

    private void Head(char kind, long number)
    {
        var span = _row.GetSpan(1 + sizeof(long));
        span[0] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(span[1..], number);
        _row.Advance(1 + sizeof(long));
    }

    private void Sum(ReadOnlySpan<byte> hash)
    {
        var carry = 0UL;
        for (var i = 0; i < Words; i++)
        {
            var sum = (UInt128)_sum[i] + BinaryPrimitives.ReadUInt64LittleEndian(hash[(i * sizeof(ulong))..]) + carry;
            _sum[i] = unchecked((ulong)sum);
            carry = (ulong)(sum >> 64);
        }
    }
}

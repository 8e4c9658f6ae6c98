namespace Sharespine.Etl.Benchmarks.Generate.Books;

/// <summary>
/// The check number of SIE chapter 10: CRC-32 (polynomial EDB88320) over labels and field contents in CP437. Separators,
/// line ends, enclosing quotes and braces do not count.
/// </summary>
public sealed class SieChecksum
{
    private static readonly uint[] Table = MakeTable();
    private uint _crc = uint.MaxValue;

    public uint Value => ~_crc;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            _crc = Table[(_crc ^ value) & 0xFF] ^ (_crc >> 8);
        }
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }

            table[i] = crc;
        }

        return table;
    }
}

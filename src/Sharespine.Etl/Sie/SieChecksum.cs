namespace Sharespine.Etl.Sie;

/// <summary>
/// #KSUMMA (SIE 4B, chapter 10): CRC-32 with polynomial EDB88320 over the labels and field characters between the two #KSUMMA
/// records, as code page 437 bytes; not over separators, line ends, enclosing quotes and braces, and \" counts as one mark.
/// </summary>
internal sealed class SieChecksum
{
    private static readonly uint[] Table = MakeTable();
    private uint _state = 0xFFFFFFFF;

    public uint Value => ~_state;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            Add(value);
        }
    }

    /// <summary>Adds a field, leaving out the backslash of each \".</summary>
    public void AddEscaped(ReadOnlySpan<byte> field)
    {
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] != '\\' || i + 1 == field.Length || field[i + 1] != '"')
            {
                Add(field[i]);
            }
        }
    }

    private void Add(byte value) => _state = Table[(byte)(_state & 0xFF) ^ value] ^ (_state >> 8);

    private static uint[] MakeTable() =>
        [.. Enumerable.Range(0, 256).Select(index =>
        {
            var value = (uint)index;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 1 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            }

            return value;
        })];
}

using CsvHelper;

namespace Sharespine.Etl.Mappings.Files;

/// <summary>An amount that its own decimal comma cut into two fields of an unquoted comma file: 16450,62.</summary>
/// <param name="Field">The first of the two fields.</param>
/// <param name="Bytes">The amount with the file's decimal mark.</param>
internal sealed record JoinedCell(int Field, byte[] Bytes)
{
    /// <summary>
    /// The only way to join two fields of the row so that every column can be read; null where there is none, or more than
    /// one. The row has one field too many. The row is left joined when one is found.
    /// </summary>
    internal static JoinedCell? Find(Row row, CsvReader reader, DecimalMark mark)
    {
        JoinedCell? found = null;
        for (var column = 0; column < row.Layout.Section.Columns.Count; column++)
        {
            var field = row.Layout.FieldOf(column);
            if (field < 0 || row.Layout.Section.Columns[column].Kind != CellKind.Amount || !IsCut(reader.GetSpan(field), reader.GetSpan(field + 1)))
            {
                continue;
            }

            var joined = new JoinedCell(field, [.. reader.GetSpan(field).Trim((byte)' '), mark == DecimalMark.Point ? (byte)'.' : (byte)',', .. reader.GetSpan(field + 1).Trim((byte)' ')]);
            row.Join(joined);
            if (!Enumerable.Range(0, row.Layout.Section.Columns.Count).All(row.IsReadable))
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = joined;
        }

        if (found is not null)
        {
            row.Join(found);
        }

        return found;
    }

    /// <summary>Digits, perhaps with a minus, and then two digits.</summary>
    private static bool IsCut(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> decimals)
    {
        whole = whole.Trim((byte)' ');
        decimals = decimals.Trim((byte)' ');
        whole = whole.StartsWith("-"u8) ? whole[1..] : whole;
        return !whole.IsEmpty && decimals.Length == 2 && IsDigits(whole) && IsDigits(decimals);
    }

    private static bool IsDigits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
